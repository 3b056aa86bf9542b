//! Operations on relationships: <https://jsonapi.org/ext/atomic/#auto-id-updating-relationships>.

use axum::http::Method;
use serde_json::value::RawValue;

use super::super::document::Errors;
use super::super::get::no_such_id;
use super::super::locking::Precondition;
use super::super::relationship::{self, At};
use super::super::write_request::foreign_key_of;
use super::read::{Name, Operation};
use super::{ChangePlace, Plan};
use crate::catalog::{Relationship, Table, TableId};
use crate::jsonapi::{ErrorObject, Linkage, linkage};
use crate::model::Cardinality;
use crate::reading::key_of;
use crate::session::{Change, Input};

impl Plan<'_> {
    /// Adds the changes of an operation on a relationship.
    pub(super) async fn relate(
        &mut self,
        op: &str,
        (table, id, relationship): (TableId, &Name<'_>, usize),
        data: &RawValue,
        operation: &Operation<'_>,
    ) -> Result<(), Errors> {
        let place = &*operation.place;
        let known = self.state.catalog.table(table);
        let own = &known.relationships[relationship];
        let holder = if own.holds_key { table } else { own.target };
        self.writable(holder, place)?;
        let method = match (op, own.to) {
            ("update", _) => Method::PATCH,
            ("add", Cardinality::Many) => Method::POST,
            ("remove", Cardinality::Many) => Method::DELETE,
            _ => {
                let title = format!(
                    "`{}` leads to one resource: it can only be updated",
                    own.name
                );
                return Err(ErrorObject::new(400, title).pointer(place).into());
            }
        };
        let data_place = format!("{place}/data");
        let Some(linkage) = linkage(data, &data_place, &mut self.errors) else {
            return Ok(());
        };
        let id = match id {
            Name::Id(id) => &**id,
            Name::Lid(lid) => {
                let number = self.created(known, lid, place)?;
                let own = (known, own);
                return self.relate_new(number, &method, own, &linkage, &data_place);
            }
        };
        let at = At {
            table,
            id,
            relationship,
        };
        let demanded = Precondition::of_headers(&operation.demanded).seen;
        let changes = relationship::changes(
            self.state,
            &at,
            (&method, demanded),
            &linkage,
            &data_place,
            &self.lids,
        )
        .await?;
        for change in changes.iter() {
            let place = ChangePlace {
                is_linkage: true,
                ..ChangePlace::of(&data_place, Some(operation))
            };
            self.push(change.clone(), place);
        }
        Ok(())
    }

    /// Relates the row that a change of this request creates.
    fn relate_new(
        &mut self,
        number: usize,
        method: &Method,
        (table, own): (&Table, &Relationship),
        linkage: &Linkage<'_>,
        place: &str,
    ) -> Result<(), Errors> {
        let refuse = |status: u16, title: String, place: &str| {
            Errors::from(ErrorObject::new(status, title).pointer(place))
        };
        if own.holds_key {
            let values = foreign_key_of(self.state, (table, own), linkage, &self.lids)
                .map_err(|(status, title)| refuse(status, title, place))?;
            let is_later =
                |input: &Input| matches!(input, Input::Of { change, .. } if *change > number);
            if values.iter().any(|(_, input)| is_later(input)) {
                let title = format!(
                    "`{}` leads to a row that is created later: change the order",
                    own.name
                );
                return Err(refuse(400, title, place));
            }
            self.changes.add_values(number, values);
            return Ok(());
        }
        if *method != Method::POST {
            let title = format!(
                "`{}` of a row that this request creates can only be added to",
                own.name
            );
            return Err(refuse(400, title, place));
        }
        let Linkage::Many(identifiers) = linkage else {
            let title = format!("`{}` leads to several resources: it takes a list", own.name);
            return Err(refuse(400, title, place));
        };
        let target = self.state.catalog.table(own.target);
        let pairs = own.target_attributes.iter().zip(&own.attributes);
        let values: Vec<_> = pairs
            .map(|(&theirs, &attribute)| {
                (
                    theirs,
                    Input::Of {
                        change: number,
                        attribute,
                    },
                )
            })
            .collect();
        for (index, identifier) in identifiers.iter().enumerate() {
            let place = format!("{place}/{index}");
            if *identifier.kind != *target.kind {
                let title = format!(
                    "`{}` leads to a `{}`, not to a `{}`",
                    own.name, target.kind, identifier.kind
                );
                return Err(refuse(409, title, &place));
            }
            if let Some(lid) = &identifier.lid {
                let other = self.created(target, lid, &place)?;
                if other < number {
                    let title = format!(
                        "the `{}` with the lid `{lid}` is created before the row it is to belong to: change the order",
                        target.kind
                    );
                    return Err(refuse(400, title, &place));
                }
                self.changes.add_values(other, values.clone());
                continue;
            }
            let id = &identifier.id;
            let change = Change::Update {
                table: target.id,
                key: key_of(target, id).ok_or_else(|| no_such_id(target, id).at(&place))?,
                values: values.clone(),
                read: None,
            };
            let place = ChangePlace {
                is_linkage: true,
                ..ChangePlace::of(&place, None)
            };
            self.push(change, place);
        }
        Ok(())
    }
}
