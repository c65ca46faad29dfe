//! parvis-tests
