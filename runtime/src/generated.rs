//! What generated code uses, and what it hands to the application.

pub use crate::Result;
pub use crate::resource::{Column, Json, Parent, Resource, RowData, ToMany, ToOne};
pub use crate::value::{Date, Decimal, Time, Timestamp, TimestampTz, Uuid};

/// The tables of a project: the Model, and the structs that show its rows.
#[derive(Debug, Clone, Copy)]
pub struct Generated {
    /// The text of `model.json`.
    pub model: &'static str,
    /// One for each resource.
    pub views: &'static [View],
}

/// The names in a generated struct, to be compared with the Model.
#[derive(Debug, Clone, Copy)]
pub struct View {
    pub(crate) kind: &'static str,
    pub(crate) attributes: &'static [&'static str],
    pub(crate) relationships: &'static [&'static str],
}

impl View {
    /// The view of a resource.
    #[must_use]
    pub const fn of<R: Resource>() -> Self {
        Self {
            kind: R::KIND,
            attributes: R::ATTRIBUTES,
            relationships: R::RELATIONSHIPS,
        }
    }

    /// The JSON:API type of the resource.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.kind
    }
}

/// Checks at compile time that `src/generated` was written for this runtime.
#[macro_export]
macro_rules! generated {
    (2) => {};
    ($format:literal) => {
        compile_error!(concat!(
            "`src/generated` has format ",
            $format,
            ", and this `formwork-runtime` reads format 2: run `formwork rebuild-from-database`, or `formwork upgrade`"
        ));
    };
}
