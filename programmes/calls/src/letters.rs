//! Receipts and letters: what is said to an organisation about its file, as documents.

use base::Moment;
use paper::{Block, Document};
use people::Organisation;
use web::{Publisher, Voice};

use crate::model::{Call, Decision, File, Rules, Session};
use crate::rules;

/// The settings that a receipt needs.
pub(crate) const FOR_RECEIPT: [&str; 2] = ["name", "town"];
/// The settings that a letter of decision needs.
pub(crate) const FOR_LETTER: [&str; 4] = ["name", "town", "signatory", "court"];

/// What a published decision stands in.
pub(crate) struct Published<'a> {
    pub(crate) call: &'a Call,
    pub(crate) rules: &'a Rules,
    pub(crate) session: &'a Session,
}

fn blank(voice: &Voice, from: &Publisher, organisation: &Organisation, at: Moment) -> Document {
    let data = &organisation.data;
    let place = [("town", from.town().into()), ("date", voice.day(at).into())];
    let sender = [
        from.name.clone(),
        voice.say("calls-letter-service"),
        from.address.clone(),
        format!("{} {}", from.postcode, from.city).trim().to_owned(),
    ];
    Document {
        lang: voice.lang,
        title: String::new(),
        sender: sender.into_iter().filter(|line| !line.is_empty()).collect(),
        recipient: vec![
            data.name.clone(),
            data.address.clone(),
            format!("{} {}", data.postcode, data.city),
        ],
        place_date: voice.with_all("calls-letter-place-date", &place),
        reference: None,
        blocks: Vec::new(),
        footer: from.name.clone(),
    }
}

/// The dated receipt of a submission.
pub(crate) fn receipt(
    voice: &Voice,
    from: &Publisher,
    file: &File,
    organisation: &Organisation,
    call: &Call,
    call_rules: &Rules,
) -> Document {
    let at = file.submitted_at.unwrap_or(file.saved_at);
    let mut pairs = vec![
        (voice.say("calls-number"), file.number.clone()),
        (voice.say("calls-call"), call.title.clone()),
        (voice.say("calls-project"), file.title.clone()),
        (voice.say("calls-organisation"), organisation.data.name.clone()),
        (voice.say("calls-submitted-at"), voice.moment(at)),
    ];
    for (line, asked) in rules::asked(call_rules, &file.answers) {
        let name = call_rules.lines.iter().find(|known| known.code == line);
        let name = name.map_or(line, |known| known.name.clone());
        pairs.push((voice.with("calls-asked-on", "line", name), voice.money(asked.amount)));
    }
    Document {
        title: voice.say("calls-receipt-title"),
        reference: Some(file.number.clone()),
        blocks: vec![
            Block::Paragraph(voice.say("calls-receipt-text")),
            Block::Pairs(pairs),
            Block::Paragraph(voice.say("calls-receipt-next")),
        ],
        ..blank(voice, from, organisation, at)
    }
}

/// The letter of a decision: why, and how much on which line.
pub(crate) fn decision_letter(
    voice: &Voice,
    from: &Publisher,
    file: &File,
    organisation: &Organisation,
    published: &Published<'_>,
    decision: &Decision,
) -> Document {
    let kind = if decision.awarded { "awarded" } else { "refused" };
    let args = [
        ("call", published.call.title.as_str().into()),
        ("title", file.title.as_str().into()),
        ("session", published.session.title.as_str().into()),
        ("amount", decision.total().into()),
        ("reference", published.session.decision_reference.as_str().into()),
    ];
    let mut blocks = vec![
        Block::Paragraph(voice.say("calls-letter-greeting")),
        Block::Paragraph(voice.with_all(&format!("calls-letter-{kind}"), &args)),
    ];
    if decision.awarded {
        let named = |line: &str| {
            let known = published.rules.lines.iter().find(|known| known.code == line);
            known.map_or_else(|| line.to_owned(), |known| known.name.clone())
        };
        blocks.push(Block::Table {
            head: vec![voice.say("calls-line"), voice.say("calls-amount")],
            rows: decision
                .amounts
                .iter()
                .map(|(line, amount)| vec![named(line), voice.money(amount)])
                .collect(),
            right_aligned: vec![1],
        });
    }
    blocks.push(Block::Heading(voice.say("calls-letter-reason")));
    blocks.push(Block::Paragraph(decision.reason.clone()));
    blocks.push(Block::Paragraph(voice.say(&format!("calls-letter-{kind}-end"))));
    blocks.push(Block::Paragraph(voice.with("calls-letter-appeal", "court", &from.court)));
    blocks.push(Block::Signature(from.signatory.clone()));
    let at = published.session.published_at.unwrap_or(file.saved_at);
    Document {
        title: voice.say(&format!("calls-letter-{kind}-title")),
        reference: Some(file.number.clone()),
        blocks,
        ..blank(voice, from, organisation, at)
    }
}
