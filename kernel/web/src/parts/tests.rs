//! What the parts owe to every reader: ties between label, hint, fault and control; escaping.

use std::sync::Arc;

use base::Fault;
use words::{Lang, Words};

use super::*;
use crate::Voice;

const FR: &str = include_str!("../../text/fr.ftl");
const EN: &str = include_str!("../../text/en.ftl");

fn voice() -> Voice {
    Voice::new(Arc::new(Words::new(&[(Lang::Fr, "web", FR)]).unwrap()), Lang::Fr)
}

#[test]
fn both_languages_are_complete_and_well_set() {
    assert_eq!(words::typography_faults(FR), Vec::<String>::new());
    let sources = [(Lang::Fr, "web", FR), (Lang::En, "web", EN)];
    assert_eq!(words::verify(&sources), Vec::<String>::new());
}

#[test]
fn a_field_is_tied_to_its_hint_and_its_faults() {
    let voice = voice();
    let typed = vec![("lignes[0].nom".to_owned(), "\"><script>".to_owned())];
    let faults = [Fault::new("lignes[0].nom", "web-optional")];
    let fields = Fields::new(&voice, &typed, &faults);
    let html = fields.text("lignes[0].nom", "web-home").hint("Court").to_string();
    for wanted in [
        r#"<label for="f-lignes-0--nom">"#,
        r#"aria-describedby="f-lignes-0--nom-hint f-lignes-0--nom-fault""#,
        r#"aria-invalid="true""#,
        " required",
        r#"id="f-lignes-0--nom-fault""#,
    ] {
        assert!(html.contains(wanted), "{wanted} in {html}");
    }
    assert!(!html.contains("<script"), "{html}");
    let page = format!("{}{html}", fields.summary());
    assert!(page.contains("href=\"#f-lignes-0--nom\">"), "{page}");
    let named = fields::name_faults(&page);
    assert!(named.contains("href=\"#f-lignes-0--nom\">Accueil – (facultatif)"), "{named}");
}

#[test]
fn a_password_is_never_written_back() {
    let voice = voice();
    let typed = vec![("secret".to_owned(), "azerty".to_owned())];
    let fields = Fields::new(&voice, &typed, &[]);
    assert!(!fields.password("secret", "web-home").to_string().contains("azerty"));
}

#[test]
fn the_first_choice_of_a_group_is_where_its_fault_leads() {
    let voice = voice();
    let typed = vec![("theme".to_owned(), "b".to_owned())];
    let fields = Fields::new(&voice, &typed, &[]);
    let choices = vec![Choice::new("a", "A"), Choice::new("b", "B")];
    let html = fields.radios("theme", "web-home", choices).to_string();
    assert!(html.contains("<fieldset") && html.contains("<legend>"));
    assert!(html.contains(r#"id="f-theme" name="theme" value="a""#), "{html}");
    assert!(html.contains(r#"value="b" checked"#), "{html}");
    let faults = [Fault::new("theme", "web-optional")];
    let page = format!("{}{html}", Fields::new(&voice, &typed, &faults).summary());
    let named = fields::name_faults(&page);
    assert!(named.contains("href=\"#f-theme\">Accueil – "), "{named}");
}

#[test]
fn a_table_escapes_its_cells_and_says_its_order() {
    let voice = voice();
    let columns = vec![Column::new("nom", "Nom").sort("/?a=1&b=2", Some(Order::Descending))];
    let rows = vec![vec![Cell::text("<b>")]];
    let html = Table::new(&voice, "t", "Liste", columns, rows).to_string();
    assert!(html.contains("aria-sort=\"descending\"") && html.contains("&#60;b&#62;"), "{html}");
    let empty = Table::new(&voice, "t", "Liste", Vec::new(), Vec::new()).to_string();
    assert!(!empty.contains("<table"));
}

#[test]
fn a_page_marks_where_it_is_and_has_nothing_inline() {
    let voice = voice();
    let nav = ["/", "/appels"].map(|href| NavItem { label: href.into(), href: href.into() });
    let layout = Layout {
        voice: &voice,
        title: "A < B",
        main: "<h1>A</h1>",
        nav: &nav,
        account: None,
        notices: None,
        bar: None,
        csrf: "0",
        notice: Some("Fait"),
        path: "/appels/2027",
        query: "page=2&fait=web-notice-done&lang=en",
        crumbs: &[],
        wide: false,
        demonstration: false,
        publisher: &crate::Publisher::default(),
    };
    let html = layout.to_string();
    assert!(html.contains(r#"<a href="/appels" aria-current="true">"#), "{html}");
    assert!(html.contains(r#"href="/appels/2027?page=2&#38;lang=fr""#), "{html}");
    assert!(html.contains("<h1>A</h1>") && html.contains("A &#60; B"));
    assert!(!html.contains("style=") && !html.contains("<style") && !html.contains("onclick"));
    assert!(!html.contains('⟦'), "a text is missing: {html}");
}
