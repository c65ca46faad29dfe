//! What `parvis allocation` says: faults with their places, tables, and reasons in words.

use std::collections::BTreeMap;
use std::fmt::Write;

use allocation::files::{File, ReadFault, ReadFaultKind};
use allocation::lottery::SeedFault;
use allocation::reasons::Ground;
use allocation::{At, Entered, Fault, FaultKind, Market, Published, ReasonLine, Rule, Standing};

use super::Drawing;

/// File, line, column, and what is wrong.
pub(super) fn read_fault(fault: &ReadFault, drawing: &Drawing) -> String {
    let path = match fault.file {
        File::Offers => Some(&drawing.offers),
        File::Persons => Some(&drawing.persons),
        File::Classes => drawing.classes.as_ref(),
        File::Quotas => drawing.quotas.as_ref(),
    };
    let mut text = path.map_or_else(String::new, |path| path.display().to_string());
    if fault.line > 0 {
        let _ = write!(text, ", line {}", fault.line);
    }
    if fault.column > 0 {
        let _ = write!(text, ", column {}", fault.column);
    }
    let what = match &fault.kind {
        ReadFaultKind::Malformed(what) => format!("this is no CSV in UTF-8: {what}"),
        ReadFaultKind::NoColumn(name) => format!("the first line names no column `{name}`"),
        ReadFaultKind::Column(name) => format!("the column `{name}` is unknown, or named twice"),
        ReadFaultKind::Number(text) => {
            format!("`{text}` is no whole number from 0 to 4294967295")
        }
        ReadFaultKind::Bytes(most) => format!("the file is larger than {most} bytes"),
        ReadFaultKind::NoSuchPerson(id) => format!("the persons' file has no `{id}`"),
        ReadFaultKind::Market(kind) => of_market(kind),
    };
    format!("{text}: {what}")
}

/// What is wrong with the market of a published file, by the names in it.
pub(super) fn market_fault(fault: &Fault, entered: &Entered) -> String {
    let offer = |index: usize| entered.offers.get(index).map_or("", |line| &line.id);
    let person = |index: usize| entered.persons.get(index).map_or("", |line| &line.id);
    let place = match fault.at {
        At::Market => "entered".to_owned(),
        At::Offer(index) => format!("offer `{}`", offer(index)),
        At::Quota(index, place) => format!("offer `{}`, quota {}", offer(index), place + 1),
        At::Person(index) => format!("person `{}`", person(index)),
        At::Wish(index, rank) => format!("person `{}`, wish {}", person(index), rank + 1),
    };
    format!("{place}: {}", of_market(&fault.kind))
}

fn of_market(kind: &FaultKind) -> String {
    match kind {
        FaultKind::Count(most) => format!("there is none, or there are more than {most}"),
        FaultKind::Id(id) => format!(
            "`{}` is no identifier: it is empty, longer than 100 bytes, or has `>`, blanks around \
             it or characters that cannot be seen",
            id.escape_debug()
        ),
        FaultKind::Twice(id) => format!("`{id}` was named before"),
        FaultKind::NoSuchOffer(id) => format!("there is no offer `{id}`"),
        FaultKind::Seats(most) => format!("more than {most} seats"),
        FaultKind::Quotas => "at_least is more than at_most, or more seats are reserved than \
                              the offer has"
            .to_owned(),
        FaultKind::Class(_) => "a class is a whole number from 1 to 4294967294".to_owned(),
        FaultKind::Classes(offer) => format!("the person has two classes at `{offer}`"),
        FaultKind::PartyOf(id) => {
            format!("`{id}` is a person: give the party a name that no person has")
        }
        FaultKind::Aligned(party) => format!(
            "the members of `{party}` have not the same number of wishes: the second wish of a \
             party is the second of each member"
        ),
    }
}

/// What is wrong with a seed.
pub(super) fn seed_fault(fault: SeedFault) -> &'static str {
    match fault {
        SeedFault::Empty => "the seed is empty",
        SeedFault::LineFeed => "a seed and a public text have one line each",
    }
}

/// The whole answer for reading.
pub(super) fn tables(published: &Published, market: &Market) -> String {
    let mut text = standing(published);
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    for offer in published.answer.iter().filter_map(|answer| answer.offer.as_deref()) {
        *taken.entry(offer).or_default() += 1;
    }
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for wish in market.persons().iter().filter_map(|person| person.wishes.first()) {
        *first.entry(market.offer(wish.offer).id.as_str()).or_default() += 1;
    }
    let mut lines = vec![["offer", "seats", "taken", "wished first"].map(str::to_owned)];
    for offer in market.offers() {
        let count = |of: &BTreeMap<&str, usize>| of.get(offer.id.as_str()).copied().unwrap_or(0);
        let (taken, first) = (count(&taken), count(&first));
        let seats = offer.seats.to_string();
        lines.push([offer.id.clone(), seats, taken.to_string(), first.to_string()]);
    }
    text.push('\n');
    text.push_str(&aligned(&lines));
    text.push('\n');
    text.push_str(&aligned(&persons(published, market)));
    text
}

fn persons(published: &Published, market: &Market) -> Vec<[String; 5]> {
    let places = published.draw.iter().enumerate();
    let place: BTreeMap<&str, usize> =
        places.map(|(index, drawn)| (drawn.party.as_str(), index + 1)).collect();
    let reasons: BTreeMap<&str, &ReasonLine> =
        published.reasons.iter().rev().map(|line| (line.party.as_str(), line)).collect();
    let mut lines =
        vec![["person", "drawn", "has", "wish", "why not the first wish"].map(str::to_owned)];
    for (person, answer) in market.persons().iter().zip(&published.answer) {
        let party = market.party(person.party).id.as_str();
        lines.push([
            person.id.clone(),
            place.get(party).map_or_else(String::new, usize::to_string),
            answer.offer.clone().unwrap_or_else(|| "-".to_owned()),
            answer.wish.map_or_else(|| "-".to_owned(), |wish| wish.to_string()),
            reasons.get(party).map_or_else(String::new, |line| reason(line)),
        ]);
    }
    lines
}

/// What was checked, once a file has come out again.
pub(super) fn checked(published: &Published) -> String {
    format!(
        "the file comes out again, and counting finds the same\nhash of the seed, to be compared \
         with the one announced: {}\n{}",
        published.commitment,
        standing(published)
    )
}

/// What one person has, and why nothing better; nothing if there is no such person.
pub(super) fn why(published: &Published, person: &str) -> Option<String> {
    let answer = published.answer.iter().find(|answer| answer.person == person)?;
    let line = published.entered.persons.iter().find(|line| line.id == person)?;
    let place = published.draw.iter().position(|drawn| drawn.party == line.party)?;
    let mut text = match (&answer.offer, answer.wish) {
        (Some(offer), Some(wish)) => format!("{person} has {offer}, wish {wish}\n"),
        _ => format!("{person} has nothing\n"),
    };
    let _ = writeln!(text, "drawn {} of {}", place + 1, published.draw.len());
    for found in published.reasons.iter().filter(|found| found.party == line.party) {
        let _ = writeln!(text, "wish {}: {}", found.wish, reason(found));
    }
    Some(text)
}

fn reason(line: &ReasonLine) -> String {
    let (offer, person) = (&line.offer, &line.person);
    let others = match &line.last {
        Some(last) if line.before == 1 => format!("1 other ({last})"),
        Some(last) => format!("{} others (the last: {last})", line.before),
        None => "nobody".to_owned(),
    };
    match line.ground {
        Ground::Room => format!("{offer} has not that many seats"),
        Ground::Together => {
            format!("{offer} has a seat for one, not for all who go together; {others} before")
        }
        Ground::AtMost => format!("{offer} has as many of {person}'s category as it may: {others}"),
        Ground::AtLeast => {
            format!("the last seats of {offer} are reserved for a category; {others} have seats")
        }
        Ground::Class => format!("{offer}: {others} with priority over {person}"),
        Ground::Draw => format!("{offer}: {others} before {person}, the last by the draw"),
        Ground::Unjustified => format!("{offer}: no rule justifies it, there is no stable answer"),
    }
}

fn standing(published: &Published) -> String {
    let rule = match published.rule {
        Rule::Serial => "in turn as drawn (random serial dictatorship)",
        Rule::Deferred => "priorities, then the draw (deferred acceptance)",
    };
    let standing = match published.standing {
        Standing::InTurn => "each has the best that was left when their turn came",
        Standing::Stable => {
            "stable: nobody is refused a seat that somebody with less claim to it has"
        }
        Standing::NoneExists => {
            "not stable: with these groups no stable answer exists; none has fewer justified \
             complaints than this"
        }
        Standing::NoneFound => {
            "not stable: with these groups no stable answer was found, and one may exist; of what \
             was found this has the fewest justified complaints"
        }
    };
    let envy = &published.envy;
    let wishes: Vec<String> = envy
        .by_wish
        .iter()
        .enumerate()
        .map(|(rank, count)| format!("{count} have wish {}", rank + 1))
        .chain([format!("{} have nothing", envy.without)])
        .collect();
    format!(
        "rule: {rule}\n{standing}\n{}; justified complaints: {}\n",
        wishes.join(", "),
        envy.justified
    )
}

/// Columns as wide as their widest cell.
fn aligned<const N: usize>(lines: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for line in lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut text = String::new();
    for line in lines {
        let mut row = String::new();
        for (cell, width) in line.iter().zip(widths) {
            let _ = write!(row, "{cell:width$}  ");
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}
