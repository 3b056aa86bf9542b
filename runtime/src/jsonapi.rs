//! The format JSON:API 1.1 (<https://jsonapi.org/format/1.1/>), without HTTP and without SQL.

mod aggregate;
mod checksum;
mod cursor;
mod errors;
mod filter;
mod flat_input;
mod fragments;
mod input;
mod linkage_input;
mod parameters;
mod query;
mod resource_object;
mod row_id;
mod row_object;
mod unknown;

pub use aggregate::AggregateQuery;
pub(crate) use aggregate::{can_group, is_ordered};
pub(crate) use checksum::{CHECKSUM, hex_digits};
pub use checksum::{Checksum, ChecksumKey};
pub(crate) use cursor::{name_of, read_cursor, write_cursor};
pub(crate) use errors::pointer_part;
pub use errors::{ErrorObject, Meta, Source, write_errors};
pub use filter::FilterLimits;
pub(crate) use flat_input::{parse_flat_row, parse_flat_rows};
pub use fragments::Fragments;
pub(crate) use input::Members;
pub use input::{Inputs, ResourceInput, parse_document, parse_documents};
pub(crate) use input::{
    Object, check_document, defined, elements, find, kept, members, parse_resource, string,
    structure, top_level,
};
pub(crate) use linkage_input::linkage;
pub use linkage_input::{Identifier, Linkage, parse_linkage};
pub use parameters::Parameters;
pub(crate) use query::CURSOR_ERRORS;
pub use query::{
    CURSOR_PROFILE, Cursor, CursorPage, Fields, Include, Limits, PageCount, PageRequest, Query,
};
pub(crate) use resource_object::path_part;
pub use resource_object::{Layout, OpenPlace, ResourceText, RowCells};
pub(crate) use row_id::id_of_values;
pub(crate) use row_object::write_row_object;

/// The media type of documents.
pub const MEDIA_TYPE: &str = "application/vnd.api+json";

/// The media type of documents that the profile of cursors is applied to.
pub(crate) fn cursor_media_type() -> String {
    format!("{MEDIA_TYPE};profile=\"{CURSOR_PROFILE}\"")
}

/// The extension for several changes in one request: <https://jsonapi.org/ext/atomic>.
pub(crate) const ATOMIC: &str = "https://jsonapi.org/ext/atomic";
