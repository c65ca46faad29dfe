//! Units of quantity, from the lists of UN/ECE (recommendations 20 and 21), those that are used here.

/// In what a quantity is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Something counted, nothing said of what.
    One,
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
    /// Kilogrammes.
    Kilogram,
    /// Litres.
    Litre,
    /// Metres.
    Metre,
    /// Square metres.
    SquareMetre,
    /// Kilometres.
    Kilometre,
    /// Kilowatt-hours.
    KilowattHour,
    /// A sum for the whole.
    LumpSum,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Unit; 13] = [
        Unit::One,
        Unit::Hour,
        Unit::Day,
        Unit::Week,
        Unit::Month,
        Unit::Year,
        Unit::Kilogram,
        Unit::Litre,
        Unit::Metre,
        Unit::SquareMetre,
        Unit::Kilometre,
        Unit::KilowattHour,
        Unit::LumpSum,
    ];

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Unit::One => "C62",
            Unit::Hour => "HUR",
            Unit::Day => "DAY",
            Unit::Week => "WEE",
            Unit::Month => "MON",
            Unit::Year => "ANN",
            Unit::Kilogram => "KGM",
            Unit::Litre => "LTR",
            Unit::Metre => "MTR",
            Unit::SquareMetre => "MTK",
            Unit::Kilometre => "KMT",
            Unit::KilowattHour => "KWH",
            Unit::LumpSum => "LS",
        }
    }

    /// The unit of this code.
    pub fn of_code(code: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.code() == code)
    }
}
