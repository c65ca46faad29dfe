//! What is published can be done again, and a file that was touched is found out.

use allocation::{Known, Market, Published, Rule, allocate, differences};

use crate::markets::entered;

fn published(rule: Rule) -> Published {
    let persons = ["p1: a b", "p2: a b", "p3: b a", "g1/g: b", "g2/g: b"];
    let entered = entered(&[("a", 1), ("b", 3)], &["a: p2"], &persons);
    let market = Market::new(&entered).unwrap();
    let (seed, public) = ("winter 2026".to_owned(), "4 8 15 16 23".to_owned());
    allocate(entered, &market, Known { rule, seed, public }).unwrap()
}

fn told(published: &Published) -> Vec<&'static str> {
    differences(published, &Market::new(&published.entered).unwrap()).unwrap()
}

#[test]
fn a_published_file_comes_out_again() {
    for rule in [Rule::Serial, Rule::Deferred] {
        let file = serde_json::to_string(&published(rule)).unwrap();
        let read: Published = serde_json::from_str(&file).unwrap();
        assert_eq!(told(&read), Vec::<&str>::new());
    }
}

#[test]
fn what_was_touched_is_named() {
    let touched = |touch: fn(&mut Published)| {
        let mut file = published(Rule::Deferred);
        touch(&mut file);
        told(&file)
    };
    assert_eq!(touched(|file| file.commitment = "0".repeat(64)), ["commitment"]);
    assert_eq!(touched(|file| file.draw.swap(0, 1)), ["draw"]);
    assert_eq!(touched(|file| file.answer[0].offer = None), ["answer"]);
    assert_eq!(touched(|file| file.envy.without += 1), ["envy"]);
    assert!(touched(|file| file.seed.push('!')).contains(&"commitment"));
    assert!(touched(|file| file.public.push('!')).contains(&"draw"));
    assert!(touched(|file| file.reasons.clear()).contains(&"reasons"));
}

/// `printf 'winter 2026\n4 8 15 16 23\np1' | sha256sum`
#[test]
fn a_ticket_is_what_a_pocket_tool_says() {
    let file = published(Rule::Serial);
    let ticket = file.draw.iter().find(|drawn| drawn.party == "p1").unwrap();
    assert_eq!(ticket.ticket, "02183d7f6767c7a5f276597fa6ffa3290343dab55f080b11da3d97cbe48bf2c0");
    assert!(file.draw.iter().zip(file.draw.iter().skip(1)).all(|(a, b)| a.ticket < b.ticket));
}
