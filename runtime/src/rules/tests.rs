//! Random tables, rules and transactions, held against a recomputation of everything from scratch.
//!
//! Each schema has a seed, which a failure names. `FORMWORK_SEED=17 cargo test -p formwork-runtime rules::tests` runs that
//! one alone; `FORMWORK_TRANSACTIONS=100000` runs longer. The oracle ([`oracle`]) reads rows by plain SQL and knows nothing of
//! the engine: a rule's expression ([`expression`]) is all that they share, as it is what a user would have written.

mod database;
mod expression;
mod oracle;
mod random;
mod rule;
mod schema;
mod transaction;

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;

use database::Database;
use oracle::{Input, Operation, Oracle, Rows, Verdict};
use random::Random;
use rule::{has_circle, logic, random_rules};
use schema::{KINDS, Role, Schema};
use transaction::Writer;

use crate::Error;
use crate::catalog::Catalog;
use crate::model::Dialect;
use crate::rules::{Caller, RuleGraph};
use crate::session::{self, Applied, Change, ChangeSet};
use crate::value::Value;

/// Transactions on one schema.
const EACH: usize = 26;

/// Seeds beyond the first two hundred that have found a bug, grown or seeded (`scripts/seed-bugs`).
const FOUND: [u64; 5] = [221, 304, 320, 497, 641];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_transaction_is_as_if_computed_from_scratch_on_sqlite() {
    run(Dialect::Sqlite, 5_200).await;
}

#[cfg(feature = "postgres")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_transaction_is_as_if_computed_from_scratch_on_postgres() {
    run(Dialect::Postgres, 390).await;
}

#[cfg(feature = "mysql")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_transaction_is_as_if_computed_from_scratch_on_mysql() {
    run(Dialect::Mysql, 390).await;
}

async fn run(dialect: Dialect, usual: usize) {
    let number = |name: &str| {
        let value = std::env::var(name).ok()?;
        Some(
            value
                .parse()
                .unwrap_or_else(|_| panic!("`{name}` is no number: {value}")),
        )
    };
    if !database::is_there(dialect) {
        return;
    }
    let mut tally = Tally::default();
    if let Some(seed) = number("FORMWORK_SEED") {
        schema_of(dialect, seed, &mut tally).await;
    } else {
        let wanted = number("FORMWORK_TRANSACTIONS")
            .map_or(usual, |wanted: u64| usize::try_from(wanted).unwrap());
        for seed in (1..=(wanted.div_ceil(EACH) as u64)).chain(FOUND) {
            schema_of(dialect, seed, &mut tally).await;
        }
        assert!(tally.schemas * EACH >= wanted);
        // A test that refuses everything, or derives nothing, would find nothing.
        assert!(tally.accepted * 2 > tally.refused, "{tally:?}");
        assert!(tally.changed_by_rules * 4 > tally.accepted, "{tally:?}");
    }
    // Past the harness, which keeps what a test that passes has printed.
    let line = format!("property test on {dialect:?}: {tally:?}\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

#[derive(Debug, Default)]
struct Tally {
    schemas: usize,
    circles: usize,
    rules: usize,
    accepted: usize,
    refused: usize,
    doubtful: usize,
    changed_by_rules: usize,
    permuted: usize,
}

/// One schema, its rules, and some transactions one after another.
async fn schema_of(dialect: Dialect, seed: u64, tally: &mut Tally) {
    let mut random = Random::new(seed);
    let has_twin = random.percent(35);
    let schema = Schema::random(&mut random, !has_twin);
    let model = schema.model(dialect);
    let catalog = Catalog::new(&model).unwrap();
    let rules = loop {
        let rules = random_rules(&schema, &mut random);
        if rules.is_empty() {
            continue;
        }
        match RuleGraph::new(&catalog, logic(&schema, &rules)) {
            Ok(_) => break rules,
            Err(errors) => {
                assert!(
                    has_circle(&schema, &rules),
                    "seed {seed}: refused without a circle: {errors}\n{rules:#?}"
                );
                tally.circles += 1;
            }
        }
    };
    tally.schemas += 1;
    tally.rules += rules.len();
    let database = Database::create(dialect, &schema, &rules).await;
    let twin = if has_twin {
        Some(Database::create(dialect, &schema, &rules).await)
    } else {
        None
    };
    let mut writer = Writer {
        schema: &schema,
        rules: &rules,
        next: 0,
        random,
        moves_keys: false,
    };
    let mut case = Case {
        seed,
        schema: &schema,
        oracle: Oracle {
            checks_each_row: dialect != Dialect::Sqlite,
            schema: &schema,
            rules: &rules,
        },
        number: 0,
    };
    for number in 0..EACH {
        case.number = number;
        if writer.random.percent(15) {
            let last = case.oracle.last_aggregates();
            if let Some(&(table, attribute)) = writer.random.of(&last) {
                database.forget(&schema, table, attribute).await;
                if let Some(twin) = &twin {
                    twin.forget(&schema, table, attribute).await;
                }
            }
        }
        let before = database.rows(&schema).await;
        let operations = writer.transaction(&before);
        if operations.is_empty() {
            continue;
        }
        let accepted = case.one(&database, &before, &operations, tally).await;
        if let Some(twin) = &twin {
            let order = permuted(&before, &operations, &mut writer.random);
            let before = twin.rows(&schema).await;
            let also = case.one(twin, &before, &order, &mut Tally::default()).await;
            assert!(
                accepted == also,
                "{}: accepted {accepted}, in another order {also}: {order:#?}",
                case.title(&before, &operations)
            );
            tally.permuted += 1;
        }
    }
    database.close().await;
    if let Some(twin) = twin {
        twin.close().await;
    }
}

struct Case<'a> {
    seed: u64,
    schema: &'a Schema,
    oracle: Oracle<'a>,
    number: usize,
}

impl Case<'_> {
    /// Whether a transaction is accepted; panics if it comes to anything else than it should.
    async fn one(
        &self,
        database: &Database,
        before: &Rows,
        operations: &[Operation],
        tally: &mut Tally,
    ) -> bool {
        let changes = change_set(self.schema, database.catalog(), before, operations);
        let result = session::commit(&database.state, changes, Arc::<Caller>::default()).await;
        let after = database.rows(self.schema).await;
        match result {
            Ok(applied) => {
                let keys: Vec<Vec<Value>> =
                    applied.into_iter().map(|Applied { key, .. }| key).collect();
                let verdict = self.oracle.judge(before, operations, Some(&keys));
                if let Some(why) = &verdict.illegal {
                    panic!("{}: accepted, but {why}", self.title(before, operations));
                }
                let plain = |rows: &Rows| -> usize { rows.len() };
                let difference = self.difference(before, &verdict, &after);
                if let Some(difference) = difference.filter(|_| !verdict.is_ambiguous) {
                    panic!(
                        "{}\n({} rows) differs:\n{difference}",
                        self.title(before, operations),
                        plain(&after)
                    );
                }
                tally.accepted += 1;
                tally.changed_by_rules += usize::from(self.is_derived(before, &after));
                true
            }
            Err(error) => {
                let verdict = self.oracle.judge(before, operations, None);
                if matches!(
                    error,
                    Error::Internal(_) | Error::Stale(_) | Error::Busy { .. }
                ) && !format!("{error:?}").contains("does not settle")
                {
                    panic!("{}: {error:?}", self.title(before, operations));
                }
                assert!(
                    verdict.illegal.is_some() || verdict.doubtful.is_some(),
                    "{}: refused, but it is legal: {error:#?}",
                    self.title(before, operations)
                );
                assert!(
                    *before == after,
                    "{}: refused, but something stayed",
                    self.title(before, operations)
                );
                tally.refused += 1;
                tally.doubtful += usize::from(verdict.illegal.is_none());
                false
            }
        }
    }

    /// Whether a rule's column of a row differs.
    fn is_derived(&self, before: &Rows, after: &Rows) -> bool {
        after.iter().any(|(id, row)| {
            let columns = self.schema.tables[id.0].of_role(Role::Derived);
            !before
                .iter()
                .any(|(other, was)| id.0 == other.0 && columns.iter().all(|&at| was[at] == row[at]))
        })
    }

    fn difference(&self, before: &Rows, verdict: &Verdict, after: &Rows) -> Option<String> {
        let mut text = String::new();
        let key = |table: usize, row: &[Value]| -> String {
            let key = self.schema.tables[table].key.iter();
            let key: Vec<&Value> = key.map(|&part| &row[part]).collect();
            format!("{} {key:?}", KINDS[table])
        };
        for (id, row) in &verdict.rows {
            let name = key(id.0, row);
            let Some((_, there)) = after
                .iter()
                .find(|(other, there)| other.0 == id.0 && key(id.0, there) == name)
            else {
                writeln!(text, "{name} is not there").unwrap();
                continue;
            };
            for (at, (wanted, found)) in row.iter().zip(there).enumerate() {
                let may_be_null = found.is_null()
                    && verdict.untouched.contains(&(*id, at))
                    && before.get(id).is_some_and(|was| was[at].is_null());
                if wanted != found && !may_be_null {
                    let column = &self.schema.tables[id.0].columns[at].name;
                    writeln!(text, "{name}.{column} is {found:?}, must be {wanted:?}").unwrap();
                }
            }
        }
        if after.len() != verdict.rows.len() {
            writeln!(
                text,
                "{} rows are there, must be {}",
                after.len(),
                verdict.rows.len()
            )
            .unwrap();
        }
        (!text.is_empty()).then_some(text)
    }

    /// Everything that one needs to see what went wrong.
    fn title(&self, before: &Rows, operations: &[Operation]) -> String {
        let rows: Vec<String> = before
            .iter()
            .map(|(id, row)| format!("  {id:?} {row:?}"))
            .collect();
        let operations: Vec<String> = operations
            .iter()
            .map(|operation| format!("  {operation:?}"))
            .collect();
        let rules: Vec<String> = self
            .oracle
            .rules
            .iter()
            .map(|rule| format!("  {rule:?}"))
            .collect();
        format!(
            "FORMWORK_SEED={} transaction {}\n{}\n{}\nrows:\n{}\noperations:\n{}\n",
            self.seed,
            self.number,
            self.schema.ddl(Dialect::Sqlite),
            rules.join("\n"),
            rows.join("\n"),
            operations.join("\n")
        )
    }
}

/// The same operations in another order, with keys in the place of references to earlier ones.
fn permuted(rows: &Rows, operations: &[Operation], random: &mut Random) -> Vec<Operation> {
    let plain = |operations: &[Operation], at: usize, attribute: usize| -> Value {
        let mut at = (at, attribute);
        loop {
            let values = match &operations[at.0] {
                Operation::Insert { values, .. } | Operation::Update { values, .. } => values,
                Operation::Delete { row } => return rows[row][at.1].clone(),
            };
            match values.iter().find(|(column, _)| *column == at.1) {
                Some((_, Input::Value(value))) => return value.clone(),
                Some((
                    _,
                    Input::Of {
                        operation,
                        attribute,
                    },
                )) => at = (*operation, *attribute),
                None => return Value::Null,
            }
        }
    };
    let mut list: Vec<Operation> = operations.to_vec();
    for operation in &mut list {
        if let Operation::Insert { values, .. } | Operation::Update { values, .. } = operation {
            for (_, input) in values {
                if let Input::Of {
                    operation,
                    attribute,
                } = input
                {
                    *input = Input::Value(plain(operations, *operation, *attribute));
                }
            }
        }
    }
    random.shuffle(&mut list);
    list
}

/// The operations as the engine is given them.
fn change_set(
    schema: &Schema,
    catalog: &Catalog,
    before: &Rows,
    operations: &[Operation],
) -> ChangeSet {
    let mut changes = ChangeSet::default();
    let table = |table: usize| catalog.find(KINDS[table]).unwrap().id;
    let key = |id: oracle::Id| -> Vec<Value> {
        let key = schema.tables[id.0].key.iter();
        key.map(|&part| before[&id][part].clone()).collect()
    };
    let inputs = |values: &[(usize, Input)]| {
        values
            .iter()
            .map(|(attribute, input)| {
                let input = match input {
                    Input::Value(value) => session::Input::Value(value.clone()),
                    Input::Of {
                        operation,
                        attribute,
                    } => session::Input::Of {
                        change: *operation,
                        attribute: *attribute,
                    },
                };
                (*attribute, input)
            })
            .collect()
    };
    for operation in operations {
        changes.push(match operation {
            Operation::Insert {
                table: number,
                values,
            } => Change::Insert {
                table: table(*number),
                values: inputs(values),
            },
            Operation::Update { row, values } => Change::Update {
                table: table(row.0),
                key: key(*row),
                values: inputs(values),
                read: None,
            },
            Operation::Delete { row } => Change::Delete {
                table: table(row.0),
                key: key(*row),
                read: None,
            },
        });
    }
    changes
}
