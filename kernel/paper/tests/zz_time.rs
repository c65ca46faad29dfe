use paper::{Block, Document, pdf};
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


#[test]
fn time() {
    for n in 0..30 { let d = Document{title: format!("Titre {n}"), place_date: format!("le {n}"), recipient: vec![format!("R{n}")], ..letter()}; let t = std::time::Instant::now(); pdf(&d).unwrap(); if n % 6 == 0 || n == 1 {println!("TIME {n} {:?}", t.elapsed());} }
    let t = std::time::Instant::now();
    let s = "L’économie sociale et solidaire accompagne aujourd'hui les employées des ateliers. ".repeat(1000);
    let n = words::analyse(Lang::Fr, &s).len();
    println!("ANALYSE {n} terms {:?}", t.elapsed());
}
