//! The calls of the Hauts-de-Seine: PROGR'ESS editions 1 to 3 and the permanent call with two
//! budget lines of 2014-2015, with their published rules and figures.
//!
//! Sources: hauts-de-seine.fr (programme page and laureates of the sessions of 2014), press of the
//! département. What is not published (rates of PROGR'ESS, questions, weights) is ours.

use base::Cents;
use calls::{BudgetLine, CallText, Condition, Criterion, Field, FieldKind, Rules, Section, Test};

/// Files and laureates of an edition, and the amounts of the laureates, in euros.
pub(super) struct Edition {
    pub(super) theme: &'static str,
    pub(super) number: i64,
    pub(super) opened: (i16, i8, i8),
    pub(super) cut_off: (i16, i8, i8),
    pub(super) filed: usize,
    /// As many as there were laureates; none while the edition is not decided.
    pub(super) amounts: &'static [i64],
    pub(super) envelope: i64,
    pub(super) reference: &'static str,
}

/// 29 files, 13 laureates, 100,000 € in all, at most 15,000 € each.
pub(super) const FIRST: Edition = Edition {
    theme: "Vie quotidienne des publics fragiles",
    number: 1,
    opened: (2022, 11, 22),
    cut_off: (2023, 1, 31),
    filed: 29,
    amounts: &[
        15_000, 12_000, 10_000, 9_000, 8_500, 8_000, 7_500, 7_000, 6_000, 5_500, 5_000, 3_500,
        3_000,
    ],
    envelope: 100_000,
    reference: "DEMO-2023-041",
};

/// 41 files, 14 laureates, at most 15,000 € each; the total is not published.
pub(super) const SECOND: Edition = Edition {
    theme: "Développement durable et finance solidaire",
    number: 2,
    opened: (2023, 10, 16),
    cut_off: (2023, 12, 31),
    filed: 41,
    amounts: &[
        15_000, 11_000, 10_000, 9_000, 8_000, 8_000, 7_000, 6_500, 6_000, 5_500, 4_500, 4_000,
        3_000, 2_500,
    ],
    envelope: 100_000,
    reference: "DEMO-2024-038",
};

/// 100,000 €, at most 15,000 € each; its files and laureates are not published.
pub(super) const THIRD: Edition = Edition {
    theme: "Inclusion, et loisirs au service du vivre ensemble",
    number: 3,
    opened: (2024, 11, 12),
    cut_off: (2024, 12, 31),
    filed: 12,
    amounts: &[],
    envelope: 100_000,
    reference: "",
};

fn field(id: &str, label: &str, help: &str, required: bool, kind: FieldKind) -> Field {
    Field { id: id.to_owned(), label: label.to_owned(), help: help.to_owned(), required, kind }
}

fn criterion(id: &str, label: &str, help: &str, weight: i64) -> Criterion {
    Criterion {
        id: id.to_owned(),
        label: label.to_owned(),
        help: help.to_owned(),
        max_points: 5,
        weight,
    }
}

fn rubric() -> Vec<Criterion> {
    vec![
        criterion(
            "finalite",
            "Finalité sociale et environnementale",
            "5 : le projet change concrètement la vie de publics fragiles ; 1 : l’effet est incertain.",
            3,
        ),
        criterion(
            "ancrage",
            "Ancrage dans le territoire",
            "Proximité, lien social, partenaires.",
            2,
        ),
        criterion(
            "viabilite",
            "Viabilité",
            "Budget crédible, équipe, suite après la subvention.",
            2,
        ),
        criterion("innovation", "Caractère novateur", "", 1),
    ]
}

fn common_conditions() -> Vec<Condition> {
    vec![
        Condition {
            id: "code-postal".to_owned(),
            question: "Dans quel code postal le projet se déroule-t-il ?".to_owned(),
            otherwise: "Le projet doit se dérouler dans les Hauts-de-Seine (92).".to_owned(),
            test: Test::PostcodeStarts("92".to_owned()),
        },
        Condition {
            id: "annees".to_owned(),
            question: "Depuis combien d’années l’organisation existe-t-elle ?".to_owned(),
            otherwise: "L’organisation doit avoir au moins un an d’existence.".to_owned(),
            test: Test::AtLeast(1),
        },
    ]
}

/// Text and rules of an edition of PROGR'ESS.
pub(super) fn progress(edition: &Edition) -> (CallText, Rules) {
    let Edition { number, theme, .. } = edition;
    let text = CallText {
        title: format!("PROGR’ESS, édition {number}"),
        summary: format!(
            "{theme} : jusqu’à 15 000 € et un accompagnement individuel pour des projets de \
             l’économie sociale et solidaire."
        ),
        body: format!(
            "### Le thème\n\n{theme}.\n\n### Ce que reçoivent les lauréats\n\n\
             - une subvention de 15 000 € au plus ;\n\
             - un suivi individuel ;\n\
             - l’accès à un réseau d’acteurs.\n\n\
             ### Premier critère\n\nLa finalité sociale et environnementale du projet.\n\n\
             *Démonstration : les organisations, les projets et les montants par projet sont \
             inventés ; le nombre de dossiers et de lauréats des éditions 1 et 2, l’enveloppe de \
             l’édition 1 et le plafond sont ceux qui ont été publiés.*"
        ),
        legal_basis: "Code général des collectivités territoriales, article L. 3211-1".to_owned(),
    };
    let kinds = ["association", "esus", "fondation", "mutuelle", "siae", "esat", "ptce"];
    let mut eligibility = vec![Condition {
        id: "forme".to_owned(),
        question: "Quelle est la forme de votre organisation ?".to_owned(),
        otherwise: "Cette édition est ouverte aux structures de l’économie sociale et solidaire."
            .to_owned(),
        test: Test::KindIn(kinds.map(str::to_owned).to_vec()),
    }];
    eligibility.extend(common_conditions());
    let long = |max| FieldKind::LongText { max };
    let rules = Rules {
        eligibility,
        lines: vec![BudgetLine {
            code: "subvention".to_owned(),
            name: "Subvention".to_owned(),
            rate_basis_points: 10_000,
            cap: Cents::euros(15_000),
        }],
        project_cap: Some(Cents::euros(15_000)),
        form: vec![
            Section {
                title: "Le projet".to_owned(),
                fields: vec![
                    field("resume", "Le projet en quelques phrases", "", true, long(1_500)),
                    field(
                        "publics",
                        "Les personnes concernées",
                        "Qui, combien, où ?",
                        true,
                        long(1_500),
                    ),
                    field("debut", "Date de démarrage", "", true, FieldKind::Date),
                ],
            },
            Section {
                title: "Le budget".to_owned(),
                fields: vec![field("budget", "Budget prévisionnel", "", true, FieldKind::Budget)],
            },
        ],
        rubric: rubric(),
        readers_per_file: 2,
        four_eyes: false,
    };
    (text, rules)
}

/// Text and rules of the permanent call: two lines, two rates, two caps.
pub(super) fn permanent() -> (CallText, Rules) {
    let text = CallText {
        title: "Appel à projets permanent de l’économie sociale et solidaire".to_owned(),
        summary: "Ouvert toute l’année, décidé par sessions : jusqu’à 100 000 € de fonctionnement \
                  et 50 000 € d’investissement par projet."
            .to_owned(),
        body:
            "### Pour qui\n\nLes acteurs de l’économie sociale et solidaire qui portent un projet \
               dans les Hauts-de-Seine.\n\n### Comment\n\nDéposez votre dossier quand il est prêt. \
               Chaque session a une date limite ; un dossier arrivé après elle est examiné à la \
               session suivante, jamais perdu.\n\n### Deux lignes\n\n\
               | ligne | taux | plafond |\n|---|---|---|\n\
               | Fonctionnement | 50 % du budget de fonctionnement | 100 000 € |\n\
               | Investissement | 80 % du budget d’investissement | 50 000 € |\n\n\
               *Démonstration : règles de l’appel départemental de 2014-2015 (taux de 2012), \
               sessions inventées.*"
                .to_owned(),
        legal_basis: "Code général des collectivités territoriales, article L. 3211-1 (compétence \
                      de solidarité)"
            .to_owned(),
    };
    let line = |code: &str, name: &str, rate_basis_points, cap| BudgetLine {
        code: code.to_owned(),
        name: name.to_owned(),
        rate_basis_points,
        cap: Cents::euros(cap),
    };
    let rules = Rules {
        eligibility: common_conditions(),
        lines: vec![
            line("fonctionnement", "Fonctionnement", 5_000, 100_000),
            line("investissement", "Investissement", 8_000, 50_000),
        ],
        project_cap: Some(Cents::euros(150_000)),
        form: permanent_form(),
        rubric: rubric(),
        readers_per_file: 3,
        four_eyes: false,
    };
    (text, rules)
}

fn permanent_form() -> Vec<Section> {
    let long = |max| FieldKind::LongText { max };
    let table = FieldKind::Table {
        columns: ["Partenaire", "Rôle", "Acquis ou sollicité"].map(str::to_owned).to_vec(),
        rows: 10,
    };
    let stage = FieldKind::Choice {
        options: ["Idée", "Prototype", "Déjà en activité"].map(str::to_owned).to_vec(),
    };
    vec![
        Section {
            title: "Le projet".to_owned(),
            fields: vec![
                field(
                    "resume",
                    "Le projet en quelques phrases",
                    "Pour quelqu’un qui n’en a jamais entendu parler.",
                    true,
                    long(1_500),
                ),
                field(
                    "besoin",
                    "À quel besoin répond-il ?",
                    "Qui l’a exprimé, où, comment le savez-vous ?",
                    true,
                    long(3_000),
                ),
                field("stade", "Où en est-il ?", "", true, stage),
                field("debut", "Date de démarrage", "", true, FieldKind::Date),
                field("lieu", "Adresse du projet", "", true, FieldKind::Address),
            ],
        },
        Section {
            title: "Les moyens".to_owned(),
            fields: vec![
                field(
                    "emplois",
                    "Emplois créés ou maintenus",
                    "",
                    false,
                    FieldKind::Number { min: 0, max: 10_000 },
                ),
                field("partenaires", "Partenaires", "", false, table),
                field(
                    "budget",
                    "Budget prévisionnel du projet",
                    "Dépenses et recettes doivent être égales ; comptez la subvention demandée dans les recettes.",
                    true,
                    FieldKind::Budget,
                ),
            ],
        },
        Section {
            title: "Les pièces".to_owned(),
            fields: vec![
                field("statuts", "Statuts signés", "", true, FieldKind::Files { max: 1 }),
                field(
                    "comptes",
                    "Derniers comptes approuvés",
                    "",
                    false,
                    FieldKind::Files { max: 3 },
                ),
            ],
        },
    ]
}
