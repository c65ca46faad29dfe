//! What French law wants said of paying late or early: on the paper, and as notes in the file.

use crate::model::BuyerKind;

/// Three sentences, each 1 to 1024 characters; the rules of French platforms want all of them on
/// every invoice (BR-FR-05).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mentions {
    /// Penalties for late payment (note PMD).
    pub penalties: String,
    /// The compensation for the cost of recovery (note PMT).
    pub recovery: String,
    /// The discount for early payment, or that there is none (note AAB).
    pub discount: String,
}

impl Mentions {
    /// What holds where nothing else was agreed, in French: art. L441-10 and D441-5 of the code de
    /// commerce among professionals, R2192-31 and D2192-35 of the code de la commande publique
    /// towards public bodies. Neither holds towards private persons.
    pub fn usual(buyer: BuyerKind) -> Mentions {
        let (penalties, recovery) = match buyer {
            BuyerKind::Association | BuyerKind::Company => (
                "En cas de retard de paiement, pénalités au taux de refinancement de la Banque \
                 centrale européenne majoré de dix points (art. L441-10 du code de commerce).",
                "En cas de retard de paiement, indemnité forfaitaire pour frais de recouvrement de \
                 40\u{a0}€ (art. D441-5 du code de commerce).",
            ),
            BuyerKind::PublicBody => (
                "En cas de retard de paiement, intérêts moratoires au taux de refinancement de la \
                 Banque centrale européenne majoré de huit points (art. R2192-31 du code de la \
                 commande publique).",
                "En cas de retard de paiement, indemnité forfaitaire pour frais de recouvrement de \
                 40\u{a0}€ (art. D2192-35 du code de la commande publique).",
            ),
            BuyerKind::Person => (
                "Pénalités de retard\u{a0}: sans objet, l’acheteur est un particulier.",
                "Indemnité pour frais de recouvrement\u{a0}: sans objet, l’acheteur est un particulier.",
            ),
        };
        Mentions {
            penalties: penalties.to_owned(),
            recovery: recovery.to_owned(),
            discount: "Pas d’escompte pour paiement anticipé.".to_owned(),
        }
    }
}
