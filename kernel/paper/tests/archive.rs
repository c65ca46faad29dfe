//! Documents with files inside: what a program, a validator and an attacker would find in them.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use jiff::civil::date;
use lopdf::{Dictionary, Object, Stream};
use paper::{
    Archive, Attachment, Block, Document, PaperError, Property, Relation, Schema, archive, pdf,
};
use words::Lang;

fn document(blocks: Vec<Block>) -> Document {
    Document {
        lang: Lang::Fr,
        title: "Reçu".to_owned(),
        sender: vec![],
        recipient: vec![],
        place_date: String::new(),
        reference: None,
        blocks,
        footer: String::new(),
    }
}

fn kept(bytes: &[u8]) -> Archive {
    Archive {
        made_on: date(2026, 12, 2),
        files: vec![Attachment {
            name: "recu.xml".to_owned(),
            media_type: "text/xml".to_owned(),
            description: "Pour les machines".to_owned(),
            relation: Relation::Alternative,
            bytes: bytes.to_vec(),
        }],
        schema: Some(schema("Un <schéma> & plus")),
    }
}

fn schema(value: &str) -> Schema {
    let property = Property {
        name: "Level".to_owned(),
        value: value.to_owned(),
        description: "le niveau & la suite".to_owned(),
    };
    Schema {
        title: "Schéma d’essai".to_owned(),
        namespace: "urn:essai:\"1\"#".to_owned(),
        prefix: "es".to_owned(),
        properties: vec![property],
    }
}

fn code(text: &str, label: &str) -> Block {
    let (text, label) = (text.to_owned(), label.to_owned());
    Block::Code { text, caption: "Lisez ce code.".to_owned(), label }
}

fn parsed(bytes: &[u8]) -> lopdf::Document {
    lopdf::Document::load_mem(bytes).unwrap()
}

fn dictionary<'a>(file: &'a lopdf::Document, of: &'a Dictionary, key: &[u8]) -> &'a Dictionary {
    file.dereference(of.get(key).unwrap()).and_then(|(_, found)| found.as_dict()).unwrap()
}

fn stream<'a>(file: &'a lopdf::Document, of: &'a Dictionary, key: &[u8]) -> &'a Stream {
    file.dereference(of.get(key).unwrap()).and_then(|(_, found)| found.as_stream()).unwrap()
}

fn metadata(file: &lopdf::Document) -> String {
    let stream = stream(file, file.catalog().unwrap(), b"Metadata");
    assert!(!stream.dict.has(b"Filter"), "PDF/A wants metadata in the clear");
    String::from_utf8(stream.content.clone()).unwrap()
}

/// The first file that the catalogue associates with the document.
fn attached(file: &lopdf::Document) -> &Dictionary {
    let files = file.catalog().and_then(|catalog| catalog.get(b"AF")).unwrap();
    let files = file.dereference(files).and_then(|(_, files)| files.as_array()).unwrap();
    file.dereference(&files[0]).and_then(|(_, first)| first.as_dict()).unwrap()
}

#[test]
fn a_file_is_inside_byte_by_byte_and_says_what_it_is() {
    let made = parsed(&archive(&document(vec![]), &kept(b"<a>\r\n&amp;\0</a>")).unwrap());
    let found = attached(&made);
    assert_eq!(found.get(b"AFRelationship").and_then(Object::as_name).unwrap(), b"Alternative");
    assert_eq!(found.get(b"UF").and_then(Object::as_str).unwrap(), b"recu.xml");
    let inside = stream(&made, dictionary(&made, found, b"EF"), b"F");
    assert_eq!(inside.dict.get(b"Subtype").and_then(Object::as_name).unwrap(), b"text/xml");
    let bytes = inside.decompressed_content().unwrap_or_else(|_| inside.content.clone());
    assert_eq!(bytes, b"<a>\r\n&amp;\0</a>");
    let names = dictionary(&made, made.catalog().unwrap(), b"Names");
    assert!(names.has(b"EmbeddedFiles"), "programs look there first");
}

#[test]
fn it_claims_to_last_and_to_be_accessible() {
    let file = parsed(&archive(&document(vec![]), &kept(b"x")).unwrap());
    let told = metadata(&file);
    for claim in [
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<xmp:CreateDate>2026-12-02",
    ] {
        assert!(told.contains(claim), "{claim} not in {told}");
    }
    for key in ["OutputIntents", "StructTreeRoot", "MarkInfo", "Lang"] {
        assert!(file.catalog().unwrap().has(key.as_bytes()), "no {key}");
    }
    assert_eq!(file.trailer.get(b"ID").and_then(Object::as_array).unwrap().len(), 2);
}

#[test]
fn the_metadata_hold_a_schema_of_others_and_its_description() {
    let told = metadata(&parsed(&archive(&document(vec![]), &kept(b"x")).unwrap()));
    let mut reader = quick_xml::Reader::from_str(&told);
    loop {
        if let quick_xml::events::Event::Eof = reader.read_event().unwrap() {
            break;
        }
    }
    assert!(told.contains("xmlns:es=\"urn:essai:&quot;1&quot;#\""), "{told}");
    assert!(told.contains("<es:Level>Un &lt;schéma&gt; &amp; plus</es:Level>"), "{told}");
    assert!(told.contains("<pdfaProperty:name>Level</pdfaProperty:name>"), "{told}");
    assert_eq!(told.matches("<pdfaExtension:schemas>").count(), 1, "one list of schemas");
    let without = Archive { schema: None, ..kept(b"x") };
    let told = metadata(&parsed(&archive(&document(vec![]), &without).unwrap()));
    assert!(!told.contains("urn:essai"));
}

#[test]
fn the_schema_changes_nothing_but_the_metadata() {
    let page = document(vec![code("BCD", "Code"), Block::Paragraph("Un ½ euro".to_owned())]);
    let without = Archive { schema: None, ..kept(b"x") };
    let (with, without) = (archive(&page, &kept(b"x")).unwrap(), archive(&page, &without).unwrap());
    let (with, without) = (parsed(&with), parsed(&without));
    let metadata = with.catalog().and_then(|catalog| catalog.get(b"Metadata")).unwrap();
    let metadata = metadata.as_reference().unwrap();
    for (id, object) in &with.objects {
        assert!(*id == metadata || without.objects.get(id) == Some(object), "{id:?} {object:?}");
    }
    assert_eq!(with.trailer.get(b"ID").unwrap(), without.trailer.get(b"ID").unwrap());
}

#[test]
fn equal_archives_are_equal_files() {
    let made = |kept: &Archive| archive(&document(vec![]), kept).unwrap();
    assert_eq!(made(&kept(b"x")), made(&kept(b"x")));
    assert_ne!(made(&kept(b"x")), made(&kept(b"y")));
    let later = Archive { made_on: date(2026, 12, 3), ..kept(b"x") };
    assert_ne!(made(&kept(b"x")), made(&later));
    let (one, other) = (parsed(&made(&kept(b"x"))), parsed(&made(&kept(b"y"))));
    assert_ne!(one.trailer.get(b"ID").unwrap(), other.trailer.get(b"ID").unwrap());
}

#[test]
fn names_are_names() {
    let refused = |change: fn(&mut Archive)| {
        let mut changed = kept(b"x");
        change(&mut changed);
        archive(&document(vec![]), &changed).err()
    };
    let name = |name: &str| Some(PaperError::Name(name.to_owned()));
    assert_eq!(refused(|a| a.files[0].name = "../a".to_owned()), name("../a"));
    assert_eq!(refused(|a| a.files[0].name = String::new()), name(""));
    assert_eq!(refused(|a| a.files[0].name = ".a".to_owned()), name(".a"));
    assert_eq!(refused(|a| a.schema.as_mut().unwrap().prefix = "a><b".to_owned()), name("a><b"));
    let property = |a: &mut Archive| {
        a.schema.as_mut().unwrap().properties[0].name = "1a".to_owned();
    };
    assert_eq!(refused(property), name("1a"));
    let control = |a: &mut Archive| a.schema.as_mut().unwrap().title = "a\0".to_owned();
    assert_eq!(refused(control), Some(PaperError::ControlCharacter("metadata")));
    let many = |a: &mut Archive| a.files = vec![a.files[0].clone(); 11];
    assert!(matches!(refused(many), Some(PaperError::TooLarge { limit: 10, .. })));
    let large = |a: &mut Archive| a.files[0].bytes = vec![0; 20_000_001];
    assert!(matches!(refused(large), Some(PaperError::TooLarge { .. })));
    let twice = |a: &mut Archive| a.files = vec![a.files[0].clone(); 2];
    assert!(refused(twice).is_some(), "a name stands once");
}

#[test]
fn a_code_is_a_picture_with_words_for_those_who_do_not_see_it() {
    let page = document(vec![code("BCD\n002", "Code QR de virement")]);
    for bytes in [pdf(&page).unwrap(), archive(&page, &kept(b"x")).unwrap()] {
        let file = parsed(&bytes);
        let figures =
            file.objects.values().filter_map(|object| object.as_dict().ok()).filter(|element| {
                element.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == b"Figure")
            });
        let labels: Vec<&[u8]> =
            figures.map(|figure| figure.get(b"Alt").and_then(Object::as_str).unwrap()).collect();
        assert_eq!(labels, [b"Code QR de virement"]);
        let text = file.extract_text(&[1]).unwrap();
        assert!(text.contains("Lisez ce code."), "{text}");
    }
}

#[test]
fn a_code_without_a_label_or_with_too_much_in_it_is_refused() {
    let refused = |block| pdf(&document(vec![block])).err();
    assert_eq!(refused(code("BCD", " \u{200b}")), Some(PaperError::Unlabelled));
    let long = refused(code(&"x".repeat(5_000), "Code"));
    assert!(matches!(long, Some(PaperError::Layout(_))), "{long:?}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_is_kept(
        a in "(?s).{0,200}", b in "\\PC{0,80}", c in "[\u{300}-\u{36f}\u{590}-\u{6ff}a-z\u{1780}-\u{17ff}\u{530}-\u{58f}]{0,60}",
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..500),
    ) {
        let page = document(vec![
            Block::Paragraph(a.clone()),
            Block::Heading(c.clone()),
            Block::Code { text: b.clone(), caption: a, label: format!("x{c}") },
        ]);
        let mut any = kept(&bytes);
        any.files[0].description = b.clone();
        any.schema = Some(schema(&b));
        let made = archive(&page, &any);
        proptest::prop_assert!(made.is_ok(), "{made:?}");
    }
}
