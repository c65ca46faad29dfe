//! What can be asked of the syntax of a language file: its sentences, their plain text and the
//! names of their arguments.
//!
//! Deliberately absent: evaluation, which is Fluent's.

use std::collections::BTreeSet;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// Stands in the text of a sentence where a value will be.
pub(crate) const PLACE: char = '\u{fffc}';

/// One sentence of a language file, taken apart.
pub(crate) struct Sentence {
    pub(crate) key: String,
    /// Its texts: the sentence itself, then each variant of each choice inside it, values
    /// replaced by [`PLACE`].
    pub(crate) texts: Vec<String>,
    /// The names of its arguments.
    pub(crate) arguments: BTreeSet<String>,
    /// What is used though it is not ours: attributes, functions, references to other sentences.
    pub(crate) foreign: Vec<&'static str>,
}

/// The sentences of a language file, and the places of what could not be read in it. Terms count
/// as sentences whose key begins with a hyphen.
pub(crate) fn sentences(ftl: &str) -> (Vec<Sentence>, Vec<String>) {
    let (resource, errors) = match fluent_syntax::parser::parse_runtime(ftl) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => (resource, errors),
    };
    let faults = errors.iter().map(|error| at_line(ftl, error)).collect();
    let mut sentences = Vec::new();
    for entry in &resource.body {
        let (key, value, attributes) = match entry {
            Entry::Message(message) => {
                (message.id.name.to_owned(), message.value.as_ref(), message.attributes.len())
            }
            Entry::Term(term) => {
                (format!("-{}", term.id.name), Some(&term.value), term.attributes.len())
            }
            _ => continue,
        };
        let mut sentence =
            Sentence { key, texts: Vec::new(), arguments: BTreeSet::new(), foreign: Vec::new() };
        if attributes > 0 {
            sentence.foreign.push("an attribute");
        }
        match value {
            Some(pattern) => read_pattern(pattern, &mut sentence),
            None => sentence.texts.push(String::new()),
        }
        sentences.push(sentence);
    }
    (sentences, faults)
}

/// An error of the parser with the line where the entry that it is about begins.
pub(crate) fn at_line(ftl: &str, error: &fluent_syntax::parser::ParserError) -> String {
    let start = error.slice.as_ref().unwrap_or(&error.pos).start;
    let (before, after) = ftl.split_at_checked(start).unwrap_or((ftl, ""));
    let blank = after.len() - after.trim_start().len();
    let skipped = after.get(..blank).unwrap_or_default();
    let line = before.matches('\n').count() + skipped.matches('\n').count() + 1;
    format!("line {line}: {}", error.kind)
}

fn read_pattern(pattern: &Pattern<&str>, sentence: &mut Sentence) {
    let place = sentence.texts.len();
    sentence.texts.push(String::new());
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { expression } => {
                text.push(PLACE);
                read_expression(expression, sentence);
            }
        }
    }
    if let Some(kept) = sentence.texts.get_mut(place) {
        *kept = text;
    }
}

fn read_expression(expression: &Expression<&str>, sentence: &mut Sentence) {
    match expression {
        Expression::Inline(inline) => read_inline(inline, sentence),
        Expression::Select { selector, variants } => {
            read_inline(selector, sentence);
            for variant in variants {
                read_pattern(&variant.value, sentence);
            }
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, sentence: &mut Sentence) {
    match inline {
        InlineExpression::VariableReference { id } => {
            sentence.arguments.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => read_expression(expression, sentence),
        InlineExpression::FunctionReference { .. } => sentence.foreign.push("a function"),
        InlineExpression::MessageReference { .. } => {
            sentence.foreign.push("a reference to another sentence");
        }
        InlineExpression::TermReference { .. }
        | InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. } => {}
    }
}
