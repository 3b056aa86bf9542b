//! A new project: absent, as before, or complete, whenever we are stopped.
//!
//! The whole project is written into a folder beside the target and becomes visible by one rename.
//! That also works over an empty directory. Where it does not (the current directory, which the
//! user's shell would lose; a mount point; a parent we may not write to), the files are moved in
//! one by one under a journal, and the next run undoes what a killed one began.

use std::{
    fs, io,
    path::{Component, Path, PathBuf},
};

use super::{
    CreateReport, ProjectError,
    apply::{self, Change, PENDING, Recovered},
    disk::Disk,
    error::at,
    owner::{Owner, base_of},
    record::{CreateOptions, Record, is_inside},
    staging::Staging,
};
use crate::files::{Contents, File};

/// The project's folder within the folder beside.
const PROJECT: &str = "project";

/// What is at the path of a new project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Absent,
    Empty,
}

pub(super) fn create(
    disk: &Disk,
    path: &Path,
    files: Vec<File>,
    options: CreateOptions,
) -> Result<CreateReport, ProjectError> {
    let files = complete(files, options)?;
    let root = absolute(path)?;
    recover(disk, &root)?;
    let target = inspect(path, &root)?;
    let parents = disk
        .create_parents(&root)
        .map_err(at("create a directory for", path))?;
    let created = match target {
        Target::Empty if is_current(&root) => in_place(disk, &root, &files),
        Target::Empty => match beside(disk, &root, target, &files) {
            Err(error) if is_of_the_place(&error) => in_place(disk, &root, &files),
            created => created,
        },
        Target::Absent => beside(disk, &root, target, &files),
    };
    match created {
        Ok(()) => Ok(CreateReport {
            path: path.to_owned(),
            files: files.len(),
        }),
        Err(error) => {
            disk.remove_empty(&parents);
            Err(error)
        }
    }
}

/// Whether a project may be written to the path.
pub(super) fn check_place(path: &Path) -> Result<(), ProjectError> {
    inspect(path, &absolute(path)?).map(drop)
}

/// The files with those that [`crate::project`] itself keeps: the base of each merge, and the record.
fn complete(mut files: Vec<File>, options: CreateOptions) -> Result<Vec<File>, ProjectError> {
    let bases: Vec<File> = files
        .iter()
        .filter(|file| Owner::of(&file.path) == Owner::Merged)
        .map(|file| File {
            path: base_of(&file.path),
            ..file.clone()
        })
        .collect();
    files.extend(bases);
    let record = Record::of(&files, options).to_file();
    files.push(record);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    if let Some(file) = files.iter().find(|file| !is_inside(&file.path)) {
        return Err(ProjectError::OutsideProject {
            path: file.path.clone(),
        });
    }
    for file in &files {
        if let Contents::CopyOf(source) = &file.contents {
            fs::File::open(source).map_err(at("read", source))?;
        }
    }
    match files.windows(2).find(|pair| pair[0].path == pair[1].path) {
        Some(pair) => Err(ProjectError::Twice {
            path: pair[0].path.clone(),
        }),
        None => Ok(files),
    }
}

/// The path without detours through directories that do not exist: `new/../shop` is `shop`.
///
/// A `..` after something that is there stays: what is there may be a link, and lead elsewhere.
#[must_use]
pub fn without_detours(path: &Path) -> PathBuf {
    let mut straight = PathBuf::new();
    for part in path.components() {
        let is_detour = part == Component::ParentDir
            && straight.file_name().is_some()
            && fs::symlink_metadata(&straight)
                .is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
        if is_detour {
            straight.pop();
        } else {
            straight.push(part);
        }
    }
    if straight.as_os_str().is_empty() {
        straight.push(Component::CurDir);
    }
    straight
}

/// The path without `.` and `..`, as far as it exists.
pub(super) fn absolute(path: &Path) -> Result<PathBuf, ProjectError> {
    let given = std::path::absolute(path).map_err(at("find", path))?;
    // Without a slash at the end, which would make the system look through a link.
    let given: PathBuf = given.components().collect();
    // Only a path that ends in `..` has no name; a link at its end must be seen as a link.
    if given.file_name().is_none() || path.ends_with(".") {
        return given.canonicalize().map_err(at("find", path));
    }
    Ok(given)
}

fn inspect(path: &Path, root: &Path) -> Result<Target, ProjectError> {
    match fs::symlink_metadata(root) {
        Ok(found) if found.is_dir() => {
            let mut entries = fs::read_dir(root).map_err(at("read", path))?;
            match entries.next() {
                None => Ok(Target::Empty),
                Some(_) => Err(ProjectError::NotEmpty {
                    path: path.to_owned(),
                }),
            }
        }
        Ok(found) => Err(ProjectError::InTheWay {
            path: path.to_owned(),
            kind: if found.is_symlink() { "link" } else { "file" },
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let leads_nowhere = |above: &&Path| above.is_symlink() && !above.exists();
            match above(path, root).find(leads_nowhere) {
                Some(link) => Err(ProjectError::InTheWay {
                    path: link.to_owned(),
                    kind: "link",
                }),
                None => Ok(Target::Absent),
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            let file = above(path, root).find(|above| above.is_file());
            Err(ProjectError::InTheWay {
                path: file.unwrap_or(root).to_owned(),
                kind: "file",
            })
        }
        Err(error) => Err(at("create", path)(error)),
    }
}

/// What a path leads through, as far as possible as it was given.
fn above<'a>(path: &'a Path, root: &'a Path) -> impl Iterator<Item = &'a Path> {
    path.ancestors().chain(root.ancestors()).skip(1)
}

/// Undoes or removes what an earlier run that was killed left in this target or beside it.
pub(super) fn recover(disk: &Disk, root: &Path) -> Result<Option<Recovered>, ProjectError> {
    let within = if fs::symlink_metadata(root).is_ok_and(|found| found.is_dir()) {
        apply::recover(disk, root)?
    } else {
        None
    };
    let path = staging_path(root);
    match Staging::leftover(disk, &path)? {
        Some(staging) => {
            staging.remove(disk).map_err(at("remove", &path))?;
            Ok(within.or(Some(Recovered::Removed)))
        }
        None => Ok(within),
    }
}

/// The folder beside the target. Its name is fixed, so that the next run finds it.
fn staging_path(root: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(root.file_name().unwrap_or_default());
    name.push(PENDING);
    root.with_file_name(name)
}

fn is_current(root: &Path) -> bool {
    let current = std::env::current_dir().and_then(|directory| directory.canonicalize());
    current.is_ok_and(|current| root.canonicalize().is_ok_and(|root| root == current))
}

/// Whether the same might work within the target: the place beside it is what failed.
fn is_of_the_place(error: &ProjectError) -> bool {
    use io::ErrorKind::{
        AlreadyExists, CrossesDevices, DirectoryNotEmpty, InvalidInput, PermissionDenied,
        ReadOnlyFilesystem, ResourceBusy,
    };
    let ProjectError::Io { source, .. } = error else {
        return false;
    };
    matches!(
        source.kind(),
        AlreadyExists
            | CrossesDevices
            | DirectoryNotEmpty
            | InvalidInput
            | PermissionDenied
            | ReadOnlyFilesystem
            | ResourceBusy
    )
}

fn beside(disk: &Disk, root: &Path, target: Target, files: &[File]) -> Result<(), ProjectError> {
    let staging = Staging::create(disk, &staging_path(root)).map_err(|error| match error {
        // Nobody asked for the folder beside; it is the project that cannot be there.
        ProjectError::Io { action, source, .. } => at(action, root)(source),
        other => other,
    })?;
    let written = write(disk, root, target, &staging.path.join(PROJECT), files);
    // What cannot be removed now, the next run removes.
    let _ = staging.remove(disk);
    written
}

fn write(
    disk: &Disk,
    root: &Path,
    target: Target,
    project: &Path,
    files: &[File],
) -> Result<(), ProjectError> {
    disk.create_directory(project).map_err(at("create", root))?;
    for file in files {
        let path = project.join(&file.path);
        disk.create_parents(&path)
            .map_err(at("create", &root.join(&file.path)))?;
        disk.create_file(&path, &file.contents, file.mode)
            .map_err(at("write", &root.join(&file.path)))?;
    }
    disk.sync_tree(project).map_err(at("write", root))?;
    if target == Target::Empty {
        // The directory was made by the user; ours takes its place with its rights.
        fs::metadata(root)
            .and_then(|found| disk.set_permissions(project, found.permissions()))
            .map_err(at("create", root))?;
    }
    disk.rename(project, root).map_err(at("create", root))?;
    // The project is there now, also if the system is slow to note it.
    let _ = root.parent().map(|parent| disk.sync_directory(parent));
    Ok(())
}

fn in_place(disk: &Disk, root: &Path, files: &[File]) -> Result<(), ProjectError> {
    let changes: Vec<Change> = files.iter().cloned().map(Change::add).collect();
    apply::apply(disk, root, &changes)
}

#[cfg(test)]
mod tests;
