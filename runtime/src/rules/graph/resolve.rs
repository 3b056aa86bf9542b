//! Declarations -> rules: every name must lead somewhere, and no column may have two masters.

use std::collections::HashMap;

use super::cycles::{Node, order};
use super::defaults::constant_default;
use super::{
    AggregateRule, ConstraintRule, EarlyRule, EventRule, Rule, RuleErrors, RuleGraph, RuleKind,
    Step, TableRules, Watch, Watcher, column_name,
};
use crate::catalog::{Catalog, Table, TableId};
use crate::model::{Cardinality, OnDelete, ValueSource};
use crate::rules::declaration::{Code, Declaration, DeclaredRead, DeclaredRule, Origin};
use crate::rules::logic::Logic;
use crate::rules::reads::{Read, ReadSet};

pub(super) fn resolve(catalog: &Catalog, logic: Logic) -> Result<RuleGraph, RuleErrors> {
    let mut resolver = Resolver {
        catalog,
        graph: RuleGraph {
            tables: tables(catalog),
            ..RuleGraph::default()
        },
        unchecked: Vec::new(),
        problems: Vec::new(),
    };
    for declaration in logic.declarations {
        let origin = declaration.origin;
        if let Err(problem) = resolver.add(declaration) {
            resolver.problems.push(format!("{origin}: {problem}"));
        }
    }
    resolver.one_master_each();
    resolver.put_in_order();
    if !resolver.problems.is_empty() {
        return Err(RuleErrors(resolver.problems));
    }
    resolver.connect();
    Ok(resolver.graph)
}

fn tables(catalog: &Catalog) -> Vec<TableRules> {
    let rules = |table: &Table| TableRules {
        derived: vec![None; table.attributes.len()],
        watches: vec![Vec::new(); table.attributes.len()],
        defaults: table
            .attributes
            .iter()
            .map(|attribute| constant_default(table.dialect, attribute))
            .collect(),
        ..TableRules::default()
    };
    catalog.tables().iter().map(rules).collect()
}

struct Resolver<'c> {
    catalog: &'c Catalog,
    graph: RuleGraph,
    /// Tables whose rows may refer to rows that do not exist.
    unchecked: Vec<TableId>,
    problems: Vec<String>,
}

/// The closures' reads: of the row as it is, and as it was.
struct Reads {
    now: Vec<Read>,
    old: Vec<Read>,
    is_opaque: bool,
    takes_old: bool,
}

impl Reads {
    fn set(&self, catalog: &Catalog, table: TableId) -> ReadSet {
        let mut set = ReadSet::new(catalog, table, &self.now);
        if self.is_opaque {
            set.add_whole_row();
        }
        set
    }

    fn old_set(&self, catalog: &Catalog, table: TableId) -> ReadSet {
        let mut set = ReadSet::new(catalog, table, &self.old);
        if self.is_opaque && self.takes_old {
            set.add_whole_row();
        }
        set
    }
}

impl Resolver<'_> {
    fn add(&mut self, declaration: Declaration) -> Result<(), String> {
        let origin = declaration.origin;
        match declaration.rule {
            DeclaredRule::Formula {
                table,
                attribute,
                value,
            } => self.add_derivation(origin, table, attribute, value, RuleKind::Formula),
            DeclaredRule::Copy {
                table,
                attribute,
                value,
            } => {
                let reads_parent = self
                    .reads(self.find(table)?, &value)?
                    .now
                    .iter()
                    .any(|read| !read.steps.is_empty());
                if !reads_parent {
                    return Err("a copy takes its value from a row that this one refers to, such as `|d: &OrderDetail| d.product.unit_price`".into());
                }
                self.add_derivation(origin, table, attribute, value, RuleKind::Copy)
            }
            DeclaredRule::Default {
                table,
                attribute,
                value,
            } => self.add_derivation(origin, table, attribute, value, RuleKind::Default),
            DeclaredRule::Aggregate { .. } => self.add_aggregate(origin, declaration.rule),
            DeclaredRule::Constraint { .. } => self.add_constraint(origin, declaration.rule),
            DeclaredRule::ParentCheckOff { table } => {
                let table = self.find(table)?;
                self.unchecked.push(table);
                Ok(())
            }
            DeclaredRule::Stamp => {
                self.graph.stamps = true;
                Ok(())
            }
            DeclaredRule::Early { table, code } => {
                let table = self.find(table)?;
                let index = self.graph.early.len();
                self.graph.early.push(EarlyRule { origin, code });
                self.graph.tables[table.index()].early.push(index);
                Ok(())
            }
            DeclaredRule::Event { .. } => self.add_event(origin, declaration.rule),
        }
    }

    fn add_aggregate(&mut self, origin: Origin, rule: DeclaredRule) -> Result<(), String> {
        let DeclaredRule::Aggregate {
            fold,
            parent,
            attribute,
            child,
            via,
            value,
            condition,
            inserts_parent,
        } = rule
        else {
            unreachable!("only aggregates come here")
        };
        let (parent, child) = (self.find(parent)?, self.find(child)?);
        let via = self.relationship(parent, child, via)?;
        self.writable(parent, attribute)?;
        let mut reads = Reads {
            now: Vec::new(),
            old: Vec::new(),
            is_opaque: false,
            takes_old: false,
        };
        if let Some(value) = &value {
            self.add_reads(child, value, &mut reads)?;
        }
        if let Some(condition) = &condition {
            self.add_reads(child, condition, &mut reads)?;
        }
        if reads.takes_old {
            return Err(
                "an aggregate is about the rows as they are, and cannot take the old one".into(),
            );
        }
        self.graph.rules.push(Rule {
            origin,
            subject: child,
            target: parent,
            attribute,
            reads: reads.set(self.catalog, child),
            old_reads: reads.old_set(self.catalog, child),
            inputs: reads.now,
            is_recursive: false,
            kind: RuleKind::Aggregate(AggregateRule {
                fold,
                via,
                value,
                condition,
                inserts_parent,
            }),
        });
        Ok(())
    }

    fn add_constraint(&mut self, origin: Origin, rule: DeclaredRule) -> Result<(), String> {
        let DeclaredRule::Constraint {
            table,
            condition,
            message,
            shown_at,
            judges_every_change,
        } = rule
        else {
            unreachable!("only constraints come here")
        };
        let table = self.find(table)?;
        let reads = self.reads(table, &condition)?;
        let inputs = reads.now.clone();
        let mut seen = reads;
        if let Some(message) = &message {
            for read in &message.reads {
                let (_, read) = self.read(table, read)?;
                seen.now.push(read);
            }
        }
        self.graph.constraints.push(ConstraintRule {
            origin,
            table,
            waits_for_database: seen.now.iter().any(|read| {
                read.steps.is_empty() && self.is_made_by_database(table, read.attribute)
            }),
            reads: seen.set(self.catalog, table),
            old_reads: seen.old_set(self.catalog, table),
            inputs,
            condition,
            message,
            shown_at,
            judges_every_change,
        });
        Ok(())
    }

    fn add_event(&mut self, origin: Origin, rule: DeclaredRule) -> Result<(), String> {
        let DeclaredRule::Event {
            table,
            moment,
            condition,
            code,
        } = rule
        else {
            unreachable!("only events come here")
        };
        let table = self.find(table)?;
        let nothing = Reads {
            now: Vec::new(),
            old: Vec::new(),
            is_opaque: false,
            takes_old: false,
        };
        let reads = match &condition {
            None => nothing,
            Some(condition) => {
                let mut reads = self.reads(table, condition)?;
                // A condition that turns from false to true is asked of the row as it was, too.
                if !reads.takes_old {
                    reads.old.clone_from(&reads.now);
                }
                reads
            }
        };
        let index = self.graph.events.len();
        self.graph.events.push(EventRule {
            origin,
            table,
            moment,
            inputs: reads.now.clone(),
            reads: reads.set(self.catalog, table),
            old_reads: if reads.is_opaque {
                reads.set(self.catalog, table)
            } else {
                reads.old_set(self.catalog, table)
            },
            condition,
            code,
        });
        self.graph.tables[table.index()].events.push(index);
        Ok(())
    }

    fn add_derivation(
        &mut self,
        origin: Origin,
        table: &str,
        attribute: usize,
        value: Code<crate::rules::declaration::ValueOf>,
        kind: impl FnOnce(Code<crate::rules::declaration::ValueOf>) -> RuleKind,
    ) -> Result<(), String> {
        let table = self.find(table)?;
        self.writable(table, attribute)?;
        let reads = self.reads(table, &value)?;
        self.graph.rules.push(Rule {
            origin,
            subject: table,
            target: table,
            attribute,
            reads: reads.set(self.catalog, table),
            old_reads: reads.old_set(self.catalog, table),
            inputs: reads.now,
            is_recursive: false,
            kind: kind(value),
        });
        Ok(())
    }

    fn find(&self, kind: &str) -> Result<TableId, String> {
        let table = self.catalog.find(kind);
        table
            .map(|table| table.id)
            .ok_or_else(|| format!("there is no resource `{kind}`"))
    }

    fn writable(&self, table: TableId, attribute: usize) -> Result<(), String> {
        let name = column_name(self.catalog, table, attribute);
        let table = self.catalog.table(table);
        if table.read_only.is_some() {
            return Err(format!(
                "`{}` can only be read, so no rule can keep `{name}`",
                table.kind
            ));
        }
        match table.attributes[attribute].source {
            Some(ValueSource::Generated | ValueSource::IdentityAlways) => {
                Err(format!("the database computes `{name}` itself"))
            }
            Some(ValueSource::Identity) | None if table.key.contains(&attribute) => Err(format!(
                "`{name}` is part of the key, which no rule can derive"
            )),
            Some(ValueSource::Identity) | None => Ok(()),
        }
    }

    /// The relationship by which a child refers to the parent.
    fn relationship(
        &self,
        parent: TableId,
        child: TableId,
        via: Option<usize>,
    ) -> Result<usize, String> {
        let table = self.catalog.table(child);
        let leads_there = |index: usize| {
            let relationship = &table.relationships[index];
            relationship.holds_key
                && relationship.to == Cardinality::One
                && relationship.target == parent
        };
        let parent_kind = &self.catalog.table(parent).kind;
        if let Some(via) = via {
            return if leads_there(via) {
                Ok(via)
            } else {
                let name = &table.relationships[via].name;
                Err(format!(
                    "`{}.{name}` does not lead to a `{parent_kind}`",
                    table.kind
                ))
            };
        }
        let mut all = (0..table.relationships.len()).filter(|&index| leads_there(index));
        let Some(first) = all.next() else {
            return Err(format!("a `{}` refers to no `{parent_kind}`", table.kind));
        };
        if all.next().is_some() {
            return Err(format!(
                "a `{}` refers to a `{parent_kind}` in several ways: say which with `.via({}::{})`",
                table.kind,
                table.kind,
                table.relationships[first].field.to_uppercase()
            ));
        }
        Ok(first)
    }

    fn reads<C>(&self, table: TableId, code: &Code<C>) -> Result<Reads, String> {
        let mut reads = Reads {
            now: Vec::new(),
            old: Vec::new(),
            is_opaque: false,
            takes_old: false,
        };
        self.add_reads(table, code, &mut reads)?;
        Ok(reads)
    }

    fn add_reads<C>(
        &self,
        table: TableId,
        code: &Code<C>,
        reads: &mut Reads,
    ) -> Result<(), String> {
        if code.is_opaque && code.reads.is_empty() {
            return Err("say what the closure reads, with `.reads([…])`".into());
        }
        reads.is_opaque |= code.is_opaque;
        reads.takes_old |= code.takes_old;
        for read in &code.reads {
            let (from_old, read) = self.read(table, read)?;
            let end = read.steps.iter().fold(table, |table, &step| {
                self.catalog.table(table).relationships[step].target
            });
            if self.catalog.table(end).attributes[read.attribute].source
                == Some(ValueSource::Generated)
            {
                return Err(format!(
                    "`{}` is computed by the database when the row is written; say the same in the rule",
                    column_name(self.catalog, end, read.attribute)
                ));
            }
            let list = if from_old {
                &mut reads.old
            } else {
                &mut reads.now
            };
            if !list.contains(&read) {
                list.push(read);
            }
        }
        Ok(())
    }

    fn read(&self, table: TableId, read: &DeclaredRead) -> Result<(bool, Read), String> {
        let (from_old, fields) = match read {
            DeclaredRead::Positions(read) => return Ok((false, read.clone())),
            DeclaredRead::Fields { from_old, fields } => (*from_old, *fields),
        };
        let (last, path) = fields.split_last().ok_or("a rule reads a row whole")?;
        let mut steps = Vec::with_capacity(path.len());
        let mut at = self.catalog.table(table);
        for field in path {
            let step = at
                .relationships
                .iter()
                .position(|relationship| relationship.holds_key && *relationship.field == **field)
                .ok_or_else(|| format!("`{}` has no relationship `{field}`", at.kind))?;
            steps.push(step);
            at = self.catalog.table(at.relationships[step].target);
        }
        let attribute = at
            .attributes
            .iter()
            .position(|attribute| *attribute.field == **last)
            .ok_or_else(|| format!("`{}` has no column `{last}`", at.kind))?;
        Ok((from_old, Read { steps, attribute }))
    }

    /// Whether a new row has the column's value only once the database has written it.
    fn is_made_by_database(&self, table: TableId, attribute: usize) -> bool {
        let attribute_of = &self.catalog.table(table).attributes[attribute];
        attribute_of.has_default && self.graph.tables[table.index()].defaults[attribute].is_none()
    }

    fn one_master_each(&mut self) {
        let mut masters: HashMap<(TableId, usize), Origin> = HashMap::new();
        for rule in &self.graph.rules {
            if let Some(first) = masters.insert((rule.target, rule.attribute), rule.origin) {
                self.problems.push(format!(
                    "{}: `{}` is derived already, at {first}",
                    rule.origin,
                    rule.name(self.catalog)
                ));
            }
        }
    }

    fn put_in_order(&mut self) {
        let nodes: Vec<Node> = self
            .graph
            .rules
            .iter()
            .map(|rule| Node {
                output: (rule.target, rule.attribute),
                inputs: inputs(self.catalog, rule),
                goes_up: matches!(rule.kind, RuleKind::Aggregate(_)),
                name: rule.name(self.catalog),
                origin: rule.origin,
            })
            .collect();
        match order(&nodes) {
            Err(problems) => self.problems.extend(problems),
            Ok(ordered) => {
                let mut rules: Vec<Option<Rule>> = std::mem::take(&mut self.graph.rules)
                    .into_iter()
                    .map(Some)
                    .collect();
                for (index, is_recursive) in ordered {
                    let mut rule = rules[index].take().expect("an order names each rule once");
                    rule.is_recursive = is_recursive;
                    if is_recursive {
                        self.note_recursion(&rule);
                    }
                    self.graph.rules.push(rule);
                }
            }
        }
    }

    /// Remembers the relationships by which a rule's results lead back to the rule.
    fn note_recursion(&mut self, rule: &Rule) {
        let mut add = |table: TableId, relationship: usize| {
            let list = &mut self.graph.tables[table.index()].recursive;
            if !list.contains(&relationship) {
                list.push(relationship);
            }
        };
        if let RuleKind::Aggregate(aggregate) = &rule.kind {
            add(rule.subject, aggregate.via);
        }
        for read in &rule.inputs {
            let mut table = rule.subject;
            for &step in &read.steps {
                add(table, step);
                table = self.catalog.table(table).relationships[step].target;
            }
        }
    }

    /// Tells each table who watches it.
    fn connect(&mut self) {
        let catalog = self.catalog;
        let mut made_by_database = Vec::new();
        for (index, rule) in self.graph.rules.iter().enumerate() {
            let subject = &mut self.graph.tables[rule.subject.index()];
            subject.subjects.push(index);
            match &rule.kind {
                RuleKind::Aggregate(_) => {
                    subject.observes_delete = true;
                    let target = &mut self.graph.tables[rule.target.index()];
                    target.aggregates.push(index);
                    target.derived[rule.attribute] = Some(index);
                    target.is_adjusted = true;
                }
                RuleKind::Formula(_) => {
                    self.graph.tables[rule.target.index()].derived[rule.attribute] = Some(index);
                }
                RuleKind::Copy(_) | RuleKind::Default(_) => {}
            }
            let takes_once = matches!(rule.kind, RuleKind::Copy(_) | RuleKind::Default(_));
            for input in inputs(catalog, rule) {
                let watches =
                    &mut self.graph.tables[input.column.0.index()].watches[input.column.1];
                if takes_once && rule.is_recursive && !input.path.is_empty() {
                    // What is taken is the end of the transaction, also from a row that takes it from another.
                    watches.push(Watch {
                        watcher: Watcher::Taking(index),
                        path: std::sync::Arc::default(),
                    });
                }
                if input.triggers {
                    let watch = Watch {
                        watcher: Watcher::Rule(index),
                        path: steps(catalog, rule.subject, &input.path),
                    };
                    if !watches
                        .iter()
                        .any(|known| known.watcher == watch.watcher && known.path == watch.path)
                    {
                        watches.push(watch);
                    }
                }
                made_by_database.push(input.column);
            }
        }
        for (index, constraint) in self.graph.constraints.iter().enumerate() {
            self.graph.tables[constraint.table.index()]
                .constraints
                .push(index);
            for input in read_columns(catalog, constraint.table, &constraint.inputs) {
                let watch = Watch {
                    watcher: Watcher::Constraint(index),
                    path: steps(catalog, constraint.table, &input.path),
                };
                self.graph.tables[input.column.0.index()].watches[input.column.1].push(watch);
            }
        }
        for (table, attribute) in made_by_database {
            if self.is_made_by_database(table, attribute) {
                let list = &mut self.graph.tables[table.index()].made_by_database;
                if !list.contains(&attribute) {
                    list.push(attribute);
                }
            }
        }
        self.check_parents();
        self.observe_deletes();
    }

    fn check_parents(&mut self) {
        for table in self.catalog.tables() {
            if self.unchecked.contains(&table.id) {
                continue;
            }
            let relationships = table.relationships.iter().enumerate();
            self.graph.tables[table.id.index()].checked_parents = relationships
                .filter(|(_, relationship)| relationship.holds_key && relationship.is_virtual)
                .map(|(index, _)| index)
                .collect();
        }
    }

    /// The tables whose rows the database ends or changes when a row of the table ends; itself among them.
    fn ends_with(&self, table: TableId) -> Vec<TableId> {
        let mut tables = vec![table];
        let mut at = 0;
        while at < tables.len() {
            for each in &self.catalog.table(tables[at]).relationships {
                let is_followed = !each.holds_key && each.on_delete != OnDelete::Restrict;
                if is_followed && !tables.contains(&each.target) {
                    tables.push(each.target);
                }
            }
            at += 1;
        }
        tables
    }

    /// A row's end matters if a rule or an event asks for it, or if the database would end or change rows whose end or
    /// change matters.
    fn observe_deletes(&mut self) {
        for table in self.catalog.tables() {
            self.graph.tables[table.id.index()].ends_with = self.ends_with(table.id);
        }
        for table in &mut self.graph.tables {
            table.observes_delete |= !table.events.is_empty() || !table.early.is_empty();
        }
        loop {
            let mut has_grown = false;
            for table in self.catalog.tables() {
                if self.graph.tables[table.id.index()].observes_delete {
                    continue;
                }
                let matters = table.relationships.iter().any(|relationship| {
                    let children = &self.graph.tables[relationship.target.index()];
                    match (relationship.holds_key, relationship.on_delete) {
                        (true, _) | (_, OnDelete::Restrict) => false,
                        (false, OnDelete::Cascade) => children.observes_delete,
                        (false, OnDelete::SetNull | OnDelete::SetDefault) => {
                            children.observes_delete
                                || relationship
                                    .target_attributes
                                    .iter()
                                    .any(|&part| children.is_watched(part))
                        }
                    }
                });
                if matters {
                    self.graph.tables[table.id.index()].observes_delete = true;
                    has_grown = true;
                }
            }
            if !has_grown {
                return;
            }
        }
    }
}

/// A column that a rule reads, and how.
#[derive(Debug, Clone)]
pub(super) struct Input {
    pub(super) column: (TableId, usize),
    /// Relationships from the rule's row to the column's.
    pub(super) path: Vec<usize>,
    /// Whether the rule runs again when the column changes.
    pub(super) triggers: bool,
}

/// Every column that a rule reads, also those of the foreign keys on its way.
fn inputs(catalog: &Catalog, rule: &Rule) -> Vec<Input> {
    let mut inputs = read_columns(catalog, rule.subject, &rule.inputs);
    match &rule.kind {
        RuleKind::Formula(_) => {}
        RuleKind::Copy(_) => {
            for input in &mut inputs {
                // Taken over once, and again when the row comes to refer to another one.
                let is_own_key = input.path.is_empty()
                    && catalog
                        .table(rule.subject)
                        .relationships
                        .iter()
                        .any(|relationship| {
                            relationship.holds_key
                                && relationship.attributes.contains(&input.column.1)
                        });
                input.triggers = is_own_key;
            }
        }
        RuleKind::Default(_) => inputs.iter_mut().for_each(|input| input.triggers = false),
        RuleKind::Aggregate(aggregate) => {
            let key = &catalog.table(rule.subject).relationships[aggregate.via].attributes;
            inputs.extend(key.iter().map(|&part| Input {
                column: (rule.subject, part),
                path: Vec::new(),
                triggers: true,
            }));
        }
    }
    inputs
}

fn read_columns(catalog: &Catalog, table: TableId, reads: &[Read]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for read in reads {
        let mut at = table;
        for (depth, &step) in read.steps.iter().enumerate() {
            let relationship = &catalog.table(at).relationships[step];
            inputs.extend(relationship.attributes.iter().map(|&part| Input {
                column: (at, part),
                path: read.steps[..depth].to_vec(),
                triggers: true,
            }));
            at = relationship.target;
        }
        inputs.push(Input {
            column: (at, read.attribute),
            path: read.steps.clone(),
            triggers: true,
        });
    }
    inputs
}

/// A way with the tables it passes.
fn steps(catalog: &Catalog, from: TableId, path: &[usize]) -> std::sync::Arc<[Step]> {
    let mut table = from;
    path.iter()
        .map(|&relationship| {
            let step = Step {
                table,
                relationship,
            };
            table = catalog.table(table).relationships[relationship].target;
            step
        })
        .collect()
}
