//! Every name: what a table, a column and a relationship are called on the wire and in Rust.
//!
//! The functions here say what one name becomes; [`Taken`] keeps names of one scope apart.

use std::collections::HashSet;
use std::fmt::Write;

use heck::ToSnakeCase;
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

use super::reserved;
pub(super) use super::reserved::is_in_prelude;
use super::singular::singular;

/// Modules are files, and file systems end a name at 255 bytes.
const MODULE_LENGTH: usize = 100;

/// The JSON:API type of a table: `order_details` is `OrderDetail`.
pub(super) fn kind(table: &str) -> String {
    let camel = camel_case(&identifier(table));
    if camel.is_empty() {
        return "Table".to_owned();
    }
    singular(&camel)
}

/// The part that a PostgreSQL schema adds to a type that would collide otherwise.
pub(super) fn schema_prefix(schema: &str) -> String {
    camel_case(&identifier(schema))
}

/// The struct of a resource.
pub(super) fn rust_type(kind: &str) -> String {
    if is_in_prelude(kind) {
        return format!("{kind}Row");
    }
    startable(kind.nfkc().collect())
}

/// The module of a struct, and the name of its file: ASCII, since `mod größe;` is an error.
pub(super) fn module(rust_type: &str) -> String {
    let mut ascii = String::new();
    for letter in rust_type.to_snake_case().nfkc() {
        push_ascii(&mut ascii, letter);
    }
    let words: Vec<&str> = ascii.split('_').filter(|word| !word.is_empty()).collect();
    let mut module = words.join("_");
    module.truncate(MODULE_LENGTH);
    let module = module.trim_end_matches('_').to_owned();
    // `_2fast` is the struct already, and a module's name is in the same scope.
    let module = if module.starts_with(|first: char| first.is_ascii_digit()) {
        format!("table_{module}")
    } else {
        module
    };
    if reserved::is_module(&module) {
        module + "_"
    } else {
        module
    }
}

/// The name of an attribute: the column's, as far as JSON:API allows it.
pub(super) fn member(column: &str) -> String {
    let name: String = column
        .chars()
        .map(|letter| if may_be_inside(letter) { letter } else { '_' })
        .collect();
    match name.trim_matches(|edge| !may_be_at_edge(edge)) {
        "" => "Column".to_owned(),
        name => name.to_owned(),
    }
}

/// The name that replaces a reserved one: `type` is `Type`.
pub(super) fn unreserved(name: String, id_column_alias: &str) -> String {
    match name.as_str() {
        "id" => id_column_alias.to_owned(),
        _ if reserved::member(&name).is_some() => capitalized(&name),
        _ => name,
    }
}

/// Whether a table's name has letters that a type cannot have, or cannot have so.
pub(super) fn has_odd_letters(table: &str) -> bool {
    identifier(table) != table
}

/// Why a name cannot be one of a member, if it cannot: <https://jsonapi.org/format/1.1/#document-member-names>.
pub(super) fn member_problem(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return Some("it is empty");
    }
    if !name.chars().all(may_be_inside) {
        return Some("JSON:API allows letters, digits, `_`, `-` and spaces only");
    }
    if !name.starts_with(may_be_at_edge) || !name.ends_with(may_be_at_edge) {
        return Some("JSON:API asks for a letter or digit at both ends");
    }
    reserved::member(name)
}

/// Why a name cannot be a resource's, if it cannot.
pub(super) fn kind_problem(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("it is empty")
    } else if !name.chars().all(is_xid_continue) || name.contains('_') {
        Some("a type consists of letters and digits")
    } else if name.starts_with(|first: char| first.is_ascii_lowercase()) {
        Some("a type begins with a capital letter")
    } else {
        None
    }
}

/// Why a name cannot be a field's, if it cannot.
pub(super) fn field_problem(name: &str) -> Option<&'static str> {
    let mut letters = name.chars();
    let first = letters.next();
    if name == "_" || !first.is_some_and(|first| first == '_' || is_xid_start(first)) {
        Some("it does not begin with a letter")
    } else if !letters.all(is_xid_continue) {
        Some("a field consists of letters, digits and `_`")
    } else if reserved::is_keyword(name) {
        Some("it is a keyword")
    } else {
        None
    }
}

/// The field of a struct for an attribute or a relationship.
pub(super) fn field(member: &str) -> String {
    let letters = member.nfkc();
    let name: String = letters
        .map(|letter| if is_xid_continue(letter) { letter } else { '_' })
        .collect();
    let field = name.to_snake_case();
    if field.is_empty() {
        return "column".to_owned();
    }
    let field = startable(field);
    if reserved::is_keyword(&field) {
        field + "_"
    } else {
        field
    }
}

/// The constant of a field: `type_` is `TYPE`.
#[must_use]
pub fn constant(field: &str) -> String {
    field.trim_end_matches('_').to_uppercase().nfkc().collect()
}

/// What a relationship may be called after its one column: `customer_id` is `customer`, and so is `customer_uuid`.
pub(super) fn stem(column: &str) -> Option<String> {
    // The longer ones first: what `person_uuid` refers to is no `person_uu`.
    let endings = [
        "_uuid", "_Uuid", "_UUID", "Uuid", "UUID", "uuid", "_guid", "_Guid", "_GUID", "Guid",
        "GUID", "guid", "_id", "_Id", "_ID", "Id", "ID", "id",
    ];
    let stem = endings.iter().find_map(|end| column.strip_suffix(end))?;
    let stem = identifier(stem);
    let stem = stem.trim_matches(|edge| !may_be_at_edge(edge));
    (!stem.is_empty()).then(|| stem.to_owned())
}

/// What tells several foreign keys to one table apart: `WorksForDepartment` without `Department`.
pub(super) fn role(accessor: &str, parent: &str) -> String {
    if accessor.contains(parent) {
        let rest = accessor.replacen(parent, "", 1);
        return rest.trim_matches(|edge| !may_be_at_edge(edge)).to_owned();
    }
    let words = accessor.to_snake_case();
    match words.strip_suffix(&parent.to_snake_case()) {
        Some(before) if before.is_empty() || before.ends_with('_') => camel_case(before),
        _ => camel_case(&identifier(accessor)),
    }
}

/// Names of one scope, each once.
#[derive(Debug)]
pub(super) struct Taken {
    folded: HashSet<String>,
    /// What makes two names the same.
    fold: fn(&str) -> String,
}

impl Taken {
    /// A scope in which names differ if their letters do.
    pub(super) fn exact() -> Self {
        Self::folding(str::to_owned)
    }

    /// A scope in which names are the same if this makes them the same.
    pub(super) fn folding(fold: fn(&str) -> String) -> Self {
        Self {
            folded: HashSet::new(),
            fold,
        }
    }

    /// Takes the name, if it is free.
    pub(super) fn take(&mut self, name: &str) -> bool {
        self.folded.insert((self.fold)(name))
    }

    /// Takes the name, or the first free one of those with a number after it.
    pub(super) fn claim(&mut self, name: String, separator: &str) -> String {
        if self.take(&name) {
            return name;
        }
        let stem = name.trim_end_matches('_');
        (1..=u32::MAX)
            .map(|number| format!("{stem}{separator}{number}"))
            .find(|candidate| self.take(candidate))
            .expect("there are more numbers than names")
    }
}

/// A name of letters that identifiers have. Rust compares them in the form NFC, and warns of those
/// that are not in NFKC, such as `ﬁ`.
fn identifier(name: &str) -> String {
    let mut identifier = String::with_capacity(name.len());
    for letter in name.nfkc() {
        match letter {
            '$' => identifier.push_str("_S_"),
            _ if is_xid_continue(letter) => identifier.push(letter),
            _ => identifier.push('_'),
        }
    }
    identifier
}

fn camel_case(identifier: &str) -> String {
    identifier.split('_').map(capitalized).collect()
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The identifier, with a letter's place holder before a digit.
fn startable(identifier: String) -> String {
    if identifier.starts_with(|first| first == '_' || is_xid_start(first)) {
        identifier
    } else {
        format!("_{identifier}")
    }
}

fn may_be_at_edge(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || !letter.is_ascii()
}

fn may_be_inside(letter: char) -> bool {
    may_be_at_edge(letter) || matches!(letter, '_' | '-' | ' ')
}

/// Adds what an ASCII name says instead of the letter: `ä` is `a`, `日` its number.
fn push_ascii(ascii: &mut String, letter: char) {
    if letter.is_ascii() {
        ascii.push(letter);
        return;
    }
    let mut base = None;
    decompose_canonical(letter, |part| {
        base.get_or_insert(part);
    });
    match (letter, base) {
        (_, Some(base)) if base.is_ascii_alphanumeric() => ascii.push(base),
        ('ß', _) => ascii.push_str("ss"),
        ('æ', _) => ascii.push_str("ae"),
        ('œ', _) => ascii.push_str("oe"),
        ('þ', _) => ascii.push_str("th"),
        ('ø', _) => ascii.push('o'),
        ('ð' | 'đ', _) => ascii.push('d'),
        ('ł', _) => ascii.push('l'),
        ('ı', _) => ascii.push('i'),
        _ => {
            let number = u32::from(letter);
            write!(ascii, "_u{number:x}_").expect("a string takes any text");
        }
    }
}
