//! What a request asks for, checked against the catalog before the database is asked. A parameter is never ignored:
//! ignoring one gives wrong rows.

mod page;
mod sort;

pub(crate) use page::CURSOR_ERRORS;
pub use page::{CURSOR_PROFILE, Cursor, CursorPage, PageCount, PageRequest};

use page::PageParameters;
pub(super) use sort::sorted_by;

use super::filter::{FilterLimits, Filters};
use super::parameters::InFamily;
use super::unknown::{Wanted, unknown};
use super::{CHECKSUM, ErrorObject, Parameters};
use crate::catalog::{Catalog, Member, Table, TableId};
use crate::condition::Condition;
use crate::store::OrderBy;

/// A request's `filter`, `sort`, `include`, `fields` and `page`.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// All of them hold.
    pub filter: Vec<Condition>,
    pub sort: Vec<OrderBy>,
    pub include: Vec<Include>,
    /// Whether the document has `included`: also where nothing is, if `include` was given.
    pub is_compound: bool,
    /// Whether the rows of a relationship's linkage, which are shown as identifiers, are included themselves.
    pub includes_linked: bool,
    /// For the types that `fields` names.
    pub fields: Vec<(TableId, Fields)>,
    pub page: PageRequest,
    pub count: PageCount,
}

/// A relationship to include, and what to include below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Include {
    pub relationship: usize,
    pub below: Vec<Include>,
}

/// Which members of a type are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    pub attributes: Vec<usize>,
    pub relationships: Vec<usize>,
    /// Whether the checksum of the row is.
    pub checksum: bool,
}

/// What a request may ask for at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rows of a page that asks for no number.
    pub default_page: u64,
    /// Rows of a page.
    pub largest_page: u64,
    /// Relationships one below the other.
    pub include_depth: usize,
    /// Criteria of an order.
    pub sort: usize,
    /// Rows that are counted exactly.
    pub counted: u64,
    pub filter: FilterLimits,
    /// Whether it may ask for the checksums of rows.
    pub has_checksums: bool,
}

impl Query {
    /// The order asked for, and then the key, so that pages never overlap. What is sorted by twice is so once.
    #[must_use]
    pub fn order(&self, table: &Table) -> Vec<OrderBy> {
        let key = table.key.iter().copied().map(OrderBy::ascending);
        let mut order: Vec<OrderBy> = Vec::with_capacity(self.sort.len() + table.key.len());
        for by in self.sort.iter().cloned().chain(key) {
            let is_same = |each: &OrderBy| each.attribute == by.attribute && each.via == by.via;
            if !order.iter().any(is_same) {
                order.push(by);
            }
        }
        order
    }

    /// Makes it ask for the first page by cursor, of the length that it asks for.
    pub fn page_by_cursor(&mut self) {
        self.page = PageRequest::Cursor(CursorPage {
            size: self.page.limit(),
            after: Some(Cursor::default()),
            before: None,
        });
    }

    /// Reads the parameters of a request for rows of the table; all problems at once.
    pub fn parse(
        parameters: &Parameters<'_>,
        catalog: &Catalog,
        table: &Table,
        limits: &Limits,
    ) -> Result<Self, Vec<ErrorObject>> {
        Self::parse_from(None, parameters, catalog, table, limits)
    }

    /// The same for the linkage of a relationship, whose rows are of the table. Paths of `include` begin at the resource that has
    /// the relationship, with its name: <https://jsonapi.org/format/1.1/#fetching-includes>.
    pub fn parse_linkage(
        relationship: &str,
        parameters: &Parameters<'_>,
        catalog: &Catalog,
        table: &Table,
        limits: &Limits,
    ) -> Result<Self, Vec<ErrorObject>> {
        Self::parse_from(Some(relationship), parameters, catalog, table, limits)
    }

    fn parse_from(
        linkage: Option<&str>,
        parameters: &Parameters<'_>,
        catalog: &Catalog,
        table: &Table,
        limits: &Limits,
    ) -> Result<Self, Vec<ErrorObject>> {
        let mut parser = Parser {
            catalog,
            table,
            linkage,
            limits,
            filters: Filters::new(catalog, table, &limits.filter),
            query: Self {
                filter: Vec::new(),
                sort: Vec::new(),
                include: Vec::new(),
                is_compound: false,
                includes_linked: false,
                fields: Vec::new(),
                page: PageRequest::Offset {
                    offset: 0,
                    limit: limits.default_page,
                },
                count: PageCount::default(),
            },
            page: PageParameters::default(),
            errors: Vec::new(),
        };
        for parameter in parameters.in_families(&mut parser.errors) {
            parser.parameter(&parameter);
        }
        parser.finish()
    }
}

struct Parser<'a> {
    catalog: &'a Catalog,
    table: &'a Table,
    /// The relationship whose linkage is shown.
    linkage: Option<&'a str>,
    limits: &'a Limits,
    filters: Filters<'a>,
    query: Query,
    page: PageParameters,
    errors: Vec<ErrorObject>,
}

impl Parser<'_> {
    fn parameter(&mut self, parameter: &InFamily<'_>) {
        let (name, value) = (parameter.name, parameter.value);
        match (parameter.family, parameter.names.as_slice()) {
            ("filter", names) => self.filters.parameter(name, names, value),
            ("sort", []) => self.sort(name, value),
            ("include", []) => self.include(name, value),
            ("fields", [kind]) => self.fields(name, kind, value),
            ("page", [part]) => self.page(name, part, value),
            // Looked at where rows are shown as asked.
            ("rowFormat", []) => {}
            _ => self.refuse(name, "is no parameter of this address"),
        }
    }

    fn refuse(&mut self, parameter: &str, what: &str) {
        self.errors.push(refusal(parameter, what));
    }

    fn include(&mut self, parameter: &str, value: &str) {
        self.query.is_compound = true;
        for path in value.split(',').filter(|path| !path.is_empty()) {
            // The `+` of `+all` reads as a space unless it was encoded.
            if matches!(path, "+all" | " all") {
                if self.linkage.is_some() {
                    self.query.includes_linked = true;
                    continue;
                }
                for relationship in 0..self.table.relationships.len() {
                    find_or_add(&mut self.query.include, relationship);
                }
                continue;
            }
            if path.split('.').count() > self.limits.include_depth {
                let depth = self.limits.include_depth;
                self.refuse(
                    parameter,
                    &format!("asks for `{path}`, which goes deeper than {depth} relationships"),
                );
                continue;
            }
            self.include_path(parameter, path);
        }
    }

    fn include_path(&mut self, parameter: &str, path: &str) {
        // A name may have a dot itself only if the database has one; the catalog's names have none.
        let mut table = self.table;
        let mut relationships = Vec::new();
        let mut names = path.split('.');
        if let Some(linkage) = self.linkage {
            if names.next() != Some(linkage) {
                let what = format!("asks for `{path}`; a path begins with `{linkage}` here");
                return self.refuse(parameter, &what);
            }
            self.query.includes_linked = true;
        }
        for name in names {
            let Some(relationship) = table.relationship(name) else {
                return self.refuse(parameter, &unknown(table, name, Wanted::Relationship));
            };
            relationships.push(relationship);
            table = self.catalog.table(table.relationships[relationship].target);
        }
        let mut level = &mut self.query.include;
        for relationship in relationships {
            level = &mut find_or_add(level, relationship).below;
        }
    }

    fn fields(&mut self, parameter: &str, kind: &str, value: &str) {
        let Some(table) = self.catalog.find(kind) else {
            return self.refuse(
                parameter,
                &format!("names the type `{kind}`, which does not exist"),
            );
        };
        let mut fields = Fields::default();
        for name in value.split(',').filter(|name| !name.is_empty()) {
            match table.member(name) {
                Some(Member::Attribute(index)) => fields.attributes.push(index),
                Some(Member::Relationship(index)) => fields.relationships.push(index),
                // The id is always there; naming it is harmless.
                None if name == "id" => {}
                None if name == CHECKSUM && self.limits.has_checksums => fields.checksum = true,
                None => self.refuse(
                    parameter,
                    &format!("names `{name}`, which `{kind}` does not have"),
                ),
            }
        }
        fields.attributes.sort_unstable();
        fields.attributes.dedup();
        fields.relationships.sort_unstable();
        fields.relationships.dedup();
        self.query.fields.push((table.id, fields));
    }

    fn finish(mut self) -> Result<Query, Vec<ErrorObject>> {
        self.finish_page();
        match self.filters.finish() {
            Ok(filter) => self.query.filter = filter,
            Err(errors) => self.errors.extend(errors),
        }
        if self.errors.is_empty() {
            Ok(self.query)
        } else {
            Err(self.errors)
        }
    }
}

/// Why a parameter cannot be followed.
pub(super) fn refusal(parameter: &str, what: &str) -> ErrorObject {
    ErrorObject::new(400, "the request has a parameter that cannot be followed")
        .detail(format!("`{parameter}` {what}"))
        .parameter(parameter)
}

fn find_or_add(level: &mut Vec<Include>, relationship: usize) -> &mut Include {
    let index = level
        .iter()
        .position(|include| include.relationship == relationship)
        .unwrap_or_else(|| {
            level.push(Include {
                relationship,
                below: Vec::new(),
            });
            level.len() - 1
        });
    &mut level[index]
}
