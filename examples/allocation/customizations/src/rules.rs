//! The rules of this application: what is always true, whoever writes. One use case per file in `rules/`.

mod allocate_payment;
mod check_credit;
#[cfg(test)]
mod tests;

use formwork_runtime::prelude::*;

/// Declares the rules of each use case; their order does not matter.
pub fn declare(logic: &mut Logic) {
    allocate_payment::declare(logic);
    check_credit::declare(logic);
}
