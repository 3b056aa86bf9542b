//! What a transaction must come to, from scratch: plain loops over all rows, without any of the engine's code.

use std::collections::{BTreeMap, BTreeSet};

use super::expression::{Number, Seen, decimal, read};
use super::rule::{Rule, end};
use super::schema::{Role, Schema, Type};
use crate::model::OnDelete;
use crate::rules::declaration::Fold;
use crate::value::{Decimal, Value};

/// A row for as long as a transaction lasts: its table, and a number.
pub(super) type Id = (usize, usize);
pub(super) type Rows = BTreeMap<Id, Vec<Value>>;
/// The columns that an operation sets, by row.
type Given = BTreeMap<Id, BTreeSet<usize>>;

#[derive(Debug, Clone)]
pub(super) enum Input {
    Value(Value),
    /// A column of the row that an earlier operation inserts.
    Of {
        operation: usize,
        attribute: usize,
    },
}

#[derive(Debug, Clone)]
pub(super) enum Operation {
    Insert {
        table: usize,
        values: Vec<(usize, Input)>,
    },
    Update {
        row: Id,
        values: Vec<(usize, Input)>,
    },
    Delete {
        row: Id,
    },
}

/// What is to be expected.
#[derive(Debug)]
pub(super) struct Verdict {
    pub(super) rows: Rows,
    /// Why it must be refused, if it must.
    pub(super) illegal: Option<String>,
    /// Why it may be refused, though its end is legal.
    pub(super) doubtful: Option<&'static str>,
    /// Whether a row that ends in the same transaction has the key of one that stays: nobody can say which one others refer to.
    pub(super) is_ambiguous: bool,
    /// Aggregates of parents whose children contribute what they did.
    pub(super) untouched: BTreeSet<(Id, usize)>,
}

pub(super) struct Oracle<'a> {
    /// Whether foreign keys may be checked before a statement has ended everything that it ends: MySQL does so row by row, PostgreSQL
    /// in the order in which they were declared.
    pub(super) checks_each_row: bool,
    pub(super) schema: &'a Schema,
    pub(super) rules: &'a [Rule],
}

/// A row among rows.
struct At<'a> {
    oracle: &'a Oracle<'a>,
    rows: &'a Rows,
    id: Id,
}

impl Seen for At<'_> {
    fn cell(&self, attribute: usize) -> Value {
        self.rows[&self.id][attribute].clone()
    }

    fn up(&self, relationship: usize) -> Option<Self> {
        let above = self.oracle.above(self.rows, self.id, relationship)?;
        Some(Self {
            oracle: self.oracle,
            rows: self.rows,
            id: above,
        })
    }
}

impl Oracle<'_> {
    /// The row that a foreign key leads to.
    pub(super) fn above(&self, rows: &Rows, id: Id, relationship: usize) -> Option<Id> {
        let own = &self.schema.tables[id.0].foreign_keys[relationship];
        let wanted: Vec<&Value> = own.columns.iter().map(|&at| &rows[&id][at]).collect();
        if wanted.iter().any(|value| value.is_null()) {
            return None;
        }
        rows.range((own.target, 0)..(own.target + 1, 0))
            .find(|(_, row)| {
                own.target_columns
                    .iter()
                    .zip(&wanted)
                    .all(|(&at, wanted)| row[at] == **wanted)
            })
            .map(|(id, _)| *id)
    }

    fn is_dangling(&self, rows: &Rows, id: Id, relationship: usize) -> bool {
        let own = &self.schema.tables[id.0].foreign_keys[relationship];
        own.columns.iter().all(|&at| !rows[&id][at].is_null())
            && self.above(rows, id, relationship).is_none()
    }

    /// What the operations, in whatever order, make of the rows. `keys` says what the database numbered.
    pub(super) fn judge(
        &self,
        before: &Rows,
        operations: &[Operation],
        keys: Option<&[Vec<Value>]>,
    ) -> Verdict {
        let (mut rows, given) = self.applied(before, operations, keys);
        let followed = self.follow_keys(before, &mut rows);
        let has_moved = followed.is_some();
        let mut doubtful = has_moved.then_some("the key of a row that others refer to changes");
        let followed = followed.unwrap_or_default();
        let deleted: Vec<Id> = operations
            .iter()
            .filter_map(|operation| match operation {
                Operation::Delete { row } => Some(*row),
                _ => None,
            })
            .collect();
        let all = rows.clone();
        self.delete(before, &mut rows, deleted);
        let restricts_along = all.keys().filter(|id| !rows.contains_key(id)).any(|&id| {
            let keys = self.schema.tables[id.0].foreign_keys.iter().enumerate();
            keys.filter(|(_, own)| own.on_delete == OnDelete::Restrict)
                .filter_map(|(number, _)| self.above(&all, id, number))
                .any(|above| above != id && !rows.contains_key(&above))
        });
        if self.checks_each_row && restricts_along {
            doubtful =
                Some("a row ends along with one whose end it restricts by another foreign key");
        }
        let key = |id: &Id, row: &[Value]| -> Vec<Value> {
            let key = self.schema.tables[id.0].key.iter();
            key.map(|&part| row[part].clone()).collect()
        };
        let ended = all
            .iter()
            .filter(|(id, _)| !before.contains_key(id) && !rows.contains_key(id));
        let is_ambiguous = ended.into_iter().any(|(id, ended)| {
            rows.iter()
                .any(|(other, row)| other.0 == id.0 && key(id, ended) == key(other, row))
        });
        let refers_to_deleted = given.iter().any(|(&id, given)| {
            let keys = self.schema.tables[id.0].foreign_keys.iter().enumerate();
            keys.filter(|(_, own)| own.columns.iter().any(|at| given.contains(at)))
                .filter_map(|(number, _)| self.above(&all, id, number))
                .any(|above| !rows.contains_key(&above))
        });
        if refers_to_deleted {
            doubtful = Some("a row comes to refer to one that is deleted");
        }
        let mut illegal = self.structure(&rows);
        if illegal.is_none() && self.moves_unique(before, &rows) {
            doubtful = Some("a unique value changes hands");
        }
        if illegal.is_none() {
            match self.derive(before, &mut rows, &given, &followed) {
                Err(why) => illegal = Some(why),
                Ok(true) => doubtful = Some("a number is too large for its column"),
                Ok(false) => {}
            }
        }
        if illegal.is_none() {
            illegal = self.broken(&rows);
        }
        if illegal.is_none() && self.has_data_circle(&rows) {
            doubtful = Some("rows refer to each other in a circle");
        }
        let untouched = if illegal.is_none() {
            self.untouched(before, &rows)
        } else {
            BTreeSet::new()
        };
        Verdict {
            rows,
            illegal,
            doubtful,
            is_ambiguous,
            untouched,
        }
    }

    /// The rows with what the operations insert and set, before anything ends; and which columns were given.
    fn applied(
        &self,
        before: &Rows,
        operations: &[Operation],
        keys: Option<&[Vec<Value>]>,
    ) -> (Rows, Given) {
        let mut rows = before.clone();
        let mut given = Given::new();
        let mut inserted: Vec<Id> = Vec::new();
        for (number, operation) in operations.iter().enumerate() {
            let id = match operation {
                Operation::Insert { table, .. } => {
                    let id = (*table, 1_000 + number);
                    let table = &self.schema.tables[*table];
                    let mut row = vec![Value::Null; table.columns.len()];
                    for (at, column) in table.columns.iter().enumerate() {
                        if column.role == Role::Derived && !column.nullable {
                            row[at] = zero(column.kind);
                        }
                        if column.role == Role::Number {
                            // A row that ends with another one before it is written has no number of the database's.
                            let own = keys.map(|keys| keys[number][0].clone());
                            let own = own.filter(|own| !own.is_null());
                            row[at] = own
                                .unwrap_or(Value::Int(1_000_000 + i64::try_from(number).unwrap()));
                        }
                    }
                    rows.insert(id, row);
                    id
                }
                Operation::Update { row, .. } | Operation::Delete { row } => *row,
            };
            inserted.push(id);
            if let Operation::Insert { values, .. } | Operation::Update { values, .. } = operation {
                for (attribute, input) in values {
                    let value = match input {
                        Input::Value(value) => value.clone(),
                        Input::Of {
                            operation,
                            attribute,
                        } => rows[&inserted[*operation]][*attribute].clone(),
                    };
                    rows.get_mut(&id).unwrap()[*attribute] = value;
                    given.entry(id).or_default().insert(*attribute);
                }
            }
        }
        (rows, given)
    }

    /// Foreign keys that nobody touched follow the keys that move, where the database says so; none if no such key moves.
    fn follow_keys(&self, before: &Rows, rows: &mut Rows) -> Option<BTreeSet<(Id, usize)>> {
        let mut followed = BTreeSet::new();
        let mut has_any_moved = false;
        for (&child, was) in before {
            for (number, own) in self.schema.tables[child.0].foreign_keys.iter().enumerate() {
                let Some(above) = self.above(before, child, number) else {
                    continue;
                };
                let has_moved = own
                    .target_columns
                    .iter()
                    .any(|&at| before[&above][at] != rows[&above][at]);
                let is_touched = own.columns.iter().any(|&at| rows[&child][at] != was[at]);
                if !has_moved {
                    continue;
                }
                has_any_moved = true;
                if own.cascades_update && !is_touched {
                    for (&ours, &theirs) in own.columns.iter().zip(&own.target_columns) {
                        let value = rows[&above][theirs].clone();
                        rows.get_mut(&child).unwrap()[ours] = value;
                    }
                    followed.insert((child, number));
                }
            }
        }
        has_any_moved.then_some(followed)
    }

    fn delete(&self, before: &Rows, rows: &mut Rows, mut doomed: Vec<Id>) {
        while let Some(id) = doomed.pop() {
            if !rows.contains_key(&id) {
                continue;
            }
            let mut nulls = Vec::new();
            for &child in rows.keys() {
                for (number, own) in self.schema.tables[child.0].foreign_keys.iter().enumerate() {
                    // A key that moves and ends in one transaction has not moved.
                    let is_untouched = before.get(&child).is_some_and(|was| {
                        let mut parts = own.columns.iter();
                        parts.all(|&at| was[at] == rows[&child][at])
                    });
                    let refers = self.above(rows, child, number) == Some(id)
                        || is_untouched && self.above(before, child, number) == Some(id);
                    if own.target != id.0 || !refers {
                        continue;
                    }
                    match own.on_delete {
                        OnDelete::Cascade => doomed.push(child),
                        OnDelete::SetNull => nulls.push((child, own)),
                        OnDelete::Restrict | OnDelete::SetDefault => {}
                    }
                }
            }
            for (child, own) in nulls {
                for &at in &own.columns {
                    rows.get_mut(&child).unwrap()[at] = Value::Null;
                }
            }
            rows.remove(&id);
        }
    }

    /// Keys, foreign keys and what must not be null.
    fn structure(&self, rows: &Rows) -> Option<String> {
        let mut seen = BTreeSet::new();
        for (&id, row) in rows {
            let table = &self.schema.tables[id.0];
            for number in 0..table.foreign_keys.len() {
                if self.is_dangling(rows, id, number) {
                    return Some(format!("{id:?}.r{number} leads nowhere"));
                }
            }
            let mut sets = vec![table.key.clone()];
            sets.extend(table.of_role(Role::Unique).into_iter().map(|at| vec![at]));
            for set in sets {
                let values: Vec<&Value> = set.iter().map(|&at| &row[at]).collect();
                if !seen.insert((id.0, set.clone(), format!("{values:?}"))) {
                    return Some(format!("{id:?} has the key of another row"));
                }
            }
            for (at, column) in table.columns.iter().enumerate() {
                if !column.nullable && row[at].is_null() {
                    return Some(format!("{id:?}.{} is null", column.name));
                }
            }
        }
        None
    }

    /// Whether a unique value is another row's now.
    fn moves_unique(&self, before: &Rows, rows: &Rows) -> bool {
        rows.iter().any(|(id, row)| {
            let table = &self.schema.tables[id.0];
            let mut sets = vec![table.key.clone()];
            sets.extend(table.of_role(Role::Unique).into_iter().map(|at| vec![at]));
            sets.iter().any(|set| {
                before.iter().any(|(other, was)| {
                    other.0 == id.0 && other != id && set.iter().all(|&at| was[at] == row[at])
                })
            })
        })
    }

    /// Applies all rules to all rows until nothing changes; whether some number is too large.
    fn derive(
        &self,
        before: &Rows,
        rows: &mut Rows,
        given: &Given,
        followed: &BTreeSet<(Id, usize)>,
    ) -> Result<bool, String> {
        for _ in 0..=rows.len() + self.rules.len() + 2 {
            let mut has_changed = false;
            for rule in self.rules {
                has_changed |= self.apply(rule, before, rows, given, followed);
            }
            if !has_changed {
                let limit = Decimal::from(10_000_000_000_i64);
                let is_large = rows.values().flatten().any(|value| match value {
                    Value::Decimal(number) => number.abs() >= limit,
                    Value::Int(number) => number.unsigned_abs() >= 1 << 53,
                    _ => false,
                });
                return Ok(is_large);
            }
        }
        Err("rows that rules follow lead back to themselves".into())
    }

    fn apply(
        &self,
        rule: &Rule,
        before: &Rows,
        rows: &mut Rows,
        given: &Given,
        followed: &BTreeSet<(Id, usize)>,
    ) -> bool {
        let mut results: Vec<(Id, usize, Value)> = Vec::new();
        match rule {
            Rule::Aggregate {
                parent, attribute, ..
            } => {
                let contributions = self.contributions(rule, rows);
                for &id in rows.keys().filter(|id| id.0 == *parent) {
                    let values: Vec<Decimal> = contributions
                        .iter()
                        .filter(|(above, _, _)| *above == id)
                        .map(|(_, _, value)| *value)
                        .collect();
                    results.push((id, *attribute, self.fold(rule, &values)));
                }
            }
            Rule::Formula {
                table,
                attribute,
                value,
            } => {
                for &id in rows.keys().filter(|id| id.0 == *table) {
                    results.push((id, *attribute, self.computed(rows, id, *attribute, value)));
                }
            }
            Rule::Default {
                table,
                attribute,
                value,
            } => {
                for &id in rows.keys().filter(|id| id.0 == *table) {
                    let is_given = given
                        .get(&id)
                        .is_some_and(|given| given.contains(attribute));
                    if !before.contains_key(&id) && !is_given {
                        results.push((id, *attribute, self.computed(rows, id, *attribute, value)));
                    }
                }
            }
            Rule::Copy {
                table,
                attribute,
                from,
            } => {
                let own = &self.schema.tables[*table].foreign_keys[from.steps[0]];
                for (&id, row) in rows.iter().filter(|(id, _)| id.0 == *table) {
                    let is_taken = match before.get(&id) {
                        None => true,
                        Some(was) => {
                            !followed.contains(&(id, from.steps[0]))
                                && own.columns.iter().any(|&at| was[at] != row[at])
                        }
                    };
                    if is_taken {
                        results.push((id, *attribute, read(&self.at(rows, id), from)));
                    }
                }
            }
            Rule::Constraint { .. } => {}
        }
        let mut has_changed = false;
        for (id, attribute, value) in results {
            let cell = &mut rows.get_mut(&id).unwrap()[attribute];
            if *cell != value {
                *cell = value;
                has_changed = true;
            }
        }
        has_changed
    }

    fn at<'a>(&'a self, rows: &'a Rows, id: Id) -> At<'a> {
        At {
            oracle: self,
            rows,
            id,
        }
    }

    fn computed(&self, rows: &Rows, id: Id, attribute: usize, value: &Number) -> Value {
        let kind = self.schema.tables[id.0].columns[attribute].kind;
        value
            .value(&self.at(rows, id))
            .map_or(Value::Null, |number| kept(number, kind))
    }

    /// Parent, child and value of every child that counts.
    fn contributions(&self, rule: &Rule, rows: &Rows) -> Vec<(Id, Id, Decimal)> {
        let Rule::Aggregate {
            fold,
            parent,
            attribute,
            child,
            via,
            value,
            condition,
        } = rule
        else {
            return Vec::new();
        };
        let kind = self.schema.tables[*parent].columns[*attribute].kind;
        let mut list = Vec::new();
        for &id in rows.keys().filter(|id| id.0 == *child) {
            let Some(above) = self.above(rows, id, *via) else {
                continue;
            };
            let seen = self.at(rows, id);
            if condition
                .as_ref()
                .is_some_and(|condition| condition.truth(&seen) != Some(true))
            {
                continue;
            }
            let number = match value {
                None => Some(Decimal::ONE),
                Some(value) => value.value(&seen),
            };
            let number = match fold {
                // Only the average of all is rounded.
                Fold::Average => number,
                _ => number.and_then(|number| decimal(&kept(number, kind))),
            };
            list.extend(number.map(|number| (above, id, number)));
        }
        list
    }

    fn fold(&self, rule: &Rule, values: &[Decimal]) -> Value {
        let Rule::Aggregate {
            fold,
            parent,
            attribute,
            ..
        } = rule
        else {
            return Value::Null;
        };
        let kind = self.schema.tables[*parent].columns[*attribute].kind;
        let count = values.len();
        let sum = || {
            values
                .iter()
                .copied()
                .fold(Decimal::ZERO, Decimal::saturating_add)
        };
        let result = match fold {
            Fold::Sum => Some(sum()),
            Fold::Count => Some(count.into()),
            Fold::Min => values.iter().copied().min(),
            Fold::Max => values.iter().copied().max(),
            Fold::Average => (count > 0).then(|| sum() / Decimal::from(count)),
        };
        result.map_or(Value::Null, |number| kept(number, kind))
    }

    fn broken(&self, rows: &Rows) -> Option<String> {
        self.rules.iter().find_map(|rule| {
            let Rule::Constraint { table, condition } = rule else {
                return None;
            };
            let mut all = rows.keys().filter(|id| id.0 == *table);
            let id = all.find(|&&id| condition.truth(&self.at(rows, id)) == Some(false))?;
            Some(format!("{id:?} breaks {condition:?}"))
        })
    }

    fn has_data_circle(&self, rows: &Rows) -> bool {
        let mut left: BTreeSet<Id> = rows.keys().copied().collect();
        loop {
            let count = left.len();
            let kept = left.clone();
            left.retain(|&id| {
                let numbers = 0..self.schema.tables[id.0].foreign_keys.len();
                numbers
                    .filter_map(|number| self.above(rows, id, number))
                    .any(|above| kept.contains(&above))
            });
            if left.len() == count {
                return count > 0;
            }
        }
    }

    fn untouched(&self, before: &Rows, rows: &Rows) -> BTreeSet<(Id, usize)> {
        let mut untouched = BTreeSet::new();
        for rule in self.rules {
            let Rule::Aggregate {
                parent,
                attribute,
                fold,
                ..
            } = rule
            else {
                continue;
            };
            let (was, is) = (
                self.contributions(rule, before),
                self.contributions(rule, rows),
            );
            for &id in rows.keys().filter(|id| id.0 == *parent) {
                let of = |list: &[(Id, Id, Decimal)]| -> Vec<(Id, Decimal)> {
                    list.iter()
                        .filter(|(above, _, value)| {
                            *above == id && (*fold != Fold::Sum || !value.is_zero())
                        })
                        .map(|(_, child, value)| (*child, *value))
                        .collect()
                };
                if before.contains_key(&id) && of(&was) == of(&is) {
                    untouched.insert((id, *attribute));
                }
            }
        }
        untouched
    }

    /// Aggregates that nothing else reads, which may be null in old rows.
    pub(super) fn last_aggregates(&self) -> Vec<(usize, usize)> {
        let read: BTreeSet<(usize, usize)> = self
            .rules
            .iter()
            .flat_map(|rule| {
                let (table, reads) = rule.reads();
                reads
                    .into_iter()
                    .map(move |read| end(self.schema, table, &read))
            })
            .collect();
        self.rules
            .iter()
            .filter(|rule| matches!(rule, Rule::Aggregate { .. }))
            .filter_map(Rule::output)
            .filter(|(table, attribute)| {
                !read.contains(&(*table, *attribute))
                    && self.schema.tables[*table].columns[*attribute].nullable
            })
            .collect()
    }
}

/// As a column keeps it: half away from zero, at its scale.
fn kept(number: Decimal, kind: Type) -> Value {
    let (factor, digits) = if kind == Type::Int { (1, 0) } else { (100, 2) };
    let Some(large) = number.checked_mul(Decimal::from(factor)) else {
        return Value::Decimal(Decimal::MAX);
    };
    let mut whole = large.trunc();
    if (large - whole).abs() >= Decimal::new(5, 1) {
        whole += if large.is_sign_negative() {
            Decimal::NEGATIVE_ONE
        } else {
            Decimal::ONE
        };
    }
    if kind == Type::Int {
        return i64::try_from(whole).map_or(Value::Int(i64::MAX), Value::Int);
    }
    i64::try_from(whole).map_or(Value::Decimal(Decimal::MAX), |whole| {
        Value::Decimal(Decimal::new(whole, digits))
    })
}

fn zero(kind: Type) -> Value {
    kept(Decimal::ZERO, kind)
}
