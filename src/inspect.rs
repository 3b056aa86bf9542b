//! A [`Schema`](crate::schema::Schema) as people and other tools read it.

mod text;

pub use text::text;
