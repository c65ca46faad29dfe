//! What a formula means: a response, terms of variables in R's order, random groups and strata.
//!
//! Terms are sorted by how many variables they join, otherwise by first appearance. A variable is
//! known by its text. Random parts are intercepts of groups; slopes are refused.

use crate::fault::Outcome;
use crate::formula::{Formula, Kind, Node};

/// Terms of a model at most.
const TERMS_MAX: usize = 500;

/// Variables joined in an interaction, by their place in [`Spec::variables`], ascending.
pub(crate) type Term = Vec<usize>;

/// A formula, understood.
#[derive(Clone, Debug)]
pub(crate) struct Spec {
    pub(crate) formula: Formula,
    pub(crate) intercept: bool,
    pub(crate) variables: Vec<Node>,
    pub(crate) terms: Vec<Term>,
    /// Groups with a random intercept.
    pub(crate) groups: Vec<Grouping>,
    /// Error strata from the coarsest; none without `Error()`.
    pub(crate) strata: Vec<Grouping>,
}

/// Columns whose combinations are the units of a group or stratum.
#[derive(Clone, Debug)]
pub(crate) struct Grouping {
    pub(crate) name: String,
    pub(crate) columns: Vec<Node>,
}

impl Spec {
    pub(crate) fn new(formula: &Formula) -> Outcome<Self> {
        let mut reading = Reading::new(formula);
        let mut terms = vec![Term::new()];
        reading.add(&formula.right, &mut terms)?;
        let intercept = terms.iter().any(Vec::is_empty);
        terms.retain(|term| !term.is_empty());
        terms.sort_by_key(Vec::len);
        Ok(Self {
            formula: formula.clone(),
            intercept,
            variables: reading.variables,
            terms,
            groups: reading.groups,
            strata: reading.strata,
        })
    }

    pub(crate) fn term_name(&self, term: &[usize]) -> String {
        let names = term.iter().filter_map(|&place| self.variables.get(place));
        names.map(Node::name).collect::<Vec<_>>().join(":")
    }
}

struct Reading<'a> {
    formula: &'a Formula,
    variables: Vec<Node>,
    groups: Vec<Grouping>,
    strata: Vec<Grouping>,
}

impl<'a> Reading<'a> {
    fn new(formula: &'a Formula) -> Self {
        Self { formula, variables: Vec::new(), groups: Vec::new(), strata: Vec::new() }
    }

    /// Adds what the node stands for to a sum; the empty term is the intercept.
    fn add(&mut self, node: &Node, sum: &mut Vec<Term>) -> Outcome<()> {
        match &node.kind {
            Kind::Binary('+', left, right) => {
                self.add(left, sum)?;
                self.add(right, sum)
            }
            Kind::Binary('-', left, right) => {
                self.add(left, sum)?;
                self.subtract(right, sum)
            }
            Kind::Negative(inner) => self.subtract(inner, sum),
            Kind::Number(0.0) => {
                sum.retain(|term| !term.is_empty());
                Ok(())
            }
            Kind::Group(inner) if matches!(inner.kind, Kind::Binary('|', ..)) => self.random(inner),
            Kind::Call(name, inner) if name == "Error" => {
                let [inner] = inner.as_slice() else {
                    return Err(self.formula.fault(node, "Error() takes one sum of terms"));
                };
                self.strata.extend(self.groupings(inner)?);
                Ok(())
            }
            _ => {
                for term in self.terms(node)? {
                    if !sum.contains(&term) {
                        sum.push(term);
                    }
                }
                Ok(())
            }
        }
    }

    fn subtract(&mut self, node: &Node, sum: &mut Vec<Term>) -> Outcome<()> {
        if node.kind == Kind::Number(0.0) {
            sum.push(Term::new());
            return Ok(());
        }
        let gone = self.terms(node)?;
        sum.retain(|term| !gone.contains(term));
        Ok(())
    }

    fn terms(&mut self, node: &Node) -> Outcome<Vec<Term>> {
        match &node.kind {
            Kind::Number(1.0) => Ok(vec![Term::new()]),
            Kind::Group(inner) => self.terms(inner),
            Kind::Name(_) | Kind::Call(..) => Ok(vec![vec![self.variable(node)]]),
            Kind::Binary('+' | '-', ..) => {
                let mut sum = Vec::new();
                self.add(node, &mut sum)?;
                Ok(sum)
            }
            Kind::Binary(':', left, right) => {
                let (left, right) = (self.terms(left)?, self.terms(right)?);
                self.products(node, &left, &right)
            }
            Kind::Binary('*', left, right) => {
                let (left, right) = (self.terms(left)?, self.terms(right)?);
                let both = self.products(node, &left, &right)?;
                Ok(distinct([left, right, both].concat()))
            }
            Kind::Binary('/', left, right) => {
                let (left, right) = (self.terms(left)?, self.terms(right)?);
                let all = left.iter().fold(Term::new(), |all, term| union(&all, term));
                let within = self.products(node, &[all], &right)?;
                Ok(distinct([left, within].concat()))
            }
            Kind::Binary('^', base, power) => {
                let Kind::Number(times @ 1.0..=20.0) = power.kind else {
                    return Err(self.formula.fault(power, "a power of terms is a whole number"));
                };
                let base = self.terms(base)?;
                let mut out = base.clone();
                for _ in 1..times as usize {
                    out = distinct([out.clone(), self.products(node, &out, &base)?].concat());
                }
                Ok(out)
            }
            Kind::Binary('|', ..) => {
                Err(self.formula.fault(node, "random groups stand in parentheses, as (1|group)"))
            }
            _ => Err(self.formula.fault(node, "this is no term; arithmetic goes inside I()")),
        }
    }

    fn products(&self, node: &Node, left: &[Term], right: &[Term]) -> Outcome<Vec<Term>> {
        let found = products(left, right);
        if left.len() > TERMS_MAX || right.len() > TERMS_MAX || found.len() > TERMS_MAX {
            return Err(self.formula.fault(node, format!("more than {TERMS_MAX} terms")));
        }
        Ok(found)
    }

    fn variable(&mut self, node: &Node) -> usize {
        let name = node.name();
        let known = self.variables.iter().position(|variable| variable.name() == name);
        known.unwrap_or_else(|| {
            self.variables.push(node.clone());
            self.variables.len() - 1
        })
    }

    fn random(&mut self, node: &Node) -> Outcome<()> {
        let Kind::Binary(_, what, group) = &node.kind else {
            return Ok(());
        };
        if what.kind != Kind::Number(1.0) {
            let only = "only intercepts vary by group here: write (1|group)";
            return Err(self.formula.fault(what, only));
        }
        let found = self.groupings(group)?;
        for grouping in found {
            if self.groups.iter().all(|known| known.name != grouping.name) {
                self.groups.push(grouping);
            }
        }
        Ok(())
    }

    /// `a/b` is a and a:b; `a + b` is both; names and `a:b` are one each.
    fn groupings(&self, node: &Node) -> Outcome<Vec<Grouping>> {
        let mut inner = Reading::new(self.formula);
        let mut sum = Vec::new();
        inner.add(node, &mut sum)?;
        let wanted = "groups are columns, joined by “:” or nested by “/”";
        let mut out = Vec::new();
        for term in sum.iter().filter(|term| !term.is_empty()) {
            let columns: Vec<Node> =
                term.iter().filter_map(|&place| inner.variables.get(place).cloned()).collect();
            for column in &columns {
                let plain = match &column.kind {
                    Kind::Name(_) => true,
                    Kind::Call(name, inner) => is_factor_call(name) && inner.len() == 1,
                    _ => false,
                };
                if !plain {
                    return Err(self.formula.fault(column, wanted));
                }
            }
            let names: Vec<String> = columns.iter().map(Node::name).collect();
            out.push(Grouping { name: names.join(":"), columns });
        }
        if out.is_empty() || !inner.groups.is_empty() {
            return Err(self.formula.fault(node, wanted));
        }
        Ok(out)
    }
}

pub(crate) fn is_factor_call(name: &str) -> bool {
    matches!(name, "factor" | "as.factor")
}

fn union(a: &[usize], b: &[usize]) -> Term {
    let mut out = [a, b].concat();
    out.sort_unstable();
    out.dedup();
    out
}

fn products(left: &[Term], right: &[Term]) -> Vec<Term> {
    distinct(left.iter().flat_map(|a| right.iter().map(move |b| union(a, b))).collect())
}

fn distinct(terms: Vec<Term>) -> Vec<Term> {
    let mut out: Vec<Term> = Vec::new();
    for term in terms {
        if !out.contains(&term) {
            out.push(term);
        }
    }
    out
}
