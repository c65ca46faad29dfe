//! What is wrong with an invoice, where, and nothing said about it.

/// A fault, where it is and what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// In which part.
    pub place: Place,
    /// In which field of it.
    pub field: Field,
    /// What is wrong there.
    pub kind: FaultKind,
}

/// A part of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// What is said once.
    Document,
    /// Who sells.
    Seller,
    /// Who buys.
    Buyer,
    /// A line, from 0.
    Line(usize),
    /// A discount or charge on the whole, from 0.
    Adjustment(usize),
}

/// A field of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The number of the invoice.
    Number,
    /// The number or day of the invoice that a credit note corrects.
    Corrected,
    /// The day of issue.
    Issued,
    /// The day by which it is due.
    Due,
    /// When goods or services were supplied.
    Delivered,
    /// A name: of a party, or of what is sold.
    Name,
    /// The street.
    Street,
    /// What completes the street.
    Complement,
    /// The postal code.
    Postcode,
    /// The town.
    Town,
    /// The country.
    Country,
    /// A SIREN or SIRET, or for an association its RNA.
    Identity,
    /// The VAT number.
    VatNumber,
    /// The electronic address.
    Endpoint,
    /// The buyer's reference; for a public body the code of its service.
    Reference,
    /// The number of the order; for a public body that of the commitment.
    Order,
    /// The lines, as a whole.
    Lines,
    /// The discounts and charges on the whole.
    Adjustments,
    /// What is sold, in more words.
    Description,
    /// How much.
    Quantity,
    /// The price of one.
    Price,
    /// The discount of a line.
    Discount,
    /// The VAT of a line, discount or charge.
    Vat,
    /// Why there is a discount or charge.
    Reason,
    /// An amount: of a line, discount or charge.
    Amount,
    /// The total with VAT.
    Total,
    /// What was paid already.
    Prepaid,
    /// The identifier of a mandate.
    Mandate,
    /// The sentence on penalties.
    Penalties,
    /// The sentence on the cost of recovery.
    Recovery,
    /// The sentence on early payment.
    EarlyPayment,
    /// The free note.
    Note,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// It must be there; a quantity or amount must not be nought.
    Missing,
    /// Too many characters.
    TooLong {
        /// How many there may be.
        limit: usize,
        /// How many there are.
        found: usize,
    },
    /// A character that cannot stand there.
    Character {
        /// Which.
        found: char,
    },
    /// Outside the range from `least` to `most`: cents for amounts, thousandths for quantities and
    /// prices, years for days, a count for lines.
    Range {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// It is no code of the kind.
    NoCode,
    /// A day before the one that it follows, as due before issued.
    Early,
    /// Out of scope beside what is not, or exempt for two reasons: that takes two invoices.
    Mixed,
    /// A VAT number of another organisation.
    OtherOrganisation,
}
