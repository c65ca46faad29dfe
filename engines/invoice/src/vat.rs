//! Value added tax on a line: its category (UNTDID 5305), its rate, why there is none.

/// What VAT a line bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vat {
    /// A rate of mainland France (category S).
    Rate(Rate),
    /// The rate of nought (category Z), which French law hardly knows.
    Zero,
    /// Exempt (category E).
    Exempt(Exemption),
    /// No supply in the sense of the tax, as a subsidy or a subscription of members (category O).
    OutOfScope,
}

/// The rates of art. 278 to 281 nonies CGI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rate {
    /// 20 %.
    Normal,
    /// 10 %.
    Intermediate,
    /// 5.5 %.
    Reduced,
    /// 2.1 %.
    Special,
}

/// Why a line is exempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exemption {
    /// Art. 261, 7, 1° CGI: bodies that seek no profit, for their members or the needy, and few
    /// sales beside.
    NonProfit,
    /// Art. 293 B CGI: little turnover.
    Franchise,
}

impl Rate {
    /// Every rate, the highest first.
    pub const ALL: [Rate; 4] = [Rate::Normal, Rate::Intermediate, Rate::Reduced, Rate::Special];

    /// Tenths of a percent.
    pub const fn tenths(self) -> u32 {
        match self {
            Rate::Normal => 200,
            Rate::Intermediate => 100,
            Rate::Reduced => 55,
            Rate::Special => 21,
        }
    }
}

impl Vat {
    /// Tenths of a percent.
    pub const fn tenths(self) -> u32 {
        match self {
            Vat::Rate(rate) => rate.tenths(),
            Vat::Zero | Vat::Exempt(_) | Vat::OutOfScope => 0,
        }
    }

    /// The category's code in UNTDID 5305.
    pub const fn category(self) -> &'static str {
        match self {
            Vat::Rate(_) => "S",
            Vat::Zero => "Z",
            Vat::Exempt(_) => "E",
            Vat::OutOfScope => "O",
        }
    }

    /// Why no VAT is due, as French law wants it written on the invoice.
    pub const fn mention(self) -> Option<&'static str> {
        match self {
            Vat::Rate(_) | Vat::Zero => None,
            Vat::Exempt(Exemption::NonProfit) => Some("Exonération de TVA, art. 261, 7-1° du CGI"),
            Vat::Exempt(Exemption::Franchise) => Some("TVA non applicable, art. 293 B du CGI"),
            Vat::OutOfScope => Some("Hors du champ d’application de la TVA"),
        }
    }

    /// The same for machines: a code of the list VATEX.
    pub(crate) const fn exemption_code(self) -> Option<&'static str> {
        match self {
            Vat::Rate(_) | Vat::Zero => None,
            Vat::Exempt(Exemption::NonProfit) => Some("VATEX-FR-CGI261-7"),
            Vat::Exempt(Exemption::Franchise) => Some("VATEX-FR-FRANCHISE"),
            Vat::OutOfScope => Some("VATEX-EU-O"),
        }
    }
}
