//! What a rebuild will do: decided from facts alone, so that `--dry-run` costs nothing.

mod error;
mod overlay;
mod planner;

use std::collections::BTreeMap;

pub use self::error::PlanError;
use self::planner::Planner;
use super::{
    apply::Change,
    hash::FileHash,
    merge::{MergeReport, Names},
    owner::Owner,
    record::{RECORD, Record},
};
use crate::files::File;

/// What is at a path of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnDisk {
    Absent,
    File(FileHash),
    /// Something that is no file: `link`, `directory`.
    Other(&'static str),
}

/// What a plan needs to know of the disk.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Every path of the record and of the new files, and what is beside those that are merged; a path not in here is
    /// absent.
    pub files: BTreeMap<String, OnDisk>,
    /// The bytes of merged files and of their bases, by path.
    pub texts: BTreeMap<String, Vec<u8>>,
    /// What is called otherwise than when those were generated.
    pub names: Names,
}

/// What to do with generated files that were edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edited {
    /// Stop, and name them.
    #[default]
    Refuse,
    /// The user asked for it.
    Overwrite,
}

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    Add,
    Update,
    Remove,
    Merge,
    Keep,
}

/// What happens to one file, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub action: Action,
    pub path: String,
    /// A few words: `its table is gone`.
    pub explanation: Option<String>,
}

/// Everything a rebuild will do.
#[derive(Debug, Clone)]
pub struct Plan {
    steps: Vec<Step>,
    pub(super) changes: Vec<Change>,
    pub(super) record: Record,
    would_start_differently: Vec<String>,
    merges: Vec<(String, MergeReport)>,
}

impl Plan {
    /// Decides what a rebuild does, given what is there, what we wrote before, and what we would
    /// write now.
    pub fn new(
        facts: &Facts,
        record: &Record,
        files: Vec<File>,
        edited: Edited,
    ) -> Result<Self, PlanError> {
        let mut planner = Planner::new(facts, record, edited);
        planner.remove_what_is_gone(&files)?;
        for file in files {
            match Owner::of(&file.path) {
                Owner::Generated => planner.generated(file)?,
                Owner::User => planner.user(file),
                Owner::Merged => planner.merged(file)?,
            }
        }
        planner.finish()
    }

    /// What happens to each file, ordered by path; files that stay as they are, too.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Says of each step why, where the caller knows and nothing was said yet.
    pub fn explain(&mut self, explanation: impl Fn(&Step) -> Option<String>) {
        for step in &mut self.steps {
            if step.explanation.is_none() {
                step.explanation = explanation(step);
            }
        }
    }

    /// Whether the project is already as it should be.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// What to tell the user.
    #[must_use]
    pub fn report(&self) -> PlanReport<'_> {
        let shown = |step: &&Step| match step.action {
            Action::Keep => false,
            Action::Remove => true,
            _ => !is_bookkeeping(&step.path),
        };
        PlanReport {
            steps: self.steps.iter().filter(shown).collect(),
            would_start_differently: &self.would_start_differently,
            merges: &self.merges,
        }
    }
}

/// What to tell the user of a plan.
#[derive(Debug, Clone)]
pub struct PlanReport<'a> {
    /// What changes, without the files the tool keeps for itself.
    pub steps: Vec<&'a Step>,
    /// Files of the user that this version, or this schema, would start differently.
    pub would_start_differently: &'a [String],
    /// What was merged, by file.
    pub merges: &'a [(String, MergeReport)],
}

/// Files that only the tool reads.
fn is_bookkeeping(path: &str) -> bool {
    path == RECORD || path.starts_with("formwork/base/")
}
