//! What the rules promise, on a copy of the database.

use formwork_runtime::Hammer;

use northwind::app;

/// Random transactions, one after the other: afterwards every derived value is what its rule says.
#[test]
fn derived_values_are_exact_after_any_transactions() {
    for seed in 1..=3 {
        app().test().hammer(Hammer {
            writers: 1,
            transactions: 100,
            seed,
        });
    }
}

/// The same with many writers at once.
#[test]
fn derived_values_are_exact_with_many_writers() {
    app().test().hammer(Hammer::default());
}

// A test of a rule, to copy. A session's changes run through the rules when it commits:
//
//     use formwork_runtime::prelude::dec;
//     use northwind::generated::Customer;
//
//     #[test]
//     fn nobody_owes_more_than_the_credit_limit() {
//         let app = app().test();
//         let mut session = app.session();
//         let mut customer = session.get::<Customer>("ALFKI").unwrap();
//         customer.credit_limit = Some(dec!(1));
//         session.update(&customer);
//         assert_eq!(session.refusal(), ["balance (2046.00) exceeds credit (1.00)"]);
//     }
