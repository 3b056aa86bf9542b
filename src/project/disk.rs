//! Every change we make on the disk, one operation at a time.
//!
//! Nothing else in [`crate::project`] writes. So a test can let the n-th operation fail, or let
//! the tool die there, for every n, and look at what is left.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use walkdir::WalkDir;

use crate::files::{Contents, Mode};

/// The disk, as far as we change it.
#[derive(Debug, Default)]
pub(super) struct Disk {
    #[cfg(test)]
    fault: Option<fault::Fault>,
}

impl Disk {
    pub(super) fn create_directory(&self, path: &Path) -> io::Result<()> {
        self.operation()?;
        fs::create_dir(path)
    }

    /// Creates the folders above `path` that are missing, and returns them, outermost first.
    pub(super) fn create_parents(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        let mut missing = Vec::new();
        let mut next = path.parent();
        while let Some(parent) = next.filter(|parent| !parent.as_os_str().is_empty()) {
            match fs::metadata(parent) {
                Ok(found) if found.is_dir() => break,
                Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    missing.push(parent.to_owned());
                    next = parent.parent();
                }
                Err(error) => return Err(error),
            }
        }
        missing.reverse();
        for (done, parent) in missing.iter().enumerate() {
            if let Err(error) = self.create_directory(parent) {
                self.remove_empty(&missing[..done]);
                return Err(error);
            }
        }
        Ok(missing)
    }

    /// Creates a file that is not there yet. It may still be in a cache when this returns: see [`Disk::sync_tree`].
    pub(super) fn create_file(
        &self,
        path: &Path,
        contents: &Contents,
        mode: Mode,
    ) -> io::Result<()> {
        self.operation()?;
        let mut file = options_for(mode).open(path)?;
        // An interruption here leaves a file that was begun.
        self.operation()?;
        match contents {
            Contents::Bytes(bytes) => io::Write::write_all(&mut file, bytes)?,
            Contents::CopyOf(source) => {
                io::copy(&mut fs::File::open(source)?, &mut file)?;
            }
        }
        Ok(())
    }

    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.operation()?;
        fs::rename(from, to)
    }

    pub(super) fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.operation()?;
        fs::remove_file(path)
    }

    pub(super) fn remove_directory(&self, path: &Path) -> io::Result<()> {
        self.operation()?;
        fs::remove_dir(path)
    }

    /// Removes a folder of ours with all that is in it, never following a link. Nothing there is fine.
    pub(super) fn remove_tree(&self, path: &Path) -> io::Result<()> {
        if fs::symlink_metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Ok(());
        }
        for entry in WalkDir::new(path).contents_first(true) {
            let entry = entry?;
            if entry.file_type().is_dir() {
                self.remove_directory(entry.path())?;
            } else {
                self.remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Removes those of the folders, innermost last in the list, that are empty.
    pub(super) fn remove_empty(&self, directories: &[PathBuf]) {
        for directory in directories.iter().rev() {
            // A folder in which something was put meanwhile stays, and so do those above it.
            if self.remove_directory(directory).is_err() {
                break;
            }
        }
    }

    pub(super) fn set_permissions(&self, path: &Path, rights: fs::Permissions) -> io::Result<()> {
        self.operation()?;
        fs::set_permissions(path, rights)
    }

    /// Makes all that was written below a folder outlast a loss of power.
    ///
    /// Once for everything: a disk takes milliseconds for each file that it is asked to write at once, which is
    /// most of the time that a project takes.
    pub(super) fn sync_tree(&self, path: &Path) -> io::Result<()> {
        self.operation()?;
        if self.is_real() {
            sync_tree(path)?;
        }
        Ok(())
    }

    /// Makes what was created, renamed or removed in a folder outlast a loss of power.
    pub(super) fn sync_directory(&self, path: &Path) -> io::Result<()> {
        self.operation()?;
        // Windows does not open folders as files; its file system keeps the order by itself.
        if cfg!(unix) && self.is_real() {
            fs::File::open(path)?.sync_all()?;
        }
        Ok(())
    }

    /// Whether what is written has to outlast a loss of power; in a test with faults it has not.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "tests say no"))]
    fn is_real(&self) -> bool {
        #[cfg(test)]
        if self.fault.is_some() {
            return false;
        }
        true
    }

    /// Stands before every change.
    #[cfg_attr(
        not(test),
        expect(
            clippy::unused_self,
            clippy::unnecessary_wraps,
            reason = "tests let it fail"
        )
    )]
    fn operation(&self) -> io::Result<()> {
        #[cfg(test)]
        if let Some(fault) = &self.fault {
            return fault.strike();
        }
        Ok(())
    }
}

/// The whole file system in one go, which Linux alone can do.
#[cfg(target_os = "linux")]
fn sync_tree(path: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(fs::File::open(path)?)?)
}

#[cfg(not(target_os = "linux"))]
fn sync_tree(path: &Path) -> io::Result<()> {
    for entry in WalkDir::new(path).contents_first(true) {
        let entry = entry?;
        if cfg!(unix) {
            fs::File::open(entry.path())?.sync_all()?;
        } else if entry.file_type().is_file() && !entry.metadata()?.permissions().readonly() {
            // Windows opens no folders as files, and syncs a file only for those who may write to it.
            let file = fs::OpenOptions::new().write(true).open(entry.path())?;
            file.sync_all()?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn options_for(mode: Mode) -> fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true).mode(match mode {
        Mode::Plain => 0o666, // less the user's umask, like any new file
        Mode::Executable => 0o777,
        Mode::Secret => 0o600,
    });
    options
}

#[cfg(not(unix))]
fn options_for(_mode: Mode) -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    options
}

#[cfg(test)]
pub(super) mod fault {
    //! A disk that fails at a chosen operation.

    use std::{cell::Cell, io};

    use super::Disk;

    /// What happens at the chosen operation.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(in crate::project) enum Kind {
        /// It fails, the ones after it work: a disk that was full for a moment.
        Fails,
        /// It fails, and so does everything after it: as if the tool had been killed there.
        Killed,
    }

    #[derive(Debug)]
    pub(super) struct Fault {
        kind: Kind,
        at: usize,
        count: Cell<usize>,
    }

    impl Fault {
        pub(super) fn strike(&self) -> io::Result<()> {
            let count = self.count.get();
            self.count.set(count + 1);
            let strikes = match self.kind {
                Kind::Fails => count == self.at,
                Kind::Killed => count >= self.at,
            };
            if strikes {
                Err(io::ErrorKind::StorageFull.into())
            } else {
                Ok(())
            }
        }
    }

    impl Disk {
        pub(in crate::project) fn with_fault(kind: Kind, at: usize) -> Self {
            Self {
                fault: Some(Fault {
                    kind,
                    at,
                    count: Cell::new(0),
                }),
            }
        }

        /// Whether the fault has happened.
        pub(in crate::project) fn has_failed(&self) -> bool {
            self.fault
                .as_ref()
                .is_some_and(|fault| fault.count.get() > fault.at)
        }
    }
}
