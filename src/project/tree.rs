//! What is in a folder, for tests to compare.

use std::{collections::BTreeMap, fs, path::Path};

use walkdir::WalkDir;

/// Every folder (with a slash at its end) and file below `root`, with the file's bytes and rights.
pub(super) type Tree = BTreeMap<String, (Vec<u8>, u32)>;

/// Everything below `root`; nothing if there is no such folder.
pub(super) fn tree(root: &Path) -> Tree {
    if !root.exists() {
        return Tree::new();
    }
    WalkDir::new(root)
        .min_depth(1)
        .into_iter()
        .map(|entry| {
            let entry = entry.unwrap();
            let path = entry
                .path()
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            if entry.file_type().is_dir() {
                (format!("{path}/"), (Vec::new(), 0))
            } else {
                (path, (fs::read(entry.path()).unwrap(), mode(entry.path())))
            }
        })
        .collect()
}

#[cfg(unix)]
pub(super) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[cfg(not(unix))]
pub(super) fn mode(_path: &Path) -> u32 {
    0
}
