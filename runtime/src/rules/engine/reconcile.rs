//! One batch of rows of one derived column, computed anew.

use super::Engine;
use crate::Result;
use crate::catalog::TableId;
use crate::jsonapi::id_of_values;
use crate::rules::graph::RuleKind;
use crate::rules::reconcile::Drift;
use crate::rules::workspace::{RowId, When, key};
use crate::store::{Lock, OrderBy, Page, Select, Shape, Source, Test};
use crate::value::Value;

impl Engine<'_> {
    /// The rows after a key whose stored value is not what the rule gives; and the last key, if the batch was full.
    pub(crate) async fn reconcile(
        &mut self,
        index: usize,
        table: TableId,
        after: Option<&[Value]>,
        most: u64,
        repair: bool,
    ) -> Result<(Vec<Drift>, Option<Vec<Value>>)> {
        let table = self.table(table);
        let lock = if repair { Lock::Update } else { Lock::None };
        let select = Select {
            table: table.id,
            columns: (0..table.attributes.len()).map(Source::Attribute).collect(),
            condition: after
                .map(|_| Test::After(table.key.clone()))
                .into_iter()
                .collect(),
            order: table
                .key
                .iter()
                .map(|&attribute| OrderBy::ascending(attribute))
                .collect(),
            page: Page::Limit,
            lock,
        };
        let mut values = after_values(after);
        values.push(Value::from(most));
        let found = self.rows_of(&Shape::Select(select), &values).await?;
        let is_full = found.len() as u64 == most;
        let last = found.last().map(|row| key(table, row)).filter(|_| is_full);
        let rows: Vec<RowId> = found
            .into_iter()
            .map(|row| self.workspace.load(table, row, self.level(lock)))
            .collect();
        let mut drifts = Vec::new();
        for row in rows {
            let computed = self.computed(index, row).await?;
            let stored = self.workspace.row(row).now()[self.graph().rules[index].attribute].clone();
            if stored == computed {
                continue;
            }
            let attribute = &table.attributes[self.graph().rules[index].attribute];
            let shown = |value: &Value| {
                let text = || value.as_cell().text(&attribute.column_type);
                (!value.is_null()).then(text)
            };
            drifts.push(Drift {
                kind: table.kind.to_string(),
                id: id_of_values(table, &self.workspace.row(row).key(table)),
                attribute: attribute.name.to_string(),
                stored: shown(&stored),
                computed: shown(&computed),
            });
            if repair {
                let attribute = self.graph().rules[index].attribute;
                self.workspace.set(table, row, attribute, computed);
            }
        }
        if repair {
            self.write().await?;
            self.write_audit().await?;
        }
        Ok((drifts, last))
    }

    /// What a rule gives for a row, from what is stored.
    pub(super) async fn computed(&mut self, index: usize, row: RowId) -> Result<Value> {
        let rule = &self.graph().rules[index];
        let value = match &rule.kind {
            RuleKind::Aggregate(aggregate) => self.recompute(index, rule, aggregate, row).await?,
            RuleKind::Formula(code) | RuleKind::Copy(code) | RuleKind::Default(code) => {
                self.load_parents(&[row], &rule.reads, When::Now, Lock::Share)
                    .await?;
                let view = self.workspace.view(row, When::Now, &rule.reads);
                let value =
                    (code.call)(view, None).map_err(|error| self.in_rule(error, rule, row))?;
                // A formula that compares with the row as it was says nothing about a row at rest.
                value.unwrap_or_else(|| self.workspace.row(row).now()[rule.attribute].clone())
            }
        };
        self.fitted(rule.target, rule.attribute, value, row)
    }
}

/// The values of a test for what comes after a key.
fn after_values(after: Option<&[Value]>) -> Vec<Value> {
    let Some(key) = after else {
        return Vec::new();
    };
    // Equal so far, and larger in the next part.
    (0..key.len())
        .flat_map(|part| key[..=part].iter().cloned())
        .collect()
}
