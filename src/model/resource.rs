//! One table -> one resource: its attributes, key and checks.

use std::collections::BTreeMap;

use formwork_runtime::model::{Attribute, Check, ColumnType, MAIN_DATABASE, Resource, ValueSource};

use super::key;
use super::naming::{self, Taken};
use super::note::{NoteKind, Notes};
use super::overrides::{ColumnOverride, Mistake, Overrides};
use super::reserved;
use super::resource_names::ResourceNames;
use super::selection::{Chosen, find};
use crate::schema::{Column, Identity};

/// A resource in the making. Its attributes stand in the order of the chosen columns.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) chosen: &'a Chosen<'a>,
    pub(super) resource: Resource,
    /// Whether the key is one: a table without names all attributes instead.
    pub(super) has_key: bool,
    /// Attributes and relationships share one scope on the wire,
    pub(super) members: Taken,
    /// and one in Rust, where those that are constants must differ in capitals too.
    pub(super) fields: Taken,
}

impl<'a> Draft<'a> {
    /// Names the attributes and finds the key; relationships come when all resources are there.
    pub(super) fn new(
        chosen: &'a Chosen<'a>,
        names: ResourceNames,
        overrides: &Overrides,
        notes: &mut Notes,
    ) -> Self {
        let resource = Resource {
            kind: names.kind,
            database: MAIN_DATABASE.to_owned(),
            schema: chosen.table.name.schema.clone(),
            table: chosen.table.name.name.clone(),
            rust_type: names.rust_type,
            module: names.module,
            comment: chosen.table.comment.clone(),
            read_only: None,
            key: Vec::new(),
            user_key: String::new(),
            links: Vec::new(),
            search: Vec::new(),
            attributes: Vec::new(),
            unique: Vec::new(),
            checks: Vec::new(),
            relationships: Vec::new(),
        };
        let mut members = Taken::exact();
        members.take(reserved::CHECKSUM);
        let mut draft = Self {
            chosen,
            resource,
            has_key: false,
            members,
            fields: Taken::folding(naming::constant),
        };
        draft.name_attributes(&overrides.id_column_alias, notes);
        draft.name_fields(notes);
        key::choose(&mut draft, overrides.infer_primary_key, notes);
        draft.resource.unique = draft.unique();
        draft.resource.checks = draft.checks();
        draft
    }

    /// The names of the attributes at these places.
    pub(super) fn names(&self, positions: &[usize]) -> Vec<String> {
        positions
            .iter()
            .map(|&position| self.resource.attributes[position].name.clone())
            .collect()
    }

    /// The places of the attributes that make the key.
    pub(super) fn key(&self) -> Vec<usize> {
        let names = || self.resource.attributes.iter().map(|one| &one.name);
        let place = |part| names().position(|name| name == part);
        self.resource.key.iter().filter_map(place).collect()
    }

    /// The attributes made from these columns, if all are there.
    pub(super) fn positions<'c>(
        &self,
        columns: impl IntoIterator<Item = &'c str>,
    ) -> Option<Vec<usize>> {
        columns
            .into_iter()
            .map(|column| self.chosen.position(column))
            .collect()
    }

    fn name_attributes(&mut self, id_column_alias: &str, notes: &mut Notes) {
        let columns = &self.chosen.columns;
        let mut names: Vec<Option<String>> = vec![None; columns.len()];
        for (name, column) in names.iter_mut().zip(columns) {
            let Some((written, wanted)) = self
                .changes_of(column)
                .and_then(|(written, changes)| Some((written, changes.name.as_ref()?)))
            else {
                continue;
            };
            let taken = (!self.members.take(wanted)).then_some("another attribute has the name");
            if let Some(problem) = naming::member_problem(wanted).or(taken) {
                let path = format!("{}.columns.{written}.name", self.chosen.path);
                notes.mistake(Mistake::bad_name(path, wanted, problem));
            }
            *name = Some(wanted.clone());
        }
        // A column that can keep its name does, whatever the others become.
        for (name, column) in names.iter_mut().zip(columns) {
            if name.is_none()
                && naming::member_problem(&column.name).is_none()
                && self.members.take(&column.name)
            {
                *name = Some(column.name.clone());
            }
        }
        let mut as_text: BTreeMap<&str, Vec<&Column>> = BTreeMap::new();
        for (name, column) in names.into_iter().zip(columns) {
            let name = name.unwrap_or_else(|| {
                let wanted = naming::unreserved(naming::member(&column.name), id_column_alias);
                let name = self.members.claim(wanted, "");
                let (subject, text) = self.renamed(column, &name, id_column_alias);
                notes.add(NoteKind::Renamed, subject, text);
                name
            });
            let written = self
                .changes_of(column)
                .and_then(|(_, changes)| changes.column_type.as_ref());
            let column_type = written
                .map_or(&column.column_type, |written| &written.0)
                .clone();
            if column_type == ColumnType::Other {
                as_text
                    .entry(&column.declared_type)
                    .or_default()
                    .push(column);
            }
            self.resource
                .attributes
                .push(attribute(column, name, column_type));
        }
        for (declared, columns) in as_text {
            let (subject, text) = self.carried_as_text(declared, &columns);
            notes.add(NoteKind::AsText, subject, text);
        }
    }

    /// What to tell of columns of a type that we have no other way for.
    fn carried_as_text(&self, declared: &str, columns: &[&Column]) -> (String, String) {
        const NAMED: usize = 5;
        let how = match declared {
            "" => "as the number or text that is stored: the database declares no type".to_owned(),
            declared => format!("as the text the database shows for `{declared}`"),
        };
        if let [column] = columns {
            return (self.subject(column), format!("is carried {how}"));
        }
        let names = columns
            .iter()
            .take(NAMED)
            .map(|column| column.name.as_str());
        let names = names.collect::<Vec<_>>().join("`, `");
        let more = match columns.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        (
            self.chosen.label.clone(),
            format!("has columns that are carried {how}: `{names}`{more}"),
        )
    }

    /// What to tell of an attribute that is not called as its column.
    fn renamed(&self, column: &Column, name: &str, id_column_alias: &str) -> (String, String) {
        let reason =
            naming::member_problem(&column.name).unwrap_or("another attribute has the name");
        let text = format!("is `{name}` in the API: {reason}");
        // Nearly every table may have one, so it is told once for all of them.
        if column.name == "id" && name == id_column_alias {
            return (
                "id".to_owned(),
                format!("{text}; so wherever a column is called so"),
            );
        }
        (self.subject(column), text)
    }

    /// What messages call a column.
    fn subject(&self, column: &Column) -> String {
        format!("{}.{}", self.chosen.label, column.name)
    }

    fn name_fields(&mut self, notes: &mut Notes) {
        for position in 0..self.chosen.columns.len() {
            let column = self.chosen.columns[position];
            let Some((written, wanted)) = self
                .changes_of(column)
                .and_then(|(written, changes)| Some((written, changes.field.clone()?)))
            else {
                continue;
            };
            let taken = (!self.fields.take(&wanted)).then_some("another field has the name");
            if let Some(problem) = naming::field_problem(&wanted).or(taken) {
                let path = format!("{}.columns.{written}.field", self.chosen.path);
                notes.mistake(Mistake::bad_name(path, &wanted, problem));
            }
            self.resource.attributes[position].field = wanted;
        }
        for (attribute, column) in self
            .resource
            .attributes
            .iter_mut()
            .zip(&self.chosen.columns)
        {
            if !attribute.field.is_empty() {
                continue;
            }
            let wanted = naming::field(&attribute.name);
            let reason = if wanted.ends_with('_') {
                "the name is a keyword"
            } else {
                "another field has the name"
            };
            attribute.field = self.fields.claim(wanted.clone(), "_");
            if attribute.field != wanted || wanted.ends_with('_') {
                let subject = format!("{}.{}", self.chosen.label, column.name);
                let text = format!("is `{}` in Rust: {reason}", attribute.field);
                notes.add(NoteKind::Renamed, subject, text);
            }
        }
    }

    /// What `formwork.yaml` says of a column, and the name it says it of.
    fn changes_of(&self, column: &Column) -> Option<(&'a str, &'a ColumnOverride)> {
        let changes = &self.chosen.changes.columns;
        let names = changes.keys().map(String::as_str);
        let position = find(names, &column.name)?;
        let (written, changes) = changes.iter().nth(position)?;
        Some((written, changes))
    }

    /// Unique sets of attributes besides the key, in the order of the attributes.
    fn unique(&self) -> Vec<Vec<String>> {
        let mut unique: Vec<Vec<usize>> = self
            .chosen
            .table
            .indexes
            .iter()
            .filter_map(|index| self.positions(index.unique_columns()?))
            .collect();
        unique.extend(self.chosen.table.primary_key.iter().filter_map(|key| {
            // Another key was declared, and the database still guards this one.
            self.positions(key.columns.iter().map(String::as_str))
        }));
        unique.sort();
        unique.dedup();
        let sets = unique.iter().map(|positions| self.names(positions));
        sets.filter(|names| !self.has_key || *names != self.resource.key)
            .collect()
    }

    fn checks(&self) -> Vec<Check> {
        let check = |check: &crate::schema::Check| Check {
            name: check.name.clone(),
            expression: check.expression.clone(),
            attributes: check
                .columns
                .iter()
                .filter_map(|column| self.chosen.position(column))
                .map(|position| self.resource.attributes[position].name.clone())
                .collect(),
        };
        self.chosen.table.checks.iter().map(check).collect()
    }
}

fn attribute(column: &Column, name: String, column_type: ColumnType) -> Attribute {
    let source = match (&column.generated, column.identity) {
        (Some(_), _) => Some(ValueSource::Generated),
        (None, Some(Identity::Always)) => Some(ValueSource::IdentityAlways),
        (None, Some(Identity::ByDefault | Identity::Serial | Identity::AutoIncrement)) => {
            Some(ValueSource::Identity)
        }
        (None, None) => None,
    };
    Attribute {
        column: (name != column.name).then(|| column.name.clone()),
        name,
        field: String::new(),
        column_type,
        database_type: column.declared_type.clone(),
        collation: column.collation.clone(),
        nullable: column.nullable,
        default: column.default.clone(),
        source,
        comment: column.comment.clone(),
    }
}
