//! Copies of a business object's parts: the items of an order for its clone.

use std::sync::Arc;

use super::changes::{Change, Input};
use super::{Handle, Session};
use crate::catalog::{Relationship, Table, TableId};
use crate::resource::{Resource, RowData};
use crate::store::equal;
use crate::value::Value;
use crate::{Error, Result};

/// A row that gets copies of another one's children: one that is there, or one that the session inserts.
pub trait CopyTarget<R> {
    /// What a child's foreign key gets, for a column of the row.
    #[doc(hidden)]
    fn reference(&self) -> Reference;
}

/// How a child refers to its new parent.
#[doc(hidden)]
#[derive(Debug, Clone)]
pub struct Reference(Parent);

#[derive(Debug, Clone)]
enum Parent {
    Inserted { change: usize },
    There(Vec<Value>),
}

impl<R> CopyTarget<R> for Handle<R> {
    fn reference(&self) -> Reference {
        Reference(Parent::Inserted {
            change: self.change,
        })
    }
}

impl<R: Resource> CopyTarget<R> for &R {
    fn reference(&self) -> Reference {
        Reference(Parent::There(values(*self)))
    }
}

impl Parent {
    fn input(&self, attribute: usize) -> Input {
        match self {
            Self::Inserted { change } => Input::Of {
                change: *change,
                attribute,
            },
            Self::There(values) => Input::Value(values[attribute].clone()),
        }
    }
}

/// The children of a row by one relationship, each with the row that it has become.
struct Copied {
    table: TableId,
    of: Vec<Value>,
    name: String,
    copies: Vec<(Vec<Value>, Parent)>,
}

impl Session {
    /// Inserts, at the commit, copies of the rows that refer to `from`, which refer to `to` instead.
    ///
    /// `children` are relationships to many rows, such as `OrderDetailList`; `MileStoneList.DeliverableList` copies the children's
    /// children as well. Everything is copied but keys that the database makes and columns that it or a rule derives. Gives the number
    /// of copies.
    pub async fn copy_children<R: Resource>(
        &mut self,
        from: &R,
        to: impl CopyTarget<R>,
        children: impl IntoIterator<Item = &str>,
    ) -> Result<usize> {
        let table = self.state.table::<R>().id;
        let mut count = 0;
        let mut pending = Vec::new();
        for path in children {
            let path: Vec<String> = path.split('.').map(str::to_owned).collect();
            pending.push((table, values(from), to.reference().0, path));
        }
        // Paths that begin alike copy the children they share once.
        pending.sort_by(|one, other| one.3.cmp(&other.3));
        let mut done: Vec<Copied> = Vec::new();
        while let Some((table, row, parent, path)) = pending.pop() {
            let Some((first, rest)) = path.split_first() else {
                continue;
            };
            let known = done
                .iter()
                .find(|copied| copied.table == table && copied.of == row && copied.name == *first);
            let copies = if let Some(copied) = known {
                copied.copies.clone()
            } else {
                let copies = self.copy_one(table, &row, &parent, first).await?;
                count += copies.len();
                done.push(Copied {
                    table,
                    of: row,
                    name: first.clone(),
                    copies: copies.clone(),
                });
                copies
            };
            let target = self.child_table(table, first)?;
            pending.extend(
                copies
                    .into_iter()
                    .map(|(row, parent)| (target, row, parent, rest.to_vec())),
            );
        }
        Ok(count)
    }

    /// Inserts, at the commit, a row of another table with the columns that it has in common with a row. If `refers`, and there is one relationship from it to the row's table, it leads to the row.
    pub(crate) fn insert_copy<R: Resource, T: Resource>(&mut self, row: &R, refers: bool) {
        let values = values(row);
        let state = Arc::clone(&self.state);
        let (from, to) = (state.table::<R>(), state.table::<T>());
        let mut copy: Vec<(usize, Value)> = Vec::new();
        for (name, value) in R::ATTRIBUTES.iter().zip(&values) {
            let own = T::ATTRIBUTES.iter().position(|other| other == name);
            if let Some(own) = own {
                copy.push((own, value.clone()));
            }
        }
        let mut ways = (0..to.relationships.len()).filter(|&way| {
            let way = &to.relationships[way];
            way.holds_key && way.target == from.id
        });
        if let (true, Some(way), None) = (refers, ways.next(), ways.next()) {
            for (own, value) in self.references::<T>(way, &values) {
                copy.retain(|(other, _)| *other != own);
                copy.push((own, value));
            }
        }
        self.insert_values::<T>(copy);
    }

    fn child_table(&self, table: TableId, name: &str) -> Result<TableId> {
        let table = self.state.catalog.table(table);
        relationship_of(table, name).map(|relationship| relationship.target)
    }

    /// Copies the rows of one relationship; gives each with the row that it has become.
    async fn copy_one(
        &mut self,
        table: TableId,
        row: &[Value],
        parent: &Parent,
        name: &str,
    ) -> Result<Vec<(Vec<Value>, Parent)>> {
        let state = Arc::clone(&self.state);
        let table = state.catalog.table(table);
        let relationship = relationship_of(table, name)?;
        let child = state.catalog.table(relationship.target);
        let pairs: Vec<(usize, usize)> = relationship
            .target_attributes
            .iter()
            .copied()
            .zip(relationship.attributes.iter().copied())
            .collect();
        let (mut tests, mut parameters) = (Vec::new(), Vec::new());
        for &(theirs, ours) in &pairs {
            let (test, parameter) = equal(child, theirs, row[ours].clone());
            tests.push(test);
            parameters.push(parameter);
        }
        if pairs.iter().any(|&(_, ours)| row[ours].is_null()) {
            return Ok(Vec::new());
        }
        let mut rows = self.load(child, tests, parameters, &[], None).await?;
        rows.retain(|child| {
            pairs
                .iter()
                .all(|&(theirs, ours)| child[theirs] == row[ours])
        });
        let derived = &state.rules.table(child.id).derived;
        let mut copies = Vec::with_capacity(rows.len());
        for row in rows {
            let values = (0..row.len())
                .filter(|&index| {
                    child.attributes[index].source.is_none() && derived[index].is_none()
                })
                .map(
                    |index| match pairs.iter().find(|(theirs, _)| *theirs == index) {
                        Some(&(_, ours)) => (index, parent.input(ours)),
                        None => (index, Input::Value(row[index].clone())),
                    },
                )
                .collect();
            self.changes.push(Change::Insert {
                table: child.id,
                values,
            });
            let change = self.changes.len() - 1;
            copies.push((row, Parent::Inserted { change }));
        }
        Ok(copies)
    }
}

fn relationship_of<'t>(table: &'t Table, name: &str) -> Result<&'t Relationship> {
    let relationship = table
        .relationship(name)
        .map(|index| &table.relationships[index]);
    relationship
        .filter(|relationship| !relationship.holds_key)
        .ok_or_else(|| {
            Error::Internal(
                format!(
                    "`{}` has no relationship `{name}` to rows that refer to it",
                    table.kind
                )
                .into(),
            )
        })
}

fn values<R: Resource>(row: &R) -> Vec<Value> {
    let mut data = RowData::empty::<R>();
    row.write(&mut data);
    data.into_values()
}
