//! A sample's customizations, laid over a project: what is new is added, and a file of the user's gives way only while
//! it is as the tool wrote it.

use super::{
    Action, Edited, Facts, Plan, PlanError,
    planner::{Planner, after},
};
use crate::{files::File, project::record::Record};

impl Plan {
    /// Decides what laying these files over the user's does, given what is there and what we wrote before.
    ///
    /// That a file was customized is noted apart: [`Record::files`] keeps what `create` wrote, so that a project whose
    /// code differs from that is known to differ.
    pub(in crate::project) fn overlay(
        facts: &Facts,
        record: &Record,
        files: Vec<File>,
    ) -> Result<Self, PlanError> {
        let mut planner = Planner::new(facts, record, Edited::Refuse);
        let mut yours = Vec::new();
        for file in files {
            let path = file.path;
            let found = planner.file(&path)?;
            let (new, after) = after(file.contents, file.mode);
            let ours = [&record.files, &record.customizations].map(|files| files.get(&path));
            match found {
                Some(found) if found == new => planner.step(Action::Keep, &path, None),
                Some(found) if ours.contains(&Some(&found)) => {
                    planner.write(Action::Update, path.clone(), Some(found), after);
                }
                Some(_) => {
                    yours.push(path);
                    continue;
                }
                None => planner.write(Action::Add, path.clone(), None, after),
            }
            planner.plan.record.customizations.insert(path, new);
        }
        if !yours.is_empty() {
            return Err(PlanError::Yours { paths: yours });
        }
        planner.finish()
    }
}
