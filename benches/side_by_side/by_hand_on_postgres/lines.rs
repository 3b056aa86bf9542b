//! Orders as lines of CSV.

use std::io::{Error, Write};

use super::rows::Order;
use crate::orders::csv::{NAMES, field};

/// The names of the columns and the lines of orders.
pub(super) fn of(orders: &[Order]) -> Vec<u8> {
    let mut out = Vec::with_capacity(128 * 1024);
    out.extend_from_slice(NAMES);
    for order in orders {
        write_order(order, &mut out).expect("bytes in memory take what is written");
    }
    out
}

fn write_order(order: &Order, out: &mut Vec<u8>) -> Result<(), Error> {
    write!(out, "{},", order.id)?;
    text(Some(&order.customer_id), out);
    value(order.employee_id, out)?;
    for day in [order.order_date, order.required_date, order.shipped_date] {
        value(day, out)?;
    }
    value(order.ship_via, out)?;
    value(Some(order.freight), out)?;
    for place in [
        &order.ship_name,
        &order.ship_address,
        &order.ship_city,
        &order.ship_region,
        &order.ship_postal_code,
        &order.ship_country,
    ] {
        text(place.as_deref(), out);
    }
    value(Some(order.amount_total), out)?;
    text(order.country.as_deref(), out);
    text(order.city.as_deref(), out);
    value(Some(order.ready), out)?;
    value(Some(order.order_detail_count), out)?;
    if let Some(order) = order.clone_from_order {
        write!(out, "{order}")?;
    }
    out.extend_from_slice(b"\r\n");
    Ok(())
}

fn text(text: Option<&str>, out: &mut Vec<u8>) {
    if let Some(text) = text {
        field(text.as_bytes(), out);
    }
    out.push(b',');
}

fn value(value: Option<impl std::fmt::Display>, out: &mut Vec<u8>) -> Result<(), Error> {
    match value {
        Some(value) => write!(out, "{value},"),
        None => write!(out, ","),
    }
}
