//! Writes pages that show every part of the face into a folder, with their style and scripts:
//! `cargo run -p parvis-web --example gallery -- FOLDER`, then serve the folder as a site.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use askama::Template;
use base::{Fault, Say};
use parvis_web::chart::{
    self, BarChart, Datum, Dots as DotsChart, LineChart, StackedBudget as BudgetChart,
};
use parvis_web::parts::{
    Autosave, Badge, Budget, BudgetLine, Cell, Choice, Column, Crumb, Dialog, Empty, Event, Export,
    FaultSummary, Field, Fields, Figure, Figures, Filter, Html, Kind, Layout, NavItem, Next, Order,
    Progress, Stage, Step, Steps, Tab, Table, Tabs, Timeline, Tone, csrf,
};
use parvis_web::{Voice, assets};
use words::{Lang, Words};

type Typed = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "gallery_form.html")]
struct FormPage<'a> {
    summary: FaultSummary<'a>,
    fields: Vec<Field<'a>>,
    autosave: Autosave<'a>,
    budget: Budget<'a>,
    steps: Steps<'a>,
    csrf: Html,
}

#[derive(Template)]
#[template(path = "gallery_home.html")]
struct HomePage<'a> {
    figures: Figures,
    tabs: Tabs,
    table: Table<'a>,
    badges: Vec<Badge>,
    timeline: Timeline,
    dialog: Dialog<'a>,
    empty: Empty,
    progress: Progress,
    charts: Vec<Html>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("give a folder to write to")?);
    std::fs::create_dir_all(folder.join("assets"))?;
    for name in ["parvis.css", "parvis.js", "htmx.js", "mark.svg"] {
        let path = folder.join(assets::url(name).trim_start_matches('/'));
        std::fs::write(path, assets::bytes(name).unwrap_or_default())?;
    }
    let words = Arc::new(Words::new(&[
        (Lang::Fr, "web", include_str!("../text/fr.ftl")),
        (Lang::En, "web", include_str!("../text/en.ftl")),
    ])?);
    let fr = Voice::new(words.clone(), Lang::Fr);
    let en = Voice::new(words, Lang::En);
    write(&folder, "index.html", &fr, "Bonjour, Awa Diop", true, &home(&fr).render()?)?;
    write(&folder, "en.html", &en, "Hello, Awa Diop", true, &home(&en).render()?)?;
    let fault = |field: &str, key: &'static str| Fault::new(field, Say::new(key));
    let faults = [
        fault("nom", "web-budget-unread"),
        fault("theme", "web-table-empty"),
        fault("", "web-leave"),
    ];
    for (file, faults) in [("form.html", &[] as &[Fault]), ("faulty.html", &faults)] {
        let title = "Budget et calendrier du projet";
        write(&folder, file, &fr, title, false, &form(&fr, &Typed::new(), faults).render()?)?;
    }
    for (name, size) in assets::compressed_sizes() {
        println!("{name}: {size} bytes compressed");
    }
    Ok(())
}

fn write(
    folder: &Path,
    file: &str,
    voice: &Voice,
    title: &str,
    wide: bool,
    main: &str,
) -> Result<(), Box<dyn Error>> {
    let nav = [
        ("Autour de moi", "/index.html"),
        ("Appels à projets", "/form.html"),
        ("Tiers-lieux", "/faulty.html"),
        ("Financer un projet", "/en.html"),
        ("Toits et jardins", "/toits"),
    ]
    .map(|(label, href)| NavItem { label: label.to_owned(), href: href.to_owned() });
    let crumbs = [
        Crumb { label: "Accueil".to_owned(), href: Some("/index.html".to_owned()) },
        Crumb { label: "Appels à projets".to_owned(), href: Some("/form.html".to_owned()) },
        Crumb { label: title.to_owned(), href: None },
    ];
    let path = format!("/{file}");
    let layout = Layout {
        voice,
        title,
        main,
        nav: &nav,
        account: Some("Awa Diop"),
        notices: None,
        bar: None,
        csrf: "0",
        notice: (file == "index.html").then_some("Le dossier « Atelier vélo » a été transmis."),
        path: &path,
        query: "",
        crumbs: if wide { &[] } else { &crumbs },
        wide,
        demonstration: true,
        publisher: &parvis_web::Publisher::default(),
    };
    std::fs::write(folder.join(file), layout.render()?)?;
    Ok(())
}

fn home(voice: &Voice) -> HomePage<'_> {
    let figure = |label: &str, value: &str, source: &str| Figure {
        source: Some(source.to_owned()),
        ..Figure::new(label, value)
    };
    let tab = |label: &str, current, count: &str| Tab {
        label: label.to_owned(),
        href: "/index.html".to_owned(),
        current,
        count: Some(count.to_owned()),
    };
    HomePage {
        figures: Figures(vec![
            figure("dossiers à instruire", "12", "au 31 mars 2027"),
            figure("demandés en tout", "486 200 €", "somme des budgets déposés"),
            figure("habitants à 15 min d’un tiers-lieu", "61 %", "estimation, à pied"),
            figure("jours avant la clôture", "9", "le 9 avril 2027 à 12 h"),
        ]),
        tabs: Tabs {
            label: "Dossiers".to_owned(),
            tabs: vec![
                tab("À instruire", true, "12"),
                tab("En commission", false, "4"),
                tab("Décidés", false, "31"),
            ],
        },
        table: table(voice),
        badges: [Tone::Plain, Tone::Good, Tone::Waiting, Tone::Bad]
            .into_iter()
            .zip(["Brouillon", "Retenu", "À compléter", "Refusé"])
            .map(|(tone, text)| Badge::new(text, tone))
            .collect(),
        timeline: timeline(),
        dialog: Dialog {
            voice,
            id: "retirer".to_owned(),
            open: "Retirer le dossier…".to_owned(),
            title: "Retirer ce dossier ?".to_owned(),
            body: Html::text("Le dossier reste lisible, mais ne sera plus examiné."),
            tone: Tone::Bad,
        },
        empty: Empty {
            title: "Aucun relecteur désigné".to_owned(),
            what: "Chaque dossier est lu par deux personnes au moins.".to_owned(),
            next: Some(Next {
                label: "Désigner les relecteurs".to_owned(), href: "/r".to_owned()
            }),
        },
        progress: Progress {
            id: "calcul".to_owned(),
            label: "Calcul des temps de trajet".to_owned(),
            percent: Some(64),
            shown: "23 communes sur 36".to_owned(),
            poll_url: None,
        },
        charts: charts(voice),
    }
}

fn timeline() -> Timeline {
    let event = |time: &str, shown: &str, title: &str, tone| Event {
        time: time.to_owned(),
        shown: shown.to_owned(),
        title: title.to_owned(),
        tone,
        ..Event::default()
    };
    Timeline(vec![
        event("2027-03-31", "31 mars 2027", "Dossier transmis", Tone::Good),
        Event {
            by: Some("Léa Martin".to_owned()),
            body: Html::trusted("<p>Le RIB est au nom d’une autre association.</p>".to_owned()),
            ..event("2027-04-02", "2 avril 2027", "Pièce demandée", Tone::Waiting)
        },
        event("2027-05-12", "12 mai 2027", "Commission permanente", Tone::Plain),
    ])
}

fn table_rows() -> Vec<Vec<Cell>> {
    let row = |name: &str, who: &str, town: &str, sum: &str, mark: &str, state: &str, tone| {
        vec![
            Cell::link(name, "/form.html").more(who),
            Cell::text(town),
            Cell::text(sum),
            Cell::text(mark),
            Cell::badge(state, tone),
        ]
    };
    vec![
        row(
            "Atelier vélo solidaire",
            "Association La Roue libre",
            "Gennevilliers",
            "12 500 €",
            "15,5",
            "Retenu",
            Tone::Good,
        ),
        row(
            "Conserverie de quartier",
            "SCIC Les Bocaux",
            "Nanterre",
            "38 000 €",
            "14,0",
            "À compléter",
            Tone::Waiting,
        ),
        row(
            "Ressourcerie de l’Île",
            "Régie de quartier",
            "Villeneuve-la-Garenne",
            "24 750 €",
            "9,25",
            "Refusé",
            Tone::Bad,
        ),
        row(
            "Toits nourriciers <b>",
            "Coopérative Hauts Jardins",
            "Châtenay-Malabry",
            "41 000 €",
            "–",
            "Brouillon",
            Tone::Plain,
        ),
    ]
}

fn table(voice: &Voice) -> Table<'_> {
    let columns = vec![
        Column::new("projet", "Projet").sort("/index.html?tri=projet", Some(Order::Ascending)),
        Column::new("commune", "Commune").sort("/index.html?tri=commune", None),
        Column::new("montant", "Demandé").sort("/index.html?tri=montant", None).numeric(),
        Column::new("note", "Note moyenne").numeric(),
        Column::new("etat", "État"),
    ];
    let towns = ["Toutes les communes", "Nanterre", "Gennevilliers"];
    let towns = towns
        .iter()
        .enumerate()
        .map(|(place, town)| Choice::new(if place == 0 { "" } else { town }, *town));
    let export = |label: &str| Export { label: label.to_owned(), url: "/export".to_owned() };
    Table {
        filter: Some(Filter {
            action: "/index.html".to_owned(),
            fields: vec![
                Field::new(voice, Kind::Input("search"), "q", "Rechercher").optional(),
                Field::new(voice, Kind::Select(towns.collect()), "commune", "Commune").optional(),
            ],
            kept: vec![("tri".to_owned(), "projet".to_owned())],
            clear_url: Some("/index.html".to_owned()),
        }),
        exports: ["CSV", "XLSX", "JSON"].map(export).into(),
        next_url: Some("/index.html?apres=4".to_owned()),
        prev_url: Some("/index.html".to_owned()),
        total: Some("47 dossiers".to_owned()),
        ..Table::new(voice, "dossiers", "Dossiers à instruire", columns, table_rows())
    }
}

fn charts(voice: &Voice) -> Vec<Html> {
    let data = |items: &[(&str, f64, &str)]| -> Vec<Datum> {
        items.iter().map(|(label, value, shown)| Datum::new(*label, *value, *shown)).collect()
    };
    let caption = "Dossiers déposés au 31 mars 2027.".to_owned();
    let bars = BarChart {
        title: "Montants demandés par thème".to_owned(),
        unit: "Euros".to_owned(),
        bars: data(&[
            ("Alimentation", 182_000.0, "182 000 €"),
            ("Réemploi", 121_500.0, "121 500 €"),
            ("Mobilité", 64_000.0, "64 000 €"),
            ("Numérique", 18_700.0, "18 700 €"),
        ]),
        caption: caption.clone(),
    };
    let budget = BudgetChart {
        title: "Enveloppe 2027".to_owned(),
        total: Datum::new("Enveloppe", 400_000.0, "400 000 €"),
        parts: data(&[("Attribué", 210_000.0, "210 000 €"), ("Réservé", 85_000.0, "85 000 €")]),
        left_shown: "105 000 €".to_owned(),
        caption: "Délibération du 12 février 2027.".to_owned(),
    };
    let line = LineChart {
        title: "Dossiers déposés par semaine".to_owned(),
        unit: "Dossiers".to_owned(),
        points: data(&[
            ("1 mars", 2.0, "2"),
            ("8 mars", 3.0, "3"),
            ("15 mars", 9.0, "9"),
            ("22 mars", 12.0, "12"),
            ("29 mars", 21.0, "21"),
        ]),
        caption,
    };
    let dots = DotsChart {
        title: "Notes des relecteurs".to_owned(),
        least: 0.0,
        most: 20.0,
        dots: data(&[
            ("Léa Martin", 14.0, "14"),
            ("Karim Haddad", 17.0, "17"),
            ("Inès Roche", 11.5, "11,5"),
        ]),
        mean: Some((14.17, "14,2 sur 20".to_owned())),
        caption: "Trois lectures, sans concertation.".to_owned(),
    };
    vec![
        chart::bar_chart(voice, &bars),
        chart::stacked_budget(voice, &budget),
        chart::line_chart(voice, &line),
        chart::dots(voice, &dots),
    ]
}

fn form<'a>(voice: &'a Voice, typed: &'a Typed, faults: &'a [Fault]) -> FormPage<'a> {
    let made = Fields::new(voice, typed, faults);
    let summary = made.summary();
    let choices = || ["Alimentation", "Réemploi", "Mobilité"].map(|t| Choice::new(t, t)).to_vec();
    let mut fields = vec![
        made.text("nom", "web-site").hint("Tel qu’il paraîtra dans le bilan public.").max(80),
        made.email("courriel", "web-account"),
        made.area("resume", "web-description", 600).hint("Pour qui, où, avec qui."),
        made.select("commune", "web-home", choices()).optional(),
        made.radios("theme", "web-nav", choices()).hint("Le principal seulement."),
        made.checks("publics", "web-foot", choices()),
        made.date("debut", "web-legal").between("2027-01-01", "2027-12-31"),
        made.money("montant", "web-budget-how-much").or("12 500,00"),
        made.text("siret", "web-sitemap").value("123 456 789 00012").read_only().short(),
        made.file("rib", "web-privacy", ".pdf,.png,.jpg", "PDF, PNG ou JPEG, 10 Mo au plus."),
        made.check("accord", "web-accessibility"),
    ];
    let labels = [
        "Nom du projet",
        "Adresse électronique",
        "Le projet en quelques lignes",
        "Commune principale",
        "Thème",
        "Publics concernés",
        "Début du projet",
        "Montant demandé",
        "SIRET",
        "RIB de l’organisme",
        "J’accepte que le résumé soit publié",
    ];
    for (field, label) in fields.iter_mut().zip(labels) {
        field.label = label.to_owned();
    }
    FormPage {
        summary,
        fields,
        autosave: Autosave {
            voice,
            url: "/autosave".to_owned(),
            key: "gallery".to_owned(),
            saved_at: Some("14 h 32".to_owned()),
        },
        budget: budget(voice),
        steps: steps(voice),
        csrf: csrf("0"),
    }
}

fn budget(voice: &Voice) -> Budget<'_> {
    let line = |label: &str, amount: &str| BudgetLine {
        label: label.to_owned(),
        amount: amount.to_owned(),
        fault: None,
    };
    Budget {
        voice,
        name: "budget".to_owned(),
        caption: "Budget prévisionnel".to_owned(),
        expenses: vec![line("Matériel", "9 000,00"), line("Salaires", "16 000,00")],
        income: vec![line("Subvention demandée", "12 500,00"), line("Ventes", "8 000,00")],
        totals: None,
        spare: 1,
        fault: None,
    }
}

fn steps(voice: &Voice) -> Steps<'_> {
    let step = |label: &str, stage| Step {
        label: label.to_owned(),
        href: (stage == Stage::Done).then(|| "/form.html".to_owned()),
        stage,
    };
    Steps {
        voice,
        label: "Étapes du dossier".to_owned(),
        steps: vec![
            step("L’organisme", Stage::Done),
            step("Le projet", Stage::Done),
            step("Budget et calendrier", Stage::Current),
            step("Pièces", Stage::Ahead),
            step("Relire et transmettre", Stage::Ahead),
        ],
    }
}
