//! Formulas in the notation of R and lme4, read into a tree whose nodes know their place.
//!
//! Precedence is R's: `^`, sign, `:`, `*` and `/`, `+` and `-`, `|`, `~`.

use crate::fault::{Fault, Outcome};

/// Letters of a formula at most.
const LETTERS_MAX: usize = 2_000;
/// Parentheses, signs and powers within each other at most.
const DEPTH_MAX: usize = 50;

/// A node and where it begins, in characters.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) at: usize,
    pub(crate) kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Name(String),
    Number(f64),
    Call(String, Vec<Node>),
    Binary(char, Box<Node>, Box<Node>),
    Negative(Box<Node>),
    Group(Box<Node>),
}

/// A formula: what is explained, if anything, and by what.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    pub(crate) text: String,
    pub(crate) left: Option<Node>,
    pub(crate) right: Node,
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// The place where it stops making sense.
    pub fn parse(text: &str) -> Outcome<Self> {
        let mut reader = Reader { text, letters: text.chars().collect(), at: 0, depth: 0 };
        if reader.letters.len() > LETTERS_MAX {
            return Err(Fault::Data(format!("a formula has {LETTERS_MAX} letters at most")));
        }
        let left = match reader.peek() {
            Some('~') => None,
            _ => Some(reader.level(0)?),
        };
        if reader.peek() != Some('~') {
            return Err(reader.fault("a “~” is wanted between the response and its terms"));
        }
        reader.at += 1;
        let right = reader.level(0)?;
        if reader.peek().is_some() {
            return Err(reader.fault("this does not go on from what stands before it"));
        }
        Ok(Self { text: text.into(), left, right })
    }

    /// The formula as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn fault(&self, node: &Node, what: impl Into<String>) -> Fault {
        Fault::Formula { formula: self.text.clone(), at: node.at, what: what.into() }
    }
}

impl Node {
    /// The text of the node in one way of writing, by which variables are known.
    pub(crate) fn name(&self) -> String {
        match &self.kind {
            Kind::Name(name) => name.clone(),
            Kind::Number(value) => value.to_string(),
            Kind::Call(name, inner) => {
                let inner: Vec<String> = inner.iter().map(Node::name).collect();
                format!("{name}({})", inner.join(", "))
            }
            Kind::Binary(sign @ ('+' | '-' | '*' | '|'), left, right) => {
                format!("{} {sign} {}", left.name(), right.name())
            }
            Kind::Binary(sign, left, right) => format!("{}{sign}{}", left.name(), right.name()),
            Kind::Negative(inner) => format!("-{}", inner.name()),
            Kind::Group(inner) => format!("({})", inner.name()),
        }
    }

    /// The names of columns in it.
    pub(crate) fn columns<'a>(&'a self, found: &mut Vec<(&'a Node, &'a str)>) {
        match &self.kind {
            Kind::Name(name) => found.push((self, name)),
            Kind::Number(_) => {}
            Kind::Call(_, inner) => inner.iter().for_each(|node| node.columns(found)),
            Kind::Binary(_, left, right) => {
                left.columns(found);
                right.columns(found);
            }
            Kind::Negative(inner) | Kind::Group(inner) => inner.columns(found),
        }
    }
}

/// Signs of the levels of precedence, loosest first.
const LEVELS: [&[char]; 4] = [&['|'], &['+', '-'], &['*', '/'], &[':']];

struct Reader<'a> {
    text: &'a str,
    letters: Vec<char>,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<char> {
        while self.letters.get(self.at).is_some_and(|letter| letter.is_whitespace()) {
            self.at += 1;
        }
        self.letters.get(self.at).copied()
    }

    fn fault(&self, what: &str) -> Fault {
        Fault::Formula { formula: self.text.into(), at: self.at, what: what.into() }
    }

    fn level(&mut self, level: usize) -> Outcome<Node> {
        let Some(signs) = LEVELS.get(level) else {
            return self.signed();
        };
        let mut left = self.level(level + 1)?;
        while let Some(sign) = self.peek().filter(|sign| signs.contains(sign)) {
            self.at += 1;
            let right = self.level(level + 1)?;
            let at = left.at;
            left = Node { at, kind: Kind::Binary(sign, Box::new(left), Box::new(right)) };
        }
        Ok(left)
    }

    fn signed(&mut self) -> Outcome<Node> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.fault("too much stands within each other here"));
        }
        let found = self.powered();
        self.depth -= 1;
        found
    }

    fn powered(&mut self) -> Outcome<Node> {
        if self.peek() == Some('-') {
            let at = self.at;
            self.at += 1;
            let inner = self.signed()?;
            return Ok(Node { at, kind: Kind::Negative(Box::new(inner)) });
        }
        let base = self.atom()?;
        if self.peek() == Some('^') {
            self.at += 1;
            let power = self.signed()?;
            let at = base.at;
            return Ok(Node { at, kind: Kind::Binary('^', Box::new(base), Box::new(power)) });
        }
        Ok(base)
    }

    fn atom(&mut self) -> Outcome<Node> {
        let Some(first) = self.peek() else {
            return Err(self.fault("the formula ends too early"));
        };
        let at = self.at;
        let kind = match first {
            '(' => {
                self.at += 1;
                let inner = self.level(0)?;
                self.close()?;
                Kind::Group(Box::new(inner))
            }
            '0'..='9' => self.number()?,
            '`' => {
                self.at += 1;
                let name = self.while_letters(|letter| letter != '`');
                if self.letters.get(self.at) != Some(&'`') {
                    return Err(self.fault("the name is not closed by “`”"));
                }
                self.at += 1;
                Kind::Name(name)
            }
            letter if letter.is_alphabetic() || letter == '.' || letter == '_' => {
                let name = self.while_letters(|l| l.is_alphanumeric() || l == '.' || l == '_');
                match self.letters.get(self.at) {
                    Some('(') => Kind::Call(name, self.arguments()?),
                    _ => Kind::Name(name),
                }
            }
            _ => return Err(self.fault(&format!("“{first}” cannot stand here"))),
        };
        Ok(Node { at, kind })
    }

    fn arguments(&mut self) -> Outcome<Vec<Node>> {
        self.at += 1;
        let mut found = vec![self.level(0)?];
        while self.peek() == Some(',') {
            self.at += 1;
            found.push(self.level(0)?);
        }
        self.close()?;
        Ok(found)
    }

    fn close(&mut self) -> Outcome<()> {
        if self.peek() != Some(')') {
            return Err(self.fault("a “)” is wanted here"));
        }
        self.at += 1;
        Ok(())
    }

    fn number(&mut self) -> Outcome<Kind> {
        let digits = self.while_letters(|letter| letter.is_ascii_digit() || letter == '.');
        let value = digits.parse().map_err(|_| self.fault("this is no number"))?;
        Ok(Kind::Number(value))
    }

    fn while_letters(&mut self, kept: impl Fn(char) -> bool) -> String {
        let word: String =
            self.letters.iter().skip(self.at).take_while(|letter| kept(**letter)).collect();
        self.at += word.chars().count();
        word
    }
}
