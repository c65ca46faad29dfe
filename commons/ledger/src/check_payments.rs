//! The invariants of what is paid and to be paid, beside the book: claims, orders, files and
//! invoices say what the transfers say.

use ::store::{Finding, Tx, sql};
use base::Outcome;

/// Every record that breaks an invariant.
pub(crate) fn check_payments(tx: &mut Tx) -> Outcome<Vec<Finding>> {
    let mut findings = Vec::new();
    let claims = sql("SELECT c.entity, c.number FROM ledger_claim c
         LEFT JOIN (SELECT entity, reference,
                CAST(SUM(CASE WHEN code = 'ledger.claim' THEN amount ELSE -amount END)
                    AS BIGINT) AS paid
            FROM ledger_transfer
            WHERE reference <> ''
                AND code IN ('ledger.claim', 'ledger.claim-returned', 'ledger.reversal')
            GROUP BY entity, reference) t ON t.entity = c.entity AND t.reference = c.reference
         WHERE c.paid <> COALESCE(t.paid, 0)
            OR (c.state = 'paid' AND c.paid < c.amount)
            OR (c.state = 'dropped' AND c.paid <> 0)
         ORDER BY c.entity, c.number LIMIT 1000");
    let orders = sql("SELECT o.entity, o.number FROM ledger_order o
         LEFT JOIN ledger_pending p ON p.id = o.transfer
         WHERE (o.state IN ('prepared', 'approved', 'withdrawn') AND o.transfer IS NOT NULL)
            OR (o.state = 'sent' AND COALESCE(p.state, '') <> 'waiting')
            OR (o.state IN ('paid', 'returned') AND COALESCE(p.state, '') <> 'posted')
            OR (o.state = 'refused' AND COALESCE(p.state, '') <> 'voided')
            OR (o.approved_by = o.prepared_by)
         ORDER BY o.entity, o.number LIMIT 1000");
    let debits = sql("SELECT c.entity, c.number FROM ledger_claim c
         WHERE (c.state = 'sent') <> EXISTS (SELECT 1 FROM ledger_debit d
                WHERE d.entity = c.entity AND d.claim = c.number AND d.state = 'sent')
         ORDER BY c.entity, c.number LIMIT 1000");
    let files = sql("SELECT f.entity, f.number FROM ledger_file f
         WHERE f.amount <> (SELECT CAST(COALESCE(SUM(o.amount), 0) AS BIGINT) FROM ledger_order o
                WHERE o.entity = f.entity AND o.file = f.number)
            + (SELECT CAST(COALESCE(SUM(d.amount), 0) AS BIGINT) FROM ledger_debit d
                WHERE d.entity = f.entity AND d.file = f.number)
         ORDER BY f.entity, f.number LIMIT 1000");
    let invoices = sql("SELECT i.entity, i.number FROM ledger_invoice i
         WHERE i.net + i.tax <> (SELECT CAST(COALESCE(SUM(t.amount), 0) AS BIGINT) FROM ledger_transfer t
                WHERE t.entity = i.entity AND t.reference = i.name AND t.code = 'ledger.invoice')
         ORDER BY i.entity, i.number LIMIT 1000");
    let credits = sql("SELECT i.entity, i.number FROM ledger_invoice i
         WHERE i.net + i.tax < (SELECT CAST(COALESCE(SUM(c.net + c.tax), 0) AS BIGINT)
            FROM ledger_invoice c WHERE c.entity = i.entity AND c.credits = i.number)
         ORDER BY i.entity, i.number LIMIT 1000");
    for (what, invariant, query) in [
        ("claim", "a claim is paid by the transfers that name it", claims),
        ("claim", "a claim is at the bank while a debit of it is", debits),
        ("order", "an order is where its transfer is, and two people signed it", orders),
        ("bank file", "a file for the bank is the sum of what it holds", files),
        ("invoice", "an invoice is what it put into the book", invoices),
        ("invoice", "credit notes come to no more than their invoice", credits),
    ] {
        for row in tx.all(query, &[])? {
            let mut columns = row.columns();
            let (entity, number): (i64, i64) = (columns.take()?, columns.take()?);
            findings.push(Finding { invariant, record: format!("{what} {entity}-{number}") });
        }
    }
    Ok(findings)
}
