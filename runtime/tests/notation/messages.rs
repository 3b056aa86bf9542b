//! What messages show.

use formwork_runtime::prelude::{Date, dec, rules};
use formwork_runtime::resource::Parent;
use formwork_runtime::rules::notation::RowMessage;
use formwork_runtime::value::Time;

use crate::rows::{Customer, Order};

/// Keeps the message of a rule, to be asked for rows.
#[derive(Default)]
struct Messages(Vec<Box<dyn RowMessage<Order>>>);

impl Messages {
    fn of<F>(&mut self, _rows: F) -> &mut Self {
        self
    }

    fn message(&mut self, message: impl RowMessage<Order>) -> &mut Self {
        self.0.push(Box::new(message));
        self
    }
}

#[rules]
fn declare(messages: &mut Messages) {
    messages
        .of(|o: &Order| o.freight)
        .message("{freight} of {amount_total:.2} in {ship_city} on {order_date}")
        .message("{customer.name} owes {customer.balance:>8.1}.")
        .message("as it is")
        .message("a }} and a {{")
        .message(String::from("{freight}"));
}

#[test]
fn placeholders_show_values_and_null() {
    let mut messages = Messages::default();
    declare(&mut messages);
    let shown = |order: &Order| {
        messages
            .0
            .iter()
            .map(|message| message.text(order))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        shown(&Order::default()),
        [
            "null of null in null on null",
            "null owes     null.",
            "as it is",
            "a } and a {",
            "{freight}"
        ]
    );
    let order = Order {
        freight: Some(dec!(1.50)),
        amount_total: Some(dec!(10.005)),
        ship_city: Some("Köln".to_owned()),
        order_date: Some(Date::from_ordinal_date(2024, 32).unwrap()),
        customer: Parent::loaded(Customer {
            name: "Alfreds".to_owned(),
            balance: dec!(-7.25),
            ..Customer::default()
        }),
        ..Order::default()
    };
    assert_eq!(
        shown(&order)[..2],
        [
            "1.50 of 10.01 in Köln on 2024-02-01",
            "Alfreds owes     -7.3."
        ]
    );
    let facts = messages
        .0
        .iter()
        .map(|message| message.facts().map(|facts| facts.reads.len()));
    assert_eq!(
        facts.collect::<Vec<_>>(),
        [Some(4), Some(2), None, None, None]
    );
}

#[test]
fn every_type_is_shown_as_the_api_shows_it() {
    use formwork_runtime::rules::notation::val;
    let noon = Time::from_hms(12, 0, 5).unwrap();
    assert_eq!(val(&noon).to_string(), "12:00:05");
    assert_eq!(
        val(&Date::MIN.midnight().replace_year(2024).unwrap()).to_string(),
        "2024-01-01T00:00:00"
    );
    assert_eq!(val(&true).to_string(), "true");
    assert_eq!(val(&0.1_f64).to_string(), "0.1");
    assert_eq!(format!("{:.2}", val(&2.675_f64)), "2.68");
    assert_eq!(format!("{:.1}", val(&7_i64)), "7.0");
    assert_eq!(format!("{:.0}", val(&dec!(7.5))), "8");
    assert_eq!(format!("{:<4}|", val(&7_i64)), "7   |");
    assert_eq!(format!("{:^5}|", val(&7_i64)), "  7  |");
}
