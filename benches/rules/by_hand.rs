//! The same work by hand: the statements that a careful programmer would send, through one thread that writes.

use rusqlite::{Connection, Result, params};

use crate::measure::Work;
use crate::wide::CONSTRAINTS;

/// What the transaction with this number does.
pub(crate) fn transaction(connection: &Connection, work: Work, number: i64) -> Result<()> {
    match work {
        Work::Order { items } => order(connection, items, number),
        Work::Wide => wide(connection, number),
        Work::Plain => plain(connection),
    }
}

/// An order of so many items: the prices are copied, the amounts added up, the customer's balance is held against the limit.
/// Money is whole cents here, which is less work than exact decimals.
fn order(connection: &Connection, items: i64, number: i64) -> Result<()> {
    let customer = number % 100 + 1;
    let (balance, limit, open): (f64, f64, i64) = connection
        .prepare_cached("SELECT balance, credit_limit, open_orders FROM customers WHERE id = ?1")?
        .query_row([customer], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    let products: Vec<i64> = (0..items).map(|item| (number + item) % 20 + 1).collect();
    let asked = serde_json::to_string(&products[..products.len().min(20)])
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    let mut prices = [0_i64; 21];
    let mut select = connection.prepare_cached(
        "SELECT id, unit_price FROM products WHERE id IN (SELECT value FROM json_each(?1))",
    )?;
    let mut rows = select.query([asked])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        prices[usize::try_from(id).unwrap_or(0)] = cents(row.get(1)?);
    }
    let price = |product: &i64| prices[usize::try_from(*product).unwrap_or(0)];
    let total: i64 = products.iter().map(|product| 2 * price(product)).sum();
    let balance = cents(balance) + total;
    if balance > cents(limit) {
        return Err(rusqlite::Error::InvalidQuery);
    }
    let order: i64 = connection
        .prepare_cached(
            "INSERT INTO orders (customer_id, amount_total) VALUES (?1, ?2) RETURNING id, customer_id, shipped, amount_total",
        )?
        .query_row(params![customer, money(total)], |row| row.get(0))?;
    let mut rest = products.as_slice();
    while !rest.is_empty() {
        let count = 1_usize << rest.len().min(512).ilog2();
        let (some, after) = rest.split_at(count);
        insert_details(connection, order, some, &price)?;
        rest = after;
    }
    connection
        .prepare_cached("UPDATE customers SET balance = ?1, open_orders = ?2 WHERE id = ?3")?
        .execute(params![money(balance), open + 1, customer])?;
    Ok(())
}

fn insert_details(
    connection: &Connection,
    order: i64,
    products: &[i64],
    price: &impl Fn(&i64) -> i64,
) -> Result<()> {
    let values = vec!["(?, ?, 2, ?, ?)"; products.len()].join(", ");
    let sql = format!(
        "INSERT INTO order_details (order_id, product_id, quantity, unit_price, amount) VALUES {values} \
         RETURNING id, order_id, product_id, quantity, unit_price, amount"
    );
    let mut insert = connection.prepare_cached(&sql)?;
    let mut at = 1;
    for product in products {
        let price = price(product);
        insert.raw_bind_parameter(at, order)?;
        insert.raw_bind_parameter(at + 1, product)?;
        insert.raw_bind_parameter(at + 2, money(price))?;
        insert.raw_bind_parameter(at + 3, money(2 * price))?;
        at += 4;
    }
    let mut rows = insert.raw_query();
    let mut last = 0_i64;
    while let Some(row) = rows.next()? {
        last = last.max(row.get(0)?);
    }
    std::hint::black_box(last);
    Ok(())
}

fn wide(connection: &Connection, number: i64) -> Result<()> {
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
    std::hint::black_box(id);
    Ok(())
}

fn plain(connection: &Connection) -> Result<()> {
    let id: i64 = connection
        .prepare_cached("INSERT INTO products (unit_price) VALUES (10.0) RETURNING id, unit_price")?
        .query_row([], |row| row.get(0))?;
    std::hint::black_box(id);
    Ok(())
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
