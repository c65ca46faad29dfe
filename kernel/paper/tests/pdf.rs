//! Letters in PDF: what a reader, a screen reader and an attacker would find in them.

use std::collections::BTreeSet;

use lopdf::Object;
use paper::{Block, Document, PaperError, pdf};
use words::Lang;

fn text(text: &str) -> String {
    text.to_owned()
}

fn letter() -> Document {
    Document {
        lang: Lang::Fr,
        title: text("Votre candidature à l’appel « Toits nourriciers » est recevable"),
        sender: [
            "Département des Hauts-de-Seine",
            "Mission économie sociale et solidaire",
            "57 rue des Longues Raies",
            "92000 Nanterre",
        ]
        .map(text)
        .to_vec(),
        recipient: [
            "Les Jardins suspendus",
            "Mme Awa Diallo",
            "12 avenue Gallieni",
            "92220 Bagneux",
        ]
        .map(text)
        .to_vec(),
        place_date: text("Nanterre, le 3 mars 2027"),
        reference: Some(text("Réf. AAP-2027-0042")),
        blocks: vec![
            Block::Paragraph(text("Madame,")),
            Block::Paragraph(text(
                "Nous avons bien reçu votre dossier. Il est complet et sera lu par trois membres \
                 du comité, qui ne connaissent ni votre nom ni celui des autres candidats. Vous \
                 aurez une réponse avant le 1er mai 2027.\nCe courrier ne vaut pas promesse.",
            )),
            Block::Heading(text("Votre demande")),
            Block::Pairs(vec![
                (text("Montant demandé"), text("15\u{202f}000\u{a0}€")),
                (text("Durée"), text("18 mois, d’avril 2027 à septembre 2028")),
                (text("Commune"), text("Bagneux")),
                (
                    text("Nombre de personnes qui participent aux ateliers chaque année"),
                    text(
                        "Deux cent cinquante, dont trente en parcours d’insertion et une centaine d’enfants des écoles voisines",
                    ),
                ),
            ]),
            Block::Heading(text("Budget")),
            Block::Table {
                head: ["Poste", "Dépenses", "Recettes"].map(text).to_vec(),
                rows: vec![
                    ["Bacs et terreau", "8\u{202f}200,00\u{a0}€", ""].map(text).to_vec(),
                    ["Animation des ateliers", "9\u{202f}300,00\u{a0}€", ""].map(text).to_vec(),
                    ["Subvention demandée", "", "15\u{202f}000,00\u{a0}€"].map(text).to_vec(),
                    vec![text("Adhésions")],
                ],
                right_aligned: vec![1, 2],
            },
            Block::Signature(text("La cheffe de la mission\nClaire Martin")),
        ],
        footer: text(
            "Parvis, programme de l’économie sociale et solidaire. Données personnelles\u{a0}: \
            parvis.example.org/vos-donnees",
        ),
    }
}

fn parsed(bytes: &[u8]) -> lopdf::Document {
    let parsed = lopdf::Document::load_mem(bytes);
    assert!(parsed.is_ok(), "not a PDF: {parsed:?}");
    parsed.unwrap_or_default()
}

fn extracted(bytes: &[u8]) -> String {
    let parsed = parsed(bytes);
    let pages: Vec<u32> = parsed.get_pages().keys().copied().collect();
    parsed.extract_text(&pages).unwrap_or_default()
}

/// The catalogue of a file, and the roles in its structure.
fn anatomy(bytes: &[u8]) -> (lopdf::Dictionary, BTreeSet<String>) {
    let parsed = parsed(bytes);
    let catalog = parsed.catalog().cloned().unwrap_or_default();
    let dictionaries = parsed.objects.values().filter_map(|object| object.as_dict().ok());
    let elements = dictionaries.filter(|object| object.has_type(b"StructElem"));
    let role = |element: &lopdf::Dictionary| {
        element.get(b"S").and_then(Object::as_name).ok().map(<[u8]>::to_vec)
    };
    let roles = elements.filter_map(role).map(|role| String::from_utf8_lossy(&role).into_owned());
    (catalog, roles.collect())
}

#[test]
fn a_letter_says_what_was_written() {
    let text = extracted(&pdf(&letter()).unwrap());
    for expected in [
        "Département des Hauts-de-Seine",
        "92220 Bagneux",
        "Nanterre, le 3 mars 2027",
        "Réf. AAP-2027-0042",
        "« Toits nourriciers »",
        "Ce courrier ne vaut pas promesse.",
        "15\u{202f}000\u{a0}€",
        "Adhésions",
        "Claire Martin",
    ] {
        assert!(text.contains(expected), "{expected} not in {text}");
    }
}

#[test]
fn a_letter_is_tagged_titled_and_says_its_language() {
    let bytes = pdf(&letter()).unwrap();
    let (catalog, roles) = anatomy(&bytes);
    let mark = catalog.get(b"MarkInfo").and_then(Object::as_dict).unwrap();
    assert!(mark.get(b"Marked").and_then(Object::as_bool).unwrap());
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).unwrap(), b"fr");
    assert!(catalog.has(b"StructTreeRoot"));
    for role in ["Document", "H1", "H2", "P", "L", "LI", "Lbl", "LBody", "Table", "TH", "TD"] {
        assert!(roles.contains(role), "no {role} in {roles:?}");
    }
    let parsed = parsed(&bytes);
    let metadata = catalog.get(b"Metadata").and_then(Object::as_reference).unwrap();
    let stream = parsed.get_object(metadata).and_then(Object::as_stream).unwrap();
    let xmp = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let xmp = String::from_utf8(xmp).unwrap();
    assert!(xmp.contains("<pdfuaid:part>1</pdfuaid:part>"), "{xmp}");
    assert!(xmp.contains("est recevable"), "{xmp}");
    let english = Document { lang: Lang::En, ..letter() };
    let (catalog, _) = anatomy(&pdf(&english).unwrap());
    assert_eq!(catalog.get(b"Lang").and_then(Object::as_str).unwrap(), b"en");
}

#[test]
fn equal_letters_are_equal_files() {
    assert_eq!(pdf(&letter()).unwrap(), pdf(&letter()).unwrap());
    let other = Document { place_date: text("Nanterre, le 4 mars 2027"), ..letter() };
    assert_ne!(pdf(&letter()).unwrap(), pdf(&other).unwrap());
}

#[test]
fn what_was_typed_is_never_code() {
    let typed = "#eval(\"1+1\") $x^2$ *gras* _ici_ @renvoi <ancre> = titre\n- point\n`code` \\u{41} // fin /* non */ ~ -- ... [x] #sys.version 'a' \"b\" https://exemple.fr";
    let hostile = Document {
        title: text("#panic(\"titre\")"),
        sender: vec![text(typed)],
        recipient: vec![text("#read(\"letter.json\")")],
        reference: Some(text("$ 1/2 $")),
        blocks: vec![
            Block::Heading(text(typed)),
            Block::Paragraph(text(typed)),
            Block::Pairs(vec![(text("#x"), text("$y$"))]),
            Block::Table {
                head: vec![text("*t*")],
                rows: vec![vec![text("#z")]],
                right_aligned: vec![],
            },
            Block::Signature(text("@s")),
        ],
        footer: text("#f"),
        ..letter()
    };
    let text = extracted(&pdf(&hostile).unwrap());
    for line in [
        "#panic(\"titre\")",
        "#read(\"letter.json\")",
        "$ 1/2 $",
        "#x",
        "$y$",
        "*t*",
        "#z",
        "@s",
        "#f",
        "#eval(\"1+1\") $x^2$ *gras* _ici_ @renvoi <ancre> = titre",
        "- point",
        "[x] #sys.version 'a' \"b\"",
    ] {
        assert!(text.contains(line), "{line} not in {text}");
    }
}

#[test]
fn signs_without_a_glyph_are_shown_as_squares() {
    let odd = Document {
        blocks: vec![Block::Paragraph(text(
            "Un\u{0}\u{7}\u{1b} 🌱 deux\u{202e} trois\u{200f} שלום مرحبا ខ្មែរ Հայերեն Ŋ ɔ̀ ɛ́ é\u{301}\u{301} \u{e000} \u{ffff} 👩🏽‍🌾 fin",
        ))],
        ..letter()
    };
    let text = extracted(&pdf(&odd).unwrap());
    assert!(text.contains("Un □ deux"), "{text}");
    assert!(text.contains("fin"), "{text}");
}

#[test]
fn long_letters_have_numbered_pages_and_repeated_heads() {
    let row =
        |n: usize| vec![format!("ligne {n}"), text("1\u{a0}€"), text("2\u{a0}€"), text("de trop")];
    let mut long = letter();
    long.blocks = vec![
        Block::Paragraph("A".repeat(500)),
        Block::Table {
            head: ["Poste", "Dépenses", "Recettes"].map(text).to_vec(),
            rows: (0..120).map(row).collect(),
            right_aligned: vec![1, 2, 9],
        },
        Block::Pairs(vec![(text("Avis"), "très long ".repeat(700))]),
    ];
    let bytes = pdf(&long).unwrap();
    let pages = parsed(&bytes).get_pages().len();
    assert!(pages >= 4, "{pages} pages");
    let text = extracted(&bytes);
    assert!(text.contains(&format!("1 / {pages}")) && text.contains(&format!("{pages} / {pages}")));
    assert!(text.matches("Recettes").count() >= 3 && text.contains("ligne 119"));
    assert!(!text.contains("de trop"));
    assert!(!extracted(&pdf(&letter()).unwrap()).contains("1 / 1"));
}

#[test]
fn bare_documents_are_made_too() {
    for lang in Lang::ALL {
        let bare = Document {
            lang,
            title: text("Reçu"),
            sender: vec![],
            recipient: vec![],
            place_date: String::new(),
            reference: None,
            blocks: vec![
                Block::Pairs(vec![]),
                Block::Table { head: vec![], rows: vec![vec![]], right_aligned: vec![] },
                Block::Paragraph(String::new()),
                Block::Heading(String::new()),
            ],
            footer: String::new(),
        };
        assert!(extracted(&pdf(&bare).unwrap()).contains("Reçu"));
    }
}

#[test]
fn untitled_and_oversized_documents_are_refused() {
    let untitled = Document { title: text(" \n"), ..letter() };
    assert_eq!(pdf(&untitled), Err(PaperError::Untitled));
    let unseen = Document { title: text("\u{0}\u{200b}\u{200d}\u{a0}"), ..letter() };
    assert_eq!(pdf(&unseen), Err(PaperError::Untitled));
    let many = Document { blocks: vec![Block::Paragraph(text("x")); 2_001], ..letter() };
    assert!(matches!(pdf(&many), Err(PaperError::TooLarge { limit: 2_000, .. })));
    let long = Document { blocks: vec![Block::Paragraph("x ".repeat(300_000))], ..letter() };
    assert!(matches!(pdf(&long), Err(PaperError::TooLarge { limit: 500_000, .. })));
}

#[test]
fn fonts_are_added_before_the_first_document_or_not_at_all() {
    pdf(&letter()).unwrap();
    assert!(matches!(paper::load_fonts(vec![]), Err(PaperError::Fonts(_))));
    assert!(matches!(paper::load_fonts(vec![vec![1, 2, 3]]), Err(PaperError::Fonts(_))));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_makes_a_letter(a in "(?s).{0,300}", b in "\\PC{0,80}", c in "[\u{300}-\u{36f}\u{590}-\u{6ff}a-z \u{1780}-\u{17ff}\u{530}-\u{58f}]{0,60}") {
        let any = Document {
            title: format!("x{b}"),
            sender: vec![b.clone(), c.clone()],
            recipient: vec![c.clone()],
            blocks: vec![
                Block::Heading(c.clone()),
                Block::Paragraph(a.clone()),
                Block::Pairs(vec![(b.clone(), a.clone())]),
                Block::Table { head: vec![c.clone(), b.clone()], rows: vec![vec![a.clone()]], right_aligned: vec![1] },
                Block::Signature(b.clone()),
            ],
            footer: c,
            ..letter()
        };
        let made = pdf(&any);
        assert!(made.is_ok(), "{made:?}");
    }
}
