//! What expressions mean: null, numbers of different types, conditions, branches.

use formwork_runtime::prelude::{Date, Decimal, Truth, dec, rules};
use formwork_runtime::resource::Parent;
use formwork_runtime::rules::notation::{Derives, Fault, IntoTruth, RowExpression, take_fault};

use crate::rows::{Customer, Employee, Order, OrderDetail, Product};

type Numbers = Vec<Box<dyn Fn(&OrderDetail) -> Option<Decimal>>>;
type Texts = Vec<Box<dyn Fn(&Order) -> Option<String>>>;
type Condition<R> = Box<dyn Fn(&R, Option<&R>) -> Truth>;
type Conditions<R> = Vec<Condition<R>>;

/// Keeps what it is given, to be asked for rows.
#[derive(Default)]
struct Expressions {
    numbers: Numbers,
    texts: Texts,
    details: Conditions<OrderDetail>,
    orders: Conditions<Order>,
    changes: Conditions<Employee>,
}

fn condition<R: 'static>(expression: impl RowExpression<R, Output: IntoTruth>) -> Condition<R> {
    Box::new(move |row, old| {
        expression
            .call(row, old)
            .map_or(Truth::Unknown, IntoTruth::into_truth)
    })
}

impl Expressions {
    fn number(
        &mut self,
        expression: impl RowExpression<OrderDetail, Output: Derives<Decimal>>,
    ) -> &mut Self {
        self.numbers.push(Box::new(move |row| {
            expression.call(row, None).and_then(Derives::derive)
        }));
        self
    }

    fn text(
        &mut self,
        expression: impl RowExpression<Order, Output: Derives<String>>,
    ) -> &mut Self {
        self.texts.push(Box::new(move |row| {
            expression.call(row, None).and_then(Derives::derive)
        }));
        self
    }

    fn detail(
        &mut self,
        expression: impl RowExpression<OrderDetail, Output: IntoTruth>,
    ) -> &mut Self {
        self.details.push(condition(expression));
        self
    }

    fn order(&mut self, expression: impl RowExpression<Order, Output: IntoTruth>) -> &mut Self {
        self.orders.push(condition(expression));
        self
    }

    fn change(&mut self, expression: impl RowExpression<Employee, Output: IntoTruth>) -> &mut Self {
        self.changes.push(condition(expression));
        self
    }
}

fn detail() -> OrderDetail {
    OrderDetail {
        unit_price: Some(dec!(19.99)),
        quantity: 7,
        product: Parent::loaded(Product {
            unit_price: dec!(18.50),
            weight: 0.1,
            units_in_stock: 39,
        }),
        ..OrderDetail::default()
    }
}

#[rules]
fn declare_numbers(numbers: &mut Expressions) {
    numbers
        .number(|d: &OrderDetail| d.unit_price * d.quantity)
        .number(|d: &OrderDetail| d.quantity / 2)
        .number(|d: &OrderDetail| 2 * d.quantity + 0.5)
        .number(|d: &OrderDetail| -d.unit_price)
        .number(|d: &OrderDetail| (d.unit_price * dec!(1.19)).round(2))
        .number(|d: &OrderDetail| (d.quantity * 2).max(3.5).min(d.product.units_in_stock))
        .number(|d: &OrderDetail| d.product.weight * 3)
        .number(|d: &OrderDetail| d.amount.or(0) + d.amount.or(d.unit_price))
        .number(|d: &OrderDetail| d.quantity % 4 - d.product.units_in_stock)
        .number(|d: &OrderDetail| d.amount * d.quantity)
        .number(|d: &OrderDetail| d.order.customer.balance)
        .number(|d: &OrderDetail| if d.amount > 0 { 1 } else { 2 })
        .number(|d: &OrderDetail| if d.is_gift { 0 } else { d.unit_price })
        .number(|d: &OrderDetail| match d.unit_price {
            Some(price) if price > 10 && d.quantity < 10 => price + dec!(0.01),
            Some(_) => 0.5,
            None => 0,
        })
        .number(|d: &OrderDetail| {
            let Some(price) = d.unit_price else {
                return d.amount;
            };
            let count = d.quantity;
            if count == 8 {
                return count * price;
            }
            price + count
        })
        .number(|d: &OrderDetail| {
            let mut best = d.unit_price;
            for rebate in [dec!(1), dec!(2.5)] {
                best = best.min(d.unit_price - rebate);
            }
            best.abs().floor()
        })
        .number(|d: &OrderDetail| {
            (*d.unit_price).map(|price| if price > dec!(3) { price } else { dec!(0) })
        })
        .number(|d: &OrderDetail| d.quantity + 3_000_000_000);
}

#[test]
fn arithmetic_is_exact_mixes_numbers_and_passes_null_on() {
    let mut expressions = Expressions::default();
    declare_numbers(&mut expressions);
    let results: Vec<_> = expressions
        .numbers
        .iter()
        .map(|number| number(&detail()))
        .collect();
    let expected = [
        Some(dec!(139.93)),
        Some(dec!(3.5)),
        Some(dec!(14.5)),
        Some(dec!(-19.99)),
        Some(dec!(23.79)),
        Some(dec!(14)),
        Some(dec!(0.30000000000000004)),
        Some(dec!(19.99)),
        Some(dec!(-36)),
        None,
        None,
        Some(dec!(2)),
        Some(dec!(19.99)),
        Some(dec!(20)),
        Some(dec!(26.99)),
        Some(dec!(17)),
        Some(dec!(19.99)),
        Some(dec!(3000000007)),
    ];
    assert_eq!(results, expected);
    assert_eq!(take_fault(), None);

    let gift = OrderDetail {
        is_gift: Some(true),
        unit_price: None,
        ..detail()
    };
    let results: Vec<_> = expressions
        .numbers
        .iter()
        .map(|number| number(&gift))
        .collect();
    assert_eq!(results[12..15], [Some(dec!(0)), Some(dec!(0)), None]);
}

#[rules]
fn declare_faults(faults: &mut Expressions) {
    faults
        .number(|d: &OrderDetail| d.quantity * d.quantity)
        .number(|d: &OrderDetail| d.quantity / (d.quantity - d.quantity))
        .number(|d: &OrderDetail| d.product.weight / 0)
        .number(|d: &OrderDetail| d.unit_price * 1.00000000000000000000000001)
        .number(|d: &OrderDetail| d.product.units_in_stock - d.quantity)
        .number(|d: &OrderDetail| d.amount / 0)
        .detail(|d: &OrderDetail| d.quantity == 0 || d.amount / 0 > 1)
        .detail(|d: &OrderDetail| d.quantity != 0 && d.quantity / 0 > 1)
        .detail(|d: &OrderDetail| d.quantity == 0 && d.quantity / 0 > 1)
        .detail(|d: &OrderDetail| d.quantity != 0 || d.quantity / 0 > 1);
}

#[test]
fn what_cannot_be_done_exactly_is_null_and_a_fault() {
    let mut expressions = Expressions::default();
    declare_faults(&mut expressions);
    let row = OrderDetail {
        quantity: 1 << 40,
        ..detail()
    };
    let faults: Vec<_> = expressions
        .numbers
        .iter()
        .map(|number| (number(&row).is_some(), take_fault()))
        .collect();
    assert_eq!(
        faults,
        [
            (false, Some(Fault::Overflow)),
            (false, Some(Fault::DivisionByZero)),
            (false, Some(Fault::DivisionByZero)),
            (false, Some(Fault::TooManyDigits)),
            (true, None),
            (false, None),
        ]
    );
    let faults: Vec<_> = expressions
        .details
        .iter()
        .map(|condition| (condition(&row, None), take_fault()))
        .collect();
    assert_eq!(
        faults,
        [
            (Truth::Unknown, None),
            (Truth::Unknown, Some(Fault::DivisionByZero)),
            (Truth::False, None),
            (Truth::True, None),
        ]
    );
}

#[rules]
fn declare_texts(texts: &mut Expressions) {
    texts
        .text(|o: &Order| o.ship_city)
        .text(|o: &Order| o.customer.name + " in " + o.ship_city)
        .text(|o: &Order| {
            if o.customer.name.starts_with("Alf") {
                "A"
            } else {
                o.ship_city.to_uppercase()
            }
        })
        .text(|o: &Order| match o.ship_city {
            Some("Berlin") => "B",
            Some(city) if city.len() > 3 => city,
            _ => "?",
        })
        .text(|o: &Order| {
            if o.customer.r#type.is_none() {
                "none"
            } else {
                None
            }
        })
        .text(|o: &Order| o.customer.r#type.or("new").trim());
}

#[test]
fn texts_are_compared_joined_and_matched() {
    let mut expressions = Expressions::default();
    declare_texts(&mut expressions);
    let order = Order {
        ship_city: Some("Köln".to_owned()),
        customer: Parent::loaded(Customer {
            name: "Bolido".to_owned(),
            ..Customer::default()
        }),
        ..Order::default()
    };
    let results: Vec<_> = expressions.texts.iter().map(|text| text(&order)).collect();
    assert_eq!(
        results.iter().map(Option::as_deref).collect::<Vec<_>>(),
        [
            Some("Köln"),
            Some("Bolido in Köln"),
            Some("KÖLN"),
            Some("Köln"),
            Some("none"),
            Some("new")
        ]
    );
    let results: Vec<_> = expressions
        .texts
        .iter()
        .map(|text| text(&Order::default()))
        .collect();
    assert_eq!(
        results.iter().map(Option::as_deref).collect::<Vec<_>>(),
        [None, None, None, Some("?"), Some("none"), Some("new")]
    );
}

#[rules]
fn declare_conditions(conditions: &mut Expressions) {
    conditions
        .order(|o: &Order| o.freight <= o.amount_total)
        .order(|o: &Order| !(o.freight > 10))
        .order(|o: &Order| o.shipped_date.is_none() && o.freight == 10.0)
        .order(|o: &Order| o.customer.is_active || o.freight >= 10)
        .order(|o: &Order| "Köln" == o.ship_city)
        .order(|o: &Order| o.order_date < o.shipped_date)
        .order(|o: &Order| o.shipped_date - o.order_date <= 3)
        .order(|o: &Order| o.order_date + 3 >= o.shipped_date && o.order_date.year() == 2024)
        .order(|o: &Order| o.customer.is_active)
        .order(|o: &Order| {
            if o.ship_city == "Köln" {
                o.freight < 20
            } else {
                true
            }
        })
        .order(|o: &Order| matches!(1, 1) && o.ship_city.length() == 4)
        .order(|o: &Order| {
            if let Some(city) = o.ship_city
                && o.freight > 1
            {
                city.ends_with('n')
            } else {
                false
            }
        })
        .order(|o: &Order| match (o.ship_city, o.freight) {
            (Some(city), Some(freight)) => freight > 9.99 && city != "Berlin",
            _ => false,
        });
}

#[test]
fn a_comparison_with_null_is_unknown() {
    use Truth::{False, True, Unknown};

    let mut expressions = Expressions::default();
    declare_conditions(&mut expressions);
    let date = |day| Date::from_ordinal_date(2024, day).ok();
    let order = Order {
        amount_total: Some(dec!(10)),
        freight: Some(dec!(10.00)),
        ship_city: Some("Köln".to_owned()),
        order_date: date(1),
        shipped_date: date(4),
        ..Order::default()
    };
    let truths = |row: &Order| {
        expressions
            .orders
            .iter()
            .map(|condition| condition(row, None))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        truths(&order),
        [
            True, True, False, True, True, True, True, True, Unknown, True, True, True, True
        ]
    );
    assert_eq!(
        truths(&Order::default()),
        [
            Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, Unknown, True,
            Unknown, False, False
        ]
    );
}

#[rules]
fn declare_changes(changes: &mut Expressions) {
    changes
        .change(|e: &Employee, old: &Employee| e.salary >= old.salary * dec!(1.2))
        .change(|e: &Employee, old: &Employee| e.title != old.title)
        .change(|e: &Employee, old: &Employee| e.title.differs(old.title));
}

#[test]
fn what_takes_the_old_row_is_not_asked_without_one() {
    use Truth::{False, True, Unknown};

    let mut expressions = Expressions::default();
    declare_changes(&mut expressions);
    let employee = |salary, title: Option<&str>| Employee {
        salary,
        title: title.map(str::to_owned),
    };
    let truths = |row: &Employee, old: Option<&Employee>| {
        expressions
            .changes
            .iter()
            .map(|condition| condition(row, old))
            .collect::<Vec<_>>()
    };
    let now = employee(dec!(120), Some("Boss"));
    assert_eq!(truths(&now, None), [Unknown; 3]);
    assert_eq!(
        truths(&now, Some(&employee(dec!(100), None))),
        [True, Unknown, True]
    );
    assert_eq!(
        truths(&now, Some(&employee(dec!(100.01), Some("Boss")))),
        [False, False, False]
    );
}
