//! What a declaration names, found in the catalog: tables, relationships, the columns that closures read.

use super::Resolver;
use crate::catalog::{Catalog, TableId};
use crate::model::{Cardinality, ValueSource};
use crate::rules::declaration::{Code, DeclaredRead};
use crate::rules::graph::column_name;
use crate::rules::reads::{Read, ReadSet};

/// The closures' reads: of the row as it is, and as it was.
pub(super) struct Reads {
    pub(super) now: Vec<Read>,
    pub(super) old: Vec<Read>,
    pub(super) is_opaque: bool,
    pub(super) takes_old: bool,
}

impl Reads {
    pub(super) fn set(&self, catalog: &Catalog, table: TableId) -> ReadSet {
        let mut set = ReadSet::new(catalog, table, &self.now);
        if self.is_opaque {
            set.add_whole_row();
        }
        set
    }

    pub(super) fn old_set(&self, catalog: &Catalog, table: TableId) -> ReadSet {
        let mut set = ReadSet::new(catalog, table, &self.old);
        if self.is_opaque && self.takes_old {
            set.add_whole_row();
        }
        set
    }
}

impl Resolver<'_> {
    pub(super) fn find(&self, kind: &str) -> Result<TableId, String> {
        let table = self.catalog.find(kind);
        table
            .map(|table| table.id)
            .ok_or_else(|| format!("there is no resource `{kind}`"))
    }

    pub(super) fn writable(&self, table: TableId, attribute: usize) -> Result<(), String> {
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
    pub(super) fn relationship(
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

    pub(super) fn reads<C>(&self, table: TableId, code: &Code<C>) -> Result<Reads, String> {
        let mut reads = Reads {
            now: Vec::new(),
            old: Vec::new(),
            is_opaque: false,
            takes_old: false,
        };
        self.add_reads(table, code, &mut reads)?;
        Ok(reads)
    }

    pub(super) fn add_reads<C>(
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

    pub(super) fn read(&self, table: TableId, read: &DeclaredRead) -> Result<(bool, Read), String> {
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
}
