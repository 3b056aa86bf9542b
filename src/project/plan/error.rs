//! Why there can be no plan.

use crate::{files::File, project::merge::MergeError};

/// Why there can be no plan; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error(
        "{} edited since formwork generated {}",
        names(paths, "was", "were"),
        it(paths)
    )]
    Edited { paths: Vec<String> },
    #[error(
        "{} not from formwork, and a generated file belongs there",
        names(paths, "is", "are")
    )]
    InTheWay { paths: Vec<String> },
    #[error(
        "{} not as formwork wrote {}, and the customizations have another",
        names(paths, "is", "are"),
        it(paths)
    )]
    Yours { paths: Vec<String> },
    #[error("`{path}` is a {kind}, where formwork has a file")]
    NoFile { path: String, kind: &'static str },
    #[error("could not merge the changes into `{path}`")]
    Merge {
        path: String,
        /// The file as generated now, which the user may want to see.
        new: File,
        source: Box<MergeError>,
    },
}

impl PlanError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Edited { .. } => "move the change to `src/`, or pass `--overwrite`",
            Self::InTheWay { .. } => "move it to another folder, such as `src/`",
            Self::Yours { .. } => {
                "what you wrote stays: move it to a file of another name and put back what was there, then run the command again"
            }
            Self::NoFile { .. } => "put the file itself there, or move the obstacle away",
            Self::Merge { source, .. } => return source.hint(),
        };
        Some(hint.to_owned())
    }
}

fn names(paths: &[String], one: &str, many: &str) -> String {
    let quoted: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    format!(
        "{} {}",
        quoted.join(", "),
        if paths.len() == 1 { one } else { many }
    )
}

fn it(paths: &[String]) -> &'static str {
    if paths.len() == 1 { "it" } else { "them" }
}
