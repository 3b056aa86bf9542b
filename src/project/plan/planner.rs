//! What happens to one file after the other, by its owner.

use std::collections::BTreeSet;

use super::{Action, Edited, Facts, OnDisk, Plan, PlanError, Step};
use crate::{
    files::{Contents, File, Mode},
    project::{
        apply::{After, Change},
        hash::FileHash,
        merge::{self, MergeError, Merged, Side},
        owner::{OVERRIDES, Owner, base_of, is_runtime_copy, offer_of},
        record::{RECORD, Record, VERSION},
    },
};

/// Files that stand against the plan; all are named at once.
#[derive(Default)]
struct Refused {
    edited: BTreeSet<String>,
    in_the_way: BTreeSet<String>,
}

/// Makes a plan, file by file.
pub(super) struct Planner<'a> {
    facts: &'a Facts,
    old: &'a Record,
    edited: Edited,
    refused: Refused,
    pub(super) plan: Plan,
}

impl<'a> Planner<'a> {
    pub(super) fn new(facts: &'a Facts, record: &'a Record, edited: Edited) -> Self {
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
    pub(super) fn remove_what_is_gone(&mut self, files: &[File]) -> Result<(), PlanError> {
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

    pub(super) fn generated(&mut self, file: File) -> Result<(), PlanError> {
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
    pub(super) fn user(&mut self, file: File) {
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
        // What is rendered of this one is the user's own text.
        if file.path == OVERRIDES {
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
            if is_there && self.facts.files.get(&file.path) != Some(&OnDisk::File(new)) {
                self.plan.would_start_differently.push(file.path);
            }
        }
    }

    pub(super) fn merged(&mut self, file: File) -> Result<(), PlanError> {
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
        self.withdraw_offer(&file.path);
        self.generated(File {
            path: base_path,
            ..file
        })
    }

    /// Removes what was laid beside the base of a file while that could not be merged.
    fn withdraw_offer(&mut self, merged: &str) {
        let path = offer_of(merged);
        if let Some(OnDisk::File(found)) = self.facts.files.get(&path) {
            let explanation = Some(format!("`{merged}` is merged again"));
            self.step(Action::Remove, &path, explanation);
            self.plan.changes.push(Change {
                path,
                before: Some(*found),
                after: None,
            });
        }
    }

    /// The record itself is a file like the others, except that nobody but us compares it.
    pub(super) fn finish(mut self) -> Result<Plan, PlanError> {
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
    pub(super) fn file(&self, path: &str) -> Result<Option<FileHash>, PlanError> {
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
        merge::merge(base, yours, new, &self.facts.names)
    }

    pub(super) fn step(&mut self, action: Action, path: &str, explanation: Option<String>) {
        self.plan.steps.push(Step {
            action,
            path: path.to_owned(),
            explanation,
        });
    }

    pub(super) fn write(
        &mut self,
        action: Action,
        path: String,
        before: Option<FileHash>,
        after: After,
    ) {
        self.step(action, &path, None);
        self.plan.changes.push(Change {
            path,
            before,
            after: Some(after),
        });
    }
}

/// The new state of a file whose bytes we have.
pub(super) fn after(contents: Contents, mode: Mode) -> (FileHash, After) {
    let hash = match &contents {
        Contents::Bytes(bytes) => FileHash::of(bytes),
        // Only files of the user are copies, and those are not compared.
        Contents::CopyOf(_) => FileHash::of(b""),
    };
    (hash, After { contents, mode })
}
