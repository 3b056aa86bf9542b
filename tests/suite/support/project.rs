//! A project made by the tool, in a folder that goes away at the end of the test.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use super::{Database, Said, TestDatabase, cli::command, formwork};

/// A project made by the tool.
#[derive(Debug)]
pub(crate) struct TestProject {
    /// The folder it is in.
    folder: TempDir,
    name: String,
    /// What `create` said to the user.
    pub(crate) said: String,
    /// The database it was made from, if that goes away with it.
    database: Option<TestDatabase>,
}

impl TestProject {
    /// The project of a design on a kind of database, with the runtime of this repository.
    pub(crate) fn create(design: &str, database: Database) -> Self {
        let name = format!("{design}_{}", database.name());
        let database = TestDatabase::create(design, database);
        let runtime = format!("--runtime=path={}", env!("CARGO_MANIFEST_DIR"));
        let project = Self::with(&name, &["--db-url", &database.address(), &runtime]);
        Self {
            database: Some(database),
            ..project
        }
    }

    /// A project made with these options.
    pub(crate) fn with(name: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let arguments = [&["create", name], options].concat();
        let said = formwork(folder.path(), &arguments).done();
        Self {
            folder,
            name: name.to_owned(),
            said,
            database: None,
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }

    /// Runs statements, with names in double quotes, in the database that the project uses.
    pub(crate) fn change_database(&self, sql: &str) {
        let original = self.database.as_ref().expect("made from a design");
        match original.database {
            // The project has a copy.
            Database::Sqlite => rusqlite::Connection::open(self.path().join("database/db.sqlite"))
                .unwrap()
                .execute_batch(sql)
                .unwrap(),
            Database::Postgres => original.execute(sql),
            Database::Mysql => original.execute(&format!(
                "SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES'); {sql}"
            )),
        }
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// All files: path, then contents.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.path())
    }

    /// Runs `formwork` in the project; what it builds goes where the other projects are built.
    pub(crate) fn formwork(&self, arguments: &[&str]) -> Said {
        let mut command = command(&self.path(), arguments);
        Said::from(command.env("CARGO_TARGET_DIR", target()).output().unwrap())
    }

    /// Runs cargo in the project, with a target directory that all projects of the tests share.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Said {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(self.path())
            .env("CARGO_TARGET_DIR", target())
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        Said::from(output)
    }

    /// The server that cargo has built, on a free port.
    pub(crate) fn server(&self) -> Command {
        let mut command = Command::new(target().join("debug").join(&self.name));
        command.args(["--port", "0"]).current_dir(self.path());
        command
    }
}

/// Where all projects of the tests are built.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects")
}

/// All files below a folder: path with slashes, then contents.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn add(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                add(&entry.path(), &format!("{path}/"), files);
            } else {
                files.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    add(folder, "", &mut files);
    files
}
