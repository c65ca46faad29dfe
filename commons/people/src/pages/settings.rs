//! The settings of the instance: who publishes it, what its letters say, whom to write to.

use askama::Template;
use axum::response::Response;
use base::{Fault, Outcome, Refusal, Say};
use store::Tx;
use web::parts::{Choice, Field, Fields, Tabs};
use web::{Ctx, ENTRIES, Entry, EntryKind, Form, Part, Publisher, Refused, Voice};
use words::Lang;

use crate::{Actor, rules};

type Answer = Result<Response, Refused>;

const PATH: &str = "/administration/reglages";

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    tabs: Tabs,
    fields: Fields<'a>,
    version: i64,
    missing: Vec<String>,
}

impl SettingsPage<'_> {
    fn part(&self, part: &Part) -> Vec<Field<'_>> {
        ENTRIES.iter().filter(|entry| entry.part == *part).map(|entry| self.field(entry)).collect()
    }

    fn field(&self, entry: &Entry) -> Field<'_> {
        let key = format!("people-setting-{}", entry.name);
        let field = match entry.kind {
            EntryKind::Languages => {
                let others = Lang::SHIPPED.into_iter().filter(|lang| *lang != Lang::Fr);
                let choices = others.map(|lang| Choice::new(lang.code(), lang.name()));
                return self.fields.checks(entry.name, &key, choices.collect());
            }
            EntryKind::Siret | EntryKind::Postcode => self.fields.text(entry.name, &key).short(),
            EntryKind::Line | EntryKind::Contact => self.fields.text(entry.name, &key),
        };
        let field = field.max(entry.max);
        if entry.optional { field.optional() } else { field }
    }
}

/// What is not filled in yet, by name.
pub(super) fn unfilled(voice: &Voice, publisher: &Publisher) -> Vec<String> {
    publisher.missing().into_iter().map(|name| voice.named("people-setting", name)).collect()
}

pub(super) async fn show(ctx: Ctx) -> Answer {
    let publisher = ctx.app.store().read(web::publisher).await?;
    page(&ctx, &publisher, &filled(&publisher), &[])
}

fn filled(publisher: &Publisher) -> Form {
    let mut values = Vec::new();
    for entry in ENTRIES {
        match entry.kind {
            EntryKind::Languages => {
                let codes = publisher.languages().into_iter().map(|lang| lang.code().to_owned());
                values.extend(codes.map(|code| (entry.name.to_owned(), code)));
            }
            _ => values.push((entry.name.to_owned(), (entry.of)(publisher).to_owned())),
        }
    }
    Form::from_values(values)
}

fn page(ctx: &Ctx, now: &Publisher, form: &Form, faults: &[Fault]) -> Answer {
    let main = SettingsPage {
        voice: &ctx.voice,
        csrf: &ctx.visitor.csrf,
        tabs: super::administration::tabs(&ctx.voice, PATH),
        fields: Fields::new(&ctx.voice, form, faults),
        version: now.version,
        missing: unfilled(&ctx.voice, now),
    };
    super::administration::page(ctx, "people-settings", &main, faults)
}

fn read(form: &Form) -> Outcome<Publisher> {
    let mut reader = form.reader();
    let mut new = Publisher { version: form.version()?, ..Publisher::default() };
    for entry in ENTRIES {
        let name = entry.name;
        let value = match entry.kind {
            EntryKind::Contact => reader.contact(name),
            EntryKind::Languages => {
                let chosen: Vec<&str> = form.values(name).collect();
                let kept = |lang: &Lang| *lang == Lang::Fr || chosen.contains(&lang.code());
                let kept = Lang::SHIPPED.into_iter().filter(kept).map(Lang::code);
                kept.collect::<Vec<_>>().join(" ")
            }
            EntryKind::Line => {
                let text = reader.text(name, entry.max);
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            EntryKind::Siret | EntryKind::Postcode => rules::compact(&reader.text(name, entry.max)),
        };
        let wrong = match entry.kind {
            _ if value.is_empty() => None,
            EntryKind::Siret if !rules::is_siret(&value) => Some("people-fault-siret"),
            EntryKind::Postcode if !rules::is_postcode(&value) => Some("people-fault-postcode"),
            _ => None,
        };
        if let Some(key) = wrong {
            reader.fault(name, key);
        }
        (entry.set)(&mut new, value);
    }
    reader.finish()?;
    Ok(new)
}

pub(super) async fn save(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let new = match read(&form) {
        Ok(new) => new,
        Err(Refusal::Invalid(faults)) => {
            let now = Publisher { version: form.version()?, ..(*ctx.visitor.publisher).clone() };
            return page(&ctx, &now, &form, &faults);
        }
        Err(refusal) => return Err(refusal.into()),
    };
    if let Some(page) = super::ask_again(&ctx, &actor, &form).await? {
        return Ok(page);
    }
    let (by, typed) = (actor.name_in_log(), new.clone());
    match ctx.app.store().write(move |tx| change(tx, &by, &new)).await {
        Ok(()) => {
            ctx.app.renew_publisher().await?;
            Ok(ctx.see(PATH, "people-notice-settings"))
        }
        Err(Refusal::Stale) => {
            let now = ctx.app.store().read(web::publisher).await?;
            page(&ctx, &now, &form, &meanwhile(&now, &typed))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

fn change(tx: &mut Tx, by: &str, new: &Publisher) -> Outcome<()> {
    for web::Changed { name, old, new } in web::change_publisher(tx, new)? {
        let detail = format!("«\u{a0}{old}\u{a0}» → «\u{a0}{new}\u{a0}»");
        crate::record(tx, by, "people.setting-changed", name, &detail)?;
    }
    Ok(())
}

/// What somebody else has filled in otherwise, beside what was typed.
fn meanwhile(now: &Publisher, typed: &Publisher) -> Vec<Fault> {
    let differs = |entry: &&Entry| (entry.of)(now) != (entry.of)(typed);
    let said = |entry: &Entry| {
        let say = Say::new("people-settings-meanwhile").with("value", (entry.of)(now));
        Fault::new(entry.name, say)
    };
    let mut faults = vec![Fault::new("", "people-settings-stale")];
    faults.extend(ENTRIES.iter().filter(differs).map(said));
    faults
}
