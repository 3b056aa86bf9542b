use super::*;
use crate::{
    files::Mode,
    project::{
        disk::fault::Kind,
        tree::{Tree, mode, tree},
    },
};

fn files() -> Vec<File> {
    vec![
        File::text("src/main.rs", "fn main() {}\n"),
        File::text("src/generated/mod.rs", "// @generated\n"),
        File::text("admin/admin.yaml", "api_root: /api\n"),
        File::text(".env", "SECRET=1\n").with_mode(Mode::Secret),
        File::text("devops/deploy.sh", "#!/bin/sh\n").with_mode(Mode::Executable),
    ]
}

fn create_at(disk: &Disk, path: &Path) -> Result<CreateReport, ProjectError> {
    create(disk, path, files(), CreateOptions::default())
}

/// What a complete project looks like.
fn complete_tree() -> Tree {
    let root = tempfile::tempdir().unwrap();
    create_at(&Disk::default(), &root.path().join("shop")).unwrap();
    tree(&root.path().join("shop"))
}

/// Runs `create` with a fault at the first, second, ... operation, until there are no more of them.
fn at_every_operation(
    kind: Kind,
    prepare: impl Fn(&Path),
    check: impl Fn(&Path, &Result<CreateReport, ProjectError>, usize),
) {
    for at in 0.. {
        let root = tempfile::tempdir().unwrap();
        prepare(root.path());
        let disk = Disk::with_fault(kind, at);
        let created = create_at(&disk, &root.path().join("shop"));
        check(root.path(), &created, at);
        if !disk.has_failed() {
            created.unwrap();
            assert!(at > 20, "only {at} operations were counted");
            return;
        }
    }
}

#[test]
fn a_project_is_written_with_its_record_its_base_and_its_rights() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("new/folders/shop");
    let report = create_at(&Disk::default(), &path).unwrap();
    assert_eq!(report.files, 7);
    assert_eq!(
        fs::read_to_string(path.join("src/main.rs")).unwrap(),
        "fn main() {}\n"
    );
    assert_eq!(
        fs::read(path.join("formwork/base/admin.yaml")).unwrap(),
        fs::read(path.join("admin/admin.yaml")).unwrap()
    );
    let record = fs::read_to_string(path.join("formwork/record.yaml")).unwrap();
    let record = Record::parse(&record).unwrap();
    assert_eq!(
        record.files.keys().collect::<Vec<_>>(),
        [
            "admin/admin.yaml",
            "devops/deploy.sh",
            "formwork/base/admin.yaml",
            "src/generated/mod.rs",
            "src/main.rs"
        ]
    );
    if cfg!(unix) {
        assert_eq!(mode(&path.join(".env")), 0o600);
        assert_eq!(mode(&path.join("devops/deploy.sh")) & 0o700, 0o700);
        assert_eq!(mode(&path.join("src/main.rs")) & 0o111, 0);
    }
    assert_eq!(
        fs::read_dir(path.parent().unwrap()).unwrap().count(),
        1,
        "nothing left beside"
    );
}

#[test]
fn killed_at_any_operation_the_project_is_absent_or_complete() {
    let complete = complete_tree();
    at_every_operation(
        Kind::Killed,
        |_| {},
        |root, _, at| {
            let found = tree(&root.join("shop"));
            assert!(
                found.is_empty() || found == complete,
                "killed at operation {at}"
            );
            // The next run takes over what was left.
            match create_at(&Disk::default(), &root.join("shop")) {
                Ok(_) => assert!(found.is_empty()),
                Err(error) => assert!(matches!(error, ProjectError::NotEmpty { .. }), "{error}"),
            }
            assert_eq!(tree(&root.join("shop")), complete);
            assert_eq!(
                fs::read_dir(root).unwrap().count(),
                1,
                "leftovers after operation {at}"
            );
        },
    );
}

#[test]
fn killed_over_an_empty_directory_it_is_empty_or_complete() {
    let complete = complete_tree();
    at_every_operation(
        Kind::Killed,
        |root| fs::create_dir(root.join("shop")).unwrap(),
        |root, _, at| {
            let found = tree(&root.join("shop"));
            assert!(root.join("shop").is_dir(), "killed at operation {at}");
            assert!(
                found.is_empty() || found == complete,
                "killed at operation {at}"
            );
        },
    );
}

#[test]
fn an_operation_that_fails_leaves_nothing() {
    let complete = complete_tree();
    at_every_operation(
        Kind::Fails,
        |_| {},
        |root, created, at| match created {
            Ok(_) => assert_eq!(tree(&root.join("shop")), complete, "failed at {at}"),
            Err(_) => assert_eq!(tree(root), Tree::new(), "failed at {at}"),
        },
    );
}

#[test]
fn missing_parents_go_again_when_creating_fails() {
    let root = tempfile::tempdir().unwrap();
    for at in 0..25 {
        let disk = Disk::with_fault(Kind::Fails, at);
        create_at(&disk, &root.path().join("a/b/shop")).unwrap_err();
        assert_eq!(tree(root.path()), Tree::new(), "failed at {at}");
    }
}

#[test]
fn in_place_a_killed_run_is_undone_by_the_next() {
    let complete = complete_tree();
    let files = complete_files();
    for at in 0.. {
        let root = tempfile::tempdir().unwrap();
        let disk = Disk::with_fault(Kind::Killed, at);
        let done = in_place(&disk, root.path(), &files);
        let was_done = !root.path().join(PENDING).join("journal.json").exists()
            && root.path().join("src/main.rs").exists();
        apply::recover(&Disk::default(), root.path()).unwrap();
        let expected = if was_done {
            complete.clone()
        } else {
            Tree::new()
        };
        assert_eq!(tree(root.path()), expected, "killed at operation {at}");
        if !disk.has_failed() {
            return done.unwrap();
        }
    }
}

#[test]
fn in_place_a_failed_operation_is_undone_at_once() {
    let complete = complete_tree();
    let files = complete_files();
    for at in 0.. {
        let root = tempfile::tempdir().unwrap();
        let disk = Disk::with_fault(Kind::Fails, at);
        let done = in_place(&disk, root.path(), &files);
        let mut found = tree(root.path());
        found.retain(|path, _| !path.starts_with(PENDING));
        let expected = if done.is_ok() {
            complete.clone()
        } else {
            Tree::new()
        };
        assert_eq!(found, expected, "failed at operation {at}");
        if !disk.has_failed() {
            return done.unwrap();
        }
    }
}

fn complete_files() -> Vec<File> {
    complete(files(), CreateOptions::default()).unwrap()
}

#[test]
fn what_is_in_the_way_is_refused_and_kept() {
    let root = tempfile::tempdir().unwrap();
    let full = root.path().join("full");
    fs::create_dir(&full).unwrap();
    fs::write(full.join("letter.txt"), "mine").unwrap();
    let file = root.path().join("file");
    fs::write(&file, "mine").unwrap();
    let before = tree(root.path());
    let error = create_at(&Disk::default(), &full).unwrap_err();
    assert!(matches!(error, ProjectError::NotEmpty { .. }));
    assert_eq!(
        error.hint().unwrap(),
        "choose another directory, or empty this one yourself"
    );
    let error = create_at(&Disk::default(), &file).unwrap_err();
    assert!(matches!(error, ProjectError::InTheWay { kind: "file", .. }));
    let error = create_at(&Disk::default(), &file.join("shop")).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("`{}` is a file, not a directory to create", file.display())
    );
    assert_eq!(tree(root.path()), before);
}

#[test]
#[cfg(unix)]
fn a_link_in_the_way_is_refused_wherever_it_leads() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("empty")).unwrap();
    for (name, leads_to) in [("link", "empty"), ("dangling", "nowhere")] {
        let link = root.path().join(name);
        std::os::unix::fs::symlink(leads_to, &link).unwrap();
        for path in [link.clone(), link.join("")] {
            let error = create_at(&Disk::default(), &path).unwrap_err();
            assert!(
                matches!(error, ProjectError::InTheWay { kind: "link", .. }),
                "{error:?}"
            );
        }
    }
    assert_eq!(fs::read_dir(root.path().join("empty")).unwrap().count(), 0);
}

#[test]
fn a_path_that_leaves_the_project_is_refused() {
    let root = tempfile::tempdir().unwrap();
    for path in ["../key", "/key", "src//main.rs", "src/../../key", ""] {
        let files = vec![File::text(path, "")];
        let error = create(
            &Disk::default(),
            &root.path().join("shop"),
            files,
            CreateOptions::default(),
        )
        .unwrap_err();
        assert!(
            matches!(error, ProjectError::OutsideProject { .. }),
            "{path}"
        );
    }
    let twice = vec![File::text("a", ""), File::text("a", "b")];
    let error = create(
        &Disk::default(),
        &root.path().join("shop"),
        twice,
        CreateOptions::default(),
    )
    .unwrap_err();
    assert!(matches!(error, ProjectError::Twice { .. }));
    assert_eq!(tree(root.path()), Tree::new());
}

#[test]
fn a_copied_file_is_the_same_and_writable() {
    let root = tempfile::tempdir().unwrap();
    let source = root.path().join("source.sqlite");
    let bytes: Vec<u8> = (0..1_000_000_u32).flat_map(u32::to_le_bytes).collect();
    fs::write(&source, &bytes).unwrap();
    let mut rights = fs::metadata(&source).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&source, rights).unwrap();
    let path = root.path().join("shop");
    let files = vec![File::copy_of("database/db.sqlite", &source)];
    create(&Disk::default(), &path, files, CreateOptions::default()).unwrap();
    let copy = path.join("database/db.sqlite");
    assert_eq!(fs::read(&copy).unwrap(), bytes);
    assert!(!fs::metadata(&copy).unwrap().permissions().readonly());
}

#[test]
fn a_file_to_copy_that_cannot_be_read_is_named_before_anything_is_written() {
    let root = tempfile::tempdir().unwrap();
    let source = root.path().join("nowhere.sqlite");
    let files = vec![File::copy_of("database/db.sqlite", &source)];
    let path = root.path().join("shop");
    let error = create(&Disk::default(), &path, files, CreateOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("could not read `{}`", source.display())
    );
    assert_eq!(tree(root.path()), Tree::new());
}

#[test]
fn two_at_once_do_not_meet() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("shop");
    let disk = Disk::default();
    let other = Staging::create(&disk, &staging_path(&path)).unwrap();
    let error = create_at(&disk, &path).unwrap_err();
    assert!(matches!(error, ProjectError::Busy { .. }), "{error:?}");
    other.remove(&disk).unwrap();
    create_at(&disk, &path).unwrap();
}
