//! Every parser of outside input against its corpus and variations of it, the same at each run.

use std::path::PathBuf;

use base::World;
use parvis_tests::fuzz::{Mouth, TARGETS};
use store::testing::TEST_NOW;

/// Variations that each target gets; those that make a file or a database get fewer.
const VARIATIONS: usize = 400;
const COSTLY_VARIATIONS: usize = 40;

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = xtask::find_root().unwrap().join("fuzz").join("corpus").join(name);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// Another input: bytes changed, left out, doubled, or put together from two.
fn varied(world: &World, corpus: &[Vec<u8>]) -> Vec<u8> {
    let draw = |below: usize| {
        let drawn = u64::from_le_bytes(world.bytes::<8>());
        usize::try_from(drawn % u64::try_from(below.max(1)).unwrap()).unwrap()
    };
    let mut bytes = corpus[draw(corpus.len())].clone();
    for _ in 0..=draw(8) {
        let at = draw(bytes.len());
        match draw(6) {
            0 if !bytes.is_empty() => bytes[at] = world.bytes::<1>()[0],
            1 if !bytes.is_empty() => bytes[at] ^= 1 << draw(8),
            2 => bytes.truncate(at),
            3 => bytes.splice(at..at, world.bytes::<4>()).for_each(drop),
            4 => {
                let doubled: Vec<u8> = bytes.iter().skip(at).take(64).copied().collect();
                bytes.splice(at..at, doubled).for_each(drop);
            }
            _ => {
                let other = &corpus[draw(corpus.len())];
                bytes.truncate(at);
                bytes.extend(other.iter().skip(draw(other.len())));
            }
        }
    }
    bytes.truncate(64 * 1024);
    bytes
}

#[test]
fn no_parser_fails_on_its_corpus_or_variations_of_it() {
    let mouth = Mouth::new();
    for (name, _) in TARGETS {
        let corpus = corpus(name);
        assert!(!corpus.is_empty(), "no corpus for {name}");
        for bytes in &corpus {
            mouth.feed(name, bytes);
        }
        let costly = ["backup", "letter", "query"].contains(name);
        let world = World::fixed(TEST_NOW, 11);
        for _ in 0..if costly { COSTLY_VARIATIONS } else { VARIATIONS } {
            let bytes = varied(&world, &corpus);
            let fed = std::panic::AssertUnwindSafe(|| mouth.feed(name, &bytes));
            if std::panic::catch_unwind(fed).is_err() {
                panic!("{name} fails on {:?}", String::from_utf8_lossy(&bytes));
            }
        }
        println!("{name}: {} inputs and variations of them", corpus.len());
    }
}
