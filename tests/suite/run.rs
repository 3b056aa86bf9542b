//! `formwork run`: the preview, the hand-over, the end.
#![cfg(unix)]

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::support::{Connection, Server, TestProject, formwork};

/// A category that nobody has.
const CATEGORY: &str = r#"{"data":{"type":"Category","attributes":{"CategoryName":"Tea"}}}"#;

/// An endpoint of a project's own.
const ROUTES: &str = r#"//! An endpoint.

use formwork_runtime::{Routes, axum::routing::get};

pub fn routes() -> Routes {
    Routes::new().route("/hello", get(|| async { "one" }))
}
"#;

/// The Northwind sample as a project, with the runtime of this repository.
struct Project {
    project: TestProject,
    /// For what is not part of the project.
    folder: TempDir,
}

impl Project {
    fn create(name: &str) -> Self {
        let runtime = format!("--runtime=path={}", env!("CARGO_MANIFEST_DIR"));
        Self {
            project: TestProject::with(name, &["--db-url", "nw-", &runtime]),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self) -> PathBuf {
        self.project.path()
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path().join(path), text).unwrap();
    }

    /// `formwork run` on a free port.
    fn run(&self, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_formwork"));
        command
            .args(["run", "--port", "0"])
            .args(options)
            .current_dir(self.path())
            .env("CARGO_TARGET_DIR", target())
            .env_remove("DATABASE_URL")
            .env_remove("RUSTFLAGS");
        command
    }

    /// `formwork run` with a cargo that never ends; it writes its number to a file.
    fn run_with_endless_cargo(&self) -> Command {
        self.run_with_cargo("[ $1 = build ] && echo $$ > \"$0-id\" && exec sleep 600")
    }

    /// `formwork run` with a script for cargo.
    fn run_with_cargo(&self, script: &str) -> Command {
        let cargo = self.folder.path().join("cargo");
        fs::write(&cargo, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
        let mut command = self.run(&[]);
        command.env("CARGO", cargo);
        command
    }
}

/// One target directory for all projects of the tests.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects")
}

#[test]
fn the_preview_answers_before_the_build_is_done() {
    let project = Project::create("shop");
    let mut server = Server::start(project.run_with_endless_cargo());
    assert_eq!(server.get("/api/Customer/ALFKI").status, 200);
    assert_eq!(server.post("/api/Category", CATEGORY).status, 201);
    assert_eq!(server.get("/health").body, r#"{"status":"ok"}"#);
    assert_eq!(server.get("/ready").body, r#"{"status":"ready"}"#);
    assert_eq!(server.get("/hello").status, 404);
    server.wait_for("a preview serves until the project is compiled");

    let cargo = wait_for_file(&project.folder.path().join("cargo-id"));
    server.terminate();
    assert!(server.ended().0.success());
    assert!(
        !Path::new("/proc").join(cargo.trim()).exists(),
        "cargo goes on"
    );
}

fn wait_for_file(path: &Path) -> String {
    eventually(|| {
        fs::read_to_string(path)
            .ok()
            .filter(|text| text.ends_with('\n'))
    })
}

#[track_caller]
fn eventually<T>(found: impl Fn() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(
            began.elapsed() < Duration::from_mins(2),
            "it did not happen"
        );
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_preview_only_reads_where_code_was_edited() {
    let project = Project::create("shop");
    let server = Server::start(project.run_with_endless_cargo());
    assert_eq!(server.get("/hello").status, 404);
    assert_eq!(server.post("/api/Category", CATEGORY).status, 201);

    // While it serves: it looks again and again.
    project.write("src/routes.rs", ROUTES);
    eventually(|| (server.get("/hello").status == 503).then_some(()));
    let refused = server.post("/api/Category", CATEGORY);
    assert_eq!(
        (refused.status, refused.header("retry-after")),
        (503, Some("5"))
    );
    assert!(
        refused.body.contains("the project is being compiled"),
        "{}",
        refused.body
    );
    assert_eq!(server.get("/api/Customer/ALFKI").status, 200);
    assert_eq!(server.get("/api/Customer/NOBODY").status, 404);
    assert_eq!(server.get("/").status, 200);
    drop(server);

    // From its start on.
    let mut server = Server::start(project.run_with_endless_cargo());
    assert_eq!(server.post("/api/Category", CATEGORY).status, 503);
    server.wait_for("it only reads, because `src/routes.rs` is yours");
}

#[test]
fn who_is_put_off_is_told_that_the_build_failed() {
    let project = Project::create("shop");
    project.write("src/routes.rs", ROUTES);
    let mut server = Server::start(project.run_with_cargo("[ $1 = tree ] || exit 101"));
    server.wait_for("the project does not compile; the preview goes on");
    let refused = server.post("/api/Category", CATEGORY);
    assert_eq!(
        (refused.status, refused.header("retry-after")),
        (503, Some("60"))
    );
    for said in [
        r#""title":"the project does not compile""#,
        "correct the errors that `formwork run` shows, then run it again",
    ] {
        assert!(refused.body.contains(said), "{}", refused.body);
    }
    drop(server);

    // The same where what was built does not serve.
    let script = r#"[ $1 = build ] && echo '{"reason":"compiler-artifact","package_id":"shop","manifest_path":"'$PWD'/Cargo.toml","target":{"kind":["bin"]},"executable":"/bin/false"}'"#;
    let mut server = Server::start(project.run_with_cargo(script));
    server.wait_for("the compiled server does not serve");
    let refused = server.post("/api/Category", CATEGORY);
    assert!(
        refused
            .body
            .contains(r#""title":"the compiled server does not start""#),
        "{}",
        refused.body
    );
}

#[test]
fn without_a_build_the_preview_is_all() {
    let project = Project::create("shop");
    let server = Server::start(project.run(&["--no-build"]));
    assert_eq!(server.get("/api/Customer/ALFKI").status, 200);
    server.terminate();
    let (status, log) = server.ended();
    assert!(
        status.success() && log.contains("a preview serves\n"),
        "{log}"
    );
}

/// Clients that ask all the time, half of them on kept connections, half on new ones.
struct Clients {
    stop: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
    threads: Vec<JoinHandle<Vec<String>>>,
}

impl Clients {
    fn start(port: u16) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let asked = Arc::new(AtomicUsize::new(0));
        let threads = (0..24)
            .map(|number| {
                let (stop, asked) = (Arc::clone(&stop), Arc::clone(&asked));
                thread::spawn(move || client(number, port, &stop, &asked))
            })
            .collect();
        Self {
            stop,
            asked,
            threads,
        }
    }

    /// Waits until so many more requests have been answered.
    fn go_on(&self, requests: usize) {
        let asked = self.asked.load(Ordering::Relaxed);
        eventually(|| (self.asked.load(Ordering::Relaxed) >= asked + requests).then_some(()));
    }

    fn errors(self) -> Vec<String> {
        self.stop.store(true, Ordering::Relaxed);
        self.threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    }
}

fn client(number: u64, port: u16, stop: &AtomicBool, asked: &AtomicUsize) -> Vec<String> {
    let keeps = number.is_multiple_of(2);
    let mut errors = Vec::new();
    let mut kept = None;
    while !stop.load(Ordering::Relaxed) {
        let is_new = kept.is_none();
        let answer = match kept.take() {
            Some(connection) => Ok(connection),
            None => Connection::open(port),
        }
        .and_then(|mut connection| {
            let response = connection.ask("GET", "/api/Customer/ALFKI", "")?;
            Ok((connection, response))
        });
        match answer {
            Ok((connection, response))
                if response.status == 200 && response.body.contains("Alfreds") =>
            {
                asked.fetch_add(1, Ordering::Relaxed);
                if keeps && !response.is_last() {
                    kept = Some(connection);
                }
            }
            Ok((_, response)) => errors.push(format!("client {number}: {response:?}")),
            Err(error) => errors.push(format!("client {number}, new {is_new}: {error}")),
        }
        // Two of those who keep think for longer than a server may be gone.
        let pause = match number {
            0 | 2 => 1500,
            _ => 5 + number,
        };
        thread::sleep(Duration::from_millis(pause));
    }
    errors
}

#[test]
fn a_hand_over_loses_no_request() {
    let project = Project::create("hand_over");
    project.write("src/routes.rs", &ROUTES.replace("\"one\"", "1 + "));
    let mut server = Server::start(project.run(&["--watch"]));
    let clients = Clients::start(server.port());
    assert_eq!(server.get("/hello").status, 503);

    server.wait_for("the project does not compile; the preview goes on");
    let refused = server.post("/api/Category", CATEGORY);
    assert!(
        refused
            .body
            .contains("its last build failed, so rows can only be read")
            && refused
                .body
                .contains("it compiles again when a file is saved"),
        "{}",
        refused.body
    );
    project.write("src/routes.rs", ROUTES);
    eventually(|| {
        let answer = server.get("/hello");
        (answer.status == 200 || answer.body.contains("is being compiled")).then_some(())
    });

    server.wait_for("has taken over");
    assert_eq!(server.get("/hello").body, "one");
    assert_eq!(server.post("/api/Category", CATEGORY).status, 201);
    clients.go_on(500);

    project.write("src/routes.rs", &ROUTES.replace("one", "two"));
    server.wait_until("second hand-over", |log| {
        log.matches("has taken over").count() == 2
    });
    assert_eq!(server.get("/hello").body, "two");

    project.write(
        "src/routes.rs",
        &ROUTES.replace("\"two\"", "1 + ").replace("\"one\"", "1 + "),
    );
    server.wait_for("the project does not compile; the server from before goes on");
    assert_eq!(server.get("/hello").body, "two");
    assert!(server.log().contains("src/routes.rs:6"), "{}", server.log());

    // Longer than the connections of the servers before are kept.
    thread::sleep(Duration::from_secs(3));
    clients.go_on(500);
    let errors = clients.errors();
    assert!(
        errors.is_empty(),
        "{} errors, such as {:#?}",
        errors.len(),
        &errors[..errors.len().min(5)]
    );
    server.terminate();
    assert!(server.ended().0.success());
}

#[test]
fn the_end_under_load_drops_nothing() {
    let project = Project::create("ending");
    project.project.cargo(&["build", "--quiet"]).done();
    let executable = target().join("debug/ending");
    let mut command = Command::new(executable);
    command
        .args(["--port", "0"])
        .current_dir(project.path())
        .env_remove("DATABASE_URL");
    let server = Server::start(command);

    let clients: Vec<_> = (0..24)
        .map(|number| {
            let mut connection = server.connect().unwrap();
            thread::spawn(move || writer(number, &mut connection))
        })
        .collect();
    thread::sleep(Duration::from_millis(500));
    let before = Instant::now();
    server.terminate();
    let (status, log) = server.ended();
    assert!(status.success(), "{log}");
    assert!(
        before.elapsed() < Duration::from_secs(20),
        "it took {:?}",
        before.elapsed()
    );

    let acknowledged: usize = clients
        .into_iter()
        .map(|client| client.join().unwrap())
        .sum();
    let database = rusqlite::Connection::open(project.path().join("database/db.sqlite")).unwrap();
    let kept: i64 = database
        .query_row(
            "SELECT count(*) FROM Category WHERE CategoryName LIKE 'Tea %'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert!(acknowledged > 24, "{acknowledged}");
    assert_eq!(usize::try_from(kept), Ok(acknowledged));
}

/// Writes until the server says that an answer is the last; counts what it acknowledged. Every request is answered.
fn writer(number: usize, connection: &mut Connection) -> usize {
    for count in 1.. {
        let document = CATEGORY.replace("Tea", &format!("Tea {number}.{count}"));
        let response = connection.ask("POST", "/api/Category", &document).unwrap();
        assert_eq!(response.status, 201, "{}", response.body);
        if response.is_last() {
            return count;
        }
    }
    unreachable!()
}

#[test]
fn what_cannot_be_served_is_said_with_a_hint() {
    let empty = tempfile::tempdir().unwrap();
    let said = formwork(empty.path(), &["run"]).refused();
    assert!(
        said.contains("error: `.` is not a project of formwork: it has no `Cargo.toml`\nhint: "),
        "{said}"
    );

    let project = Project::create("shop");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let said = formwork(&project.path(), &["run", "--port", &port]).refused();
    assert!(
        said.contains(&format!("could not listen on `127.0.0.1:{port}`")),
        "{said}"
    );
    assert!(
        said.contains("hint: stop what listens there, or choose another port"),
        "{said}"
    );

    let config = fs::read_to_string(project.path().join("config.yaml")).unwrap();
    project.write("config.yaml", &format!("{config}\nlog:\n  colour: red\n"));
    let said = formwork(&project.path(), &["run"]).refused();
    assert!(
        said.contains("unknown key `colour`")
            && said.contains("hint: the keys here are `requests`"),
        "{said}"
    );

    project.write("config.yaml", &config.replace("db.sqlite", "gone.sqlite"));
    let said = formwork(&project.path(), &["run"]).refused();
    assert!(
        said.contains("could not open the database `sqlite:database/gone.sqlite`"),
        "{said}"
    );

    project.write("config.yaml", &config);
    project.write("src/generated/model.json", "{");
    let said = formwork(&project.path(), &["run"]).refused();
    assert!(
        said.contains("could not read `src/generated/model.json`"),
        "{said}"
    );
    assert!(
        said.contains("hint: run `formwork rebuild-from-database --overwrite`"),
        "{said}"
    );
}
