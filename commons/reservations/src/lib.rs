//! Reservations: every promise of a thing at a time.
