//! The same work by hand: the statements that a careful programmer would send, through one thread that writes.

use rusqlite::{Connection, Result, Rows, params};

use crate::measure::Work;
use crate::over_http::{Item, Purchase};
use crate::wide::CONSTRAINTS;

/// What the transaction with this number does; gives the number of the row that it inserts.
pub(crate) fn transaction(connection: &Connection, work: Work, number: i64) -> Result<i64> {
    match work {
        Work::Order { items } => buy(connection, &Purchase::numbered(number, items)),
        Work::Wide => wide(connection, number),
        Work::Plain => plain(connection),
    }
}

/// An order: the prices are copied, the amounts added up, the customer's balance is held against the limit.
/// Money is whole cents here, which is less work than exact decimals.
pub(crate) fn buy(connection: &Connection, purchase: &Purchase) -> Result<i64> {
    let (balance, limit, open): (f64, f64, i64) = connection
        .prepare_cached("SELECT balance, credit_limit, open_orders FROM customers WHERE id = ?1")?
        .query_row([purchase.customer], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    // No more than there are.
    let asked: Vec<i64> = purchase
        .items
        .iter()
        .take(20)
        .map(|item| item.product)
        .collect();
    let mut prices = [0_i64; 21];
    let mut note = |rows: &mut Rows<'_>| {
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            prices[usize::try_from(id).unwrap_or(0)] = cents(row.get(1)?);
        }
        Ok::<_, rusqlite::Error>(())
    };
    if let [_] | [_, _] = asked[..] {
        let sql = "SELECT id, unit_price FROM products WHERE id = ?1";
        let mut select = connection.prepare_cached(sql)?;
        for product in asked {
            note(&mut select.query([product])?)?;
        }
    } else {
        let asked = serde_json::to_string(&asked)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        let mut select = connection.prepare_cached(
            "SELECT id, unit_price FROM products WHERE id IN (SELECT value FROM json_each(?1))",
        )?;
        note(&mut select.query([asked])?)?;
    }
    let price = |item: &Item| prices[usize::try_from(item.product).unwrap_or(0)];
    let items = purchase.items.iter();
    let total: i64 = items.map(|item| item.quantity * price(item)).sum();
    let balance = cents(balance) + total;
    if balance > cents(limit) {
        return Err(rusqlite::Error::InvalidQuery);
    }
    let order: i64 = connection
        .prepare_cached(
            "INSERT INTO orders (customer_id, amount_total) VALUES (?1, ?2) RETURNING id, customer_id, shipped, amount_total",
        )?
        .query_row(params![purchase.customer, money(total)], |row| row.get(0))?;
    let mut rest = purchase.items.as_slice();
    while !rest.is_empty() {
        let count = 1_usize << rest.len().min(512).ilog2();
        let (some, after) = rest.split_at(count);
        insert_details(connection, order, some, &price)?;
        rest = after;
    }
    connection
        .prepare_cached("UPDATE customers SET balance = ?1, open_orders = ?2 WHERE id = ?3")?
        .execute(params![money(balance), open + 1, purchase.customer])?;
    Ok(order)
}

fn insert_details(
    connection: &Connection,
    order: i64,
    items: &[Item],
    price: &impl Fn(&Item) -> i64,
) -> Result<()> {
    let values = vec!["(?, ?, ?, ?, ?)"; items.len()].join(", ");
    let sql = format!(
        "INSERT INTO order_details (order_id, product_id, quantity, unit_price, amount) VALUES {values} \
         RETURNING id, order_id, product_id, quantity, unit_price, amount"
    );
    let mut insert = connection.prepare_cached(&sql)?;
    let mut at = 1;
    for item in items {
        let price = price(item);
        insert.raw_bind_parameter(at, order)?;
        insert.raw_bind_parameter(at + 1, item.product)?;
        insert.raw_bind_parameter(at + 2, item.quantity)?;
        insert.raw_bind_parameter(at + 3, money(price))?;
        insert.raw_bind_parameter(at + 4, money(item.quantity * price))?;
        at += 5;
    }
    let mut rows = insert.raw_query();
    let mut last = 0_i64;
    while let Some(row) = rows.next()? {
        last = last.max(row.get(0)?);
    }
    std::hint::black_box(last);
    Ok(())
}

fn wide(connection: &Connection, number: i64) -> Result<i64> {
    let mut values = [0_i64; 11];
    values[0] = number + CONSTRAINTS;
    for at in 1..values.len() {
        values[at] = values[at - 1] + 1;
    }
    if (0..CONSTRAINTS).any(|least| std::hint::black_box(values[10]) <= least) {
        return Err(rusqlite::Error::InvalidQuery);
    }
    let id: i64 = connection
        .prepare_cached(
            "INSERT INTO wides (base, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) \
             RETURNING id, base, f0, f1, f2, f3, f4, f5, f6, f7, f8, f9",
        )?
        .query_row(rusqlite::params_from_iter(values), |row| row.get(0))?;
    Ok(id)
}

fn plain(connection: &Connection) -> Result<i64> {
    let id: i64 = connection
        .prepare_cached("INSERT INTO notes (amount) VALUES (10.0) RETURNING id, amount")?
        .query_row([], |row| row.get(0))?;
    Ok(id)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "an amount in cents is small"
)]
fn cents(money: f64) -> i64 {
    (money * 100.0).round() as i64
}

#[expect(clippy::cast_precision_loss, reason = "an amount in cents is small")]
fn money(cents: i64) -> f64 {
    cents as f64 / 100.0
}
