//! Random transactions: inserts, updates and deletes that mostly have a legal end.

use super::oracle::{Id, Input, Operation, Rows};
use super::random::Random;
use super::rule::Rule;
use super::schema::{Role, Schema, Type};
use crate::value::{Decimal, Value};

pub(super) struct Writer<'a> {
    pub(super) schema: &'a Schema,
    pub(super) rules: &'a [Rule],
    /// The next key, so that keys are seldom used twice.
    pub(super) next: i64,
    pub(super) random: Random,
    /// Whether keys change in this transaction, and foreign keys do not: who refers to an old key is not defined.
    pub(super) moves_keys: bool,
}

impl Writer<'_> {
    /// Up to eight operations, each about another row.
    pub(super) fn transaction(&mut self, rows: &Rows) -> Vec<Operation> {
        self.moves_keys = self.random.percent(15);
        let mut operations = Vec::new();
        let mut used: Vec<Id> = Vec::new();
        for _ in 0..=self.random.below(8) {
            let ids: Vec<Id> = rows.keys().copied().collect();
            let choice = self.random.below(100);
            let free: Vec<Id> = ids.into_iter().filter(|id| !used.contains(id)).collect();
            if choice < 40 || free.is_empty() {
                let table = self.random.below(self.schema.tables.len());
                operations.extend(self.insert(table, rows, &operations));
            } else {
                let row = free[self.random.below(free.len())];
                used.push(row);
                if choice < 84 {
                    operations.extend(self.update(row, rows, &operations));
                } else {
                    operations.push(Operation::Delete { row });
                }
            }
        }
        operations
    }

    fn insert(&mut self, table: usize, rows: &Rows, before: &[Operation]) -> Option<Operation> {
        let columns = &self.schema.tables[table].columns;
        let mut values = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            match column.role {
                Role::Key | Role::Unique => {
                    self.next += 1;
                    let taken = self.random.percent(1);
                    let key = if taken { 1 } else { self.next };
                    values.push((at, Input::Value(Value::Int(key))));
                }
                Role::Number | Role::Foreign => {}
                Role::Data => {
                    if self.random.percent(80) {
                        values.push((at, Input::Value(self.data(column.kind))));
                    }
                }
                Role::Derived => {
                    if self.is_free(table, at) && self.random.percent(40) {
                        values.push((at, Input::Value(self.data(column.kind))));
                    }
                }
            }
        }
        for number in 0..self.schema.tables[table].foreign_keys.len() {
            if self.random.percent(15) && self.is_nullable(table, number) {
                continue;
            }
            match self.reference(table, number, rows, before) {
                Some(key) => values.extend(key),
                None if self.is_nullable(table, number) => {}
                None => return None,
            }
        }
        Some(Operation::Insert { table, values })
    }

    fn update(&mut self, row: Id, rows: &Rows, before: &[Operation]) -> Option<Operation> {
        let table = &self.schema.tables[row.0];
        let mut values = Vec::new();
        for (at, column) in table.columns.iter().enumerate() {
            let is_open = column.role == Role::Data
                || column.role == Role::Derived && self.is_free(row.0, at);
            if is_open && self.random.percent(35) {
                let value = self.data(column.kind);
                if !value.is_null() || column.nullable {
                    values.push((at, Input::Value(value)));
                }
            }
            let is_key = matches!(column.role, Role::Key | Role::Unique);
            if is_key && self.moves_keys && self.random.percent(30) {
                self.next += 1;
                values.push((at, Input::Value(Value::Int(self.next))));
            }
        }
        for number in 0..table.foreign_keys.len() {
            if self.moves_keys || !self.random.percent(30) {
                continue;
            }
            if self.is_nullable(row.0, number) && self.random.percent(20) {
                let null = |&at: &usize| (at, Input::Value(Value::Null));
                values.extend(table.foreign_keys[number].columns.iter().map(null));
            } else if let Some(key) = self.reference(row.0, number, rows, before) {
                values.extend(key);
            }
        }
        (!values.is_empty()).then_some(Operation::Update { row, values })
    }

    fn is_nullable(&self, table: usize, number: usize) -> bool {
        let table = &self.schema.tables[table];
        table.columns[table.foreign_keys[number].columns[0]].nullable
    }

    /// Whether clients may write a column that is there for rules.
    fn is_free(&self, table: usize, attribute: usize) -> bool {
        !self
            .rules
            .iter()
            .any(|rule| rule.owns() && rule.output() == Some((table, attribute)))
    }

    /// A foreign key to a row that is there, or that the transaction inserts before.
    fn reference(
        &mut self,
        table: usize,
        number: usize,
        rows: &Rows,
        before: &[Operation],
    ) -> Option<Vec<(usize, Input)>> {
        if self.moves_keys {
            return None;
        }
        let own = &self.schema.tables[table].foreign_keys[number];
        let new: Vec<usize> = before
            .iter()
            .enumerate()
            .filter(|(_, operation)| {
                matches!(operation, Operation::Insert { table, .. } if *table == own.target)
            })
            .map(|(at, _)| at)
            .collect();
        if !new.is_empty() && self.random.percent(50) {
            let operation = new[self.random.below(new.len())];
            let pairs = own.columns.iter().zip(&own.target_columns);
            return Some(
                pairs
                    .map(|(&ours, &attribute)| {
                        (
                            ours,
                            Input::Of {
                                operation,
                                attribute,
                            },
                        )
                    })
                    .collect(),
            );
        }
        let there: Vec<&Vec<Value>> = rows
            .iter()
            .filter(|(id, _)| id.0 == own.target)
            .map(|(_, row)| row)
            .collect();
        let target = *self.random.of(&there)?;
        let is_missing = self.random.percent(1);
        let pairs = own.columns.iter().zip(&own.target_columns);
        Some(
            pairs
                .map(|(&ours, &theirs)| {
                    let value = if is_missing {
                        Value::Int(-7)
                    } else {
                        target[theirs].clone()
                    };
                    (ours, Input::Value(value))
                })
                .collect(),
        )
    }

    fn data(&mut self, kind: Type) -> Value {
        if self.random.percent(12) {
            return Value::Null;
        }
        let number = i64::try_from(self.random.below(30)).expect("it is small") - 6;
        match kind {
            Type::Int => Value::Int(number),
            Type::Money => Value::Decimal(Decimal::new(number * 37, 2)),
            Type::Bool => Value::Bool(number % 2 == 0),
            Type::Text => Value::Text(["a", "b", "c"][self.random.below(3)].into()),
        }
    }
}
