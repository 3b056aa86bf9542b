//! Stored values that are not what the rules give are found, and mended.

use formwork_runtime::rules::Drift;

use super::shop::{app, declare, sql};
use crate::support::{Database, TestApp, each_database};

each_database!(
    nothing_is_reported_where_nothing_differs,
    a_broken_value_is_found_and_mended,
    a_null_is_a_difference,
);

pub(super) fn reconcile(app: &TestApp, repair: bool) -> Vec<Drift> {
    let mut drifts = Vec::new();
    let report = &mut |drift| drifts.push(drift);
    app.block_on(app.state().reconcile(repair, report)).unwrap();
    drifts
}

fn drift(kind: &str, attribute: &str, stored: Option<&str>, computed: &str) -> Drift {
    Drift {
        kind: kind.to_owned(),
        id: "1".to_owned(),
        attribute: attribute.to_owned(),
        stored: stored.map(str::to_owned),
        computed: Some(computed.to_owned()),
    }
}

fn nothing_is_reported_where_nothing_differs(database: Database) {
    assert_eq!(reconcile(&app(database), false), []);
}

fn a_broken_value_is_found_and_mended(database: Database) {
    let sql = sql(database) + " UPDATE order_details SET amount = 70 WHERE id = 1;";
    let app = TestApp::with_rules(&sql, database, declare);
    // Each column is computed from what is stored.
    let found = [
        drift("OrderDetail", "amount", Some("70.00"), "100.00"),
        drift("Order", "amount_total", Some("100.00"), "70.00"),
    ];
    assert_eq!(reconcile(&app, false), found);
    assert_eq!(reconcile(&app, true), found[..1]);
    assert_eq!(reconcile(&app, false), []);
}

fn a_null_is_a_difference(database: Database) {
    let sql = sql(database) + " UPDATE customers SET open_orders = NULL WHERE id = 1;";
    let app = TestApp::with_rules(&sql, database, declare);
    assert_eq!(
        reconcile(&app, true),
        [drift("Customer", "open_orders", None, "1")]
    );
    assert_eq!(reconcile(&app, false), []);
}
