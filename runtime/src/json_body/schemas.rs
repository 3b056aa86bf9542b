//! What types of the project say about themselves in the description of the API, as JSON Schema.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::catalog::Catalog;
use crate::model::ColumnType;
use crate::openapi;

/// A type that the description of the API can tell of.
pub trait Schema {
    /// Its JSON Schema: a reference, if it has a name.
    fn schema(schemas: &mut Schemas<'_>) -> Json;
}

/// The schemas of the project's types, by name.
#[derive(Debug)]
pub struct Schemas<'c> {
    pub(crate) catalog: &'c Catalog,
    named: BTreeMap<String, Described>,
}

/// The schema of a type with a name.
#[derive(Debug)]
pub(crate) struct Described {
    /// With its modules, which tell types of the same name apart.
    path: &'static str,
    schema: Json,
}

impl<'c> Schemas<'c> {
    pub(crate) fn new(catalog: &'c Catalog) -> Self {
        Self {
            catalog,
            named: BTreeMap::new(),
        }
    }

    /// A reference to the schema of a type, which is made the first time.
    pub fn named(&mut self, path: &'static str, make: impl FnOnce(&mut Self) -> Json) -> Json {
        let name = path.rsplit("::").next().unwrap_or(path);
        let mut candidates = std::iter::once(format!("endpoint.{name}"))
            .chain((2..).map(|number| format!("endpoint.{name}.{number}")));
        let (component, is_known) = candidates
            .find_map(|component| match self.named.get(&component) {
                None => Some((component, false)),
                Some(known) if known.path == path => Some((component, true)),
                Some(_) => None,
            })
            .expect("there is always another number");
        let reference = openapi::reference("schemas", &component);
        if !is_known {
            // Before it is made, so that a type may have itself inside.
            let schema = Json::Null;
            self.named
                .insert(component.clone(), Described { path, schema });
            let schema = make(self);
            self.named.insert(component, Described { path, schema });
        }
        reference
    }

    /// The schema of an object: its description, and its members with whether they may be left out.
    #[must_use]
    pub fn object(description: &str, members: Vec<(&str, Json, bool)>) -> Json {
        let required: Vec<_> = members
            .iter()
            .filter(|(_, _, may_be_absent)| !may_be_absent)
            .map(|(name, _, _)| (*name).to_owned())
            .collect();
        let properties: Map<_, _> = members
            .into_iter()
            .map(|(name, schema, _)| (name.to_owned(), schema))
            .collect();
        let schema = json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        });
        Self::described(schema, description)
    }

    /// The same with a description, unless that is empty.
    #[must_use]
    pub fn described(mut schema: Json, description: &str) -> Json {
        if let (Some(schema), false) = (schema.as_object_mut(), description.is_empty()) {
            schema.insert("description".to_owned(), description.into());
        }
        schema
    }

    /// The schema of one of some texts.
    #[must_use]
    pub fn one_of(description: &str, names: &[&str]) -> Json {
        Self::described(json!({ "type": "string", "enum": names }), description)
    }

    pub(super) fn column(column_type: &ColumnType) -> Json {
        openapi::of_values(column_type)
    }

    pub(super) fn nullable(schema: Json) -> Json {
        openapi::or_null(schema)
    }

    pub(crate) fn into_components(self) -> impl Iterator<Item = (String, Json)> {
        self.named
            .into_iter()
            .map(|(name, described)| (name, described.schema))
    }
}
