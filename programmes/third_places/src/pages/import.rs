//! Bringing in a file of places: sending it, saying which column is which field, looking at what
//! would happen, then doing it.

use askama::Template;
use axum::extract::Path;
use base::{Fault, Outcome, Refusal};
use people::Actor;
use web::parts::{Cell, Choice, Column, Crumb, Field, Fields, Figure, Figures, Filled, Table};
use web::{Ctx, Form, PageHead, Voice};

use super::fields::{choices, kept};
use super::{Answer, faults_of};
use crate::import::{
    self, Difference, Doubt, FIELDS, Fate, Judged, Mapping, Plan, Report, Upload, UploadId,
};

/// Lines shown of each fate.
const SHOWN_MOST: usize = 200;
/// Values shown of a column.
const SAMPLES: usize = 3;

#[derive(Template)]
#[template(path = "import.html")]
struct SendPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    fields: Fields<'a>,
    file: Field<'a>,
    uploads: Vec<(UploadId, String, String, base::Moment)>,
}

#[derive(Template)]
#[template(path = "import_mapping.html")]
struct MappingPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    upload: &'a Upload,
    fields: Fields<'a>,
    columns: Vec<Field<'a>>,
}

#[derive(Template)]
#[template(path = "import_report.html")]
struct ReportPage<'a> {
    voice: &'a Voice,
    csrf: &'a str,
    upload: &'a Upload,
    plan: &'a Plan,
    figures: Figures,
    last: Option<String>,
    signs: Vec<(String, usize)>,
    doubts: Option<Table<'a>>,
    tables: Vec<Table<'a>>,
}

fn crumbs(voice: &Voice, here: &str, upload: Option<&Upload>) -> Vec<Crumb> {
    let crumb = |label: String, href: Option<String>| Crumb { label, href };
    let desk = crumb(voice.say("places-desk"), Some("/bureau/lieux".to_owned()));
    let list = crumb(voice.say("places-import"), Some("/bureau/import-lieux".to_owned()));
    let file = upload.map(|upload| {
        crumb(upload.name.clone(), Some(format!("/bureau/import-lieux/{}", upload.id)))
    });
    let here = crumb(voice.say(here), None);
    [Some(desk), upload.map(|_| list), file, Some(here)].into_iter().flatten().collect()
}

pub(super) async fn show(ctx: Ctx, actor: Actor) -> Answer {
    send_page(&ctx, &actor, &Form::default(), &[]).await
}

async fn send_page(ctx: &Ctx, actor: &Actor, form: &Form, faults: &[Fault]) -> Answer {
    let acting = actor.clone();
    let uploads = ctx.app.store().read(move |tx| import::uploads(tx, &acting)).await?;
    let voice = &ctx.voice;
    let fields = Fields::new(voice, form, faults);
    let limit = i64::try_from(web::FILE_LIMIT_BYTES).unwrap_or(i64::MAX);
    let said = voice.with("places-import-kinds", "limit", voice.bytes(limit));
    let main = SendPage {
        voice,
        csrf: &ctx.visitor.csrf,
        file: fields.file("file", "places-import-file", ".csv,.txt,.tsv", &said),
        fields,
        uploads,
    };
    let title = voice.say("places-import");
    let crumbs = crumbs(voice, "places-import", None);
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn send(ctx: Ctx, actor: Actor, form: Form) -> Answer {
    let source = form.value("source").trim().to_lowercase();
    let upload = form.upload("file").cloned();
    let acting = actor.clone();
    let sent: Outcome<UploadId> = match upload {
        None => Err(Refusal::field("file", "places-fault-no-file")),
        Some(file) => {
            ctx.app
                .store()
                .write(move |tx| {
                    import::keep_upload(tx, &acting, (&source, &file.name), &file.bytes)
                })
                .await
        }
    };
    match faults_of(sent)? {
        Ok(id) => Ok(ctx.see(&format!("/bureau/import-lieux/{id}"), "")),
        Err(faults) => send_page(&ctx, &actor, &form, &faults).await,
    }
}

async fn load(ctx: &Ctx, actor: &Actor, id: UploadId) -> Outcome<Upload> {
    let acting = actor.clone();
    ctx.app.store().read(move |tx| import::upload(tx, &acting, id)).await
}

/// The first values of a column, to know it by.
fn samples(upload: &Upload, column: usize) -> String {
    let cells = upload.table.rows.iter().filter_map(|(_, row)| row.get(column));
    let told = cells.filter(|cell| !cell.is_empty()).take(SAMPLES);
    told.map(|cell| cell.chars().take(40).collect()).collect::<Vec<String>>().join(" · ")
}

fn mapping_page(ctx: &Ctx, upload: &Upload, filled: &dyn Filled, faults: &[Fault]) -> Answer {
    let voice = &ctx.voice;
    let fields = Fields::new(voice, filled, faults);
    let left = Choice::new("", voice.say("places-import-leave"));
    let known = [vec![left], choices(voice, "places-import-field", FIELDS)].concat();
    let column = |(at, name): (usize, &String)| {
        let mut field =
            fields.select(&format!("column.{at}"), "places-import-column", known.clone());
        field.label = voice.with("places-import-column", "name", name.as_str());
        field.hint = Some(samples(upload, at)).filter(|values| !values.is_empty());
        field.optional()
    };
    let main = MappingPage {
        voice,
        csrf: &ctx.visitor.csrf,
        columns: upload.table.head.iter().enumerate().map(column).collect(),
        fields,
        upload,
    };
    let title = voice.say("places-import-mapping");
    let crumbs = crumbs(voice, "places-import-mapping", Some(upload));
    Ok(ctx.form_page(&PageHead { title: &title, crumbs: &crumbs, wide: false }, &main, faults)?)
}

pub(super) async fn mapping(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let upload = load(&ctx, &actor, id.parse()?).await?;
    let mut filled = kept(&[("department", upload.department.clone())]);
    for (at, field) in upload.mapping.iter().enumerate() {
        filled.push((format!("column.{at}"), field.clone().unwrap_or_default()));
    }
    mapping_page(&ctx, &upload, &filled, &[])
}

pub(super) async fn map(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let (id, version): (UploadId, i64) = (id.parse()?, form.version()?);
    let upload = load(&ctx, &actor, id).await?;
    let chosen = |at: usize| {
        let value = form.value(&format!("column.{at}"));
        FIELDS.contains(&value).then(|| value.to_owned())
    };
    let mapping: Mapping = (0..upload.table.head.len()).map(chosen).collect();
    let department = form.value("department").trim().to_owned();
    let acting = actor.clone();
    let written = ctx
        .app
        .store()
        .write(move |tx| import::set_mapping(tx, &acting, (id, version), &mapping, &department))
        .await;
    match faults_of(written)? {
        Ok(()) => Ok(ctx.see(&format!("/bureau/import-lieux/{id}/rapport"), "")),
        Err(faults) => mapping_page(&ctx, &upload, &form, &faults),
    }
}

fn figures(voice: &Voice, report: &Report) -> Figures {
    let figure = |key: &str, count: usize| {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        Figure::new(voice.named("places-import", key), voice.number(count))
    };
    Figures(vec![
        figure("new", report.new),
        figure("changed", report.changed),
        figure("same", report.same),
        figure("kept", report.kept),
        figure("refused", report.refused),
        figure("outside", report.outside),
    ])
}

fn said(voice: &Voice, differences: &[Difference]) -> String {
    let one = |difference: &Difference| {
        let field = voice.named("places-field", &difference.field.replace('_', "-"));
        let args = [
            ("field", field.into()),
            ("ours", difference.ours.as_str().into()),
            ("theirs", difference.theirs.as_str().into()),
        ];
        voice.with_all("places-import-difference", &args)
    };
    differences.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// What is told of a line besides its name; nothing if nothing is.
fn told(voice: &Voice, line: &Judged) -> String {
    let fate = match &line.fate {
        Fate::Changed(differences) | Fate::Kept(differences) => said(voice, differences),
        Fate::Refused(why) => voice.it(why),
        Fate::New | Fate::Same => String::new(),
    };
    let left: Vec<String> =
        line.left_out.iter().map(|field| voice.named("places-import-field", field)).collect();
    let left =
        (!left.is_empty()).then(|| voice.with("places-import-left-out", "fields", left.join(", ")));
    let told = [Some(fate), left].into_iter().flatten().filter(|text| !text.is_empty());
    told.collect::<Vec<_>>().join(" ")
}

fn table<'a>(voice: &'a Voice, key: &str, lines: &[&Judged]) -> Table<'a> {
    let columns = ["line", "name", "told"]
        .map(|column| Column::new(column, voice.named("places-import-head", column)))
        .to_vec();
    let row = |line: &&Judged| {
        let name = match line.place {
            Some(place) => Cell::link(&line.name, format!("/bureau/lieux/{place}")),
            None => Cell::text(&line.name),
        };
        vec![Cell::text(line.number.to_string()), name, Cell::text(told(voice, line))]
    };
    let rows = lines.iter().take(SHOWN_MOST).map(row).collect();
    let caption = voice.named("places-import", key);
    let mut table = Table::new(voice, format!("lignes-{key}"), caption, columns, rows);
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    table.total = Some(voice.number(count));
    table
}

/// A table for each fate that tells more than its number.
fn tables<'a>(voice: &'a Voice, plan: &Plan) -> Vec<Table<'a>> {
    let code = |fate: &Fate| match fate {
        Fate::New => "new",
        Fate::Changed(_) => "changed",
        Fate::Same => "same",
        Fate::Kept(_) => "kept",
        Fate::Refused(_) => "refused",
    };
    let of = |wanted: &&str| {
        let lines: Vec<&Judged> =
            plan.lines.iter().filter(|line| code(&line.fate) == *wanted).collect();
        (!lines.is_empty()).then(|| table(voice, wanted, &lines))
    };
    ["refused", "kept", "changed", "new"].iter().filter_map(of).collect()
}

fn doubts_table<'a>(voice: &'a Voice, doubts: &[Doubt]) -> Option<Table<'a>> {
    let columns = ["line", "name", "commune-code", "department", "postcode", "taken"]
        .map(|column| Column::new(column, voice.named("places-import-head", column)))
        .to_vec();
    let row = |doubt: &Doubt| {
        let mut row = vec![Cell::text(doubt.number.to_string()), Cell::text(&doubt.name)];
        row.extend(doubt.told.iter().map(|one| Cell::text(one.clone().unwrap_or_default())));
        row.push(Cell::text(voice.say(if doubt.taken { "places-yes" } else { "places-no" })));
        row
    };
    let rows: Vec<Vec<Cell>> = doubts.iter().take(SHOWN_MOST).map(row).collect();
    let caption = voice.say("places-import-doubts");
    (!rows.is_empty()).then(|| Table::new(voice, "doutes", caption, columns, rows))
}

fn in_one_line(voice: &Voice, report: &Report) -> String {
    let args = [
        ("new", report.new.into()),
        ("changed", report.changed.into()),
        ("kept", report.kept.into()),
        ("refused", report.refused.into()),
    ];
    voice.with_all("places-import-last", &args)
}

pub(super) async fn report(ctx: Ctx, actor: Actor, Path(id): Path<String>) -> Answer {
    let id: UploadId = id.parse()?;
    let (upload, plan) = ctx
        .app
        .store()
        .read(move |tx| {
            let upload = import::upload(tx, &actor, id)?;
            let plan = import::plan(tx, &actor, &upload)?;
            Ok((upload, plan))
        })
        .await?;
    let voice = &ctx.voice;
    let sign =
        |(sign, count): &(&'static str, usize)| (voice.named("places-import-field", sign), *count);
    let main = ReportPage {
        voice,
        csrf: &ctx.visitor.csrf,
        figures: figures(voice, &plan.report),
        last: upload.report.as_ref().map(|report| in_one_line(voice, report)),
        signs: plan.by_sign.iter().map(sign).collect(),
        doubts: doubts_table(voice, &plan.doubts),
        tables: tables(voice, &plan),
        plan: &plan,
        upload: &upload,
    };
    let title = voice.say("places-import-report");
    let crumbs = crumbs(voice, "places-import-report", Some(&upload));
    Ok(ctx.page_with(&PageHead { title: &title, crumbs: &crumbs, wide: true }, &main)?)
}

pub(super) async fn run(ctx: Ctx, actor: Actor, Path(id): Path<String>, form: Form) -> Answer {
    let (id, version): (UploadId, i64) = (id.parse()?, form.version()?);
    let open = !form.value("open").is_empty();
    let done =
        ctx.app.store().write(move |tx| import::run_import(tx, &actor, (id, version), open)).await;
    match faults_of(done)? {
        Ok(_) => {
            Ok(ctx.see(&format!("/bureau/import-lieux/{id}/rapport"), "places-notice-imported"))
        }
        // Only the mapping can be wrong: it is decided on its own page.
        Err(_) => Ok(ctx.see(&format!("/bureau/import-lieux/{id}"), "")),
    }
}
