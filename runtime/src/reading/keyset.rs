//! Rows after a place in an order, so that an index leads there however far it is.
//!
//! What comes after a row is asked for in pieces: first the rows that are sorted by the same but for the last criterion, by
//! which they come later; then those that differ in the one before it, and so on. Each piece pins some criteria and bounds one,
//! which is what an index of any database serves, also with nulls and with mixed directions. A page rarely needs two of them.

use crate::catalog::Table;
use crate::model::Dialect;
use crate::store::{Comparison, Nulls, OrderBy, SortTest, Test};
use crate::value::Value;

/// Rows that are together in an order.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) tests: Vec<Test>,
    pub(super) values: Vec<Value>,
    /// The criteria that have either only nulls or none among these rows.
    settled: Vec<usize>,
}

impl Piece {
    fn with(mut self, criterion: usize, test: SortTest, value: Option<&Value>) -> Self {
        self.tests.push(Test::Sorted { criterion, test });
        self.values.extend(value.cloned());
        self.settled.push(criterion);
        self
    }

    /// The order of its rows, without what it has settled.
    pub(super) fn order(&self, order: &[OrderBy]) -> Vec<OrderBy> {
        let mut order = order.to_vec();
        for &criterion in &self.settled {
            order[criterion].nulls = Nulls::Settled;
        }
        order
    }
}

/// The order from its end to its beginning.
pub(super) fn reversed(order: &[OrderBy]) -> Vec<OrderBy> {
    let turned = order.iter().map(|by| OrderBy {
        descending: !by.descending,
        ..by.clone()
    });
    turned.collect()
}

/// All rows. PostgreSQL's indexes have nulls at the other end than our orders, so that both kinds are asked for on their own there.
pub(super) fn whole(table: &Table, order: &[OrderBy]) -> Vec<Piece> {
    let first = order.first().filter(|by| by.may_be_null(table));
    let (Dialect::Postgres, Some(first)) = (table.dialect, first) else {
        return vec![Piece::default()];
    };
    let mut pieces = vec![
        Piece::default().with(0, SortTest::IsNull, None),
        Piece::default().with(0, SortTest::IsNotNull, None),
    ];
    if first.descending {
        pieces.reverse();
    }
    pieces
}

/// The rows after the place with these values.
pub(super) fn after(table: &Table, order: &[OrderBy], values: &[Value]) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(order.len() + 1);
    for level in (0..order.len()).rev() {
        let mut pinned = Piece::default();
        for (criterion, value) in values[..level].iter().enumerate() {
            pinned = if value.is_null() {
                pinned.with(criterion, SortTest::IsNull, None)
            } else {
                pinned.with(criterion, SortTest::Equal, Some(value))
            };
        }
        let (by, value) = (&order[level], &values[level]);
        let compare = |comparison| SortTest::Compare(comparison);
        match (by.descending, value.is_null()) {
            (false, true) => pieces.push(pinned.with(level, SortTest::IsNotNull, None)),
            (false, false) => {
                pieces.push(pinned.with(level, compare(Comparison::Greater), Some(value)));
            }
            // Nothing comes after null there.
            (true, true) => {}
            (true, false) => {
                let less = compare(Comparison::Less);
                pieces.push(pinned.clone().with(level, less, Some(value)));
                if by.may_be_null(table) {
                    pieces.push(pinned.with(level, SortTest::IsNull, None));
                }
            }
        }
    }
    pieces
}

/// The test that a row comes before the place with these values; its own values are added to `bound`.
pub(super) fn before(
    table: &Table,
    order: &[OrderBy],
    values: &[Value],
    bound: &mut Vec<Value>,
) -> Test {
    let pieces = after(table, &reversed(order), values);
    let each = pieces.into_iter().map(|piece| {
        bound.extend(piece.values);
        Test::All(piece.tests)
    });
    Test::Any(each.collect())
}
