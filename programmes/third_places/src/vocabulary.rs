//! The words that places are described with: codes, each with a text `places-…-CODE`.
//!
//! Typologies are those of the national census of third places; what is said of access are fields
//! of acceslibre; services are described with the words of data·inclusion, of whose themes those
//! are here that people come to a third place for.

/// What a place is: the census's words.
pub const TYPOLOGIES: &[&str] = &[
    "coworking",
    "fablab",
    "culture",
    "craft",
    "living-lab",
    "food",
    "kitchen",
    "training",
    "social",
    "mediation",
];

/// What a space is.
pub const SPACES: &[&str] = &[
    "open-desks",
    "office",
    "meeting-room",
    "workshop",
    "event-hall",
    "kitchen",
    "childcare",
    "outdoors",
];

/// What a picture is.
pub const PICTURES: &[&str] = &["photo", "plan"];

/// What is said of access: the key, and the field of acceslibre.
pub const ACCESS: &[(&str, &str)] = &[
    ("transport", "transport_station_presence"),
    ("parking", "stationnement_pmr"),
    ("parking-near", "stationnement_ext_pmr"),
    ("path-level", "cheminement_ext_plain_pied"),
    ("path-firm", "cheminement_ext_terrain_stable"),
    ("entrance-seen", "entree_reperage"),
    ("entrance-level", "entree_plain_pied"),
    ("entrance-call", "entree_dispositif_appel"),
    ("entrance-help", "entree_aide_humaine"),
    ("inside-level", "accueil_cheminement_plain_pied"),
    ("inside-lift", "accueil_cheminement_ascenseur"),
    ("hearing", "accueil_equipements_malentendants_presence"),
    ("toilets", "sanitaires_adaptes"),
];

/// What a place uses.
pub const ENERGY: &[&str] = &["electricity", "gas", "heat", "oil", "wood", "solar"];

/// What a service is.
pub const SERVICE_TYPES: &[&str] = &[
    "accompagnement",
    "aide-financiere",
    "aide-materielle",
    "atelier",
    "formation",
    "information",
];

/// What a service is about.
pub const THEMES: &[&str] = &[
    "creer-une-entreprise--definir-son-projet-de-creation-dentreprise",
    "creer-une-entreprise--developper-son-entreprise",
    "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
    "equipement-et-alimentation--alimentation",
    "famille--garde-denfants",
    "famille--soutien-a-la-parentalite-et-a-leducation",
    "lecture-ecriture-calcul--maitriser-le-francais",
    "mobilite--acceder-a-un-vehicule",
    "mobilite--mobilite-douce-partagee-collective",
    "numerique--acceder-a-une-connexion-internet",
    "numerique--acquerir-un-equipement",
    "numerique--maitriser-les-fondamentaux-du-numerique",
    "preparer-sa-candidature--developper-son-reseau",
    "remobilisation--activites-sportives-et-culturelles",
    "remobilisation--benevolat-action-citoyenne",
    "remobilisation--lien-social",
    "se-former--trouver-sa-formation",
];

/// Whom a service is for; the first one excludes the others.
pub const PUBLICS: &[&str] = &[
    "tous-publics",
    "actifs",
    "beneficiaires-des-minimas-sociaux",
    "demandeurs-emploi",
    "etudiants",
    "familles",
    "femmes",
    "jeunes",
    "personnes-en-situation-de-handicap",
    "personnes-exilees",
    "residents-qpv-frr",
    "seniors",
];

/// How a service receives people.
pub const MODES: &[&str] = &["en-presentiel", "a-distance"];

/// Whether a service costs something.
pub const FEES: &[&str] = &["gratuit", "payant"];
