//! The same requests have the same answers on every database: `corpus.http`, which editors can send too, and one snapshot of
//! what is answered. What may differ is listed at the end.

use std::fmt::Write;

use serde_json::Value as Json;

use crate::support::{Answer, Database, MEDIA_TYPE, TestApp, each_database};

each_database!(every_answer_is_the_same);

const CORPUS: &str = include_str!("corpus.http");

fn every_answer_is_the_same(database: Database) {
    let app = TestApp::create("northwind", database);
    let mut answers = String::new();
    for request in CORPUS.split("### ").skip(1) {
        let request = Request::parse(request);
        writeln!(
            answers,
            "### {}\n{} {}",
            request.name, request.method, request.path
        )
        .expect("a String takes it");
        let answer = request.send(&app);
        assert!(
            answer.status.as_u16() < 500,
            "{}: {}",
            request.name,
            answer.body
        );
        writeln!(answers, "{}\n", shown(&answer)).expect("a String takes it");
    }
    insta::assert_snapshot!("corpus", answers);
}

struct Request<'a> {
    name: &'a str,
    method: &'a str,
    path: &'a str,
    headers: Vec<(&'a str, &'a str)>,
    document: Option<Json>,
}

impl<'a> Request<'a> {
    fn parse(text: &'a str) -> Self {
        let (head, document) = text
            .trim_end()
            .split_once("\n\n")
            .unwrap_or((text.trim_end(), ""));
        let mut lines = head.lines();
        let name = lines.next().unwrap();
        let (method, path) = lines.next().unwrap().split_once(' ').unwrap();
        let mut headers: Vec<_> = lines.map(|line| line.split_once(": ").unwrap()).collect();
        let document = (!document.is_empty()).then(|| serde_json::from_str(document).unwrap());
        let has_type = headers.iter().any(|(name, _)| *name == "Content-Type");
        if document.is_some() && !has_type {
            headers.push(("Content-Type", MEDIA_TYPE));
        }
        Self {
            name,
            method,
            path,
            headers,
            document,
        }
    }

    fn send(&self, app: &TestApp) -> Answer {
        app.ask(
            self.method,
            self.path,
            &self.headers,
            self.document.as_ref(),
        )
    }
}

/// The answer, byte by byte, but for what differs with reason.
fn shown(answer: &Answer) -> String {
    let mut text = answer.status.as_u16().to_string();
    for name in ["location", "allow", "preference-applied"] {
        if !answer.header(name).is_empty() {
            write!(text, "\n{name}: {}", answer.header(name)).expect("a String takes it");
        }
    }
    if !answer.body.is_empty() {
        let body = DIFFERENCES.iter().fold(
            answer.body.trim_end().to_owned(),
            |body, (before, after)| without(&body, before, after),
        );
        text.push('\n');
        text.push_str(&body);
    }
    text
}

/// What may differ, by the text before it and the one after it.
const DIFFERENCES: &[(&str, &str)] = &[
    // Made with a secret of the server.
    ("\"S_CheckSum\":\"", "\""),
    // Opaque: values as the driver has them.
    ("\"cursor\":\"", "\""),
    ("page%5Bafter%5D=Wy", "&"),
    ("page%5Bbefore%5D=Wy", "&"),
    // A check is told by its name, by its condition, or by both, as the database tells it.
    ("\"title\":\"a value is not acceptable\",", "],"),
];

fn without(body: &str, before: &str, after: &str) -> String {
    let mut parts = body.split(before);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(after).expect("what begins has an end");
        out.push_str(before);
        out.push('…');
        out.push_str(&part[end..]);
    }
    out
}
