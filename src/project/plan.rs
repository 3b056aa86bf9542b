//! What a rebuild will do: decided from facts alone, so that `--dry-run` costs nothing.

mod overlay;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    apply::{After, Change},
    hash::FileHash,
    merge::{self, MergeError, MergeReport, Merged, Side},
    owner::{Owner, base_of, is_runtime_copy},
    record::{RECORD, Record, VERSION},
};
use crate::files::{Contents, File, Mode};

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
    /// Every path of the record and of the new files; a path not in here is absent.
    pub files: BTreeMap<String, OnDisk>,
    /// The bytes of merged files and of their bases, by path.
    pub texts: BTreeMap<String, Vec<u8>>,
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
        let shown = |step: &&Step| step.action != Action::Keep && !is_bookkeeping(&step.path);
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

/// Files that stand against the plan; all are named at once.
#[derive(Default)]
struct Refused {
    edited: BTreeSet<String>,
    in_the_way: BTreeSet<String>,
}

struct Planner<'a> {
    facts: &'a Facts,
    old: &'a Record,
    edited: Edited,
    refused: Refused,
    plan: Plan,
}

impl<'a> Planner<'a> {
    fn new(facts: &'a Facts, record: &'a Record, edited: Edited) -> Self {
        let plan = Plan {
            steps: Vec::new(),
            changes: Vec::new(),
            record: Record {
                version: VERSION.to_owned(),
                ..record.clone()
            },
            would_start_differently: Vec::new(),
            merges: Vec::new(),
        };
        Self {
            facts,
            old: record,
            edited,
            refused: Refused::default(),
            plan,
        }
    }

    /// Files we generated and would not generate any more.
    fn remove_what_is_gone(&mut self, files: &[File]) -> Result<(), PlanError> {
        let new: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        // Only `upgrade` brings the runtime along; a rebuild that does not leaves it alone.
        let runtime_comes_along = new.iter().any(|path| is_runtime_copy(path));
        for (path, written) in &self.old.files {
            let stays = new.contains(path.as_str())
                || Owner::of(path) != Owner::Generated
                || path.starts_with("formwork/base/")
                || (is_runtime_copy(path) && !runtime_comes_along);
            if stays {
                continue;
            }
            self.plan.record.files.remove(path);
            let Some(found) = self.file(path)? else {
                continue;
            };
            if found != *written && self.edited == Edited::Refuse {
                self.refused.edited.insert(path.clone());
                continue;
            }
            self.step(Action::Remove, path, None);
            self.plan.changes.push(Change {
                path: path.clone(),
                before: Some(found),
                after: None,
            });
        }
        Ok(())
    }

    fn generated(&mut self, file: File) -> Result<(), PlanError> {
        let found = self.file(&file.path)?;
        let (new, after) = after(file.contents, file.mode);
        let written = self.old.files.get(&file.path);
        self.plan.record.files.insert(file.path.clone(), new);
        match (found, written) {
            (Some(found), _) if found == new => self.step(Action::Keep, &file.path, None),
            (Some(found), Some(written))
                if found == *written || self.edited == Edited::Overwrite =>
            {
                self.write(Action::Update, file.path, Some(found), after);
            }
            (Some(_), Some(_)) => {
                self.refused.edited.insert(file.path);
            }
            (Some(_), None) => {
                self.refused.in_the_way.insert(file.path);
            }
            (None, _) => self.write(Action::Add, file.path, None, after),
        }
        Ok(())
    }

    /// Written once; what was there, or was deleted, stays as the user left it.
    fn user(&mut self, file: File) {
        let is_there = self
            .facts
            .files
            .get(&file.path)
            .is_some_and(|found| *found != OnDisk::Absent);
        let is_copy = matches!(file.contents, Contents::CopyOf(_));
        if !is_there && !self.old.files.contains_key(&file.path) {
            if is_copy {
                let after = After {
                    contents: file.contents,
                    mode: file.mode,
                };
                self.write(Action::Add, file.path, None, after);
            } else {
                let (new, after) = after(file.contents, file.mode);
                self.plan.record.files.insert(file.path.clone(), new);
                self.write(Action::Add, file.path, None, after);
            }
            return;
        }
        self.step(Action::Keep, &file.path, None);
        // A secret is made anew each time, a copied database lives on: neither is a start to compare.
        if is_copy || file.mode == Mode::Secret {
            return;
        }
        let (new, _) = after(file.contents, file.mode);
        let Some(written) = self.old.files.get(&file.path) else {
            return;
        };
        if *written == new {
            self.plan.record.reported.remove(&file.path);
        } else if self.old.reported.get(&file.path) != Some(&new) {
            self.plan.record.reported.insert(file.path.clone(), new);
            if self.facts.files.get(&file.path) != Some(&OnDisk::File(new)) {
                self.plan.would_start_differently.push(file.path);
            }
        }
    }

    fn merged(&mut self, file: File) -> Result<(), PlanError> {
        let path = file.path.clone();
        let base_path = base_of(&path);
        let found = self.file(&path)?;
        if let Some(found) = found {
            let merged = self.merge(&file, &base_path).map_err(|source| {
                let (path, new) = (path.clone(), file.clone());
                PlanError::Merge {
                    path,
                    new,
                    source: Box::new(source),
                }
            })?;
            let explanation = merged.report.summary();
            self.plan.merges.push((path.clone(), merged.report));
            if self
                .facts
                .texts
                .get(&path)
                .is_some_and(|yours| *yours == merged.text.as_bytes())
            {
                self.step(Action::Keep, &path, None);
            } else {
                let (hash, after) = after(Contents::Bytes(merged.text.into()), file.mode);
                self.plan.record.files.insert(path.clone(), hash);
                self.write(Action::Merge, path, Some(found), after);
                if let Some(step) = self.plan.steps.last_mut() {
                    step.explanation = explanation;
                }
            }
        } else {
            let (hash, after) = after(file.contents.clone(), file.mode);
            self.plan.record.files.insert(path.clone(), hash);
            self.write(Action::Add, path, None, after);
        }
        self.generated(File {
            path: base_path,
            ..file
        })
    }

    /// The record itself is a file like the others, except that nobody but us compares it.
    fn finish(mut self) -> Result<Plan, PlanError> {
        let Refused { edited, in_the_way } = self.refused;
        if !edited.is_empty() {
            return Err(PlanError::Edited {
                paths: edited.into_iter().collect(),
            });
        }
        if !in_the_way.is_empty() {
            return Err(PlanError::InTheWay {
                paths: in_the_way.into_iter().collect(),
            });
        }
        if self.plan.record != *self.old {
            let (_, after) = after(self.plan.record.to_file().contents, Mode::Plain);
            let before = match self.facts.files.get(RECORD) {
                Some(OnDisk::File(hash)) => Some(*hash),
                _ => None,
            };
            self.plan.changes.push(Change {
                path: RECORD.to_owned(),
                before,
                after: Some(after),
            });
        }
        self.plan
            .steps
            .sort_by(|one, other| one.path.cmp(&other.path));
        Ok(self.plan)
    }

    /// The fingerprint of what is at a path of ours.
    fn file(&self, path: &str) -> Result<Option<FileHash>, PlanError> {
        match self.facts.files.get(path) {
            None | Some(OnDisk::Absent) => Ok(None),
            Some(OnDisk::File(hash)) => Ok(Some(*hash)),
            Some(OnDisk::Other(kind)) => Err(PlanError::NoFile {
                path: path.to_owned(),
                kind,
            }),
        }
    }

    /// The user's text with what is new; without a base, nothing was ever generated.
    fn merge(&self, new: &File, base_path: &str) -> Result<Merged, MergeError> {
        let text = |side, path| {
            let bytes = self
                .facts
                .texts
                .get(path)
                .map(Vec::as_slice)
                .unwrap_or_default();
            std::str::from_utf8(bytes).map_err(|error| MergeError::not_utf8(side, bytes, error))
        };
        let (base, yours) = (
            text(Side::Base, base_path)?,
            text(Side::Yours, new.path.as_str())?,
        );
        let bytes = new.as_bytes().unwrap_or_default();
        let new = std::str::from_utf8(bytes)
            .map_err(|error| MergeError::not_utf8(Side::New, bytes, error))?;
        merge::merge(base, yours, new)
    }

    fn step(&mut self, action: Action, path: &str, explanation: Option<String>) {
        self.plan.steps.push(Step {
            action,
            path: path.to_owned(),
            explanation,
        });
    }

    fn write(&mut self, action: Action, path: String, before: Option<FileHash>, after: After) {
        self.step(action, &path, None);
        self.plan.changes.push(Change {
            path,
            before,
            after: Some(after),
        });
    }
}

/// The new state of a file whose bytes we have.
fn after(contents: Contents, mode: Mode) -> (FileHash, After) {
    let hash = match &contents {
        Contents::Bytes(bytes) => FileHash::of(bytes),
        // Only files of the user are copies, and those are not compared.
        Contents::CopyOf(_) => FileHash::of(b""),
    };
    (hash, After { contents, mode })
}
