//! Derivation to a fixed point: rules in the order of what they read, each asked only about rows whose inputs changed.

use tracing::{Instrument, Level, Span};

use super::{Engine, Pending};
use crate::catalog::{Table, TableId};
use crate::model::ColumnType;
use crate::rules::declaration::{Code, ValueOf};
use crate::rules::graph::{Rule, RuleKind};
use crate::rules::trace::LOGIC_LOG;
use crate::rules::workspace::{Row, RowId, When};
use crate::store::Lock;
use crate::value::{Decimal, Value};
use crate::{Error, Problem, ProblemCode, Result};

impl Engine<'_> {
    /// Asks rules until none has anything left to derive.
    pub(super) async fn derive(&mut self) -> Result<()> {
        self.refuse_circles().await?;
        while let Some((index, pending)) = self.agenda.pop_first() {
            let rule = &self.graph().rules[index];
            let span = self.span_of(rule);
            self.ask_rule(index, rule, pending).instrument(span).await?;
            if !self.unchecked_circles.is_empty() {
                self.refuse_circles().await?;
            }
        }
        Ok(())
    }

    /// What is logged while a rule is asked says which it is. Its name is not made up for nobody.
    fn span_of(&self, rule: &Rule) -> Span {
        if !tracing::enabled!(target: LOGIC_LOG, Level::INFO) {
            return Span::none();
        }
        tracing::info_span!(
            target: LOGIC_LOG,
            "rule",
            name = %rule.name(&self.state.catalog),
            kind = rule.kind_name(),
            origin = %rule.origin,
        )
    }

    /// Asks one rule about its rows.
    async fn ask_rule(&mut self, index: usize, rule: &Rule, pending: Pending) -> Result<()> {
        let is_aggregate = matches!(rule.kind, RuleKind::Aggregate(_));
        let mut rows = self.subjects(pending, is_aggregate).await?;
        if rule.is_recursive {
            self.count_turns(index, &rows)?;
        }
        match &rule.kind {
            RuleKind::Aggregate(aggregate) => {
                self.aggregate(index, rule, aggregate, &rows).await?;
            }
            RuleKind::Formula(code) => {
                self.derive_columns(rule, code, &rows, Lock::Share).await?;
            }
            RuleKind::Copy(code) | RuleKind::Default(code) => {
                self.keep_taking(index, rule, &mut rows);
                self.derive_columns(rule, code, &rows, Lock::None).await?;
            }
        }
        self.agenda.give_back(rows);
        Ok(())
    }

    /// Keeps the rows that take a value once, and do so in this transaction.
    fn keep_taking(&mut self, index: usize, rule: &Rule, rows: &mut Vec<RowId>) {
        let table = self.table(rule.subject);
        let workspace = &self.workspace;
        let takes = |id: RowId| {
            let row = workspace.row(id);
            match rule.kind {
                RuleKind::Default(_) => !row.is_assigned(rule.attribute),
                // A foreign key that is in the end what it was has not changed.
                _ => row.is_new() || refers_elsewhere(table, row, rule),
            }
        };
        if !rule.is_recursive {
            rows.retain(|&id| takes(id));
            return;
        }
        let known = self.taking.entry(index).or_default();
        rows.retain(|&id| {
            let has_taken = known.contains(&id);
            let takes = takes(id);
            if takes && !has_taken {
                known.insert(id);
            }
            takes || has_taken
        });
    }

    async fn derive_columns(
        &mut self,
        rule: &Rule,
        code: &Code<ValueOf>,
        rows: &[RowId],
        lock: Lock,
    ) -> Result<()> {
        self.load_parents(rows, &rule.reads, When::Now, lock)
            .await?;
        if code.takes_old {
            let old: Vec<RowId> = rows
                .iter()
                .copied()
                .filter(|&row| !self.workspace.row(row).is_new())
                .collect();
            self.load_parents(&old, &rule.old_reads, When::Start, lock)
                .await?;
        }
        for &row in rows {
            let value = {
                let now = self.workspace.view(row, When::Now, &rule.reads);
                let has_old = code.takes_old && !self.workspace.row(row).is_new();
                let old = has_old.then(|| self.workspace.view(row, When::Start, &rule.old_reads));
                (code.call)(now, old)
            };
            let value = value.map_err(|error| self.in_rule(error, rule, row))?;
            let Some(value) = value else { continue };
            let value = self.fitted(rule.target, rule.attribute, value, row)?;
            if !self.is_locked(row, Lock::Update) {
                self.lock(&[row], Lock::Update).await?;
            }
            let reason = || rule.kind_name().to_owned();
            self.trace.fired(rule, &self.state.catalog);
            self.set(row, rule.attribute, value, &reason);
        }
        Ok(())
    }

    /// A derived value as its column keeps it: at its scale, half away from zero.
    pub(super) fn fitted(
        &self,
        table: TableId,
        attribute: usize,
        value: Value,
        row: RowId,
    ) -> Result<Value> {
        let attribute = &self.table(table).attributes[attribute];
        let fitted = fit(value, &attribute.column_type);
        fitted.ok_or_else(|| {
            let title = format!(
                "the value that a rule gives `{}` does not fit its column ({})",
                attribute.name, attribute.database_type
            );
            Error::refused(
                Problem::new(ProblemCode::Value, title)
                    .at_attribute(&*attribute.name)
                    .about(&*self.table(table).kind, self.id_of(row)),
            )
        })
    }

    /// Names the rule and the row in an error of a rule's code.
    pub(super) fn in_rule(&self, error: Error, rule: &Rule, row: RowId) -> Error {
        let name = rule.name(&self.state.catalog);
        let kind = &self.table_of(row).kind;
        let id = self.id_of(row);
        let (origin, what) = (rule.origin, rule.kind_name());
        match error {
            Error::Refused(problems) => Error::Refused(
                problems
                    .into_iter()
                    .map(|problem| {
                        let detail = format!("the {what} of `{name}` ({origin})");
                        problem.detail(detail).about(&**kind, id.clone())
                    })
                    .collect(),
            ),
            Error::Internal(source) => {
                let shown = id.as_ref().map_or_else(
                    || format!("a new `{kind}`"),
                    |id| format!("`{kind}` `{id}`"),
                );
                let title = format!(
                    "the {what} of `{name}` ({origin}) cannot be had for {shown}: {source}"
                );
                Error::refused(Problem::new(ProblemCode::Value, title).about(&**kind, id))
            }
            other => other,
        }
    }
}

/// The value in the form that the column keeps; none if it is too large.
pub(super) fn fit(value: Value, column_type: &ColumnType) -> Option<Value> {
    match (value, column_type) {
        (Value::Decimal(value), ColumnType::Decimal { precision, scale }) => {
            let value = match scale {
                Some(scale) => at_scale(value, u32::from(*scale).min(28)),
                None => value,
            };
            let whole = precision.map(|precision| {
                u32::from(precision) - u32::from(scale.unwrap_or(0)).min(u32::from(precision))
            });
            let fits = whole.is_none_or(|digits| {
                let most = 10_u128.checked_pow(digits + value.scale());
                most.is_none_or(|most| value.mantissa().unsigned_abs() < most)
            });
            fits.then_some(Value::Decimal(value))
        }
        (Value::Int(value), ColumnType::Decimal { .. }) => {
            fit(Value::Decimal(Decimal::from(value)), column_type)
        }
        (Value::Int(value), ColumnType::Integer { bits, unsigned }) => {
            let fits = match (bits, unsigned) {
                (64, false) => true,
                (_, true) => value >= 0 && (*bits == 64 || value < 1_i64 << bits),
                (_, false) => {
                    let most = 1_i64 << (bits - 1);
                    (-most..most).contains(&value)
                }
            };
            fits.then_some(Value::Int(value))
        }
        (Value::Float(value), ColumnType::Float { bits: 32 }) => {
            #[expect(clippy::cast_possible_truncation, reason = "the column keeps 32 bits")]
            let kept = value as f32;
            Some(Value::Float(kept.into()))
        }
        (
            Value::Text(text),
            ColumnType::Text {
                max_length: Some(most),
            },
        ) => (text.chars().count() <= *most as usize).then_some(Value::Text(text)),
        (value, _) => Some(value),
    }
}

/// Rounded half away from zero, with as many digits after the point as the scale has.
pub(super) fn at_scale(value: Decimal, scale: u32) -> Decimal {
    if value.scale() == scale {
        return value;
    }
    let mut value =
        value.round_dp_with_strategy(scale, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    value.rescale(scale);
    value
}

/// Whether a foreign key of the row that the rule reads is other than at the start.
fn refers_elsewhere(table: &Table, row: &Row, rule: &Rule) -> bool {
    let keys = table
        .relationships
        .iter()
        .enumerate()
        .filter(|(_, each)| each.holds_key);
    let mut read = keys.filter(|(at, each)| {
        rule.reads.parent(*at).is_some()
            || each.attributes.iter().any(|&part| rule.reads.reads(part))
    });
    read.any(|(_, each)| {
        let mut parts = each.attributes.iter();
        parts.any(|&part| {
            row.has_changed(part) || row.awaited.iter().any(|awaited| awaited.attribute == part)
        })
    })
}
