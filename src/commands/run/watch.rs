//! Whether the files changed that the server is made from.

use std::{
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use tokio::time::{Interval, interval};
use walkdir::WalkDir;

/// How often we look. An operating system's own events would need a crate for each of them; a project has few files.
const EVERY: Duration = Duration::from_millis(300);

/// What a change of is a reason to build or to start anew. Not `Cargo.lock`: the build itself writes it.
const WATCHED: [&str; 5] = ["src", "formwork", "Cargo.toml", "config.yaml", ".env"];

/// The files of a project, as they were when we last looked.
#[derive(Debug)]
pub(super) struct Watch {
    directory: PathBuf,
    files: Vec<Seen>,
    /// Whether something had changed when we last looked: it may not be all.
    is_changing: bool,
    looks: Interval,
}

#[derive(Debug, PartialEq, Eq)]
struct Seen {
    path: PathBuf,
    modified: Option<SystemTime>,
    length: u64,
}

impl Watch {
    pub(super) fn new(directory: &Path) -> Self {
        Self {
            directory: directory.to_owned(),
            files: look(directory),
            is_changing: false,
            looks: interval(EVERY),
        }
    }

    /// Waits until files have changed and then stayed as they are for a moment: editors and rebuilds write several.
    ///
    /// Nothing is lost when the future is dropped and asked for again.
    pub(super) async fn change(&mut self) {
        loop {
            self.looks.tick().await;
            if self.has_changed() {
                self.is_changing = true;
            } else if std::mem::take(&mut self.is_changing) {
                return;
            }
        }
    }

    fn has_changed(&mut self) -> bool {
        let files = look(&self.directory);
        let changed = files != self.files;
        self.files = files;
        changed
    }
}

fn look(directory: &Path) -> Vec<Seen> {
    let watched = WATCHED
        .iter()
        .flat_map(|name| WalkDir::new(directory.join(name)).sort_by_file_name());
    watched
        // What cannot be read now is a change when it can.
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let facts = entry.metadata().ok();
            Seen {
                modified: facts.as_ref().and_then(|facts| facts.modified().ok()),
                length: facts.map_or(0, |facts| facts.len()),
                path: entry.into_path(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[tokio::test]
    async fn a_new_a_changed_and_a_removed_file_are_changes() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("src/rules")).unwrap();
        fs::write(folder.path().join("src/lib.rs"), "a").unwrap();
        let mut watch = Watch::new(folder.path());
        assert!(!watch.has_changed());
        fs::write(folder.path().join("src/rules/new.rs"), "").unwrap();
        assert!(watch.has_changed() && !watch.has_changed());
        fs::write(folder.path().join("src/lib.rs"), "ab").unwrap();
        assert!(watch.has_changed() && !watch.has_changed());
        fs::remove_file(folder.path().join("src/lib.rs")).unwrap();
        assert!(watch.has_changed() && !watch.has_changed());
        fs::write(folder.path().join("README.md"), "").unwrap();
        assert!(!watch.has_changed());
    }
}
