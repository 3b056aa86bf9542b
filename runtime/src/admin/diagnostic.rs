//! What is wrong with an `admin.yaml`, and how it is said.

use std::fmt::{self, Write as _};

use serde::Serialize;

use super::tree::Place;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It cannot be used as it is.
    Error,
    /// It is used, perhaps not as meant.
    Warning,
    /// Good to know.
    Info,
}

/// Something to mend in an `admin.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where it is in the tree, such as `resources.Order.attributes[2].type`.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// Lines of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Excerpt {
    /// The number of the first, from 1.
    first: usize,
    lines: Vec<String>,
}

/// Letters of a line that are shown.
const LONGEST_LINE: usize = 200;

impl Diagnostic {
    pub(super) fn new(
        severity: Severity,
        place: Place,
        path: &str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            path: path.to_owned(),
            line: place.line,
            column: place.column,
            message: message.into(),
            hint: None,
        }
    }

    pub(super) fn error(place: Place, path: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, place, path, message)
    }

    pub(super) fn warning(place: Place, path: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, place, path, message)
    }

    pub(super) fn hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }

    /// The lines around it, and the number of the first: two before it, two after it.
    pub(super) fn excerpt(&self, text: &str) -> Excerpt {
        let first = self.line.saturating_sub(3);
        let lines = text.lines().skip(first).take(self.line - first + 2);
        Excerpt {
            first: first + 1,
            lines: lines
                .map(|line| line.chars().take(LONGEST_LINE).collect())
                .collect(),
        }
    }

    /// The diagnostic as a compiler shows it: the place, the line, a caret, the hint.
    #[must_use]
    pub fn show(&self, file: &str, text: &str) -> String {
        let mut shown = format!("{}: {}\n", self.severity, self.message);
        let gutter = self.line.to_string().len();
        let line = text.lines().nth(self.line - 1).unwrap_or_default();
        let caret = " ".repeat(self.column - 1);
        write!(
            shown,
            "{:gutter$}--> {file}:{}:{}\n{:gutter$} |\n{} | {line}\n{:gutter$} | {caret}^\n",
            "", self.line, self.column, "", self.line, ""
        )
        .expect("a String takes what is written");
        if let Some(hint) = &self.hint {
            writeln!(shown, "{:gutter$} = hint: {hint}", "").expect("as above");
        }
        shown
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Place};

    #[test]
    fn the_lines_around_it_are_shown_as_far_as_there_are_any() {
        let at = |line| Diagnostic::error(Place { line, column: 1 }, "", "wrong");
        let text = "a\nb\nc\nd\ne\nf\n";
        let excerpt = at(4).excerpt(text);
        assert_eq!((excerpt.first, excerpt.lines.join("")), (2, "bcdef".into()));
        let excerpt = at(1).excerpt(text);
        assert_eq!((excerpt.first, excerpt.lines.join("")), (1, "abc".into()));
        // An unclosed bracket is missed where the file ends.
        let excerpt = at(7).excerpt(text);
        assert_eq!((excerpt.first, excerpt.lines.join("")), (5, "ef".into()));
        assert_eq!(at(1).excerpt("").lines, Vec::<String>::new());
    }

    #[test]
    fn it_is_shown_as_a_compiler_does() {
        let place = Place { line: 2, column: 3 };
        let diagnostic = Diagnostic::warning(place, "settings.them", "there is no key `them` here")
            .hint(Some("did you mean `theme`?".to_owned()));
        assert_eq!(
            diagnostic.show("admin/admin.yaml", "settings:\n  them: {}\n"),
            "warning: there is no key `them` here\n --> admin/admin.yaml:2:3\n  |\n2 |   them: {}\n  |   ^\n  \
             = hint: did you mean `theme`?\n"
        );
    }
}
