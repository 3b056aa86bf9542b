//! Line breaks, as rustfmt would choose them: the tool never runs rustfmt, and what it writes is
//! formatted all the same.
//!
//! Only the shapes that generated files have. The widths are rustfmt's defaults; a test compares
//! with rustfmt itself.

use std::cmp::Ordering;

use unicode_width::UnicodeWidthStr as _;

/// How wide a line may be.
const MAX_WIDTH: usize = 100;
/// How wide a list of imports may be on one line.
const IMPORT_WIDTH: usize = 98;
/// How wide the elements of an array, or the arguments of a call, may be on one line.
const LIST_WIDTH: usize = 60;
/// An array of elements no wider than this is filled line by line.
const SHORT_ELEMENT: usize = 10;
/// How wide the fields of a struct literal may be on one line.
const LITERAL_WIDTH: usize = 18;

/// `use path::{Names};` with its names in order.
pub(super) fn import(path: &str, mut names: Vec<String>) -> String {
    names.sort_by(|one, other| compare_imports(one, other));
    names.dedup();
    if let [name] = &names[..] {
        return format!("use {path}::{name};");
    }
    let line = format!("use {path}::{{{}}};", names.join(", "));
    if line.width() <= IMPORT_WIDTH {
        return line;
    }
    format!("use {path}::{{\n{}\n}};", filled(&names, 4))
}

/// A public field of a struct.
pub(super) fn field(name: &str, field_type: &str) -> String {
    let line = format!("    pub {name}: {field_type},");
    let broken = format!("        {field_type},");
    if fits(&line) || !fits(&broken) {
        line
    } else {
        format!("    pub {name}:\n{broken}")
    }
}

/// A public constant of type `handle<Self, target>`, made from its position.
pub(super) fn handle(name: &str, handle: &str, target: &str, index: usize) -> String {
    let declaration = format!("    pub const {name}: {handle}<Self, {target}> =");
    let value = format!("{handle}::new({index});");
    let line = format!("{declaration} {value}");
    if fits(&line) {
        return line;
    }
    if fits(&declaration) {
        return format!("{declaration}\n        {value}");
    }
    let opening = format!("    pub const {name}: {handle}<");
    if fits(&opening) {
        format!("{opening}\n        Self,\n        {target},\n    > = {value}")
    } else {
        line
    }
}

/// A slice after `start`, which ends in `=` or `:`.
pub(super) fn slice(start: &str, elements: &[String]) -> String {
    let indent = start.len() - start.trim_start().len();
    let inner = indent + 4;
    let content = elements.join(", ");
    if content.width() <= LIST_WIDTH {
        let line = format!("{start} &[{content}]");
        // One more for what closes the statement.
        if line.width() < MAX_WIDTH {
            return line;
        }
        return format!("{start}\n{:inner$}&[{content}]", "");
    }
    let lines = if elements
        .iter()
        .all(|element| element.width() <= SHORT_ELEMENT)
    {
        filled(elements, inner)
    } else {
        let lines: Vec<String> = elements
            .iter()
            .map(|element| format!("{:inner$}{element},", ""))
            .collect();
        lines.join("\n")
    };
    format!("{start} &[\n{lines}\n{:indent$}]", "")
}

/// `Self { .. }`, as the only expression of a function.
pub(super) fn literal(fields: &[String]) -> String {
    if let [field] = fields
        && field.width() <= LITERAL_WIDTH
    {
        return format!("        Self {{ {field} }}");
    }
    let lines: Vec<String> = fields
        .iter()
        .map(|field| format!("            {field},\n"))
        .collect();
    format!("        Self {{\n{}        }}", lines.concat())
}

/// A call with two arguments, as a statement of a function.
pub(super) fn call(function: &str, first: &str, second: &str) -> String {
    let line = format!("        {function}({first}, {second});");
    let content = format!("{first}, {second}");
    let broken = format!("            {second},");
    if (content.width() <= LIST_WIDTH && fits(&line)) || !fits(&broken) {
        line
    } else {
        format!("        {function}(\n            {first},\n{broken}\n        );")
    }
}

fn fits(line: &str) -> bool {
    line.width() <= MAX_WIDTH
}

/// The elements, as many on a line as there is room for.
fn filled(elements: &[String], indent: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for element in elements {
        match lines.last_mut() {
            Some(line) if line.width() + element.width() + 2 <= MAX_WIDTH => {
                line.extend([" ", element, ","]);
            }
            _ => lines.push(format!("{:indent$}{element},", "")),
        }
    }
    lines.join("\n")
}

/// The order that rustfmt gives to names in imports: lower case, capitalized, all
/// capitals; numbers by their value.
pub(super) fn compare_imports(one: &str, other: &str) -> Ordering {
    case(one)
        .cmp(&case(other))
        .then_with(|| compare_versions(one, other))
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Case {
    Lower,
    Capitalized,
    Capitals,
}

fn case(name: &str) -> Case {
    if name
        .chars()
        .all(|letter| letter.is_uppercase() || letter == '_' || letter.is_numeric())
    {
        Case::Capitals
    } else if name.starts_with(char::is_uppercase) {
        Case::Capitalized
    } else {
        Case::Lower
    }
}

/// <https://doc.rust-lang.org/style-guide/index.html#sorting>
fn compare_versions(one: &str, other: &str) -> Ordering {
    let (mut ones, mut others) = (chunks(one).into_iter(), chunks(other).into_iter());
    loop {
        match (ones.next(), others.next()) {
            (None, None) => return one.cmp(other),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(one), Some(other)) => match one.cmp(&other) {
                Ordering::Equal => {}
                different => return different,
            },
        }
    }
}

/// A part of a name; the order of the variants is the order of the parts.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Chunk<'a> {
    Underscore,
    /// Without leading zeros, so that a longer one is a larger one.
    Number(usize, &'a str),
    Letters(&'a str),
}

fn chunks(name: &str) -> Vec<Chunk<'_>> {
    let mut chunks = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let belongs = |letter: char| match first {
            '_' => false,
            _ if first.is_ascii_digit() => letter.is_ascii_digit(),
            _ => letter != '_' && !letter.is_ascii_digit(),
        };
        let inside = &rest[first.len_utf8()..];
        let end = inside
            .find(|letter| !belongs(letter))
            .map_or(rest.len(), |at| at + first.len_utf8());
        let (chunk, after) = rest.split_at(end);
        chunks.push(match first {
            '_' => Chunk::Underscore,
            _ if first.is_ascii_digit() => {
                let digits = chunk.trim_start_matches('0');
                Chunk::Number(digits.len(), digits)
            }
            _ => Chunk::Letters(chunk),
        });
        rest = after;
    }
    chunks
}
