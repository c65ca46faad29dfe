//! Kinds of organisations of the social and solidarity economy, as the law of 31 July 2014 and the
//! calls name them.

/// Codes of the kinds, in the order of forms. Their names are texts `people-kind-…`.
pub const KINDS: &[&str] = &[
    "association",
    "fondation",
    "mutuelle",
    "cooperative",
    "esus",
    "siae",
    "esat",
    "ptce",
    "entreprise",
    "public",
];
