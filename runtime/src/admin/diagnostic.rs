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
