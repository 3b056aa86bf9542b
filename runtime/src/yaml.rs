//! What is wrong with YAML that somebody wrote: where, at which key, what belongs there, and what to do.
//!
//! A reader of YAML speaks of its own types and events. Whoever wrote the file knows its keys and lines.

mod places;

use serde_saphyr::{
    Error,
    granit_parser::{ErrorKind, ScanError},
};

pub use places::Places;
use places::{Kind, Place};

use crate::similar::did_you_mean;

/// What is wrong with a YAML text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlProblem {
    /// From 1.
    pub line: u64,
    /// From 1.
    pub column: u64,
    /// What is wrong, with the key in backticks.
    pub problem: String,
    /// What to do about it.
    pub hint: String,
}

/// The longest value that is repeated.
const LONGEST: usize = 40;

const CORRECT: &str = "correct that line, then run the command again";

impl YamlProblem {
    /// Why a text could not be read, by what its reader says.
    #[must_use]
    pub fn of(text: &str, error: &Error) -> Self {
        let places = Places::of(text);
        if let Some(error) = places.broken() {
            return Self::no_yaml(text, error);
        }
        if let Some(problem) = conflict(text) {
            return problem;
        }
        let place = error
            .location()
            .map_or(Place { line: 1, column: 1 }, |location| Place {
                line: location.line(),
                column: location.column(),
            });
        let (problem, hint) = told(cause(error), place, &places);
        Self::at(place, problem, hint)
    }

    /// Why a text is no YAML.
    #[must_use]
    pub fn no_yaml(text: &str, error: &ScanError) -> Self {
        if let Some(problem) = conflict(text) {
            return problem;
        }
        let place = Place::from(error.marker());
        let (problem, hint) = match error.kind() {
            ErrorKind::UnknownAnchor => (
                "this refers to an anchor that is not there".to_owned(),
                "put a text that begins with `*` into quotes",
            ),
            _ if begins_with_a_tab(text, place.line) => (
                "a tab stands before what is written here".to_owned(),
                "indent with spaces, two for each level",
            ),
            kind => (
                format!("this is no YAML: {kind}"),
                "close brackets and quotes, put `: ` after keys, begin what belongs together in the same column, and quote texts that begin with a sign",
            ),
        };
        Self::at(place, problem, hint.to_owned())
    }

    fn at(place: Place, problem: String, hint: String) -> Self {
        Self {
            line: place.line,
            column: place.column,
            problem,
            hint,
        }
    }
}

/// The error itself, without where else it is and what stands around it.
fn cause(error: &Error) -> &Error {
    match error {
        Error::WithSnippet { error, .. } | Error::AliasError { error, .. } => cause(error),
        error => error,
    }
}

/// The first line that a merge of version control left, if there is one.
fn conflict(text: &str) -> Option<YamlProblem> {
    let is_mark = |line: &str| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ");
    let line = text.lines().position(is_mark)?;
    let place = Place {
        line: line as u64 + 1,
        column: 1,
    };
    Some(YamlProblem::at(
        place,
        "a merge has left both versions here".to_owned(),
        "keep what is right, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
            .to_owned(),
    ))
}

fn begins_with_a_tab(text: &str, line: u64) -> bool {
    let line = usize::try_from(line)
        .ok()
        .and_then(|line| text.lines().nth(line - 1));
    line.is_some_and(|line| {
        let rest = line.trim_start();
        line[..line.len() - rest.len()].contains('\t')
    })
}

/// The problem and the hint.
fn told(error: &Error, place: Place, places: &Places) -> (String, String) {
    let path = places.at(place).map_or("", |node| &node.path);
    match error {
        Error::SerdeUnknownField {
            field, expected, ..
        } => {
            let known = expected.iter().copied();
            let inside = match path
                .strip_suffix(field.as_str())
                .map(|above| above.trim_end_matches('.'))
            {
                None | Some("") => String::new(),
                Some(above) => format!(" in `{above}`"),
            };
            let hint = did_you_mean(field, known)
                .unwrap_or_else(|| format!("the keys here are {}", quoted(expected, "and")));
            (format!("unknown key `{field}`{inside}"), hint)
        }
        Error::SerdeMissingField { field, .. } => {
            let inside = places.value_at(place).map_or("", |node| &node.path);
            (
                format!("{} has no `{field}`", named(inside)),
                format!("add the key `{field}`"),
            )
        }
        Error::DuplicateMappingKey { .. } => {
            let first = places.first_key(path).map_or(0, |node| node.place.line);
            (
                format!("{} is there already, in line {first}", named(path)),
                "join the two, or remove one".to_owned(),
            )
        }
        Error::MultipleDocuments { .. } => (
            "a second document begins here".to_owned(),
            "remove the line `---` above".to_owned(),
        ),
        // Its place is that of what is below the word.
        Error::UnexpectedValueForUnitEnumVariant { .. } => {
            let above = path.rsplit_once('.').map_or("", |(above, _)| above);
            (
                format!(
                    "{} has keys and values, where a single value should be",
                    named(above)
                ),
                format!("write it as `{} value`", written(above)),
            )
        }
        Error::Eof { .. } => ("the file is empty".to_owned(), CORRECT.to_owned()),
        Error::Message { msg, .. } => (format!("{}: {msg}", named(path)), CORRECT.to_owned()),
        error => match expected(error) {
            Some(expected) => instead(&expected, place, places),
            None => (first_line(error), CORRECT.to_owned()),
        },
    }
}

/// What belongs where something else is.
enum Expected<'a> {
    Map,
    List,
    /// One value, of which no more is known.
    Single,
    Value(String),
    OneOf(&'a [&'static str]),
}

fn expected(error: &Error) -> Option<Expected<'_>> {
    Some(match error {
        Error::Unexpected { expected, .. } => match *expected {
            "mapping start" => Expected::Map,
            "sequence start" => Expected::List,
            "string scalar" => Expected::Single,
            _ => return None,
        },
        Error::InvalidBooleanStrict { .. } => Expected::Value(of_type("bool")?.to_owned()),
        Error::InvalidScalar { ty, .. } => Expected::Value(of_type(ty)?.to_owned()),
        Error::NullIntoString { .. } => Expected::Value("a text".to_owned()),
        Error::SerdeUnknownVariant { expected, .. } => Expected::OneOf(expected),
        Error::ExternallyTaggedEnumExpectedScalarOrMapping { .. }
        | Error::ExpectedStringKeyForExternallyTaggedEnum { .. } => Expected::Single,
        Error::SerdeInvalidType { expected, .. } | Error::SerdeInvalidValue { expected, .. } => {
            Expected::Value(expected.clone())
        }
        _ => return None,
    })
}

/// What a value of a type of Rust's is, for people.
pub(crate) fn of_type(name: &str) -> Option<&'static str> {
    Some(match name {
        "bool" => "`true` or `false`",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "usize" => "a whole number from 0 to 18446744073709551615",
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        _ => return None,
    })
}

/// What belongs at a place, what is there, and what to do.
fn instead(expected: &Expected<'_>, place: Place, places: &Places) -> (String, String) {
    let Some(node) = places.value_at(place) else {
        return ("the file is empty".to_owned(), CORRECT.to_owned());
    };
    if node.place > place {
        // It is the key itself.
        return (
            "this key is no plain name".to_owned(),
            "begin the line with a name, as `key: value`".to_owned(),
        );
    }
    let key = written(&node.path);
    // What should be something else altogether may be a secret in the wrong place.
    let is_shown = matches!(expected, Expected::Value(_) | Expected::OneOf(_));
    let is_nothing =
        matches!(&node.kind, Kind::Scalar(text) if matches!(&**text, "" | "~" | "null"));
    let found = match &node.kind {
        _ if is_nothing => "has no value".to_owned(),
        Kind::Map | Kind::Key => "has keys and values".to_owned(),
        Kind::List => "is a list".to_owned(),
        Kind::Scalar(text) if is_shown => format!("is `{}`", shortened(text)),
        Kind::Scalar(_) => "is a text".to_owned(),
    };
    let (belongs, hint) = match expected {
        Expected::Map if node.path.is_empty() => (
            "keys and values".to_owned(),
            "begin lines with a key, as `key: value`".to_owned(),
        ),
        Expected::Map => (
            "keys and values".to_owned(),
            format!(
                "write them below `{key}`, each in a line `key: value` that begins two spaces further right"
            ),
        ),
        Expected::List => (
            "a list".to_owned(),
            format!("write it as `{key} [one, two]`"),
        ),
        Expected::Single => (
            "a single value".to_owned(),
            format!("write it as `{key} value`"),
        ),
        Expected::Value(what) => (what.clone(), CORRECT.to_owned()),
        Expected::OneOf(names) => {
            let meant = match &node.kind {
                Kind::Scalar(text) => did_you_mean(text, names.iter().copied()),
                _ => None,
            };
            (
                quoted(names, "or"),
                meant.unwrap_or_else(|| "write one of them".to_owned()),
            )
        }
    };
    let hint = if is_nothing && !node.path.is_empty() {
        format!("write the value after `{key}`, or remove the line")
    } else {
        hint
    };
    (
        format!("{} {found}, where {belongs} should be", named(&node.path)),
        hint,
    )
}

/// What stands before the value of a path: `port:`, or `-` for an item of a list.
fn written(path: &str) -> String {
    match path.rsplit('.').next() {
        Some(item) if item.ends_with(']') => "-".to_owned(),
        key => format!("{}:", key.unwrap_or_default()),
    }
}

/// The key of a path, for a sentence.
fn named(path: &str) -> String {
    if path.is_empty() {
        "the file".to_owned()
    } else {
        format!("`{path}`")
    }
}

/// `a`, `b` or `c`.
fn quoted(names: &[&str], last: &str) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((end, [])) => end.clone(),
        Some((end, before)) => format!("{} {last} {end}", before.join(", ")),
        None => String::new(),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The reader's own words, without the place, which they name once more at their end.
fn first_line(error: &Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.split(" at line ").next().unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests;
