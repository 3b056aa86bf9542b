//! The files of a project as they will be written: what rendering gives, and what [`crate::project`] puts on disk.

/// A file of a project, not yet on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Below the project's folder, with `/` between its parts.
    pub path: String,
    pub contents: Vec<u8>,
    pub mode: Mode,
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
        Self { path: path.into(), contents: contents.into().into_bytes(), mode: Mode::Plain }
    }
}
