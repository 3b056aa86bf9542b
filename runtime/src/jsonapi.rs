//! The format JSON:API 1.1 (<https://jsonapi.org/format/1.1/>), without HTTP and without SQL.

mod errors;
mod input;
mod parameters;
mod query;
mod resource_object;

pub(crate) use errors::pointer_part;
pub use errors::{ErrorObject, Source, write_errors};
pub use input::{Linkage, ResourceInput, parse_document};
pub use parameters::Parameters;
pub use query::{Fields, FilterTest, Include, Limits, PageRequest, Query};
pub use resource_object::{Layout, ResourceText};
pub(crate) use resource_object::{id_of_values, path_part, write_head};

/// The media type of documents.
pub const MEDIA_TYPE: &str = "application/vnd.api+json";
