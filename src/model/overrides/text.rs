//! The first text of `formwork.yaml`: what `create` was told, and the rest as examples.

use super::{Overrides, TablePattern};
use crate::yaml::{list, scalar};

const HEAD: &str = "\
# What differs from the database's schema. The file is yours: change it, then run
# `formwork rebuild-from-database`. A line `#key: value` is an example; take the `#` away to use it.
";

const TABLES: &str = "\
# Single tables, by name (`schema.table` outside of the default schema), and their columns.
#tables:
#  order_details:
#    name: OrderLine              # the type in the API, and the struct in Rust
#    user_key: description        # the column a person recognizes a row by
#    columns:
#      qty:
#        name: quantity           # the attribute in the API
#        field: count             # the field in Rust
#        type: decimal(10, 2)     # where the declared type does not say it
#      internal_note:
#        leave_out: true
#  old_log:
#    leave_out: true
#  readings:
#    key: [sensor, taken_at]      # where the table has no primary key
#    read_only: true

# Relationships that no foreign key declares, and names for those that one does.
#relationships:
#  - from: orders
#    columns: [customer_code]
#    to: customers
#    to_columns: [code]           # the key of `to` if absent
#    name: Customer
#    inverse: OrderList
";

impl Overrides {
    /// The text that `create` writes: the options that differ from the defaults, everything else
    /// as an example in a comment. Tables and relationships are examples only.
    #[must_use]
    pub fn first_text(&self) -> String {
        let default = Self::default();
        let names = |names: &[String]| list(names.iter().map(String::as_str));
        let mut text = HEAD.to_owned();
        let mut option = |explained: &str, lines: &[(&str, bool, String)]| {
            text.push('\n');
            let comments = explained.lines().map(|line| format!("# {line}\n"));
            text.extend(comments);
            let lines = lines.iter().map(|(key, is_said, value)| {
                let comment = if *is_said { "" } else { "#" };
                format!("{comment}{key}: {value}\n")
            });
            text.extend(lines);
        };
        option(
            "The PostgreSQL schemas to read; the default one if this is absent.",
            &[said(
                "schemas",
                &self.schemas,
                names(&self.schemas),
                "[public, sales]",
            )],
        );
        option(
            "The tables to take, and those to leave out: regular expressions of whole names.",
            &[
                said(
                    "include",
                    &self.include,
                    patterns(&self.include),
                    "['customers?', 'order.*']",
                ),
                said(
                    "exclude",
                    &self.exclude,
                    patterns(&self.exclude),
                    "['.*_backup']",
                ),
            ],
        );
        option(
            "Whether a table without a primary key gets one from unique columns that are never null.",
            &[(
                "infer_primary_key",
                self.infer_primary_key,
                "true".to_owned(),
            )],
        );
        option(
            "The attribute of a column `id`, a name that JSON:API reserves.",
            &[(
                "id_column_alias",
                self.id_column_alias != default.id_column_alias,
                scalar(&self.id_column_alias),
            )],
        );
        option(
            "Words in names of columns that a person recognizes a row by, the best first; and words in\nnames of columns that a person rarely looks at.",
            &[
                (
                    "favorites",
                    self.favorites != default.favorites,
                    names(&self.favorites),
                ),
                (
                    "non_favorites",
                    self.non_favorites != default.non_favorites,
                    names(&self.non_favorites),
                ),
            ],
        );
        text.push('\n');
        text.push_str(TABLES);
        text
    }
}

/// A list as it was said, or an example of one.
fn said<'a, T>(key: &'a str, values: &[T], text: String, example: &str) -> (&'a str, bool, String) {
    if values.is_empty() {
        (key, false, example.to_owned())
    } else {
        (key, true, text)
    }
}

fn patterns(patterns: &[TablePattern]) -> String {
    let texts: Vec<String> = patterns.iter().map(ToString::to_string).collect();
    list(texts.iter().map(String::as_str))
}
