//! A folder of ours in which a change is prepared before any of it is visible.
//!
//! It has a fixed name, so the next run finds what a killed one left, and a lock, which the
//! system takes away from a process that dies: a folder nobody holds is a leftover. It is ours
//! when the lock file is in it (or nothing yet); a folder of the user's that happens to have the
//! same name is never touched.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{ProjectError, disk::Disk, error::at};
use crate::files::{Contents, Mode};

/// Tells a folder of ours, and is held while it is used. Created first, removed last.
const LOCK: &str = "formwork.lock";

/// What the lock file says to a person who finds it.
const LOCK_TEXT: &str = "formwork prepares changes in this folder. If no formwork is running, the next one removes it.\n";

/// The folder, held by this process.
#[derive(Debug)]
pub(super) struct Staging {
    pub(super) path: PathBuf,
    // Open as long as the lock is ours.
    lock: fs::File,
}

impl Staging {
    /// Takes over what a killed run left at `path`, if it left anything.
    pub(super) fn leftover(disk: &Disk, path: &Path) -> Result<Option<Self>, ProjectError> {
        match fs::symlink_metadata(path) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => {
                return Err(ProjectError::StagingInTheWay {
                    path: path.to_owned(),
                });
            }
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                return Ok(None);
            }
            // Whoever may not look beside a project may not write there; that is told where it is tried.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(None),
            Err(error) => return Err(at("read", path)(error)),
        }
        match open_lock(&path.join(LOCK)) {
            Ok(lock) => Ok(Some(Self::hold(path, lock)?)),
            // It was killed before it got to the lock file, or after it removed it.
            Err(error) if error.kind() == io::ErrorKind::NotFound && is_empty(path) => {
                disk.remove_directory(path).map_err(at("remove", path))?;
                Ok(None)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(ProjectError::StagingInTheWay {
                    path: path.to_owned(),
                })
            }
            Err(error) => Err(at("open", path)(error)),
        }
    }

    /// Creates the folder, empty; a leftover must have been dealt with.
    pub(super) fn create(disk: &Disk, path: &Path) -> Result<Self, ProjectError> {
        disk.create_directory(path).map_err(at("create", path))?;
        let lock = path.join(LOCK);
        let text = Contents::Bytes(LOCK_TEXT.into());
        let held = disk
            .create_file(&lock, &text, Mode::Plain)
            .and_then(|()| open_lock(&lock))
            .map_err(at("create", &lock))
            .and_then(|file| Self::hold(path, file));
        if held.is_err() {
            // Best effort: what stays is recognised by the next run.
            let _ = disk.remove_file(&lock);
            let _ = disk.remove_directory(path);
        }
        held
    }

    fn hold(path: &Path, lock: fs::File) -> Result<Self, ProjectError> {
        let held = Self {
            path: path.to_owned(),
            lock,
        };
        match held.lock.try_lock() {
            Ok(()) => Ok(held),
            Err(fs::TryLockError::WouldBlock) => Err(ProjectError::Busy {
                path: path.to_owned(),
            }),
            // Some network file systems have no locks; two runs at once are then the user's care.
            Err(fs::TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                Ok(held)
            }
            Err(fs::TryLockError::Error(error)) => Err(at("lock", path)(error)),
        }
    }

    /// Removes the folder with all that was prepared in it.
    pub(super) fn remove(self, disk: &Disk) -> io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            if entry.file_name() != LOCK {
                disk.remove_tree(&entry.path())?;
            }
        }
        disk.remove_file(&self.path.join(LOCK))?;
        disk.remove_directory(&self.path)
    }
}

/// Opened to be written, which NFS wants for a lock.
fn open_lock(path: &Path) -> io::Result<fs::File> {
    fs::OpenOptions::new().read(true).write(true).open(path)
}

fn is_empty(directory: &Path) -> bool {
    fs::read_dir(directory).is_ok_and(|mut entries| entries.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_the_users_with_that_name_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("staging");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("diary.txt"), "mine").unwrap();
        let error = Staging::leftover(&Disk::default(), &path).unwrap_err();
        assert!(matches!(error, ProjectError::StagingInTheWay { .. }));
        assert_eq!(fs::read_to_string(path.join("diary.txt")).unwrap(), "mine");
    }

    #[test]
    fn a_folder_that_is_held_is_no_leftover() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("staging");
        let disk = Disk::default();
        let held = Staging::create(&disk, &path).unwrap();
        let error = Staging::leftover(&disk, &path).unwrap_err();
        assert!(matches!(error, ProjectError::Busy { .. }));
        drop(held);
        let leftover = Staging::leftover(&disk, &path).unwrap().unwrap();
        leftover.remove(&disk).unwrap();
        assert!(!path.exists());
    }
}
