//! Names that a resource, an attribute or a field cannot have, and why.

/// Keywords of Rust, of all editions, also those that only may become one.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Types, traits and variants that code imports without asking, or that a generated file and the
/// files a user writes import from the runtime.
const PRELUDE: &[&str] = &[
    // The standard library's prelude, and what reads like it.
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
    // The runtime's.
    "App",
    "Args",
    "Caller",
    "Column",
    "Date",
    "Decimal",
    "Error",
    "Event",
    "Events",
    "Generated",
    "Jobs",
    "Json",
    "JsonBody",
    "Logic",
    "Model",
    "New",
    "Parent",
    "Reply",
    "Resource",
    "Routes",
    "Row",
    "RowData",
    "RowMap",
    "Security",
    "Session",
    "Time",
    "Timestamp",
    "TimestampTz",
    "ToMany",
    "ToOne",
    "Uuid",
    "Value",
    "View",
];

/// Names in the `generated` folder that are not a resource's, crates that code there names, and
/// files that Windows keeps for devices.
const MODULES: &[&str] = &[
    "alloc",
    "aux",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "con",
    "core",
    "formwork_runtime",
    "generated",
    "lib",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "main",
    "mod",
    "model",
    "nul",
    "prn",
    "std",
];

/// Names that a member of a resource object cannot have because JSON:API gives them a meaning.
const JSON_API: &[&str] = &["id", "links", "relationships", "type"];

/// Names that mean something in `filter[...]`.
const FILTER: &[&str] = &["and", "exists", "not", "or", "search"];

/// The attribute that every row has while optimistic locking is on.
pub(super) const CHECKSUM: &str = "S_CheckSum";

/// Whether the word cannot be an identifier of Rust.
pub(super) fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

/// Whether a type of this name would hide one that code expects.
pub(super) fn is_in_prelude(rust_type: &str) -> bool {
    PRELUDE.contains(&rust_type)
}

/// Whether a module of this name is impossible, or taken.
pub(super) fn is_module(name: &str) -> bool {
    is_keyword(name) || MODULES.contains(&name)
}

/// Why an attribute or relationship cannot have the name, if it cannot.
pub(super) fn member(name: &str) -> Option<&'static str> {
    if JSON_API.contains(&name) {
        Some("JSON:API reserves the name")
    } else if FILTER.contains(&name) {
        Some("the name has a meaning in filters")
    } else if name == CHECKSUM {
        Some("the name is that of the checksum for optimistic locking")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::is_in_prelude;

    #[test]
    fn what_generated_code_can_import_is_no_struct_of_a_table() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src/generated.rs");
        let text = fs::read_to_string(path).expect("the runtime's sources");
        let is_export = |line: &&str| line.starts_with("pub use") || line.starts_with("pub struct");
        let exports: Vec<&str> = text
            .lines()
            .filter(is_export)
            .flat_map(|line| line.split(|letter: char| !letter.is_alphanumeric()))
            .filter(|word| word.starts_with(|first: char| first.is_ascii_uppercase()))
            .collect();
        assert!(exports.contains(&"Column"), "read as {exports:?}");
        for name in exports {
            assert!(is_in_prelude(name), "`{name}` is missing in the list");
        }
    }
}
