//! How long: files of 500 lines and functions of 70 at most.

use proc_macro2::Span;
use syn::visit::{self, Visit};

use super::{Finding, Source};

const FILE_LINES_MAX: usize = 500;
const FUNCTION_LINES_MAX: usize = 70;

/// Files and functions that are too long.
pub(super) fn check(sources: &[Source]) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for source in sources {
        let kinds = ["rs", "html", "css", "js", "mjs", "sql"];
        let lines = source.text.lines().count();
        if kinds.contains(&source.extension()) && lines > FILE_LINES_MAX {
            let what = format!("{lines} lines: a file has {FILE_LINES_MAX} at most");
            findings.push(Finding::new(&source.file, lines, what));
        }
        if source.extension() == "rs" {
            let fault = |error| format!("{}: {error}", source.file.display());
            let file = syn::parse_file(&source.text).map_err(fault)?;
            let mut functions = Functions { source, findings: Vec::new() };
            functions.visit_file(&file);
            findings.extend(functions.findings);
        }
    }
    Ok(findings)
}

struct Functions<'a> {
    source: &'a Source,
    findings: Vec<Finding>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &syn::Signature, end: Span) {
        let first = signature.fn_token.span.start().line;
        let lines = end.end().line.saturating_sub(first) + 1;
        if lines > FUNCTION_LINES_MAX {
            let name = &signature.ident;
            let what =
                format!("{name}: {lines} lines: a function has {FUNCTION_LINES_MAX} at most");
            self.findings.push(Finding::new(&self.source.file, first, what));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.measure(&function.sig, function.block.brace_token.span.close());
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.measure(&function.sig, function.block.brace_token.span.close());
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.measure(&function.sig, block.brace_token.span.close());
        }
        visit::visit_trait_item_fn(self, function);
    }
}
