//! Search finds the same documents in the same order on both engines.

use std::collections::BTreeMap;

use base::World;
use parvis_store::testing::{TEST_NOW, grounds, open};
use parvis_store::{Index, MAX_QUERY_TERMS, Store, find, index, unindex};

use crate::ground::ALL;

/// Document, then its terms.
type Corpus = BTreeMap<String, Vec<String>>;

const WORDS: &[&str] = &[
    "ferme",
    "toit",
    "ruche",
    "été",
    "œuvre",
    "atelier",
    "vélo",
    "panier",
    "repair",
    "jardin",
    "ភាសា",
    "հայ",
    "ɛkɔ",
    "insertion",
    "crèche",
    "serre",
];

/// Documents of a few words drawn at random; ids sort as ids of the product do.
fn corpus(world: &World) -> Corpus {
    let draw = |below: usize| usize::from(world.bytes::<1>()[0]) % below;
    (0..300)
        .map(|at| {
            let terms = (0..1 + draw(24)).map(|_| WORDS[draw(WORDS.len())].to_owned());
            (format!("{:08x}-{at:04}", draw(256)), terms.collect())
        })
        .collect()
}

/// What search is defined to find: every term, then most often, then newest.
fn expected(corpus: &Corpus, asked: &[String], limit: usize) -> Vec<String> {
    let mut asked = asked.to_vec();
    asked.sort();
    asked.dedup();
    asked.truncate(MAX_QUERY_TERMS);
    let mut hits: Vec<(usize, &String)> = corpus
        .iter()
        .filter(|(_, terms)| !asked.is_empty() && asked.iter().all(|term| terms.contains(term)))
        .map(|(id, terms)| (terms.iter().filter(|term| asked.contains(term)).count(), id))
        .collect();
    hits.sort();
    hits.into_iter().rev().take(limit).map(|(_, id)| id.clone()).collect()
}

async fn index_all(store: &Store, corpus: &Corpus) {
    let corpus = corpus.clone();
    let indexed = store.write(move |tx| {
        for (document, terms) in &corpus {
            index(tx, &Index { collection: "trial", document, terms })?;
        }
        let terms = &["ferme".to_owned()];
        index(tx, &Index { collection: "elsewhere", document: "other", terms })
    });
    indexed.await.unwrap();
}

async fn hits(store: &Store, asked: &[String], limit: usize) -> Vec<String> {
    let asked = asked.to_vec();
    store.read(move |tx| find(tx, "trial", &asked, limit)).await.unwrap()
}

fn terms(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[tokio::test]
async fn both_engines_find_the_same_in_the_same_order() {
    let corpus = corpus(&World::fixed(TEST_NOW, 3));
    let queries: Vec<Vec<String>> = [
        "ferme",
        "été",
        "œuvre toit",
        "ភាសា հայ",
        "ɛkɔ ruche ferme",
        "ferme ferme ferme",
        "insertion crèche serre panier",
        "nowhere",
        "ferme nowhere",
        "",
    ]
    .map(terms)
    .to_vec();
    for ground in grounds() {
        let store = open(&ground, ALL).await;
        index_all(&store, &corpus).await;
        for query in &queries {
            for limit in [1, 20, 1_000] {
                let expected = expected(&corpus, query, limit);
                assert_eq!(hits(&store, query, limit).await, expected, "{query:?}");
            }
        }
        assert!(hits(&store, &queries[0], 1_000).await.len() > 50, "the corpus is too thin");
    }
}

#[tokio::test]
async fn a_query_of_more_terms_than_are_looked_at_still_finds() {
    let all = terms("a b c d e f g h i j k l");
    let eight = terms("a b c d e f g h");
    let corpus: Corpus = [
        ("all".to_owned(), all.clone()),
        ("eight".to_owned(), eight.clone()),
        ("seven".to_owned(), eight[..7].to_vec()),
    ]
    .into();
    for ground in grounds() {
        let store = open(&ground, ALL).await;
        index_all(&store, &corpus).await;
        assert_eq!(hits(&store, &all, 10).await, ["eight", "all"]);
        assert_eq!(hits(&store, &eight[..7], 10).await, ["seven", "eight", "all"]);
    }
}

#[tokio::test]
async fn a_changed_or_removed_document_is_found_no_more_by_its_old_terms() {
    let corpus: Corpus =
        [("a".to_owned(), terms("ferme toit")), ("b".to_owned(), terms("ferme"))].into();
    for ground in grounds() {
        let store = open(&ground, ALL).await;
        index_all(&store, &corpus).await;
        let changed = store.write(|tx| {
            let terms = &terms("ruche ferme ferme");
            index(tx, &Index { collection: "trial", document: "b", terms })?;
            unindex(tx, "trial", "a")
        });
        changed.await.unwrap();
        assert_eq!(hits(&store, &terms("ferme"), 10).await, ["b"]);
        assert_eq!(hits(&store, &terms("ruche"), 10).await, ["b"]);
        assert!(hits(&store, &terms("toit"), 10).await.is_empty());
    }
}
