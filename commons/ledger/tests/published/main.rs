//! TigerBeetle's own tables: what each request is answered, and what stands in the accounts after
//! it. Typed from `src/state_machine_tests.zig` of tigerbeetle/tigerbeetle, commit 08fdc30
//! (Apache-2.0), less what the book does not have: zero ids, ledgers and codes, reserved bits,
//! closing transfers, imports, queries. Amounts of 128 bits are given as those of 63; `max` is the
//! largest, `max-1` one less.
//!
//! A line is one of
//! `account A1 L1 [D<C|C<D]`, `setup A1 debits_pending debits_posted credits_pending credits_posted`,
//! `tick seconds`, `transfer T1 A1 A2 amount [options] status` with options `pending=T1 u=reference
//! t=seconds c=code LNK PEN POS VOI BDR BCR`, `commit`, `balance A1` with four numbers, and
//! `amount T1 n` or `amount T1 none`.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod tables;

use tables::check;

#[test]
fn create_transfers() {
    check(
        "account A1 L1
         account A2 L2
         account A3 L1
         account A4 L1 D<C
         account A5 L1 C<D
         setup A1 100 200 0 0
         setup A3 0 0 110 210
         setup A4 20 max-700 0 max-500
         setup A5 0 max-1000 10 max-1100

         transfer T1 A8 A8 9 PEN accounts_must_be_different
         transfer T1 A8 A9 9 PEN debit_account_not_found
         transfer T1 A1 A3 123 id_already_failed
         transfer T2 A1 A9 9 PEN credit_account_not_found
         transfer T2 A1 A3 123 id_already_failed
         commit
         transfer T3 A1 A2 1 PEN accounts_must_have_the_same_ledger
         transfer T3 A1 A3 max-99 PEN overflows_debits_pending
         transfer T3 A1 A3 max-109 PEN overflows_credits_pending
         transfer T3 A1 A3 max-199 PEN overflows_debits_posted
         transfer T3 A1 A3 max-209 PEN overflows_credits_posted
         transfer T3 A1 A3 max-299 PEN overflows_debits
         transfer T3 A1 A3 max-319 PEN overflows_credits
         transfer T3 A4 A5 199 PEN t=999999999999 overflows_timeout
         transfer T3 A4 A5 199 exceeds_credits
         transfer T3 A1 A3 123 id_already_failed
         transfer T4 A4 A5 91 exceeds_debits
         transfer T4 A1 A3 123 id_already_failed
         transfer T5 A1 A3 123 PEN t=1 created
         commit
         transfer T5 A1 A3 max u=1 c=2 exists_with_different_flags
         transfer T5 A3 A1 max PEN t=1 u=1 c=2 exists_with_different_debit_account_id
         transfer T5 A1 A4 max PEN t=1 u=1 c=2 exists_with_different_credit_account_id
         transfer T5 A1 A3 max PEN t=1 u=1 exists_with_different_amount
         transfer T5 A1 A3 123 PEN t=1 u=1 c=2 exists_with_different_user_data
         transfer T5 A1 A3 123 PEN t=2 c=2 exists_with_different_timeout
         transfer T5 A1 A3 123 PEN t=1 c=2 exists_with_different_code
         transfer T5 A1 A3 123 PEN t=1 exists
         transfer T6 A3 A1 7 c=2 created
         transfer T7 A1 A3 3 c=2 created
         transfer T8 A1 A3 0 c=2 created
         commit
         balance A1 223 203 0 7
         balance A3 0 7 233 213
         amount T5 123
         amount T6 7
         amount T7 3
         amount T8 0",
    );
}

#[test]
fn two_phase_transfers() {
    check(
        "account A1 L1
         account A2 L1
         transfer T1 A1 A2 15 created
         transfer T2 A1 A2 15 PEN t=1000 created
         transfer T3 A1 A2 15 PEN t=50 created
         transfer T4 A1 A2 15 PEN t=1 created
         transfer T5 A1 A2 7 PEN t=50 u=9 created
         transfer T6 A1 A2 1 PEN created
         transfer T7 A1 A2 1 PEN created
         commit
         balance A1 54 15 0 0
         balance A2 0 0 54 15
         tick 1
         transfer T101 A1 A2 13 POS pending=T2 u=1 created
         transfer T101 A1 A2 15 VOI pending=T3 u=2 exists_with_different_flags
         transfer T101 A1 A2 14 POS pending=T2 u=1 exists_with_different_amount
         transfer T101 A1 A2 0 POS pending=T2 u=1 exists_with_different_amount
         transfer T101 A1 A2 13 POS pending=T3 u=2 exists_with_different_pending_id
         transfer T101 A1 A2 13 POS pending=T2 u=2 exists_with_different_user_data
         transfer T101 A1 A2 13 POS pending=T2 u=1 exists
         transfer T102 A8 A9 16 VOI pending=T103 BDR c=7 flags_are_mutually_exclusive
         transfer T102 A8 A9 16 VOI pending=T103 BDR BCR c=7 flags_are_mutually_exclusive
         transfer T102 A8 A9 16 POS pending=T103 BCR c=7 flags_are_mutually_exclusive
         transfer T102 A8 A9 16 VOI pending=T102 c=7 pending_id_must_be_different
         commit
         transfer T102 A8 A9 16 VOI pending=T103 c=7 pending_transfer_not_found
         transfer T102 A1 A2 13 u=1 id_already_failed
         transfer T103 A8 A9 16 VOI pending=T1 c=7 pending_transfer_not_pending
         transfer T103 A8 A9 16 VOI pending=T3 c=7 pending_transfer_has_different_debit_account_id
         transfer T103 A1 A9 16 VOI pending=T3 c=7 pending_transfer_has_different_credit_account_id
         transfer T103 A1 A2 16 VOI pending=T3 c=7 pending_transfer_has_different_code
         transfer T103 A1 A2 16 VOI pending=T3 exceeds_pending_transfer_amount
         transfer T103 A1 A2 14 VOI pending=T3 pending_transfer_has_different_amount
         transfer T103 A1 A2 13 POS pending=T2 pending_transfer_already_posted
         transfer T103 A1 A2 15 VOI pending=T3 created
         transfer T104 A1 A2 13 POS pending=T3 pending_transfer_already_voided
         transfer T104 A1 A2 15 VOI pending=T4 pending_transfer_expired
         commit
         transfer T101 A0 A0 14 POS pending=T2 exists_with_different_amount
         transfer T101 A0 A0 12 POS pending=T2 exists_with_different_amount
         transfer T105 A0 A0 8 POS pending=T5 exceeds_pending_transfer_amount
         transfer T105 A0 A0 max POS pending=T5 created
         transfer T105 A0 A0 7 POS pending=T5 exists
         transfer T105 A0 A0 max POS pending=T5 exists
         transfer T105 A0 A0 8 POS pending=T5 exists_with_different_amount
         transfer T105 A0 A0 6 POS pending=T5 exists_with_different_amount
         transfer T105 A0 A0 0 POS pending=T5 exists_with_different_amount
         transfer T106 A0 A0 max-1 POS pending=T6 exceeds_pending_transfer_amount
         transfer T106 A0 A0 max POS pending=T6 created
         transfer T106 A0 A0 max POS pending=T6 exists
         transfer T106 A0 A0 1 POS pending=T6 exists
         transfer T106 A0 A0 2 POS pending=T6 exists_with_different_amount
         transfer T106 A0 A0 0 POS pending=T6 exists_with_different_amount
         transfer T107 A0 A0 0 POS pending=T7 created
         transfer T107 A0 A0 0 POS pending=T7 exists
         transfer T107 A0 A0 1 POS pending=T7 exists_with_different_amount
         commit
         balance A1 0 36 0 0
         balance A2 0 0 0 36
         amount T101 13
         amount T105 7
         amount T106 1
         amount T107 0",
    );
}

#[test]
fn two_phase_transfers_of_the_largest_amount() {
    check(
        "account A1 L1
         account A2 L1
         transfer T1 A1 A2 max PEN created
         transfer T2 A1 A2 max POS pending=T1 created
         transfer T2 A1 A2 max POS pending=T1 exists
         commit
         balance A1 0 max 0 0
         balance A2 0 0 0 max
         amount T1 max
         amount T2 max",
    );
}

#[test]
fn expired_transfers() {
    check(
        "account A1 L1
         account A2 L1
         transfer T1 A1 A2 10 PEN created
         transfer T2 A1 A2 11 PEN t=1 created
         transfer T3 A1 A2 12 PEN t=2 created
         transfer T4 A1 A2 13 PEN t=3 created
         commit
         balance A1 46 0 0 0
         balance A2 0 0 46 0
         tick 1
         balance A1 35 0 0 0
         balance A2 0 0 35 0
         tick 1
         balance A1 23 0 0 0
         balance A2 0 0 23 0
         tick 1
         balance A1 10 0 0 0
         balance A2 0 0 10 0
         transfer T101 A1 A2 10 POS pending=T1 u=1 created
         transfer T102 A1 A2 11 POS pending=T2 u=1 pending_transfer_expired
         transfer T103 A1 A2 12 POS pending=T3 u=1 pending_transfer_expired
         transfer T104 A1 A2 13 POS pending=T4 u=1 pending_transfer_expired
         commit
         balance A1 0 10 0 0
         balance A2 0 0 0 10
         amount T101 10
         amount T102 none
         amount T103 none
         amount T104 none",
    );
}

#[test]
fn failed_chains_are_undone() {
    check(
        "account A1 L1 D<C
         account A2 L1
         account A9 L2
         setup A1 0 0 0 20
         transfer T1 A1 A2 15 LNK linked_event_failed
         transfer T2 A1 A9 5 accounts_must_have_the_same_ledger
         transfer T3 A1 A2 15 created
         commit
         balance A1 0 15 0 20
         balance A2 0 0 0 15
         amount T1 none
         amount T2 none
         amount T3 15
         transfer T4 A2 A1 15 PEN t=1 LNK linked_event_failed
         transfer T5 A1 A9 15 accounts_must_have_the_same_ledger
         commit
         balance A1 0 15 0 20
         balance A2 0 0 0 15
         amount T4 none",
    );
}

/// The tables « linked accounts » and « linked_event_chain_open », their accounts made transfers.
#[test]
fn chains() {
    check(
        "account A1 L1
         account A2 L1
         account A9 L2
         transfer T7 A1 A2 1 created
         transfer T1 A1 A2 1 LNK linked_event_failed
         transfer T2 A1 A2 1 LNK linked_event_failed
         transfer T1 A1 A2 1 LNK exists
         transfer T3 A1 A2 1 linked_event_failed
         transfer T1 A1 A2 1 created
         transfer T1 A1 A2 2 LNK exists_with_different_flags
         transfer T2 A1 A2 1 linked_event_failed
         transfer T2 A1 A2 1 created
         transfer T3 A1 A2 1 LNK linked_event_failed
         transfer T1 A1 A2 2 exists_with_different_amount
         transfer T3 A1 A2 1 LNK created
         transfer T4 A1 A2 1 created
         commit
         balance A1 0 5 0 0
         transfer T11 A1 A2 1 LNK created
         transfer T12 A1 A2 1 LNK created
         transfer T13 A1 A2 1 created
         transfer T14 A1 A2 1 LNK linked_event_failed
         transfer T15 A1 A2 1 LNK linked_event_chain_open
         commit
         transfer T16 A1 A2 1 created
         transfer T17 A1 A2 1 LNK linked_event_failed
         transfer T16 A1 A2 1 LNK exists_with_different_flags
         transfer T18 A1 A2 1 LNK linked_event_chain_open
         commit
         transfer T19 A1 A2 1 LNK linked_event_chain_open
         commit
         balance A1 0 9 0 0
         amount T14 none
         amount T17 none
         amount T19 none",
    );
}

#[test]
fn balancing_with_limits() {
    check(
        "account A1 L1 D<C
         account A2 L1 C<D
         account A3 L1
         setup A1 1 0 0 10
         setup A2 0 10 2 0
         transfer T1 A1 A3 3 BDR created
         transfer T2 A1 A3 13 BDR created
         transfer T3 A3 A2 3 BCR created
         transfer T4 A3 A2 13 BCR created
         transfer T5 A1 A3 1 BDR created
         transfer T6 A1 A3 1 BDR BCR created
         transfer T7 A3 A2 1 BCR created
         transfer T8 A1 A2 1 BDR BCR created
         transfer T1 A1 A3 2 BDR exists_with_different_amount
         transfer T1 A1 A3 0 BDR exists_with_different_amount
         transfer T1 A1 A3 3 BDR exists
         transfer T1 A1 A3 4 BDR exists
         transfer T2 A1 A3 6 BDR exists
         transfer T2 A1 A3 0 BDR exists_with_different_amount
         transfer T3 A3 A2 2 BCR exists_with_different_amount
         transfer T3 A3 A2 0 BCR exists_with_different_amount
         transfer T3 A3 A2 3 BCR exists
         transfer T3 A3 A2 4 BCR exists
         transfer T4 A3 A2 5 BCR exists
         transfer T4 A3 A2 6 BCR exists
         transfer T4 A3 A2 0 BCR exists_with_different_amount
         commit
         balance A1 1 9 0 10
         balance A2 0 10 2 8
         balance A3 0 8 0 9
         amount T1 3
         amount T2 6
         amount T3 3
         amount T4 5
         amount T5 0
         amount T6 0
         amount T7 0
         amount T8 0",
    );
}

#[test]
fn balancing_beside_limits() {
    check(
        "account A1 L1 D<C
         account A2 L1
         account A3 L1 C<D
         account A4 L1
         setup A1 0 0 0 4
         setup A2 0 5 0 0
         setup A3 0 4 0 0
         setup A4 0 0 0 5
         transfer T1 A1 A2 10 BCR exceeds_credits
         transfer T2 A1 A2 10 BDR created
         transfer T3 A4 A3 10 BDR exceeds_debits
         transfer T4 A4 A3 10 BCR created
         commit
         balance A1 0 4 0 4
         balance A2 0 5 0 4
         balance A3 0 4 0 4
         balance A4 0 4 0 5
         amount T1 none
         amount T2 4
         amount T3 none
         amount T4 4",
    );
}

#[test]
fn balancing_without_limits() {
    check(
        "account A1 L1
         account A2 L1
         account A3 L1
         setup A1 1 0 0 10
         setup A2 0 10 2 0
         transfer T1 A3 A1 99 BDR BCR created
         transfer T2 A3 A1 99 BDR created
         transfer T3 A2 A3 99 BCR created
         transfer T4 A1 A3 99 BDR created
         transfer T5 A1 A3 99 BDR created
         transfer T6 A3 A2 99 BCR created
         transfer T7 A3 A2 99 BCR created
         commit
         balance A1 1 9 0 10
         balance A2 0 10 2 8
         balance A3 0 8 0 9
         amount T1 0
         amount T2 0
         amount T3 0
         amount T4 9
         amount T5 0
         amount T6 8
         amount T7 0",
    );
}

#[test]
fn balancing_nothing() {
    check(
        "account A1 L1 D<C
         account A2 L1 C<D
         account A3 L1 C<D
         account A4 L1
         setup A1 1 0 0 10
         setup A2 0 10 2 0
         setup A3 0 10 2 0
         transfer T1 A1 A4 0 BDR created
         transfer T2 A4 A2 0 BCR created
         transfer T3 A1 A4 0 BDR BCR created
         transfer T4 A4 A3 0 PEN BCR created
         transfer T5 A4 A1 1 BDR created
         transfer T6 A2 A4 1 BCR created
         commit
         balance A1 1 0 0 10
         balance A2 0 10 2 0
         balance A3 0 10 2 0
         balance A4 0 0 0 0
         amount T1 0
         amount T2 0
         amount T3 0
         amount T4 0
         amount T5 0
         amount T6 0",
    );
}

#[test]
fn balancing_the_largest_amount() {
    check(
        "account A1 L1 D<C
         account A2 L1 D<C
         account A3 L1 C<D
         account A4 L1 C<D
         setup A1 0 0 0 max-1
         setup A4 0 max-1 0 0
         transfer T1 A1 A2 max BDR created
         transfer T2 A3 A4 max BCR created
         commit
         balance A1 0 max-1 0 max-1
         balance A2 0 0 0 max-1
         balance A3 0 max-1 0 0
         balance A4 0 max-1 0 max-1
         amount T1 max-1
         amount T2 max-1",
    );
}

#[test]
fn balancing_both_sides() {
    check(
        "account A1 L1 D<C
         account A2 L1 C<D
         account A3 L1
         setup A1 0 0 0 20
         setup A2 0 10 0 0
         setup A3 0 99 0 0
         transfer T1 A1 A2 1 BDR BCR created
         transfer T2 A1 A2 12 BDR BCR created
         transfer T3 A1 A2 1 BDR BCR created
         transfer T4 A1 A3 12 BDR BCR created
         transfer T5 A1 A3 1 BDR BCR created
         commit
         balance A1 0 20 0 20
         balance A2 0 10 0 10
         balance A3 0 99 0 10
         amount T1 1
         amount T2 9
         amount T3 0
         amount T4 10
         amount T5 0",
    );
}

#[test]
fn balancing_what_is_set_aside() {
    check(
        "account A1 L1 D<C
         account A2 L1 C<D
         setup A1 0 0 0 10
         setup A2 0 10 0 0
         transfer T1 A1 A2 3 PEN BDR created
         transfer T2 A1 A2 13 PEN BDR created
         transfer T3 A1 A2 1 PEN BDR created
         commit
         balance A1 10 0 0 10
         balance A2 0 10 10 0
         transfer T4 A1 A2 3 POS pending=T1 created
         transfer T5 A1 A2 5 POS pending=T2 created
         commit
         amount T1 3
         amount T2 7
         amount T3 0
         amount T4 3
         amount T5 5",
    );
}

/// Many accounts give what one account gets, through a control account and a limit account.
#[test]
fn several_debits_and_one_credit() {
    check(
        "account A1 L1 D<C
         account A2 L1 D<C
         account A3 L1 D<C
         account A4 L1
         account A5 L1 D<C
         account A6 L1
         setup A1 0 0 0 40
         setup A2 0 0 0 40
         setup A3 0 0 0 21
         transfer T1 A4 A5 100 LNK created
         transfer T2 A1 A4 100 LNK BDR BCR created
         transfer T3 A2 A4 100 LNK BDR BCR created
         transfer T4 A3 A4 100 LNK BDR BCR created
         transfer T5 A4 A6 100 LNK created
         transfer T6 A5 A4 max BCR created
         commit
         balance A1 0 40 0 40
         balance A2 0 40 0 40
         balance A3 0 20 0 21
         balance A4 0 200 0 200
         balance A5 0 100 0 100
         balance A6 0 0 0 100",
    );
}
