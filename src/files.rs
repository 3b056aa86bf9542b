//! The files of a project as they will be written: what rendering gives, and what [`crate::project`] puts on disk.

use std::path::PathBuf;

/// A file of a project, not yet on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Below the project's folder, with `/` between its parts.
    pub path: String,
    pub contents: Contents,
    pub mode: Mode,
}

/// Where the bytes of a file come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contents {
    Bytes(Vec<u8>),
    /// A file that may be larger than memory, such as a database; copied as it is when the project is written.
    CopyOf(PathBuf),
}

/// Who may do what with a file, where the system knows such things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    #[default]
    Plain,
    Executable,
    /// Only its owner may read it.
    Secret,
}

impl File {
    /// A text file that everybody may read.
    pub fn text(path: impl Into<String>, contents: impl Into<String>) -> Self {
        Self::bytes(path, contents.into())
    }

    /// A file of any bytes that everybody may read.
    pub fn bytes(path: impl Into<String>, contents: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            contents: Contents::Bytes(contents.into()),
            mode: Mode::Plain,
        }
    }

    /// A copy of a file elsewhere, which is never read into memory.
    pub fn copy_of(path: impl Into<String>, source: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            contents: Contents::CopyOf(source.into()),
            mode: Mode::Plain,
        }
    }

    /// The same file with other rights.
    #[must_use]
    pub fn with_mode(self, mode: Mode) -> Self {
        Self { mode, ..self }
    }

    /// The bytes, unless the file is a copy of one elsewhere.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.contents {
            Contents::Bytes(bytes) => Some(bytes),
            Contents::CopyOf(_) => None,
        }
    }
}
