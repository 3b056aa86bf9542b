//! Shapes of statements, and the statements written for them.
//!
//! A shape says everything but the values. The same shape gives the same text, so it is written once and kept.

mod aggregation;
mod change;
mod condition;
mod count;
mod lists;
mod order;
mod parent_keys;
mod same_keys;
mod summary;

use std::sync::Arc;

use foldhash::fast::RandomState;
use quick_cache::UnitWeighter;
use quick_cache::sync::{Cache, DefaultLifecycle};

pub(crate) use aggregation::is_number;
use aggregation::write_aggregation;
pub use aggregation::{
    Aggregate, AggregateOrder, Aggregation, Column, Function, Having, HavingTest,
};
use change::{write_delete, write_insert, write_update};
use condition::write_condition;
pub use condition::{Comparison, Test};
use count::{write_count, write_estimate};
pub use lists::{all_equal, equal, in_list, key_in, keys_at_once, one_by_one, shows_bytes};
use order::Joined;
pub use order::{Nulls, OrderBy, SortTest};
pub(crate) use same_keys::{changes_spelled_key, inserts_spelled_key};
use summary::write_summary;
pub use summary::{Grouping, Measure, Period, Summary};

use super::{SqlText, Statement};
use crate::catalog::{Catalog, Table, TableId, Twins};
use crate::model::Dialect;

/// How many statements are kept written.
const KEPT: usize = 1_000;

/// The shape of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Shape {
    Select(Select),
    /// Whole rows, in the order of their keys.
    Rows {
        table: TableId,
        condition: Vec<Test>,
        lock: Lock,
    },
    /// Whole rows, each by its own values of the attributes, in the order of these; only as [`one_by_one`] says.
    Each {
        table: TableId,
        attributes: Vec<usize>,
        keys: usize,
    },
    /// How many rows there are; where it is bounded, no more than a last value says.
    Count {
        table: TableId,
        condition: Vec<Test>,
        bounded: bool,
    },
    /// About how many rows there are: a number on SQLite (which is asked about whole tables with a whole number for a key), the plan of
    /// the query on the others.
    Estimate {
        table: TableId,
        condition: Vec<Test>,
    },
    /// What rows come to, all of them or each group.
    Summary(Summary),
    /// Several numbers of each group.
    Aggregation(Aggregation),
    /// A row and the rows that it refers to, and those that they refer to.
    Chain(Chain),
    Insert {
        table: TableId,
        attributes: Vec<usize>,
        /// How many rows, one after the other; one if no attributes are given.
        rows: usize,
        /// Whether the database gives all attributes of the rows; only where it can.
        returns_row: bool,
        kept: Kept,
    },
    Update {
        table: TableId,
        attributes: Vec<usize>,
        kept: Kept,
        condition: Vec<Test>,
    },
    Delete {
        table: TableId,
        condition: Vec<Test>,
    },
}

/// How SQLite may keep the keys of parents that foreign keys are written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Kept {
    /// As their types say.
    #[default]
    AsTyped,
    /// One of the values shows bytes, which SQLite may keep in a column of another type, see [`shows_bytes`].
    AsBytes,
}

/// The shape of a query.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Select {
    pub table: TableId,
    pub columns: Vec<Source>,
    /// All of them hold.
    pub condition: Vec<Test>,
    pub order: Vec<OrderBy>,
    pub page: Page,
    pub lock: Lock,
}

/// How others are kept from rows until the transaction ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Lock {
    /// Not at all.
    #[default]
    None,
    /// They may read them, and not change them.
    Share,
    /// They may neither change nor lock them.
    Update,
}

/// The shape of a query for whole rows of several tables, each joined to one before by a to-one relationship; all are locked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Chain {
    pub table: TableId,
    pub joins: Vec<Join>,
    /// On the first table's row.
    pub condition: Vec<Test>,
}

/// A table joined to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Join {
    /// The position of the earlier one: 0 for the first table, 1 for the first join.
    pub from: usize,
    /// The relationship of the earlier one that leads to it.
    pub relationship: usize,
}

/// What a column of a query's result is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The attribute at the position.
    Attribute(usize),
    /// A part of the key of the row that a relationship leads to, for foreign keys that refer to other
    /// columns than the key.
    TargetKey { relationship: usize, part: usize },
    /// The number that SQLite gives the row, where [`Twins::RowId`] says that it has one.
    RowId,
    /// What the criterion of the order at the position sorts by, in a form that tests of it take back.
    SortedBy(usize),
}

/// Which part of the rows is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Page {
    #[default]
    All,
    /// The first so many: one value.
    Limit,
    /// So many, after so many: two values.
    LimitOffset,
}

/// The statements of a catalog that were written so far.
#[derive(Debug)]
pub struct Plans {
    cache: Cache<Shape, Arc<Statement>, UnitWeighter, RandomState>,
}

impl Default for Plans {
    fn default() -> Self {
        Self {
            cache: Cache::with(
                KEPT,
                KEPT as u64,
                UnitWeighter,
                RandomState::default(),
                DefaultLifecycle::default(),
            ),
        }
    }
}

impl Plans {
    /// The statement of the shape, written now if it was not before.
    #[must_use]
    pub fn statement(&self, catalog: &Catalog, shape: &Shape) -> Arc<Statement> {
        if let Some(statement) = self.cache.get(shape) {
            return statement;
        }
        let statement = Arc::new(write(catalog, shape));
        self.cache.insert(shape.clone(), Arc::clone(&statement));
        statement
    }
}

fn write(catalog: &Catalog, shape: &Shape) -> Statement {
    match shape {
        Shape::Select(select) => write_select(catalog, select),
        Shape::Rows {
            table,
            condition,
            lock,
        } => {
            let table = catalog.table(*table);
            let key = table.key.iter().copied();
            let select = Select {
                order: key.map(OrderBy::ascending).collect(),
                lock: *lock,
                ..whole_rows(table, condition.clone())
            };
            write_select(catalog, &select)
        }
        Shape::Each {
            table,
            attributes,
            keys,
        } => write_each(catalog, catalog.table(*table), attributes, *keys),
        Shape::Count {
            table,
            condition,
            bounded,
        } => write_count(catalog, catalog.table(*table), condition, *bounded),
        Shape::Estimate { table, condition } => {
            write_estimate(catalog, catalog.table(*table), condition)
        }
        Shape::Summary(summary) => write_summary(catalog, summary),
        Shape::Aggregation(aggregation) => write_aggregation(catalog, aggregation),
        Shape::Chain(chain) => write_chain(catalog, chain),
        Shape::Insert {
            table,
            attributes,
            rows,
            returns_row,
            kept,
        } => write_insert(
            catalog,
            catalog.table(*table),
            (attributes, *kept),
            *rows,
            *returns_row,
        ),
        Shape::Update {
            table,
            attributes,
            kept,
            condition,
        } => write_update(
            catalog,
            catalog.table(*table),
            (attributes, *kept),
            condition,
        ),
        Shape::Delete { table, condition } => {
            write_delete(catalog, catalog.table(*table), condition)
        }
    }
}

fn whole_rows(table: &Table, condition: Vec<Test>) -> Select {
    Select {
        table: table.id,
        columns: (0..table.attributes.len()).map(Source::Attribute).collect(),
        condition,
        order: Vec::new(),
        page: Page::All,
        lock: Lock::None,
    }
}

fn write_each(catalog: &Catalog, table: &Table, attributes: &[usize], keys: usize) -> Statement {
    let equal = attributes.iter().map(|&attribute| Test::Equal(attribute));
    let select = whole_rows(table, equal.collect());
    let mut sql = SqlText::new(table.dialect);
    sql.separated(0..keys, " UNION ALL ", |sql, _| {
        push_select(catalog, &select, sql);
    });
    let mut statement = sql.finish();
    // All of them have the same columns.
    statement.columns = statement.columns[..table.attributes.len()].into();
    statement
}

fn write_select(catalog: &Catalog, select: &Select) -> Statement {
    let mut sql = SqlText::new(catalog.table(select.table).dialect);
    push_select(catalog, select, &mut sql);
    sql.finish()
}

fn push_select(catalog: &Catalog, select: &Select, sql: &mut SqlText) {
    let table = catalog.table(select.table);
    let joined = Joined::new(catalog, table, &select.order);
    sql.push("SELECT ");
    sql.separated(&select.columns, ", ", |sql, source| match *source {
        Source::Attribute(index) => {
            sql.column("t.", &table.attributes[index]);
        }
        Source::TargetKey { relationship, part } => {
            write_target_key(catalog, table, relationship, part, sql);
        }
        Source::RowId => {
            sql.number(&row_id(table, "t."));
        }
        Source::SortedBy(criterion) => joined.write_column(criterion, sql),
    });
    sql.push(" FROM ").push(&table.sql_name).push(" AS t");
    joined.write_joins(sql);
    write_condition(catalog, table, &joined, &select.condition, sql);
    joined.write_order(sql);
    match select.page {
        Page::All => {}
        Page::Limit => {
            sql.push(" LIMIT ").count();
        }
        Page::LimitOffset => {
            sql.push(" LIMIT ").count().push(" OFFSET ").count();
        }
    }
    write_lock(select.lock, sql);
}

fn write_lock(lock: Lock, sql: &mut SqlText) {
    let words = match (sql.dialect(), lock) {
        (_, Lock::None) | (Dialect::Sqlite, _) => return,
        (Dialect::Postgres, Lock::Share) => " FOR SHARE",
        // Whoever inserts a child row holds a share of its parent's key: two who then ask for the whole row would
        // wait for each other. Nobody asks for the key itself, which never changes.
        (Dialect::Postgres, Lock::Update) => " FOR NO KEY UPDATE",
        (Dialect::Mysql, Lock::Share) => " LOCK IN SHARE MODE",
        (Dialect::Mysql, Lock::Update) => " FOR UPDATE",
    };
    sql.push(words);
}

fn write_chain(catalog: &Catalog, chain: &Chain) -> Statement {
    let table = catalog.table(chain.table);
    let mut sql = SqlText::new(table.dialect);
    let mut tables = vec![("t".to_owned(), table)];
    for (index, join) in chain.joins.iter().enumerate() {
        let from = tables[join.from].1;
        let target = catalog.table(from.relationships[join.relationship].target);
        tables.push((format!("p{}", index + 1), target));
    }
    sql.push("SELECT ");
    let columns = tables.iter().flat_map(|(name, table)| {
        table
            .attributes
            .iter()
            .map(move |attribute| (name, attribute))
    });
    sql.separated(columns, ", ", |sql, (name, attribute)| {
        sql.column(&format!("{name}."), attribute);
    });
    sql.push(" FROM ").push(&table.sql_name).push(" AS t");
    for (join, (name, target)) in chain.joins.iter().zip(&tables[1..]) {
        let (from_name, from) = &tables[join.from];
        let relationship = &from.relationships[join.relationship];
        // PostgreSQL cannot lock what an outer join may lack; there, only foreign keys that cannot be null are joined.
        sql.push(if sql.dialect() == Dialect::Postgres {
            " JOIN "
        } else {
            " LEFT JOIN "
        });
        sql.push(&target.sql_name)
            .push(" AS ")
            .push(name)
            .push(" ON ");
        let pairs = relationship
            .attributes
            .iter()
            .zip(&relationship.target_attributes);
        sql.separated(pairs, " AND ", |sql, (ours, theirs)| {
            sql.push(&format!(
                "{name}.{} = {from_name}.{}",
                target.attributes[*theirs].sql_name, from.attributes[*ours].sql_name
            ));
        });
    }
    let unsorted = Joined::new(catalog, table, &[]);
    write_condition(catalog, table, &unsorted, &chain.condition, &mut sql);
    write_lock(Lock::Update, &mut sql);
    sql.finish()
}

fn write_target_key(
    catalog: &Catalog,
    table: &Table,
    relationship: usize,
    part: usize,
    sql: &mut SqlText,
) {
    let relationship = &table.relationships[relationship];
    let target = catalog.table(relationship.target);
    sql.push("(SELECT ")
        .column("p.", &target.attributes[target.key[part]]);
    sql.push(" FROM ")
        .push(&target.sql_name)
        .push(" AS p WHERE ");
    let pairs = relationship
        .target_attributes
        .iter()
        .zip(&relationship.attributes);
    sql.separated(pairs, " AND ", |sql, (theirs, ours)| {
        sql.push("p.").push(&target.attributes[*theirs].sql_name);
        sql.push(" = t.").push(&table.attributes[*ours].sql_name);
    });
    sql.push(")");
}

/// The expression of the number that SQLite gives the row, see [`Twins::RowId`].
fn row_id(table: &Table, qualifier: &str) -> String {
    match table.twins {
        Twins::RowId(name) => format!("{qualifier}{name}"),
        Twins::None | Twins::Counted => "NULL".to_owned(),
    }
}
