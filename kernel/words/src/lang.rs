//! The languages, their codes, and the choice among them from what a browser asks for.
//!
//! Deliberately absent: regions and scripts; `fr-CA` and `fr-FR` are both French.

/// A language in which something is written: interface, letters, or content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// French, the first language of everything.
    #[default]
    Fr,
    /// English.
    En,
    /// Haitian Creole.
    Ht,
    /// Khmer.
    Km,
    /// Armenian.
    Hy,
    /// Bambara.
    Bm,
}

impl Lang {
    /// Every language, French first.
    pub const ALL: [Lang; 6] = [Lang::Fr, Lang::En, Lang::Ht, Lang::Km, Lang::Hy, Lang::Bm];

    /// The languages of the interface: every sentence exists in each of them.
    pub const SHIPPED: [Lang; 2] = [Lang::Fr, Lang::En];

    /// ISO 639-1 code, as in the `lang` attribute.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::En => "en",
            Lang::Ht => "ht",
            Lang::Km => "km",
            Lang::Hy => "hy",
            Lang::Bm => "bm",
        }
    }

    /// The language of a code, with or without region: `en`, `en-GB`, `EN_us`.
    pub fn from_code(code: &str) -> Option<Lang> {
        let primary = code.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        Lang::ALL.into_iter().find(|lang| lang.code() == primary)
    }

    /// The name of the language in itself.
    pub const fn name(self) -> &'static str {
        match self {
            Lang::Fr => "Français",
            Lang::En => "English",
            Lang::Ht => "Kreyòl ayisyen",
            Lang::Km => "ខ្មែរ",
            Lang::Hy => "Հայերեն",
            Lang::Bm => "Bamanankan",
        }
    }
}

/// The language of the interface that suits an `Accept-Language` header best, and French when
/// none of those asked for is shipped. At most 50 entries of the header are read.
pub fn negotiate(accept_language: &str) -> Lang {
    let mut best = (Lang::Fr, 0);
    for entry in accept_language.split(',').take(50) {
        let mut parts = entry.split(';');
        let range = parts.next().unwrap_or_default().trim();
        let weight = parts.find_map(weight_in_thousandths).unwrap_or(1000);
        let asked = if range == "*" { Some(Lang::Fr) } else { Lang::from_code(range) };
        match asked {
            Some(lang) if Lang::SHIPPED.contains(&lang) && weight > best.1 => best = (lang, weight),
            _ => {}
        }
    }
    best.0
}

/// `q=0.8` as 800; what cannot be read counts for nothing.
fn weight_in_thousandths(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let weight: f32 = value.trim().parse().unwrap_or(0.0);
    // The conversion saturates, and takes what is not a number for 0.
    Some((weight.clamp(0.0, 1.0) * 1000.0) as u16)
}
