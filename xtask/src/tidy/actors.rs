//! No record without an actor: what answers requests (`pages`, `api.rs`) reaches records only
//! through functions that take an `&Actor`, or from a record that one of them gave.
//!
//! Decision 12 says why and what this leaves open. Functions are found by name, within the crate
//! that the path names; one that cannot be told from a guarded one of the same name is not guarded.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::Span;
use quote::ToTokens;
use syn::visit::{self, Visit};

use super::members::{Floor, Workspace};
use super::{Finding, Source};

/// What may be asked without an actor, and why.
const FREE: &[(&str, &str)] = &[
    ("publisher::publisher", "who publishes the service is public"),
    ("calls::calls_in", "the states asked for are those of public calls"),
    ("calls::next_cut_offs", "cut-offs are public"),
    ("decisions::public_awards", "published"),
    ("decisions::public_awards_before", "published"),
    ("decisions::award_totals", "published"),
    ("open_data::scdl", "published"),
    ("directory::has_directory", "whether there is a directory"),
    ("accounts::create_account", "answers an address with a number, and tells nothing else"),
    ("accounts::names_of", "names to the numbers in records that were loaded"),
    ("audit::record", "writes"),
    ("sessions::prove", "the session at hand"),
    ("sessions::strengthen", "the session at hand"),
    ("addresses::count_failing", "a count"),
    ("second_step::count_without", "a count"),
    ("organisations::organisation_names", "names to the numbers in records that were loaded"),
    ("sites::site", "what is let is public; hosts ask by kept_site"),
    ("sites::resource", "what is let is public; hosts ask by kept_resource"),
    ("sites::resources_of", "what is let is public"),
    ("sites::sites_in", "what is let is public"),
    ("money::book_of", "whether a site charges is public"),
    ("plans::plan", "what is offered is public"),
    ("plans::plans_of", "what is offered is public"),
    ("rates::rates", "prices are public"),
    ("passes::left_of", "what is left of passes that were loaded"),
    ("openings::closures", "when something is closed is public"),
    ("own::with_places", "what is let is public"),
    ("feeds::taken_times", "when something is taken is public; nobody is named"),
    ("jobs::backlog", "a count"),
    ("jobs::list", "of the kernel, which knows no actor; the route is of administrators"),
    ("jobs::retry", "of the kernel, which knows no actor; the route is of administrators"),
];

/// Where nobody is known yet: what is typed or shown there proves who comes in.
const BEFORE_SIGN_IN: [&str; 2] = ["pages/sign_in.rs", "pages/services.rs"];

/// A function that takes a transaction.
struct Verb {
    /// The short name of its crate.
    krate: String,
    /// The module that it stands in: the name of its file.
    module: String,
    /// Whether it takes an `&Actor`.
    guarded: bool,
    /// Places of the parameters that name a record: ids, and texts that stand for one.
    keys: Vec<usize>,
    /// The place of the parameter that names whose record it is.
    owner: Option<usize>,
    /// Takes nothing but the transaction: it reads all there is.
    all: bool,
}

/// Texts that name a record, as parameters are called.
const KEY_NAMES: [&str; 7] = ["scope", "subject", "object", "hash", "email", "siret", "owner"];

/// Handlers that reach a record without an actor.
pub(super) fn check(workspace: &Workspace, sources: &[Source]) -> Result<Vec<Finding>, String> {
    let (mut verbs, mut handlers) = (BTreeMap::<String, Vec<Verb>>::new(), Vec::new());
    for source in sources.iter().filter(|source| source.extension() == "rs") {
        let member = workspace.members.iter().find(|m| source.file.starts_with(m.dir.join("src")));
        let Some(member) = member.filter(|m| m.floor != Floor::Beside) else { continue };
        let fault = |error| format!("{}: {error}", source.file.display());
        let file = syn::parse_file(&source.text).map_err(fault)?;
        if handles(&source.file) {
            let known = !BEFORE_SIGN_IN.iter().any(|end| source.file.ends_with(end));
            if member.floor != Floor::Kernel && known {
                handlers.push((source, member.short.clone(), file));
            }
            continue;
        }
        let mut found =
            Verbs { krate: &member.short, module: module(&source.file), verbs: &mut verbs };
        found.visit_file(&file);
    }
    let mut findings = Vec::new();
    for (source, krate, file) in &handlers {
        let mut handler = Handler {
            source,
            krate,
            verbs: &verbs,
            imported: BTreeSet::new(),
            siblings: BTreeSet::new(),
            own: BTreeSet::new(),
            findings: Vec::new(),
        };
        handler.visit_file(file);
        findings.extend(handler.findings);
    }
    Ok(findings)
}

/// Whether a file answers requests.
fn handles(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let inside = file.components().any(|part| part.as_os_str() == "pages");
    inside || matches!(name, "pages.rs" | "api.rs")
}

fn module(file: &Path) -> String {
    let stem = |path: &Path| path.file_stem().and_then(|name| name.to_str()).map(str::to_owned);
    match stem(file).as_deref() {
        Some("mod" | "lib") => file.parent().and_then(stem).unwrap_or_default(),
        other => other.unwrap_or_default().to_owned(),
    }
}

struct Verbs<'a> {
    krate: &'a str,
    module: String,
    verbs: &'a mut BTreeMap<String, Vec<Verb>>,
}

impl<'ast> Visit<'ast> for Verbs<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let test = |attribute: &syn::Attribute| {
            attribute.to_token_stream().to_string().replace(' ', "") == "#[cfg(test)]"
        };
        if !item.attrs.iter().any(test) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        let typed: Vec<(String, String)> = signature
            .inputs
            .iter()
            .filter_map(|input| match input {
                syn::FnArg::Typed(typed) => Some((text(&typed.pat), text(&typed.ty))),
                syn::FnArg::Receiver(_) => None,
            })
            .collect();
        if !typed.first().is_some_and(|(_, kind)| kind.ends_with("mutTx") || kind.ends_with("::Tx"))
        {
            return;
        }
        let key = |(at, (name, kind)): (usize, &(String, String))| {
            let texts = kind.contains("str") && KEY_NAMES.contains(&name.as_str());
            (names_id(kind) || texts).then_some(at)
        };
        let owner = |(name, kind): &(String, String)| {
            kind == "PersonId" || matches!(name.as_str(), "owner" | "subject" | "scope")
        };
        self.verbs.entry(signature.ident.to_string()).or_default().push(Verb {
            krate: self.krate.to_owned(),
            module: self.module.clone(),
            guarded: typed.iter().any(|(_, kind)| kind.ends_with("&Actor")),
            keys: typed.iter().enumerate().filter_map(key).collect(),
            owner: typed.iter().position(owner),
            all: typed.len() == 1,
        });
    }
}

/// Whether a type is an id, or some of them: its last word ends so.
fn names_id(kind: &str) -> bool {
    let words = kind.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).any(|word| word.ends_with("Id"))
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}

struct Handler<'a> {
    source: &'a Source,
    krate: &'a str,
    verbs: &'a BTreeMap<String, Vec<Verb>>,
    /// Functions that the file imports by name.
    imported: BTreeSet<String>,
    /// Modules of handlers that it opens.
    siblings: BTreeSet<String>,
    /// Names bound to the person who asks, in the function at hand.
    own: BTreeSet<String>,
    findings: Vec<Finding>,
}

impl Handler<'_> {
    fn find(&mut self, span: Span, what: String) {
        let line = span.start().line;
        self.findings.push(Finding::new(&self.source.file, line, what));
    }

    /// The function that a path means, if it takes a transaction and no actor.
    fn unguarded(&self, path: &syn::Path) -> Option<(String, &Verb)> {
        let words: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        let (name, before) = words.split_last()?;
        let first = before.first().map_or("", String::as_str);
        let plain = before.is_empty() && !self.imported.contains(name);
        if plain || self.siblings.contains(first) {
            return None;
        }
        let crates = ["people", "calls", "store", "web", "work"];
        let other = crates.contains(&first) && (before.len() > 1 || !self.has_module(first));
        let krate = if other { first } else { self.krate };
        let module = before.last().map_or("", String::as_str);
        let of_crate = self.verbs.get(name)?.iter().filter(|verb| verb.krate == krate);
        let candidates: Vec<&Verb> = of_crate.collect();
        let near: Vec<&Verb> = candidates.iter().filter(|v| v.module == module).copied().collect();
        let meant = if near.is_empty() { candidates } else { near };
        let verb = meant.into_iter().find(|verb| !verb.guarded)?;
        Some((format!("{}::{name}", verb.module), verb))
    }

    /// Whether the crate at hand has a module of this name.
    fn has_module(&self, name: &str) -> bool {
        self.verbs.values().flatten().any(|verb| verb.krate == self.krate && verb.module == name)
    }

    /// An id that a record holds, or that of the person who asks.
    fn is_proved(&self, argument: &syn::Expr) -> bool {
        match argument {
            syn::Expr::Field(_) => true,
            syn::Expr::Path(path) => {
                let name = text(path);
                name == "None" || self.own.contains(&name)
            }
            syn::Expr::Reference(inner) => self.is_proved(&inner.expr),
            syn::Expr::MethodCall(call) => {
                matches!(call.method.to_string().as_str(), "to_string" | "as_str" | "clone")
                    && self.is_proved(&call.receiver)
            }
            syn::Expr::Call(call) if text(&call.func) == "Some" => {
                call.args.iter().all(|inner| self.is_proved(inner))
            }
            syn::Expr::Lit(_) => true,
            _ => false,
        }
    }

    /// Keeps in mind whether a name stands for a proved id.
    fn bind(&mut self, name: &syn::Pat, value: &syn::Expr) {
        let said = text(value);
        // The person who asks, or whom an address names.
        let person = said.contains(".person()") || said.contains("create_account(");
        if person || self.is_proved(value) {
            self.own.insert(text(name));
        } else {
            self.own.remove(&text(name));
        }
    }

    fn call(&mut self, path: &syn::Path, arguments: Option<Vec<&syn::Expr>>) {
        let Some((name, verb)) = self.unguarded(path) else { return };
        if FREE.iter().any(|(free, _)| *free == name) || (verb.keys.is_empty() && !verb.all) {
            return;
        }
        let proved = |at: &usize| {
            let argument = arguments.as_ref().and_then(|all| all.get(*at).copied());
            argument.is_some_and(|argument| self.is_proved(argument))
        };
        // Whatever else is named is sought among what is theirs.
        let own = verb.owner.is_some_and(|at| proved(&at));
        if own || (!verb.all && verb.keys.iter().all(proved)) {
            return;
        }
        let span = path.segments.last().map_or_else(Span::call_site, |last| last.ident.span());
        let what =
            format!("{name}: ask by a verb that takes an &Actor, or by the id in a loaded record");
        self.find(span, what);
    }
}

impl<'ast> Visit<'ast> for Handler<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        let before = std::mem::take(&mut self.own);
        visit::visit_item_fn(self, function);
        self.own = before;
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.siblings.insert(item.ident.to_string());
        visit::visit_item_mod(self, item);
    }

    fn visit_use_name(&mut self, name: &'ast syn::UseName) {
        self.imported.insert(name.ident.to_string());
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            match (&local.pat, init.expr.as_ref()) {
                (syn::Pat::Tuple(names), syn::Expr::Tuple(values)) => {
                    for (name, value) in names.elems.iter().zip(&values.elems) {
                        self.bind(name, value);
                    }
                }
                (name, value) => self.bind(name, value),
            }
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(path) = call.func.as_ref() {
            if path.path.is_ident("sql")
                || path.path.segments.last().is_some_and(|s| s.ident == "sql")
            {
                self.find(
                    call.paren_token.span.open(),
                    "SQL stands beside its verb, not here".to_owned(),
                );
            }
            self.call(&path.path, Some(call.args.iter().collect()));
            call.args.iter().for_each(|argument| self.visit_expr(argument));
        } else {
            visit::visit_expr_call(self, call);
        }
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        // A function handed on by its name.
        if path.path.segments.len() > 1 {
            self.call(&path.path, None);
        }
    }
}
