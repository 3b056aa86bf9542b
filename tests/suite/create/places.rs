//! Where a project may be written to, however that is spelled; and what is said where it may not.
#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::support::formwork;

/// A folder `here` with an empty one, a full one, a file, and links to them.
fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    // A name that a crate can have, so that only the place can be refused.
    let root = folder.path().join("here");
    for name in ["empty", "full/inside", "größe", "two words", "it's"] {
        fs::create_dir_all(root.join(name)).unwrap();
    }
    fs::write(root.join("file"), "a file\n").unwrap();
    for (link, target) in [
        ("link", "empty"),
        ("filelink", "file"),
        ("dangling", "nowhere"),
    ] {
        symlink(target, root.join(link)).unwrap();
    }
    (folder, root)
}

/// Calls `create` with a path, from a place below the folder.
fn create(from: &Path, path: &str) -> crate::support::Said {
    formwork(from, &["create", path, "--db-url", "todo"])
}

#[test]
fn a_place_can_be_spelled_in_many_ways() {
    // The path, from where, where it is then, and what is hinted.
    for (path, from, written, hint) in [
        ("shop", "", "shop", "shop"),
        ("./shop/", "", "shop", "./shop"),
        ("shop//", "", "shop", "shop"),
        ("empty", "", "empty", "empty"),
        ("empty/.", "", "empty", "empty"),
        (".", "empty", "empty", "."),
        ("./", "empty", "empty", "."),
        ("../empty", "empty", "empty", "../empty"),
        ("../shop", "empty", "shop", "../shop"),
        ("../../shop", "full/inside", "shop", "../../shop"),
        ("empty/../shop", "", "shop", "empty/../shop"),
        // Below a link, and beside what it leads to.
        ("link/shop", "", "empty/shop", "link/shop"),
        ("link/../shop", "", "shop", "link/../shop"),
        // Folders that are missing are made, unless the path leads out of them again.
        ("a/b/shop", "", "a/b/shop", "a/b/shop"),
        ("a/../shop", "", "shop", "shop"),
        ("a/b/../../shop", "", "shop", "shop"),
        ("a/../empty", "", "empty", "empty"),
        // Only the last part is the name of a crate.
        ("größe/shop", "", "größe/shop", "größe/shop"),
        ("two words/shop", "", "two words/shop", "'two words/shop'"),
        ("it's/shop", "", "it's/shop", r"'it'\''s/shop'"),
    ] {
        let (_folder, root) = folder();
        let said = create(&root.join(from), path).done();
        let project = root.join(written);
        assert!(project.join("Cargo.toml").is_file(), "{path}: {said}");
        assert!(
            said.ends_with(&format!("hint: `formwork run {hint}` serves it\n")),
            "{path}: {said}"
        );
        assert!(
            !root.join("a").exists() || written.starts_with("a/"),
            "{path}"
        );
    }
}

#[test]
fn a_place_that_is_taken_is_named() {
    let file = "is a file, not a directory to create\nhint: choose another name, or move it away";
    let link = "is a link, not a directory to create\nhint: choose another name, or move it away";
    let full =
        "exists and is not empty\nhint: choose another directory, or empty this one yourself";
    for (path, named, what) in [
        ("full", "full", full),
        ("full/", "full", full),
        (".", ".", full),
        ("full/..", "full/..", full),
        ("a/..", ".", full),
        ("file", "file", file),
        ("file/", "file", file),
        ("file/shop", "file", file),
        ("./file/deep/shop", "./file", file),
        ("link", "link", link),
        ("filelink", "filelink", link),
        ("filelink/shop", "filelink", file),
        ("dangling", "dangling", link),
        ("dangling/shop", "dangling", link),
    ] {
        let (_folder, root) = folder();
        let before = names(&root);
        let said = create(&root, path).refused();
        assert_eq!(said, format!("error: `{named}` {what}\n"), "{path}");
        assert_eq!(names(&root), before, "{path}");
    }
}

fn names(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .collect()
}
