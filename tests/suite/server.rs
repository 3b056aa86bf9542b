//! The server around the router: what one request does wrong is its own affair.
#![cfg(unix)]

use std::time::{Duration, Instant};

use formwork_runtime::{
    Routes,
    axum::routing::get,
    config::Config,
    server::{Server, Serving},
};

use crate::support::{Connection, Database, TestApp};

/// A sample's server, with a limit of one second, and with endpoints that fail.
struct Listening {
    app: TestApp,
    serving: Option<Serving>,
    port: u16,
}

impl Listening {
    fn start() -> Self {
        Self::configured(|config| config.limits.request_seconds = 1)
    }

    fn configured(configure: impl FnOnce(&mut Config)) -> Self {
        let app = TestApp::create("northwind", Database::Sqlite);
        let mut config = Config::default();
        configure(&mut config);
        let router = app.state().router(
            Routes::new()
                .route("/panics", get(panics))
                .route("/panics-later", get(panics_later))
                .route("/sleeps", get(sleeps)),
        );
        let (serving, port) = app.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let port = listener.local_addr().unwrap().port();
            (Server::new(router, &config).serve(listener), port)
        });
        Self {
            app,
            serving: Some(serving),
            port,
        }
    }

    fn connect(&self) -> Connection {
        Connection::open(self.port).unwrap()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let Some(mut serving) = self.serving.take() else {
            return;
        };
        self.app.block_on(async {
            serving.close().await;
            serving.finish(Duration::ZERO).await;
        });
    }
}

async fn panics() -> &'static str {
    panic!("a bug in an endpoint")
}

async fn panics_later() -> &'static str {
    tokio::task::yield_now().await;
    panic!("a bug after a wait")
}

async fn sleeps() -> &'static str {
    tokio::time::sleep(Duration::from_mins(10)).await;
    "at last"
}

/// The status and title of the one error in a document.
fn error(body: &str) -> (String, String) {
    let document: serde_json::Value = serde_json::from_str(body).unwrap();
    let errors = document["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{body}");
    let text = |name: &str| errors[0][name].as_str().unwrap().to_owned();
    (text("status"), text("title"))
}

#[test]
fn a_panic_in_an_endpoint_is_500_and_the_server_lives_on() {
    let server = Listening::start();
    let mut kept = server.connect();
    for path in ["/panics", "/panics-later", "/panics"] {
        let answer = kept.ask("GET", path, "").unwrap();
        assert_eq!(answer.status, 500);
        let (status, title) = error(&answer.body);
        assert_eq!(status, "500");
        assert!(!title.contains("bug"), "a client is told `{title}`");
        // The same connection, and a new one.
        for connection in [&mut kept, &mut server.connect()] {
            let answer = connection.ask("GET", "/api/Customer/ALFKI", "").unwrap();
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
    }
}

#[test]
fn a_request_that_takes_too_long_is_503_and_the_server_lives_on() {
    let server = Listening::start();
    let mut kept = server.connect();
    let began = Instant::now();
    let answer = kept.ask("GET", "/sleeps", "").unwrap();
    assert_eq!(
        (answer.status, answer.header("retry-after")),
        (503, Some("1"))
    );
    assert_eq!(error(&answer.body).0, "503");
    assert!(began.elapsed() >= Duration::from_secs(1));
    for connection in [&mut kept, &mut server.connect()] {
        let answer = connection.ask("GET", "/api/Customer/ALFKI", "").unwrap();
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
}

#[test]
fn a_refusal_that_comes_before_the_body_costs_no_request() {
    let server = Listening::start();
    let mut kept = server.connect();
    let head = |length: usize, more: &str| {
        format!(
            "POST /api/Customer/ALFKI HTTP/1.1\r\nHost: localhost\r\n{more}Content-Length: {length}\r\n\r\n"
        )
    };
    for _ in 0..3 {
        kept.send(&head(14, "")).unwrap();
        std::thread::sleep(Duration::from_millis(50));
        kept.send("{\"data\": null}").unwrap();
        let refused = kept.answer().unwrap();
        assert_eq!((refused.status, refused.is_last()), (405, false));
        let answer = kept.ask("GET", "/api/Customer/ALFKI", "").unwrap();
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    // What is too much to be waited for, or is not sent before the answer, ends the connection, and the client is told.
    for (length, more) in [(1 << 20, ""), (14, "Expect: 100-continue\r\n")] {
        let mut connection = server.connect();
        connection.send(&head(length, more)).unwrap();
        let refused = connection.answer().unwrap();
        assert_eq!((refused.status, refused.is_last()), (405, true), "{more}");
    }
}

#[test]
fn streams_of_changes_end_with_the_server() {
    let mut server = Listening::start();
    let mut stream = server.connect();
    let opened = stream.ask("GET", "/api/changes/Customer", "").unwrap();
    assert_eq!(
        (opened.status, opened.header("content-type")),
        (200, Some("text/event-stream"))
    );
    let mut serving = server.serving.take().unwrap();
    let began = Instant::now();
    server.app.block_on(async {
        serving.close().await;
        serving.finish(Duration::ZERO).await;
    });
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "{:?}",
        began.elapsed()
    );
}

#[test]
fn an_address_has_a_length() {
    let server = Listening::configured(|config| config.limits.address_bytes = 60);
    let mut client = server.connect();
    let path = |bytes: usize| format!("{:a<bytes$}", "/api/Customer?filter[City]=");
    assert_eq!(client.ask("GET", &path(60), "").unwrap().status, 200);
    let refused = client.ask("GET", &path(61), "").unwrap();
    assert_eq!(refused.status, 414);
    assert_eq!(error(&refused.body).0, "414");
    assert_eq!(client.ask("GET", &path(60), "").unwrap().status, 200);
}

#[test]
fn a_client_that_does_not_finish_its_head_is_cut_off() {
    use std::io::{Read, Write};
    let server = Listening::configured(|config| config.limits.header_seconds = 1);
    let mut slow = std::net::TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    slow.write_all(b"GET /health HTTP/1.1\r\nHost: local")
        .unwrap();
    let began = Instant::now();
    let mut rest = Vec::new();
    // Whether it is told or reset is the system's affair.
    let _ = slow.read_to_end(&mut rest);
    let took = began.elapsed();
    assert!(
        took >= Duration::from_millis(900) && took < Duration::from_secs(10),
        "{took:?}"
    );
    assert!(!String::from_utf8_lossy(&rest).contains("200"), "{rest:?}");
    assert_eq!(
        server.connect().ask("GET", "/health", "").unwrap().status,
        200
    );
}

#[test]
fn a_client_that_asks_too_often_is_told_to_wait() {
    let server = Listening::configured(|config| {
        config.limits.requests_per_second = 1;
        config.limits.requests_at_once = 3;
    });
    let began = Instant::now();
    let mut client = server.connect();
    for _ in 0..3 {
        assert_eq!(client.ask("GET", "/api/Region/1", "").unwrap().status, 200);
    }
    // Another connection is the same client.
    let refused = server.connect().ask("GET", "/api/Region/1", "").unwrap();
    if began.elapsed() < Duration::from_millis(900) {
        assert_eq!(refused.status, 429, "{}", refused.body);
        assert_eq!(error(&refused.body).0, "429");
        assert_eq!(refused.header("retry-after"), Some("1"));
        assert_eq!(
            refused.header("content-type"),
            Some("application/vnd.api+json")
        );
    }
    // Whoever looks after the server may go on.
    for _ in 0..10 {
        assert_eq!(client.ask("GET", "/health", "").unwrap().status, 200);
    }
    std::thread::sleep(Duration::from_millis(1100));
    assert_eq!(client.ask("GET", "/api/Region/1", "").unwrap().status, 200);
    // By default nobody counts.
    let server = Listening::start();
    let mut client = server.connect();
    for _ in 0..200 {
        assert_eq!(client.ask("GET", "/health", "").unwrap().status, 200);
        assert_eq!(client.ask("OPTIONS", "/api", "").unwrap().status, 204);
    }
}

#[test]
fn further_connections_wait() {
    let server = Listening::configured(|config| config.limits.connections = 2);
    let mut first = server.connect();
    let mut second = server.connect();
    for client in [&mut first, &mut second] {
        assert_eq!(client.ask("GET", "/health", "").unwrap().status, 200);
    }
    let port = server.port;
    let third = std::thread::spawn(move || {
        let answer = Connection::open(port)
            .unwrap()
            .ask("GET", "/health", "")
            .unwrap();
        (answer.status, Instant::now())
    });
    std::thread::sleep(Duration::from_millis(500));
    assert!(!third.is_finished(), "two connections are open");
    let closed = Instant::now();
    drop(first);
    let (status, answered) = third.join().unwrap();
    assert_eq!(status, 200);
    assert!(answered > closed);
}
