//! What accounts are for, and which account of the French chart stands for each: the chart of
//! associations (règlement ANC 2018-06, which adds to règlement ANC 2014-03).

/// What an account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the chart says it, in the reader's language")]
pub enum Purpose {
    Bank,
    Cash,
    Cheques,
    Receivable,
    Payable,
    Wallet,
    Deposit,
    HeldForOthers,
    Suspense,
    Transit,
    VatCollected,
    VatDeductible,
    Loans,
    Opening,
    Gifts,
    Dues,
    Subsidies,
    Services,
    Goods,
    Produce,
    LoanInterest,
    OtherIncome,
    Aid,
    Purchases,
    Supplies,
    Rent,
    Insurance,
    Fees,
    Travel,
    BankFees,
    Wages,
    SocialCharges,
    OtherExpense,
    ProfitBroughtForward,
    LossBroughtForward,
}

/// The journal of the books in which an account's transfers stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Journal {
    /// Banque.
    Bank,
    /// Caisse.
    Cash,
    /// Ventes et dons.
    Income,
    /// Achats et aides.
    Expense,
    /// Opérations diverses.
    Other,
}

impl Journal {
    /// Its code and its name, as in the French books.
    pub fn code_and_name(self) -> (&'static str, &'static str) {
        match self {
            Journal::Bank => ("BQ", "Banque"),
            Journal::Cash => ("CA", "Caisse"),
            Journal::Income => ("VE", "Ventes et dons"),
            Journal::Expense => ("AC", "Achats et aides"),
            Journal::Other => ("OD", "Opérations diverses"),
        }
    }
}

/// Purpose, code, account of the chart and its French name.
const PLAN: [(Purpose, &str, &str, &str); 35] = [
    (Purpose::Bank, "bank", "512000", "Banques"),
    (Purpose::Cash, "cash", "530000", "Caisse"),
    (Purpose::Cheques, "cheques", "511200", "Chèques à encaisser"),
    (Purpose::Receivable, "receivable", "411000", "Clients, adhérents, usagers"),
    (Purpose::Payable, "payable", "401000", "Fournisseurs"),
    (Purpose::Wallet, "wallet", "419100", "Avances et acomptes reçus"),
    (Purpose::Deposit, "deposit", "165000", "Dépôts et cautionnements reçus"),
    (Purpose::HeldForOthers, "held-for-others", "467000", "Autres comptes débiteurs ou créditeurs"),
    (Purpose::Suspense, "suspense", "471000", "Compte d’attente"),
    (Purpose::Transit, "transit", "580000", "Virements internes"),
    (Purpose::VatCollected, "vat-collected", "445710", "TVA collectée"),
    (Purpose::VatDeductible, "vat-deductible", "445660", "TVA déductible"),
    (Purpose::Loans, "loans", "274000", "Prêts"),
    (Purpose::Opening, "opening", "890000", "Bilan d’ouverture"),
    (Purpose::Gifts, "gifts", "754100", "Dons manuels"),
    (Purpose::Dues, "dues", "756000", "Cotisations"),
    (Purpose::Subsidies, "subsidies", "740000", "Subventions d’exploitation"),
    (Purpose::Services, "services", "706000", "Prestations de services"),
    (Purpose::Goods, "goods", "707000", "Ventes de marchandises"),
    (Purpose::Produce, "produce", "701000", "Ventes de produits finis"),
    (Purpose::LoanInterest, "loan-interest", "762400", "Revenus des prêts"),
    (Purpose::OtherIncome, "other-income", "758000", "Produits divers de gestion courante"),
    (Purpose::Aid, "aid", "657100", "Aides financières octroyées"),
    (Purpose::Purchases, "purchases", "607000", "Achats de marchandises"),
    (Purpose::Supplies, "supplies", "606000", "Achats non stockés de matières et fournitures"),
    (Purpose::Rent, "rent", "613000", "Locations"),
    (Purpose::Insurance, "insurance", "616000", "Primes d’assurances"),
    (Purpose::Fees, "fees", "622000", "Rémunérations d’intermédiaires et honoraires"),
    (Purpose::Travel, "travel", "625000", "Déplacements, missions et réceptions"),
    (Purpose::BankFees, "bank-fees", "627000", "Services bancaires et assimilés"),
    (Purpose::Wages, "wages", "641000", "Rémunérations du personnel"),
    (Purpose::SocialCharges, "social-charges", "645000", "Charges sociales"),
    (Purpose::OtherExpense, "other-expense", "658000", "Charges diverses de gestion courante"),
    (Purpose::ProfitBroughtForward, "profit-forward", "110000", "Report à nouveau créditeur"),
    (Purpose::LossBroughtForward, "loss-forward", "119000", "Report à nouveau débiteur"),
];

impl Purpose {
    /// All purposes, in the order of the chart's use.
    pub fn all() -> impl Iterator<Item = Purpose> {
        PLAN.iter().map(|line| line.0)
    }

    fn line(self) -> &'static (Purpose, &'static str, &'static str, &'static str) {
        let at = PLAN.iter().position(|line| line.0 == self).unwrap_or(0);
        PLAN.get(at).unwrap_or(&PLAN[0])
    }

    /// The purpose as stored; its name is the text `ledger-purpose-…`.
    pub fn code(self) -> &'static str {
        self.line().1
    }

    /// The purpose of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        PLAN.iter().find(|line| line.1 == code).map(|line| line.0)
    }

    /// The account of the chart: six digits, and its French name.
    pub fn chart(self) -> (&'static str, &'static str) {
        (self.line().2, self.line().3)
    }

    /// Whether money that comes in is booked under it: class 7 of the chart.
    pub fn is_income(self) -> bool {
        self.chart().0.starts_with('7')
    }

    /// Whether money that goes out is booked under it: class 6 of the chart.
    pub fn is_expense(self) -> bool {
        self.chart().0.starts_with('6')
    }

    /// Whether it is where money lies: the bank, the till, cheques on their way.
    pub fn is_treasury(self) -> bool {
        matches!(self, Purpose::Bank | Purpose::Cash | Purpose::Cheques)
    }

    /// Whether its balance is shown as debits less credits: what one has, and what one spent.
    pub fn is_debit_side(self) -> bool {
        matches!(self, Purpose::Receivable | Purpose::Loans | Purpose::VatDeductible)
            || self.is_treasury()
            || self.is_expense()
    }

    /// Whether it stands for what others owe or are owed: such accounts have an owner and, in the
    /// books, an auxiliary account.
    pub fn is_auxiliary(self) -> bool {
        matches!(
            self,
            Purpose::Receivable
                | Purpose::Payable
                | Purpose::Wallet
                | Purpose::Deposit
                | Purpose::HeldForOthers
                | Purpose::Loans
        )
    }
}

/// The journal of a transfer between accounts of two purposes.
pub fn journal(debit: Purpose, credit: Purpose) -> Journal {
    use Purpose::*;
    let either = |purposes: &[Purpose]| purposes.contains(&debit) || purposes.contains(&credit);
    if either(&[Bank]) {
        Journal::Bank
    } else if either(&[Cash, Cheques]) {
        Journal::Cash
    } else if debit.is_income() || credit.is_income() {
        Journal::Income
    } else if debit.is_expense() || credit.is_expense() {
        Journal::Expense
    } else {
        Journal::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_purpose_stands_in_the_chart_once() {
        let mut codes: Vec<&str> = Purpose::all().map(Purpose::code).collect();
        let mut accounts: Vec<&str> = Purpose::all().map(|purpose| purpose.chart().0).collect();
        for purpose in Purpose::all() {
            assert_eq!(Purpose::from_code(purpose.code()), Some(purpose));
        }
        codes.sort_unstable();
        codes.dedup();
        accounts.sort_unstable();
        accounts.dedup();
        assert_eq!((codes.len(), accounts.len()), (PLAN.len(), PLAN.len()));
    }
}
