//! The tool is killed, at many moments: after the next command at the latest, everything is as before or complete.
#![cfg(unix)]

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::support::{TestProject, files, formwork};

/// At how many moments of its run a command is killed; a few more are after its end.
const MOMENTS: u32 = 24;

/// How often, at most, it is tried to kill a command while it puts files in place one by one.
const TRIES: u32 = 40;

/// Of so many of these tries the undoing is looked at.
const UNDONE: usize = 4;

/// What a command says that has undone the change of another.
const SAYS_UNDONE: &str = "had begun to change `.`, which is now as it was before";

/// When a command is killed.
#[derive(Clone, Copy)]
enum Moment {
    /// So long after its start.
    After(Duration),
    /// So long after it has begun to put files in place.
    InPlace(Duration),
}

/// Starts `formwork` in a folder and kills it, unless it is done before.
fn kill(folder: &Path, arguments: &[&str], moment: Moment) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_formwork"))
        .current_dir(folder)
        .args(arguments)
        .env_remove("DATABASE_URL")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    match moment {
        Moment::After(delay) => {
            let began = Instant::now();
            while began.elapsed() < delay && child.try_wait().unwrap().is_none() {
                thread::sleep(Duration::from_micros(100));
            }
        }
        Moment::InPlace(delay) => {
            let journal = folder.join(".formwork-pending/journal.json");
            while !journal.exists() && child.try_wait().unwrap().is_none() {
                std::hint::spin_loop();
            }
            thread::sleep(delay);
        }
    }
    // On Unix this is SIGKILL, which nobody can catch.
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Moments from the start of a command to after its end, also where it takes longer this time.
fn moments(whole: Duration) -> impl Iterator<Item = Moment> {
    let steps = (0..MOMENTS).map(move |step| whole * step / MOMENTS);
    let late = [1, 2, 4, 100].map(|factor| whole * factor);
    steps.chain(late).map(Moment::After)
}

/// Moments in the short time in which files are put in place.
fn moments_in_place() -> impl Iterator<Item = Moment> {
    (0..TRIES).map(|step| Moment::InPlace(Duration::from_micros(u64::from(step) * 100)))
}

/// How long a command takes that is not killed.
fn time(folder: &Path, arguments: &[&str]) -> Duration {
    let began = Instant::now();
    formwork(folder, arguments).done();
    began.elapsed()
}

/// The files of a project, where there is one, without what is different each time.
fn same_each_time(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    if !folder.exists() {
        return BTreeMap::new();
    }
    let mut files = files(folder);
    // It has a random key in it.
    if let Some(secret) = files.get_mut(".env") {
        secret.clear();
    }
    files
}

/// How often what was found.
#[derive(Debug, Default)]
struct Found {
    as_before: usize,
    undone: usize,
    complete: usize,
}

impl Found {
    #[track_caller]
    fn assert_each(&self) {
        assert!(
            self.as_before > 0 && self.undone > 0 && self.complete > 0,
            "{self:?}"
        );
    }
}

#[test]
fn a_killed_create_leaves_nothing_or_a_project() {
    let create = ["create", "shop", "--db-url", "todo"];
    let whole = tempfile::tempdir().unwrap();
    let duration = time(whole.path(), &create);
    let complete = same_each_time(&whole.path().join("shop"));

    let mut found = Found::default();
    for moment in moments(duration) {
        let folder = tempfile::tempdir().unwrap();
        let shop = folder.path().join("shop");
        kill(folder.path(), &create, moment);
        // Here no next command is needed.
        if shop.exists() {
            assert!(same_each_time(&shop) == complete, "half a project");
            found.complete += 1;
        } else {
            found.as_before += 1;
            formwork(folder.path(), &create).done();
            assert!(same_each_time(&shop) == complete);
            let beside = fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(beside, 1, "something is left beside the project");
        }
    }
    assert!(found.as_before > 0 && found.complete > 0, "{found:?}");
}

#[test]
fn a_killed_create_in_the_current_directory_is_undone_by_the_next_command() {
    let create = ["create", ".", "--db-url", "todo"];
    let directory = || {
        let folder = tempfile::tempdir().unwrap();
        let shop = folder.path().join("shop");
        fs::create_dir(&shop).unwrap();
        (folder, shop)
    };
    let (_whole, whole) = directory();
    let duration = time(&whole, &create);
    let complete = same_each_time(&whole);

    let mut found = Found::default();
    for moment in moments(duration).chain(moments_in_place()) {
        if found.undone >= UNDONE && matches!(moment, Moment::InPlace(_)) {
            break;
        }
        let (_folder, shop) = directory();
        kill(&shop, &create, moment);
        // It finds no project, and says so.
        let next = formwork(&shop, &["inspect"]);
        if shop.join("Cargo.toml").exists() {
            assert!(same_each_time(&shop) == complete, "half a project");
            found.complete += 1;
            continue;
        }
        assert_eq!(fs::read_dir(&shop).unwrap().count(), 0, "{}", next.stderr);
        if next.stderr.contains(SAYS_UNDONE) {
            found.undone += 1;
        } else {
            found.as_before += 1;
        }
        formwork(&shop, &create).done();
        assert!(same_each_time(&shop) == complete);
    }
    found.assert_each();
}

#[test]
fn a_killed_rebuild_is_undone_by_the_next_command() {
    let project = TestProject::with("shop", &["--db-url", "todo"]);
    rusqlite::Connection::open(project.path().join("database/db.sqlite"))
        .unwrap()
        .execute_batch(
            "CREATE TABLE voucher (id INTEGER PRIMARY KEY, code TEXT);
             ALTER TABLE todos ADD COLUMN colour TEXT;
             DROP TABLE datas;",
        )
        .unwrap();
    let before = project.files();
    let rebuild = ["rebuild-from-database"];
    let whole = copied(&before);
    let duration = time(whole.path(), &rebuild);
    let complete = files(whole.path());
    assert!(before != complete);

    let mut found = Found::default();
    for moment in moments(duration).chain(moments_in_place()) {
        if found.undone >= UNDONE && matches!(moment, Moment::InPlace(_)) {
            break;
        }
        let folder = copied(&before);
        kill(folder.path(), &rebuild, moment);
        let said = formwork(folder.path(), &["rebuild-from-database", "--dry-run"]).done();
        let now = files(folder.path());
        if now != before {
            assert!(now == complete, "half a rebuild: {said}");
            assert!(said.contains("nothing to do"), "{said}");
            found.complete += 1;
            continue;
        }
        if said.contains(SAYS_UNDONE) {
            found.undone += 1;
        } else {
            found.as_before += 1;
        }
        formwork(folder.path(), &rebuild).done();
        assert!(files(folder.path()) == complete);
    }
    found.assert_each();
}

/// A folder with these files.
fn copied(files: &BTreeMap<String, Vec<u8>>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}
