//! A change set into the workspace: what clients and code want, before anything is derived.

use super::derive::at_scale;
use super::load::zero;
use super::prefetch::Coming;
use super::{ChangedRow, Claim, Engine};
use crate::catalog::{Table, TableId};
use crate::jsonapi::id_of_values;
use crate::model::{ColumnType, Dialect, OnDelete};
use crate::reading::not_found;
use crate::rules::declaration::Fold;
use crate::rules::graph::{RuleKind, TableRules};
use crate::rules::workspace::{Awaited, RowId};
use crate::session::{Change, ChangeSet, Input, Seen};
use crate::store::Lock;
use crate::value::Value;
use crate::{Error, Problem, ProblemCode, Result};

/// The rows of a table that a change set updates and deletes.
struct Changed {
    table: TableId,
    keys: Vec<Vec<Value>>,
    /// The columns that are set.
    columns: Vec<usize>,
    has_deletion: bool,
}

impl Engine<'_> {
    /// Applies all changes, whatever their order; says where each one's row is.
    pub(super) async fn apply(&mut self, changes: &ChangeSet) -> Result<Vec<ChangedRow>> {
        self.load_changed(changes).await?;
        // Keys mean rows as they were before any of the changes, which may swap keys or give them to other rows.
        let found: Vec<Option<RowId>> = changes
            .iter()
            .map(|change| match change {
                Change::Insert { .. } => None,
                Change::Update { table, key, .. } | Change::Delete { table, key, .. } => {
                    self.workspace.living(self.table(*table), key)
                }
            })
            .collect();
        let mut rows: Vec<ChangedRow> = Vec::with_capacity(changes.len());
        let mut doomed = Vec::new();
        let mut problems = Vec::new();
        for (number, (change, found)) in changes.iter().zip(found).enumerate() {
            let before = problems.len();
            let row = self
                .apply_one(changes, change, found, &rows, &mut problems)
                .await
                .map_err(|error| error.of_change(Some(number)))?;
            for problem in &mut problems[before..] {
                problem.change = Some(number);
            }
            if let (Change::Delete { .. }, ChangedRow::Row(row)) = (change, &row) {
                doomed.push(*row);
            }
            rows.push(row);
        }
        // Last, so that who still refers to the row then does not depend on the order of the changes.
        for row in doomed {
            self.delete(row).await?;
        }
        if problems.is_empty() {
            Ok(rows)
        } else {
            Err(Error::Refused(problems))
        }
    }

    async fn apply_one(
        &mut self,
        changes: &ChangeSet,
        change: &Change,
        found: Option<RowId>,
        rows: &[ChangedRow],
        problems: &mut Vec<Problem>,
    ) -> Result<ChangedRow> {
        match change {
            Change::Insert { table, values } => self.insert(*table, values, rows).await,
            Change::Update {
                table,
                key,
                values,
                read,
            } => {
                let table = self.table(*table);
                let row = self.changed_row(table, found, key, read.as_ref())?;
                self.update(row, values, rows, problems).await?;
                Ok(ChangedRow::Row(row))
            }
            Change::Delete { table, key, read } => {
                let unseen = self.is_unseen(changes, *table, read.as_ref());
                let table = self.table(*table);
                if unseen {
                    return Ok(self.delete_unseen(table, key));
                }
                let row = self.changed_row(table, found, key, read.as_ref())?;
                Ok(ChangedRow::Row(row))
            }
        }
    }

    /// Whether a row can be deleted without being read: no rule asks for it, and nothing else changes that its end might
    /// have to wait for.
    fn is_unseen(&self, changes: &ChangeSet, table: TableId, read: Option<&Seen>) -> bool {
        // MySQL does not let a row go that refers to itself, so that must be known.
        let may_hold_itself = self.connection.dialect() == Dialect::Mysql
            && self.table(table).relationships.iter().any(|each| {
                each.holds_key && each.target == table && each.on_delete == OnDelete::Restrict
            });
        read.is_none()
            && !may_hold_itself
            && !self.graph().table(table).observes_delete
            && !self.state.audits
            && !self.tells_effects
            && changes.len() == 1
            && self.workspace.ids().next().is_none()
    }

    /// Takes in the rows that are updated and deleted: one query for each table.
    async fn load_changed(&mut self, changes: &ChangeSet) -> Result<()> {
        let mut tables: Vec<Changed> = Vec::new();
        for change in changes.iter() {
            let (table, key, columns) = match change {
                Change::Insert { .. } => continue,
                Change::Update {
                    table, key, values, ..
                } => (*table, key, Some(values)),
                Change::Delete { table, key, read } => {
                    if self.is_unseen(changes, *table, read.as_ref()) {
                        continue;
                    }
                    (*table, key, None)
                }
            };
            let at = tables
                .iter()
                .position(|known| known.table == table)
                .unwrap_or_else(|| {
                    tables.push(Changed {
                        table,
                        keys: Vec::new(),
                        columns: Vec::new(),
                        has_deletion: false,
                    });
                    tables.len() - 1
                });
            tables[at].keys.push(key.clone());
            match columns {
                Some(values) => tables[at]
                    .columns
                    .extend(values.iter().map(|(column, _)| *column)),
                None => tables[at].has_deletion = true,
            }
        }
        // All transactions lock tables in one order, whatever the order of their changes.
        tables.sort_by_key(|changed| changed.table);
        for mut changed in tables {
            let table = self.table(changed.table);
            changed
                .keys
                .sort_by_cached_key(|key| id_of_values(table, key));
            changed.keys.dedup();
            let coming = if changed.has_deletion {
                Coming::Deletion
            } else {
                Coming::Columns(&changed.columns)
            };
            self.by_keys_with_parents(table, &changed.keys, coming)
                .await?;
        }
        Ok(())
    }

    /// The row of a change; refused if it is gone, or not as it was read.
    fn changed_row(
        &mut self,
        table: &Table,
        found: Option<RowId>,
        key: &[Value],
        read: Option<&Seen>,
    ) -> Result<RowId> {
        let row = found
            .or_else(|| self.workspace.living(table, key))
            .ok_or_else(|| not_found(table, key))?;
        let start = self.workspace.row(row).start();
        if let (Some(seen), Some(start)) = (read, start)
            && !self.is_as_seen(table, seen, start)
        {
            let title =
                "Sorry, row altered by another user - please note changes, cancel and retry";
            let problem = Problem::new(ProblemCode::Stale, title)
                .about(&*table.kind, Some(id_of_values(table, key)));
            return Err(Error::Stale(Box::new(problem)));
        }
        Ok(row)
    }

    fn is_as_seen(&self, table: &Table, seen: &Seen, row: &[Value]) -> bool {
        match seen {
            Seen::Row(read) => read == row,
            Seen::Checksum(sums) => sums.contains(&self.state.checksums.of_row(table, row)),
        }
    }

    async fn insert(
        &mut self,
        table: TableId,
        inputs: &[(usize, Input)],
        rows: &[ChangedRow],
    ) -> Result<ChangedRow> {
        let table = self.table(table);
        let row = self.new_row(table);
        for (attribute, input) in inputs {
            let value = self.value_of(row, *attribute, input, rows).await?;
            let Some(value) = value else { continue };
            match self.graph().table(table.id).derived[*attribute] {
                // Whoever creates a row may say what is going to be derived, or what it begins with.
                Some(_) if value.is_null() => {}
                Some(_) => self.claims.push(Claim {
                    row,
                    attribute: *attribute,
                    value,
                }),
                None => self.set(row, *attribute, value, &|| String::new()),
            }
        }
        self.trace.row(table, &self.workspace, row, "Insert");
        self.changed_by_code.push(row);
        Ok(ChangedRow::Row(row))
    }

    /// A row of the defaults that the database would give, with nothing in its aggregates.
    pub(super) fn new_row(&mut self, table: &Table) -> RowId {
        let rules = self.graph().table(table.id);
        let defaults = rules.defaults.iter();
        let values = defaults
            .map(|value| value.clone().unwrap_or_default())
            .collect();
        let row = self.workspace.insert(table, values);
        for &index in &rules.aggregates {
            let rule = &self.graph().rules[index];
            let RuleKind::Aggregate(aggregate) = &rule.kind else {
                continue;
            };
            let none = match aggregate.fold {
                Fold::Sum | Fold::Count => zero(&table.attributes[rule.attribute].column_type),
                Fold::Min | Fold::Max | Fold::Average => Value::Null,
            };
            self.workspace.set(table, row, rule.attribute, none);
            self.workspace.row_mut(row).assign(rule.attribute);
        }
        for &rule in &rules.subjects {
            self.agenda.add(rule, row);
        }
        for &constraint in &rules.constraints {
            self.judgements.add(constraint, row);
        }
        row
    }

    /// What a column is set to; none if that is known only when another row is written.
    async fn value_of(
        &mut self,
        row: RowId,
        attribute: usize,
        input: &Input,
        rows: &[ChangedRow],
    ) -> Result<Option<Value>> {
        match input {
            Input::Value(value) => {
                let column_type = &self.table_of(row).attributes[attribute].column_type;
                Ok(Some(as_kept(value, column_type)))
            }
            Input::Unread => Err(Error::Internal(
                "what could not be read cannot be written".into(),
            )),
            Input::Of {
                change,
                attribute: theirs,
            } => {
                let Some(ChangedRow::Row(other)) = rows.get(*change) else {
                    return Err(Error::Internal(
                        "a row refers to one that is inserted later".into(),
                    ));
                };
                let value = self.workspace.row(*other).now()[*theirs].clone();
                let is_made_by_database = self.workspace.row(*other).is_new()
                    && value.is_null()
                    && self.table_of(*other).attributes[*theirs].has_default;
                if !is_made_by_database {
                    return Ok(Some(value));
                }
                let awaited = Awaited {
                    attribute,
                    from: *other,
                    their_attribute: *theirs,
                };
                let table = self.table_of(row);
                self.workspace.await_value(table, row, awaited);
                self.workspace.row_mut(row).assign(attribute);
                self.note_cause(row, attribute);
                self.has_changed(row, attribute);
                Ok(None)
            }
            Input::From {
                table,
                key,
                attribute,
            } => {
                let table = self.table(*table);
                let found = self
                    .by_keys(table, std::slice::from_ref(key), Lock::None)
                    .await?;
                let found = match self.workspace.living(table, key) {
                    Some(living) => Some(living),
                    None => found[0].filter(|&id| !self.workspace.row(id).is_deleted),
                };
                let found = found.ok_or_else(|| not_found(table, key))?;
                Ok(Some(self.workspace.row(found).now()[*attribute].clone()))
            }
        }
    }

    async fn update(
        &mut self,
        row: RowId,
        inputs: &[(usize, Input)],
        rows: &[ChangedRow],
        problems: &mut Vec<Problem>,
    ) -> Result<()> {
        let table = self.table_of(row);
        self.lock(&[row], Lock::Update).await?;
        self.trace.row(table, &self.workspace, row, "Update");
        let mut has_changed = false;
        for (attribute, input) in inputs {
            let Some(value) = self.value_of(row, *attribute, input, rows).await? else {
                has_changed = true;
                continue;
            };
            let now = &self.workspace.row(row).now()[*attribute];
            if *now == value {
                continue;
            }
            if let Some(rule) = self.graph().table(table.id).derived[*attribute] {
                let start = self.workspace.row(row).start();
                if start.is_none_or(|start| start[*attribute] != value)
                    && !self.state.ignores_derived
                {
                    problems.push(self.belongs_to_rule(row, *attribute, rule));
                }
                continue;
            }
            has_changed = true;
            self.set(row, *attribute, value, &|| String::new());
        }
        if has_changed {
            self.changed_by_code.push(row);
        }
        Ok(())
    }

    pub(super) fn belongs_to_rule(&self, row: RowId, attribute: usize, rule: usize) -> Problem {
        let table = self.table_of(row);
        let name = &table.attributes[attribute].name;
        let kind = self.graph().rules[rule].kind_name();
        let title = format!("`{name}` is derived by a rule ({kind}) and cannot be written");
        self.about(
            Problem::new(ProblemCode::Attribute, title).at_attribute(&**name),
            row,
        )
    }

    /// The problem, about a row, and about the change of the request that the row is of.
    pub(super) fn about(&self, problem: Problem, row: RowId) -> Problem {
        let mut problem = problem.about(&*self.table_of(row).kind, self.id_of(row));
        problem.change = self.sent.get(&row).copied();
        problem
    }

    /// The row's id, if it has one already.
    pub(super) fn id_of(&self, row: RowId) -> Option<String> {
        let table = self.table_of(row);
        let key = self.workspace.row(row).key(table);
        let is_known = key.iter().all(|value| !value.is_null());
        is_known.then(|| id_of_values(table, &key))
    }

    /// Whether what ends or changes with a row of the table may be a row that this transaction has to do with otherwise.
    fn concerns_others(&self, table: &TableRules, row: RowId, doomed: &[RowId]) -> bool {
        table.ends_with.iter().any(|&table| {
            self.workspace.of_table(table).iter().any(|&other| {
                other != row && !doomed.contains(&other) && !self.workspace.row(other).is_deleted
            })
        })
    }

    fn delete_unseen(&mut self, table: &Table, key: &[Value]) -> ChangedRow {
        self.unseen_deletes.push((table.id, key.to_vec()));
        self.gone_unseen.push((table.id, key.to_vec()));
        ChangedRow::Unseen(key.to_vec())
    }

    /// Deletes a row, and does what the database would do to the rows that refer to it, as far as a rule must know.
    pub(super) async fn delete(&mut self, row: RowId) -> Result<()> {
        let mut doomed = vec![row];
        while let Some(row) = doomed.pop() {
            if self.workspace.row(row).is_deleted {
                continue;
            }
            let table = self.table_of(row);
            self.lock(&[row], Lock::Update).await?;
            self.trace.row(table, &self.workspace, row, "Delete");
            for relationship in table.relationships.iter().filter(|each| !each.holds_key) {
                let Some(theirs) = relationship.inverse else {
                    continue;
                };
                let children = self.graph().table(relationship.target);
                let keys = &relationship.target_attributes;
                let matters = children.observes_delete
                    || self.state.audits
                    || keys.iter().any(|&part| children.is_watched(part))
                    || self.concerns_others(children, row, &doomed);
                if relationship.on_delete == OnDelete::Restrict || !matters {
                    continue;
                }
                for child in self.children(relationship.target, theirs, &[row]).await? {
                    match relationship.on_delete {
                        OnDelete::Restrict => {}
                        OnDelete::Cascade => doomed.push(child),
                        OnDelete::SetNull | OnDelete::SetDefault => {
                            for &part in keys {
                                let value = match relationship.on_delete {
                                    OnDelete::SetDefault => children.defaults[part].clone(),
                                    _ => None,
                                };
                                let kind = &table.kind;
                                let reason = || format!("`{kind}` deleted");
                                self.set(child, part, value.unwrap_or_default(), &reason);
                            }
                        }
                    }
                }
            }
            self.workspace.row_mut(row).is_deleted = true;
            for attribute in 0..table.attributes.len() {
                self.note_cause(row, attribute);
            }
            for &rule in &self.graph().table(table.id).subjects {
                if matches!(self.graph().rules[rule].kind, RuleKind::Aggregate(_)) {
                    self.agenda.add(rule, row);
                }
            }
            self.changed_by_code.push(row);
        }
        Ok(())
    }
}

/// A value as its column keeps it: a decimal has the zeros of the column's scale. More digits were refused before.
fn as_kept(value: &Value, column_type: &ColumnType) -> Value {
    match (value, column_type) {
        (
            Value::Decimal(number),
            ColumnType::Decimal {
                scale: Some(scale), ..
            },
        ) if *scale <= 28 && number.scale() < u32::from(*scale) => {
            Value::Decimal(at_scale(*number, (*scale).into()))
        }
        _ => value.clone(),
    }
}
