//! Open pages are told that `admin.yaml` has changed, and a server that ends does not wait for them.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::{Server, TestProject};

/// What a browser's `EventSource` sees.
struct Events(BufReader<TcpStream>);

impl Events {
    fn open(server: &Server, app: &str) -> Self {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        write!(
            stream,
            "GET /admin/{app}/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
        )
        .unwrap();
        Self(BufReader::new(stream))
    }

    /// The tag in the next event; none at the end.
    fn next(&mut self) -> Option<String> {
        let mut line = String::new();
        while self.0.read_line(&mut line).unwrap() > 0 {
            if let Some(data) = line.strip_prefix("data: ") {
                let data: serde_json::Value = serde_json::from_str(data).unwrap();
                return Some(data["etag"].as_str().unwrap().to_owned());
            }
            line.clear();
        }
        None
    }
}

#[test]
fn a_page_is_told_of_a_change_and_does_not_keep_the_server() {
    let project = TestProject::with("told_of_changes", &["--db-url", "nw-"]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_formwork"));
    command.current_dir(project.path()).args([
        "run",
        ".",
        "--no-build",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
    ]);
    let server = Server::start(command);
    let mut events = Events::open(&server, "admin");
    let first = events.next().unwrap();
    let config = server.get("/admin/admin/config.json");
    assert_eq!(config.header("etag"), Some(&*first));

    let file = project.path().join("admin/admin.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        text.replace("max_list_columns: 8", "max_list_columns: 5"),
    )
    .unwrap();
    let began = Instant::now();
    let second = events.next().unwrap();
    assert_ne!(second, first);
    let took = began.elapsed();
    assert!(took < Duration::from_secs(15), "{took:?}");
    let config = server.get("/admin/admin/config.json");
    assert_eq!(config.header("etag"), Some(&*second));
    let etag = config.header("etag").unwrap();

    // A broken file is news as well: the last good configuration, and what is wrong.
    fs::write(&file, "resources: [").unwrap();
    assert_ne!(events.next().unwrap(), etag);
    let config: serde_json::Value =
        serde_json::from_str(&server.get("/admin/admin/config.json").body).unwrap();
    assert_eq!(config["isOutdated"], true);
    assert_eq!(config["settings"]["maxListColumns"], 5);

    assert_eq!(server.get("/admin/other/events").status, 404);

    let began = Instant::now();
    server.terminate();
    assert_eq!(events.next(), None);
    let (status, log) = server.ended();
    assert!(status.success(), "{log}");
    let took = began.elapsed();
    assert!(took < Duration::from_secs(15), "{took:?}\n{log}");
}
