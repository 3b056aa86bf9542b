//! The `sort` parameter: `-Balance,Customer.CompanyName`.

use super::Parser;
use crate::catalog::{Catalog, Table};
use crate::jsonapi::unknown::{Wanted, unknown};
use crate::model::Cardinality;
use crate::store::OrderBy;

impl Parser<'_> {
    pub(super) fn sort(&mut self, parameter: &str, value: &str) {
        for criterion in value.split(',') {
            let (path, descending) = criterion
                .strip_prefix('-')
                .map_or((criterion, false), |path| (path, true));
            match sorted_by(self.catalog, self.table, path) {
                Ok((via, attributes)) => {
                    let criteria = attributes.into_iter().map(|attribute| OrderBy {
                        via: via.clone(),
                        ..OrderBy::new(attribute, descending)
                    });
                    self.query.sort.extend(criteria);
                }
                Err(what) => self.refuse(parameter, &what),
            }
        }
        let most = self.limits.sort;
        if value.split(',').count() > most {
            self.refuse(parameter, &format!("sorts by more than {most} things"));
        }
    }
}

/// The relationships that a path follows, and the attributes at its end: several for an id of several parts.
pub(in crate::jsonapi) fn sorted_by(
    catalog: &Catalog,
    table: &Table,
    path: &str,
) -> Result<(Vec<usize>, Vec<usize>), String> {
    let mut table = table;
    let mut via = Vec::new();
    let mut names = path.split('.').peekable();
    loop {
        let name = names.next().expect("a split has a first piece");
        let kind = &table.kind;
        if names.peek().is_none() {
            return match table.attribute(name) {
                Some(attribute) => Ok((via, vec![attribute])),
                None if name == "id" => Ok((via, table.key.clone())),
                None => Err(match table.relationship(name) {
                    Some(_) => format!(
                        "names `{name}`, which is a relationship of `{kind}`; one of its attributes is named after a dot"
                    ),
                    None => unknown(table, name, Wanted::Attribute),
                }),
            };
        }
        let Some(index) = table.relationship(name) else {
            return Err(unknown(table, name, Wanted::Relationship));
        };
        let relationship = &table.relationships[index];
        let target = catalog.table(relationship.target);
        if relationship.to == Cardinality::Many
            || !is_unique(target, &relationship.target_attributes)
        {
            return Err(format!(
                "goes through `{name}`, by which a `{kind}` may have several rows"
            ));
        }
        via.push(index);
        table = target;
    }
}

/// Whether no two rows have the same values there.
fn is_unique(table: &Table, attributes: &[usize]) -> bool {
    let mut keys = table.unique.iter().chain([&table.key]);
    keys.any(|key| key.iter().all(|part| attributes.contains(part)))
}
