//! The shop that the suite's tests have too.

#[path = "../../tests/suite/rules/declared.rs"]
#[allow(unused_macros, unused_imports, reason = "the tests use all of it")]
pub(crate) mod declared;
#[path = "../../tests/suite/rules/shop/rows.rs"]
pub(crate) mod rows;
