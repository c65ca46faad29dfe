//! Published awards as open data: SCDL « subventions » 2.1.1, and sheets for people.

use base::{Cents, Outcome, Refusal};
use people::OrgId;
use store::Tx;

use crate::decisions::{PublicAward, public_awards};
use crate::model::CallId;

/// The settings that open data need.
const NEEDED: [&str; 2] = ["name", "siret"];

/// The 16 columns of the schema, in its order.
const SCDL_COLUMNS: [&str; 16] = [
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "rnaBeneficiaire",
    "objet",
    "montant",
    "nature",
    "conditionsVersement",
    "datesPeriodeVersement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
    "dispositifAide",
];

/// All published awards, of one call or of all, as CSV of SCDL « subventions » 2.1.1.
pub fn scdl(tx: &mut Tx, call: Option<CallId>) -> Outcome<Vec<u8>> {
    let grantor = web::publisher(tx)?;
    grantor.need(&NEEDED)?;
    let awards = public_awards(tx, call)?;
    let numbers = register_numbers(tx)?;
    let mut rows = Vec::new();
    for award in &awards {
        let (siret, rna) = numbers.get(&award.organisation).cloned().unwrap_or_default();
        // The pattern of the schema knows digits alone; other forms are left out, the SIRET serves.
        let rna_digits = rna.get(1..).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
        let purpose = format!("{} : {}", award.call_title, award.title);
        let date = award.decided_on.clone();
        rows.push(
            [
                grantor.name.as_str(),
                &grantor.siret,
                &date,
                &award.decision_reference,
                &award.organisation_name,
                &siret,
                if rna_digits { &rna } else { "" },
                &purpose.chars().take(256).collect::<String>(),
                &award.amount.decimal(),
                "aide en numéraire",
                "unique",
                &date,
                "",
                "non",
                "1",
                "",
            ]
            .map(|text| paper::Cell::Text(text.to_owned()))
            .to_vec(),
        );
    }
    let sheet = paper::Sheet {
        name: "subventions".to_owned(),
        head: SCDL_COLUMNS.map(str::to_owned).to_vec(),
        rows,
    };
    paper::to_csv(&sheet, paper::Csv::OPEN).map_err(Refusal::broken)
}

fn register_numbers(tx: &mut Tx) -> Outcome<std::collections::BTreeMap<OrgId, (String, String)>> {
    let all = people::organisations(tx)?;
    Ok(all.into_iter().map(|org| (org.id, (org.data.siret, org.data.rna))).collect())
}

/// Published awards as a sheet for CSV, XLSX and JSON.
pub fn awards_sheet(awards: &[PublicAward]) -> paper::Sheet {
    let head = ["number", "organisation", "project", "call", "session", "decided_on", "amount"];
    let rows = awards.iter().map(|award| {
        let text = |text: &str| paper::Cell::Text(text.to_owned());
        let decided = award.decided_on.parse().map_or(paper::Cell::Empty, paper::Cell::Date);
        vec![
            text(&award.number),
            text(&award.organisation_name),
            text(&award.title),
            text(&award.call_title),
            text(&award.session_title),
            decided,
            paper::Cell::Money(award.amount),
        ]
    });
    paper::Sheet {
        name: "laureats".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    }
}

/// All amounts together.
pub(crate) fn total(awards: &[PublicAward]) -> Cents {
    Cents::sum(awards.iter().map(|award| award.amount)).unwrap_or_default()
}
