//! The admin app's side of the server, and `formwork admin check`.

mod audit;
mod events;
mod home;
mod own_files;
pub(crate) mod replay;

use std::io::{self, Write as _};
use std::{env, fs};

use axum::http::{Request, header};
use formwork_runtime::admin::app_files;
use serde_json::Value as Json;

use crate::support::{Database, TestApp, each_database, formwork};

/// A folder with the project `shop` of a sample.
fn project(sample: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    formwork(
        folder.path(),
        &["create", "--project-name", "shop", "--db-url", sample],
    )
    .done();
    folder
}

#[test]
fn a_new_project_has_nothing_to_mend() {
    for sample in ["nw-", "todo", "chinook"] {
        let folder = project(sample);
        let found = formwork(
            folder.path(),
            &["admin", "check", "shop", "--strict", "--format", "json"],
        )
        .answer();
        let found: Json = serde_json::from_str(&found).unwrap();
        assert_eq!(found, Json::Array(Vec::new()), "{sample}");
    }
}

#[test]
fn a_mistake_is_shown_with_its_line_and_what_was_meant() {
    let folder = project("nw-");
    let file = folder.path().join("shop/admin/admin.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let broken = text
        .replace("name: CompanyName", "name: CompnyName")
        .replace("max_list_columns: 8", "max_list_columns: many");
    fs::write(&file, broken).unwrap();
    let said = formwork(folder.path(), &["admin", "check", "shop"]);
    let shown = said.stdout.clone();
    assert!(
        said.refused()
            .contains("`admin/admin.yaml` has 1 error and"),
        "{shown}"
    );
    assert!(
        shown.contains(
            "error: expected a whole number, found a text\n  --> admin/admin.yaml:11:21\n"
        ),
        "{shown}"
    );
    assert!(
        shown.contains("hint: did you mean `CompanyName`?"),
        "{shown}"
    );
}

#[test]
fn without_a_file_the_model_says_everything() {
    let app = TestApp::create("keys", Database::Sqlite);
    let answer = app.get("/admin/admin/config.json");
    let config = answer.expect(200);
    assert_eq!(config["apiRoot"], "/api");
    assert_eq!(config["diagnostics"], Json::Array(Vec::new()));
    let resources = config["resources"].as_array().unwrap();
    assert!(resources.len() > 5);
    for resource in resources {
        assert_ne!(resource["attributes"], Json::Array(Vec::new()));
        let is_read_only = resource["can"]["edit"] == false;
        assert_eq!(resource["can"]["create"], !is_read_only);
    }
    let etag = answer.headers[header::ETAG].clone();
    let again = Request::get("/admin/admin/config.json").header(header::IF_NONE_MATCH, etag);
    let again = app.send(again.body(axum::body::Body::empty()).unwrap());
    assert_eq!(again.status, 304);
}

each_database!(rows_are_counted_and_tables_drawn);

fn rows_are_counted_and_tables_drawn(database: Database) {
    let app = TestApp::create("keys", database);
    let stats = app.get("/admin/admin/stats").expect(200);
    let counts = stats["counts"].as_object().unwrap();
    assert!(counts.len() > 5, "{stats}");
    for (kind, count) in counts {
        let rows = app.get(&format!("/api/{kind}")).expect(200);
        let rows = rows["data"].as_array().unwrap().len();
        assert_eq!(count["count"].as_u64(), Some(rows as u64), "{kind}");
    }
    let diagram = app.get("/admin/er.json").expect(200);
    let tables = diagram["tables"].as_array().unwrap();
    assert_eq!(tables.len(), counts.len());
    for relation in diagram["relations"].as_array().unwrap() {
        for end in ["from", "to"] {
            let is_table = tables.iter().any(|table| table["kind"] == relation[end]);
            assert!(is_table, "{relation}");
        }
    }
}

#[test]
fn what_is_not_there_is_404() {
    let app = TestApp::create("keys", Database::Sqlite);
    for path in [
        "/admin/other/config.json",
        "/admin/..%2Fconfig/config.json",
        "/admin/admin/nothing",
        "/assets/none.js",
        "/assets/../index.html",
        "/ui/admin/admin.yaml",
        "/admin/",
    ] {
        assert_eq!(app.get(path).status, 404, "{path}");
    }
    let schema = app.get("/ui/admin/admin.schema.json").expect(200);
    assert_eq!(schema["title"], "formwork admin.yaml");
}

#[test]
fn the_app_is_served_compressed_and_under_a_strict_policy() {
    if app_files().is_empty() {
        assert!(
            env::var_os("FORMWORK_REQUIRE_SERVERS").is_none(),
            "the admin app is not built: `make admin`"
        );
        writeln!(
            io::stderr(),
            "skipped: admin::the_app_is_served_compressed_and_under_a_strict_policy: `make admin` has not run"
        )
        .unwrap();
        return;
    }
    let app = TestApp::create("keys", Database::Sqlite);
    let page = app.get("/");
    assert_eq!(page.status, 200);
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-cache");
    let policy = page.headers[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(policy.contains("default-src 'self'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(!page.body.contains("__NONCE__"));
    let script = page
        .body
        .split('"')
        .find(|part| part.rsplit('.').next() == Some("js"))
        .unwrap();
    for (accepted, sent) in [("gzip, br", "br"), ("gzip", "gzip")] {
        let request = Request::get(script).header(header::ACCEPT_ENCODING, accepted);
        let file = app.head_of(request.body(axum::body::Body::empty()).unwrap());
        assert_eq!(file[header::CONTENT_ENCODING], sent);
        assert_eq!(
            file[header::CACHE_CONTROL],
            "public, max-age=31536000, immutable"
        );
    }
    assert_eq!(app.get(script).status, 406);
}
