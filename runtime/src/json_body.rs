//! What the project's own endpoints take and give: JSON, read as exactly as the attributes of the API are.
//!
//! A type is one by `#[derive(JsonBody)]`. All that is wrong with a body is told at once, each at its place in the document; nothing is
//! ignored and nothing repaired. The same type says what the description of the API tells about it.

mod reader;
mod schemas;
mod shown;
mod values;

pub use formwork_macros::JsonBody;
pub use reader::{JsonMembers, JsonReader};
pub use schemas::{Schema, Schemas};
use serde_json::value::RawValue;
pub(crate) use shown::showing;

/// A type that stands for JSON: an argument, a body, a result.
///
/// ```
/// use formwork_runtime::prelude::{Date, Decimal, JsonBody};
///
/// /// What a customer asks for.
/// #[derive(JsonBody)]
/// struct NewOrder {
///     account: String,
///     freight: Decimal,
///     required: Option<Date>,
///     items: Vec<Item>,
/// }
///
/// #[derive(JsonBody)]
/// struct Item {
///     #[json(name = "ProductName")]
///     product: String,
///     quantity: i64,
/// }
/// ```
///
/// `#[json(names = "PascalCase")]` or `"camelCase"` names all fields otherwise. An `Option` may be left out, everything else may not.
pub trait JsonBody: Schema + Sized {
    /// Reads it from the JSON as it was sent; none if the reader was told what is wrong.
    fn read(json: &RawValue, reader: &mut JsonReader) -> Option<Self>;

    /// Writes it at the end of a text.
    fn write(&self, out: &mut Vec<u8>);

    /// What stands for a member that is not there, if it need not be.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }
}

/// An object in the making, at the end of a text.
#[derive(Debug)]
pub struct JsonObject<'o> {
    out: &'o mut Vec<u8>,
    is_empty: bool,
}

impl<'o> JsonObject<'o> {
    /// Begins one.
    #[must_use]
    pub fn begin(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self {
            out,
            is_empty: true,
        }
    }

    /// Writes a member.
    #[must_use]
    pub fn member(mut self, name: &str, value: &impl JsonBody) -> Self {
        if !std::mem::replace(&mut self.is_empty, false) {
            self.out.push(b',');
        }
        crate::value::write_string(name, self.out);
        self.out.push(b':');
        value.write(self.out);
        self
    }

    /// Ends it.
    pub fn end(self) {
        self.out.push(b'}');
    }
}
