//! Orders and details as JSON:API resource objects, from SQLite's memory into bytes.

use rusqlite::types::ValueRef;
use rusqlite::{Result, Row};

/// What ends every document.
pub(super) const END: &[u8] = br#""jsonapi":{"version":"1.1"}}"#;

/// Writes an order; with `details` (order and id, sorted by the order), also their linkage.
pub(super) fn write_order(
    row: &Row<'_>,
    details: Option<&[(i64, i64)]>,
    out: &mut Vec<u8>,
) -> Result<()> {
    let id: i64 = row.get(0)?;
    let mut buffer = itoa::Buffer::new();
    let id_text = buffer.format(id).as_bytes();
    write_order_attributes(row, id_text, out)?;
    push(out, br#"},"relationships":{"#);

    links(
        out,
        br#""Customer":{"links":{"self":"/api/Order/"#,
        id_text,
        b"Customer",
    );
    push(out, br#","data":{"type":"Customer","id":"#);
    string(out, row.get_ref(1)?.as_str()?);
    push(out, b"}}");
    links(
        out,
        br#","Employee":{"links":{"self":"/api/Order/"#,
        id_text,
        b"Employee",
    );
    to_one(out, br#","data":{"type":"Employee","id":""#, row, 2)?;
    links(
        out,
        br#","Shipper":{"links":{"self":"/api/Order/"#,
        id_text,
        b"Shipper",
    );
    to_one(out, br#","data":{"type":"Shipper","id":""#, row, 6)?;
    links(
        out,
        br#","Location":{"links":{"self":"/api/Order/"#,
        id_text,
        b"Location",
    );
    location(out, row)?;
    links(
        out,
        br#","Order":{"links":{"self":"/api/Order/"#,
        id_text,
        b"Order",
    );
    to_one(out, br#","data":{"type":"Order","id":""#, row, 19)?;
    links(
        out,
        br#","OrderDetailList":{"links":{"self":"/api/Order/"#,
        id_text,
        b"OrderDetailList",
    );
    if let Some(details) = details {
        push(out, br#","data":["#);
        let of_order = &details[details.partition_point(|(order, _)| *order < id)..];
        for (position, (_, detail)) in of_order
            .iter()
            .take_while(|(order, _)| *order == id)
            .enumerate()
        {
            push(
                out,
                if position > 0 {
                    br#",{"type":"OrderDetail","id":""#
                } else {
                    br#"{"type":"OrderDetail","id":""#
                },
            );
            write_number(*detail, out);
            push(out, br#""}"#);
        }
        out.push(b']');
    }
    out.push(b'}');
    links(
        out,
        br#","OrderList":{"links":{"self":"/api/Order/"#,
        id_text,
        b"OrderList",
    );
    push(out, br#"}},"links":{"self":"/api/Order/"#);
    push(out, id_text);
    push(out, br#""}}"#);
    Ok(())
}

/// Writes an order's type, id and attributes; the object of these stays open.
fn write_order_attributes(row: &Row<'_>, id_text: &[u8], out: &mut Vec<u8>) -> Result<()> {
    push(out, br#"{"type":"Order","id":""#);
    push(out, id_text);
    push(out, br#"","attributes":{"Id":"#);
    push(out, id_text);
    text(out, br#","CustomerId":"#, row, 1)?;
    integer(out, br#","EmployeeId":"#, row, 2)?;
    text(out, br#","OrderDate":"#, row, 3)?;
    text(out, br#","RequiredDate":"#, row, 4)?;
    text(out, br#","ShippedDate":"#, row, 5)?;
    integer(out, br#","ShipVia":"#, row, 6)?;
    money(out, br#","Freight":"#, row, 7)?;
    text(out, br#","ShipName":"#, row, 8)?;
    text(out, br#","ShipAddress":"#, row, 9)?;
    text(out, br#","ShipCity":"#, row, 10)?;
    text(out, br#","ShipRegion":"#, row, 11)?;
    text(out, br#","ShipPostalCode":"#, row, 12)?;
    text(out, br#","ShipCountry":"#, row, 13)?;
    money(out, br#","AmountTotal":"#, row, 14)?;
    text(out, br#","Country":"#, row, 15)?;
    text(out, br#","City":"#, row, 16)?;
    push(
        out,
        if row.get(17)? {
            br#","Ready":true"#
        } else {
            br#","Ready":false"#
        },
    );
    integer(out, br#","OrderDetailCount":"#, row, 18)?;
    integer(out, br#","CloneFromOrder":"#, row, 19)?;
    Ok(())
}

/// Writes a detail of an order.
pub(super) fn write_detail(row: &Row<'_>, id: i64, order: i64, out: &mut Vec<u8>) -> Result<()> {
    let (mut id_buffer, mut order_buffer) = (itoa::Buffer::new(), itoa::Buffer::new());
    let id_text = id_buffer.format(id).as_bytes();
    let order_text = order_buffer.format(order).as_bytes();
    push(out, br#"{"type":"OrderDetail","id":""#);
    push(out, id_text);
    push(out, br#"","attributes":{"Id":"#);
    push(out, id_text);
    push(out, br#","OrderId":"#);
    push(out, order_text);
    integer(out, br#","ProductId":"#, row, 2)?;
    money(out, br#","UnitPrice":"#, row, 3)?;
    integer(out, br#","Quantity":"#, row, 4)?;
    money(out, br#","Discount":"#, row, 5)?;
    money(out, br#","Amount":"#, row, 6)?;
    text(out, br#","ShippedDate":"#, row, 7)?;
    push(out, br#"},"relationships":{"#);
    links(
        out,
        br#""Order":{"links":{"self":"/api/OrderDetail/"#,
        id_text,
        b"Order",
    );
    push(out, br#","data":{"type":"Order","id":""#);
    push(out, order_text);
    push(out, br#""}}"#);
    links(
        out,
        br#","Product":{"links":{"self":"/api/OrderDetail/"#,
        id_text,
        b"Product",
    );
    to_one(out, br#","data":{"type":"Product","id":""#, row, 2)?;
    push(out, br#"},"links":{"self":"/api/OrderDetail/"#);
    push(out, id_text);
    push(out, br#""}}"#);
    Ok(())
}

/// Writes the links, the numbers and the version that end the document of a page.
pub(super) fn write_page_end(
    offset: u32,
    limit: u32,
    count: u32,
    total: u32,
    repeated: &str,
    out: &mut Vec<u8>,
) {
    let link = |out: &mut Vec<u8>, name: &[u8], offset: Option<u32>| {
        push(out, name);
        let Some(offset) = offset else {
            return push(out, b"null");
        };
        push(out, br#""/api/Order?"#);
        push(out, repeated.as_bytes());
        push(out, b"page%5Boffset%5D=");
        write_number(offset.into(), out);
        push(out, b"&page%5Blimit%5D=");
        write_number(limit.into(), out);
        out.push(b'"');
    };
    link(out, br#","links":{"self":"#, Some(offset));
    push(out, br#","describedby":"/api/openapi.json""#);
    link(out, br#","first":"#, Some(0));
    link(
        out,
        br#","last":"#,
        Some(total.saturating_sub(1) / limit * limit),
    );
    link(
        out,
        br#","prev":"#,
        (offset > 0).then(|| offset.saturating_sub(limit)),
    );
    link(
        out,
        br#","next":"#,
        (offset + limit < total).then_some(offset + limit),
    );
    push(out, br#"},"meta":{"count":"#);
    write_number(count.into(), out);
    push(out, br#","limit":"#);
    write_number(limit.into(), out);
    push(out, br#","total":"#);
    write_number(total.into(), out);
    push(out, b"},");
    push(out, END);
}

/// Writes a whole number.
pub(super) fn write_number(value: i64, out: &mut Vec<u8>) {
    push(out, itoa::Buffer::new().format(value).as_bytes());
}

fn push(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(bytes);
}

fn string(out: &mut Vec<u8>, text: &str) {
    serde_json::to_writer(out, text).expect("writing to a Vec cannot fail");
}

fn text(out: &mut Vec<u8>, key: &[u8], row: &Row<'_>, column: usize) -> Result<()> {
    push(out, key);
    match row.get_ref(column)? {
        ValueRef::Text(bytes) => string(out, &String::from_utf8_lossy(bytes)),
        _ => push(out, b"null"),
    }
    Ok(())
}

fn integer(out: &mut Vec<u8>, key: &[u8], row: &Row<'_>, column: usize) -> Result<()> {
    push(out, key);
    match row.get_ref(column)? {
        ValueRef::Integer(value) => write_number(value, out),
        _ => push(out, b"null"),
    }
    Ok(())
}

/// An amount of money, which has two decimals.
fn money(out: &mut Vec<u8>, key: &[u8], row: &Row<'_>, column: usize) -> Result<()> {
    push(out, key);
    match row.get_ref(column)? {
        ValueRef::Integer(value) => {
            write_number(value, out);
            push(out, b".00");
        }
        ValueRef::Real(value) => write_cents(value, out),
        _ => push(out, b"null"),
    }
    Ok(())
}

/// Writes a number with two decimals.
#[expect(clippy::cast_possible_truncation, reason = "DECIMAL(10, 2) fits")]
pub(super) fn write_cents(value: f64, out: &mut Vec<u8>) {
    let cents = (value * 100.0).round() as i64;
    if cents < 0 {
        out.push(b'-');
    }
    let cents = cents.unsigned_abs();
    push(out, itoa::Buffer::new().format(cents / 100).as_bytes());
    out.push(b'.');
    let (tens, ones) = (cents % 100 / 10, cents % 10);
    out.extend([tens, ones].map(|digit| b'0' + u8::try_from(digit).expect("a digit is below ten")));
}

/// The links of a relationship; its object stays open.
fn links(out: &mut Vec<u8>, begin: &[u8], id: &[u8], name: &[u8]) {
    // `begin` ends with the path of the collection, which begins after `"self":"`.
    let path = &begin[begin.len()
        - begin
            .iter()
            .rev()
            .position(|&byte| byte == b'"')
            .expect("a path is quoted")..];
    push(out, begin);
    push(out, id);
    push(out, b"/relationships/");
    push(out, name);
    push(out, br#"","related":""#);
    push(out, path);
    push(out, id);
    out.push(b'/');
    push(out, name);
    push(out, br#""}"#);
}

/// The linkage to a row with a number, and the end of the relationship.
fn to_one(out: &mut Vec<u8>, begin: &[u8], row: &Row<'_>, column: usize) -> Result<()> {
    match row.get_ref(column)? {
        ValueRef::Integer(id) => {
            push(out, begin);
            write_number(id, out);
            push(out, br#""}}"#);
        }
        _ => push(out, br#","data":null}"#),
    }
    Ok(())
}

/// The linkage to the location, whose key has two parts, and the end of the relationship.
fn location(out: &mut Vec<u8>, row: &Row<'_>) -> Result<()> {
    let (ValueRef::Text(_), ValueRef::Text(_)) = (row.get_ref(15)?, row.get_ref(16)?) else {
        push(out, br#","data":null}"#);
        return Ok(());
    };
    let (country, city) = (row.get_ref(15)?.as_str()?, row.get_ref(16)?.as_str()?);
    push(out, br#","data":{"type":"Location","id":"#);
    if [country, city].iter().any(|part| part.contains(['_', '%'])) {
        let escape = |part: &str| part.replace('%', "%25").replace('_', "%5F");
        string(out, &format!("{}_{}", escape(country), escape(city)));
    } else {
        string(out, &format!("{country}_{city}"));
    }
    push(out, b"}}");
    Ok(())
}
