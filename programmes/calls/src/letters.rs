//! Receipts and letters: what is said to an organisation about its file, as documents.

use base::Moment;
use paper::{Block, Document};
use people::Organisation;
use web::Voice;

use crate::model::{Call, Decision, File, Rules, Session};
use crate::open_data::GRANTOR;
use crate::rules;

/// What a published decision stands in.
pub(crate) struct Published<'a> {
    pub(crate) call: &'a Call,
    pub(crate) rules: &'a Rules,
    pub(crate) session: &'a Session,
}

fn blank(voice: &Voice, organisation: &Organisation, at: Moment) -> Document {
    let data = &organisation.data;
    Document {
        lang: voice.lang,
        title: String::new(),
        sender: vec![GRANTOR.0.to_owned(), voice.say("calls-letter-service")],
        recipient: vec![
            data.name.clone(),
            data.address.clone(),
            format!("{} {}", data.postcode, data.city),
        ],
        place_date: voice.with("calls-letter-place-date", "date", voice.day(at)),
        reference: None,
        blocks: Vec::new(),
        footer: voice.say("calls-letter-footer"),
    }
}

/// The dated receipt of a submission.
pub(crate) fn receipt(
    voice: &Voice,
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
        ..blank(voice, organisation, at)
    }
}

/// The letter of a decision: why, and how much on which line.
pub(crate) fn decision_letter(
    voice: &Voice,
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
    blocks.push(Block::Paragraph(voice.say("calls-letter-appeal")));
    blocks.push(Block::Signature(voice.say("calls-letter-signature")));
    Document {
        title: voice.say(&format!("calls-letter-{kind}-title")),
        reference: Some(file.number.clone()),
        blocks,
        ..blank(voice, organisation, published.session.published_at.unwrap_or(file.saved_at))
    }
}
