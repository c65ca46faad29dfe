//! The check of language files that the tests of every context run.
//!
//! Deliberately absent: typography (`typography_faults`), and judgement of the translation.

use std::collections::{BTreeMap, BTreeSet};

use crate::syntax::{Sentence, sentences};
use crate::{Lang, Source};

/// What is wrong with some language files, each fault in one line; empty when all is well. Found:
/// what cannot be read, keys without the prefix of their context or given twice, sentences missing
/// in a shipped language, empty ones, arguments that differ from the French, and what we do not use
/// of Fluent (attributes, functions, references to other sentences).
pub fn verify(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut read: BTreeMap<Lang, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (lang, context, ftl) in sources {
        let file = format!("{context}/{}", lang.code());
        let (sentences, unreadable) = sentences(ftl);
        faults.extend(unreadable.into_iter().map(|fault| format!("{file}: {fault}")));
        for sentence in sentences {
            faults.extend(faults_of(context, &sentence).map(|fault| format!("{file}: {fault}")));
            let known = read.entry(*lang).or_default();
            if known.insert(sentence.key.clone(), sentence.arguments).is_some() {
                faults.push(format!("{file}: {} is given twice", sentence.key));
            }
        }
    }
    faults.extend(missing(&read));
    faults.extend(differing(&read));
    faults
}

fn faults_of<'a>(context: &'a str, sentence: &'a Sentence) -> impl Iterator<Item = String> + 'a {
    let key = &sentence.key;
    let bare = key.trim_start_matches('-').replace('-', "_");
    let prefixed = bare.starts_with(&format!("{}_", context.replace('-', "_")));
    let stray = (!prefixed).then(|| format!("{key} does not begin with {context}-"));
    let empty = sentence.texts.iter().any(|text| text.trim().is_empty());
    let empty = empty.then(|| format!("{key} is empty"));
    let foreign = sentence.foreign.iter().map(move |what| format!("{key} uses {what}"));
    stray.into_iter().chain(empty).chain(foreign)
}

type Read = BTreeMap<Lang, BTreeMap<String, BTreeSet<String>>>;

/// Terms may exist in one language alone: only that language uses them.
fn missing(read: &Read) -> Vec<String> {
    let all: BTreeSet<&String> =
        read.values().flat_map(BTreeMap::keys).filter(|key| !key.starts_with('-')).collect();
    let mut faults = Vec::new();
    for key in all {
        for lang in Lang::SHIPPED {
            if !read.get(&lang).is_some_and(|known| known.contains_key(key)) {
                faults.push(format!("{key} is missing in {}", lang.code()));
            }
        }
    }
    faults
}

fn differing(read: &Read) -> Vec<String> {
    let mut faults = Vec::new();
    let french = read.get(&Lang::Fr);
    for (lang, known) in read {
        for (key, arguments) in known {
            let Some(expected) = french.and_then(|french| french.get(key)) else { continue };
            for name in expected.symmetric_difference(arguments) {
                faults.push(format!("{key}: ${name} is not in both fr and {}", lang.code()));
            }
        }
    }
    faults
}
