//! Why one value is what it is, from what is stored.

use super::Engine;
use super::load::condition;
use crate::Result;
use crate::catalog::{Table, TableId};
use crate::jsonapi::id_of_values;
use crate::rules::explain::{Child, Children, Explanation, Input, Part, Reason, Shown, refusal};
use crate::rules::graph::{AggregateRule, Rule, RuleKind};
use crate::rules::reads::Read;
use crate::rules::workspace::{Link, RowId, When};
use crate::store::{Lock, OrderBy, Page, Select, Shape, Source};
use crate::value::Value;

/// Children that are looked at one by one to explain a value.
const MOST_CHILDREN: usize = 10_000;

impl Engine<'_> {
    /// Explains the value of a row; none if there is no such row.
    pub(crate) async fn explain(
        &mut self,
        table: TableId,
        key: &[Value],
        attribute: usize,
        part: Part,
    ) -> Result<Option<Explanation>> {
        let table = self.table(table);
        let found = self.by_keys(table, &[key.to_vec()], Lock::None).await?;
        let Some(row) = found.into_iter().next().flatten() else {
            return Ok(None);
        };
        let mut rules = Vec::new();
        for (index, rule) in self.graph().rules.iter().enumerate() {
            if rule.target == table.id && rule.attribute == attribute {
                rules.push(self.reason(index, rule, row, part).await?);
            }
        }
        Ok(Some(Explanation {
            resource: table.kind.to_string(),
            id: self.shown_id(row),
            attribute: table.attributes[attribute].name.to_string(),
            stored: self.shown_value(row, attribute),
            rules,
        }))
    }

    async fn reason(
        &mut self,
        index: usize,
        rule: &Rule,
        row: RowId,
        part: Part,
    ) -> Result<Reason> {
        let mut reason = Reason {
            kind: rule.kind_name(),
            value: None,
            condition: None,
            file: rule.origin.file,
            line: rule.origin.line,
            computed: None,
            refused: None,
            is_followed: !matches!(rule.kind, RuleKind::Copy(_) | RuleKind::Default(_)),
            agrees: false,
            inputs: Vec::new(),
            children: None,
        };
        match &rule.kind {
            RuleKind::Aggregate(aggregate) => {
                reason.value = aggregate.value.as_ref().map(|code| code.text);
                reason.condition = aggregate.condition.as_ref().map(|code| code.text);
                let Some(all) = self.take_in_children(rule, aggregate, row).await? else {
                    let kind = &self.table(rule.subject).kind;
                    reason.refused = Some(format!(
                        "more than {MOST_CHILDREN} rows of `{kind}` refer to this one; `formwork rules reconcile` compares it"
                    ));
                    return Ok(reason);
                };
                let computed = refusal(self.computed(index, row).await)?;
                reason.children = Some(self.children_told(index, rule, aggregate, row, &all, part));
                self.compare(&mut reason, rule, row, computed);
            }
            RuleKind::Formula(code) | RuleKind::Copy(code) | RuleKind::Default(code) => {
                reason.value = Some(code.text);
                let computed = refusal(self.computed(index, row).await)?;
                reason.inputs = self.inputs(rule, row);
                self.compare(&mut reason, rule, row, computed);
            }
        }
        Ok(reason)
    }

    /// Holds what the rule gives against what is stored.
    fn compare(
        &self,
        reason: &mut Reason,
        rule: &Rule,
        row: RowId,
        computed: std::result::Result<Value, String>,
    ) {
        match computed {
            Ok(value) => {
                let column_type = &self.table(rule.target).attributes[rule.attribute].column_type;
                reason.agrees = value == self.workspace.row(row).now()[rule.attribute];
                reason.computed = Some(value.as_raw_json(column_type));
            }
            Err(why) => reason.refused = Some(why),
        }
    }

    /// Takes in the rows that refer to a row, in the order of their keys; none if there are too many.
    async fn take_in_children(
        &mut self,
        rule: &Rule,
        aggregate: &AggregateRule,
        row: RowId,
    ) -> Result<Option<Vec<RowId>>> {
        let table = self.table(rule.subject);
        let own = &table.relationships[aggregate.via];
        let parent = self.workspace.row(row).now();
        let theirs = own.target_attributes.iter();
        let values: Vec<Value> = theirs.map(|&part| parent[part].clone()).collect();
        if values.iter().any(Value::is_null) {
            return Ok(Some(Vec::new()));
        }
        let (tests, mut values) = condition(table, &own.attributes, &[values]);
        values.push(Value::from(MOST_CHILDREN as u64 + 1));
        let in_order = table
            .key
            .iter()
            .map(|&attribute| OrderBy::ascending(attribute));
        let select = Select {
            table: table.id,
            columns: (0..table.attributes.len()).map(Source::Attribute).collect(),
            condition: tests,
            order: in_order.collect(),
            page: Page::Limit,
            lock: Lock::None,
        };
        let found = self.rows_of(&Shape::Select(select), &values).await?;
        if found.len() > MOST_CHILDREN {
            return Ok(None);
        }
        let level = self.level(Lock::None);
        let children = found
            .into_iter()
            .map(|values| self.workspace.load(table, values, level))
            .collect();
        // The rule need not ask for them again.
        self.complete.insert((table.id, aggregate.via, row));
        Ok(Some(children))
    }

    /// Which of the children contribute to the row, after the aggregate was computed.
    fn children_told(
        &self,
        index: usize,
        rule: &Rule,
        aggregate: &AggregateRule,
        row: RowId,
        all: &[RowId],
        part: Part,
    ) -> Children {
        let table = self.table(rule.subject);
        let contributing: Vec<(RowId, &Value)> = all
            .iter()
            .filter_map(|&child| {
                let contribution = self.contributions.get(&(index, child))?;
                let is_one = contribution.parent == row && !contribution.value.is_null();
                is_one.then_some((child, &contribution.value))
            })
            .collect();
        let column_type = &self.table(rule.target).attributes[rule.attribute].column_type;
        let rows = contributing
            .iter()
            .skip(part.offset)
            .take(part.limit)
            .map(|&(child, value)| Child {
                id: self.shown_id(child),
                value: value.as_raw_json(column_type),
                inputs: self.inputs(rule, child),
            });
        Children {
            resource: table.kind.to_string(),
            via: table.relationships[aggregate.via].name.to_string(),
            all: all.len(),
            total: contributing.len(),
            offset: part.offset,
            rows: rows.collect(),
        }
    }

    /// What the rule reads of a row of its subject, each thing once.
    fn inputs(&self, rule: &Rule, row: RowId) -> Vec<Input> {
        let mut told: Vec<&Read> = Vec::new();
        for read in &rule.inputs {
            if !told.contains(&read) {
                told.push(read);
            }
        }
        told.into_iter()
            .map(|read| self.input(rule.subject, row, read))
            .collect()
    }

    fn input(&self, subject: TableId, row: RowId, read: &Read) -> Input {
        let (mut table, mut at, mut way) = (self.table(subject), Some(row), Vec::new());
        for &step in &read.steps {
            let relationship = &table.relationships[step];
            way.push(relationship.name.to_string());
            at = at.and_then(|at| match self.workspace.link(at, step, When::Now) {
                Link::To(parent) => Some(parent),
                Link::Unknown | Link::Null | Link::Missing => None,
            });
            table = self.table(relationship.target);
        }
        Input {
            way,
            resource: table.kind.to_string(),
            id: at.map(|at| self.shown_id(at)),
            attribute: table.attributes[read.attribute].name.to_string(),
            value: at.map(|at| self.shown_value(at, read.attribute)),
            is_derived: self.is_explained(table, read.attribute),
        }
    }

    /// Whether a rule has to do with the values of a column.
    fn is_explained(&self, table: &Table, attribute: usize) -> bool {
        let mut rules = self.graph().rules.iter();
        rules.any(|rule| rule.target == table.id && rule.attribute == attribute)
    }

    fn shown_id(&self, row: RowId) -> String {
        let table = self.table_of(row);
        id_of_values(table, &self.workspace.row(row).key(table))
    }

    fn shown_value(&self, row: RowId, attribute: usize) -> Shown {
        let column_type = &self.table_of(row).attributes[attribute].column_type;
        self.workspace.row(row).now()[attribute].as_raw_json(column_type)
    }
}
