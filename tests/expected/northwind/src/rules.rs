//! The rules of this application: what is always true of its rows, whoever writes them.

use formwork_runtime::prelude::Logic;

/// Declares the rules: a call for each module in `rules/`, in any order.
pub fn declare(_logic: &mut Logic) {}

// For example "check credit" in `src/rules/check_credit.rs`, with `mod check_credit;` above, and
// `check_credit::declare(logic);` in the function:
//
//     //! A customer may not owe more than the credit limit.
//     use crate::generated::{Customer, Order};
//     use formwork_runtime::prelude::*;
//
//     #[rules]
//     pub fn declare(logic: &mut Logic) {
//         logic
//             .constraint(|c: &Customer| c.balance <= c.credit_limit)
//             .message("balance ({balance}) exceeds credit ({credit_limit})");
//         logic
//             .sum(Customer::BALANCE, |o: &Order| o.amount_total)
//             .when(|o: &Order| o.shipped_date.is_none());
//     }
//
// `formwork rules list` shows what is declared; for a database with rows in it, `formwork rules reconcile --repair`
// computes what a new rule derives.
