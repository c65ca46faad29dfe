//! One parser, named by `PARVIS_FUZZ`, fed by libFuzzer; what it does is in `tests/src/fuzz.rs`.

#![no_main]

use std::sync::LazyLock;

use parvis_tests::fuzz::Mouth;

static MOUTH: LazyLock<Mouth> = LazyLock::new(Mouth::new);
static NAME: LazyLock<String> =
    LazyLock::new(|| std::env::var("PARVIS_FUZZ").expect("PARVIS_FUZZ names no parser"));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| MOUTH.feed(&NAME, bytes));
