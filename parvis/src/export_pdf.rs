//! The export of a person's data as a document to be read: the same sections and fields as the
//! JSON, named in the reader's language; of long lists the newest entries.

use base::Moment;
use paper::{Block, Document};
use serde_json::Value;
use web::Voice;

/// Entries of one list that are printed; the JSON holds them all.
const ENTRIES: usize = 100;
/// Characters of one value that are printed.
const CHARS: usize = 1_000;

/// The document of an export.
pub(crate) fn document(voice: &Voice, whole: &Value, now: Moment) -> Document {
    let mut blocks = vec![Block::Paragraph(voice.say("home-export-what"))];
    let contexts = whole.as_object().into_iter().flatten();
    for (name, entries) in contexts.filter_map(|(_, context)| context.as_object()).flatten() {
        let entries = entries.as_array().map_or(&[][..], Vec::as_slice);
        if entries.is_empty() {
            continue;
        }
        blocks.push(Block::Heading(voice.named("home-export-section", name)));
        let more = entries.len().saturating_sub(ENTRIES);
        if more > 0 {
            blocks.push(Block::Paragraph(voice.with("home-export-more", "count", more)));
        }
        let newest = entries.iter().skip(more);
        blocks.extend(newest.map(|entry| Block::Pairs(pairs(voice, entry))));
    }
    Document {
        lang: voice.lang,
        title: voice.say("home-export-title"),
        sender: vec![voice.say("web-site")],
        recipient: Vec::new(),
        place_date: voice.day(now),
        reference: None,
        blocks,
        footer: voice.say("home-export-footer"),
    }
}

fn pairs(voice: &Voice, entry: &Value) -> Vec<(String, String)> {
    let fields = entry.as_object().into_iter().flatten();
    fields
        .map(|(name, value)| (name, shown(voice, name, value)))
        .filter(|(_, shown)| !shown.is_empty())
        .map(|(name, shown)| (voice.named("home-export-field", &name.replace('_', "-")), shown))
        .collect()
}

fn shown(voice: &Voice, name: &str, value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::Bool(true) => voice.say("home-export-yes"),
        Value::Bool(false) => voice.say("home-export-no"),
        Value::Number(number) => number.to_string(),
        Value::String(text) => coded(voice, name, text)
            .or_else(|| text.parse().ok().map(|at: jiff::Timestamp| voice.moment(Moment::from(at))))
            .unwrap_or_else(|| text.clone()),
        Value::Array(values) => {
            values.iter().map(|value| shown(voice, name, value)).collect::<Vec<_>>().join("\n")
        }
        Value::Object(values) => values
            .iter()
            .map(|(key, value)| format!("{key} = {}", shown(voice, key, value)))
            .collect::<Vec<_>>()
            .join("\n"),
    };
    text.chars().take(CHARS).collect()
}

/// What a code means.
fn coded(voice: &Voice, name: &str, code: &str) -> Option<String> {
    let key = match name {
        "action" => code.replacen('.', "-action-", 1),
        "role" => format!("people-role-{code}"),
        "state" => format!("calls-reading-{code}"),
        "event" => format!("calls-event-{code}"),
        "outcome" => format!("calls-outcome-{code}"),
        _ => return None,
    };
    voice.has(&key).then(|| voice.say(&key))
}
