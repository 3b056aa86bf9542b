//! What `create` tells at its end: everything that was treated specially.

use std::fmt;

use serde::Serialize;

use super::overrides::Mistake;

/// One thing that a user may not expect.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Note {
    pub kind: NoteKind,
    /// The table, or `table.column`, spelled as in the database.
    pub subject: String,
    /// What goes on after the subject, without a stop: "is `Type` in the API: ...".
    pub text: String,
}

impl fmt::Display for Note {
    /// Writes one line, whatever letters the names have.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = format!("`{}` {}", self.subject, self.text);
        line.chars().try_for_each(|letter| {
            if letter.is_control() {
                write!(formatter, "{}", letter.escape_default())
            } else {
                write!(formatter, "{letter}")
            }
        })
    }
}

/// What a note is about; notes are ordered by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// A table, view or column that no resource or attribute is made from.
    LeftOut,
    /// A view, and therefore only read.
    View,
    /// A table without a key, and therefore only read.
    NoKey,
    /// A key that the database does not declare.
    InferredKey,
    /// A name that differs from what the table or column is called.
    Renamed,
    /// A foreign key that leads nowhere.
    NoRelationship,
    /// A type that is carried as the text the database shows for it.
    AsText,
}

/// The notes as they are gathered, and what of `formwork.yaml` cannot be done.
#[derive(Debug, Default)]
pub(super) struct Notes {
    notes: Vec<Note>,
    mistakes: Vec<Mistake>,
}

impl Notes {
    pub(super) fn add(
        &mut self,
        kind: NoteKind,
        subject: impl Into<String>,
        text: impl Into<String>,
    ) {
        self.notes.push(Note {
            kind,
            subject: subject.into(),
            text: text.into(),
        });
    }

    /// Notes what cannot be done; the rest goes on without it, to find all of them.
    pub(super) fn mistake(&mut self, mistake: Mistake) {
        self.mistakes.push(mistake);
    }

    /// All notes in their order, each once; or all mistakes, if there are any.
    pub(super) fn into_sorted(mut self) -> Result<Vec<Note>, Vec<Mistake>> {
        if !self.mistakes.is_empty() {
            return Err(self.mistakes);
        }
        self.notes.sort();
        self.notes.dedup();
        Ok(self.notes)
    }
}

#[cfg(test)]
mod tests {
    use super::{Note, NoteKind};

    #[test]
    fn a_note_is_one_line() {
        let note = Note {
            kind: NoteKind::Renamed,
            subject: "two\nlines.größe".to_owned(),
            text: "is `Größe` in the API".to_owned(),
        };
        assert_eq!(
            note.to_string(),
            "`two\\nlines.größe` is `Größe` in the API"
        );
    }
}
