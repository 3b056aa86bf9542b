//! HTTP and the media type: <https://jsonapi.org/format/1.1/#content-negotiation>, tags, codings, methods. Each test of
//! a rule names its section.

use std::io::Read;

use serde_json::json;

use crate::support::{Answer, Database, TestApp, each_database};

each_database!(
    parameters_of_the_media_type_are_negotiated,
    a_body_says_what_it_is,
    every_place_tells_its_methods,
    every_refusal_is_a_document,
    what_is_known_is_not_sent_again,
    pages_are_known_again,
    head_is_get_without_its_body,
    answers_say_what_they_vary_by,
    a_profile_is_applied_when_asked_for,
);

const API: &str = "application/vnd.api+json";

/// `#content-negotiation-servers`, `#extensions`, `#profiles`.
fn parameters_of_the_media_type_are_negotiated(database: Database) {
    let app = TestApp::create("northwind", database);
    let get = |accept: &str| app.ask("GET", "/api/Region/1", &[("accept", accept)], None);
    for accept in [
        "",
        "*/*",
        "application/*",
        API,
        r#"application/vnd.api+json; ext="https://jsonapi.org/ext/atomic""#,
        r#"application/vnd.api+json; profile="https://example.com/unknown""#,
        "application/vnd.api+json; charset=utf-8, application/vnd.api+json",
    ] {
        let answer = get(accept);
        answer.expect(200);
        assert_eq!(answer.header("content-type"), API, "{accept}");
        assert!(answer.header("vary").contains("Accept"), "{accept}");
    }
    let plain = get("application/json, text/plain, */*;q=0.1");
    plain.expect(200);
    assert_eq!(plain.header("content-type"), "application/json");
    for accept in [
        "application/vnd.api+json; charset=utf-8",
        "application/vnd.api+json; charset=utf-8, */*",
        r#"application/vnd.api+json; ext="https://example.com/unknown""#,
        "text/plain",
        "application/vnd.api+json;q=0",
    ] {
        let answer = get(accept);
        assert_eq!(answer.errors(406), ["406 -"], "{accept}");
        assert_eq!(
            answer.expect(406)["errors"][0]["source"]["header"],
            "Accept"
        );
        assert_eq!(answer.header("content-type"), API, "{accept}");
    }
}

/// `#content-negotiation-servers`.
fn a_body_says_what_it_is(database: Database) {
    let app = TestApp::create("northwind", database);
    let document = json!({"data": {"type": "Shipper", "attributes": {"CompanyName": "x"}}});
    let post = |kind: &str| {
        app.ask(
            "POST",
            "/api/Shipper",
            &[("content-type", kind)],
            Some(&document),
        )
    };
    for kind in [
        API,
        r#"application/vnd.api+json; profile="https://example.com/unknown""#,
        "application/json",
        "application/json; charset=utf-8",
    ] {
        post(kind).expect(201);
    }
    for kind in [
        "application/vnd.api+json; charset=utf-8",
        r#"application/vnd.api+json; ext="https://example.com/unknown""#,
        "text/plain",
        "nothing",
    ] {
        let answer = post(kind);
        answer.expect(415);
        assert_eq!(
            answer.expect(415)["errors"][0]["source"]["header"],
            "Content-Type",
            "{kind}"
        );
    }
    app.ask("POST", "/api/Shipper", &[], Some(&document))
        .expect(415);
}

fn every_place_tells_its_methods(database: Database) {
    let app = TestApp::create("northwind", database);
    for (path, allowed, refused) in [
        ("/api", "GET, HEAD, OPTIONS", "POST"),
        ("/api/openapi.json", "GET, HEAD, OPTIONS", "PUT"),
        ("/api/list/Customer", "GET, HEAD, OPTIONS", "DELETE"),
        ("/api/Customer", "GET, HEAD, OPTIONS, POST", "PATCH"),
        ("/api/ProductDetailsV", "GET, HEAD, OPTIONS", "POST"),
        (
            "/api/Customer/ALFKI",
            "DELETE, GET, HEAD, OPTIONS, PATCH, PUT",
            "POST",
        ),
        (
            "/api/Customer/ALFKI/OrderList",
            "DELETE, GET, HEAD, OPTIONS, PATCH, POST",
            "PUT",
        ),
        (
            "/api/Customer/ALFKI/relationships/OrderList",
            "DELETE, GET, HEAD, OPTIONS, PATCH, POST",
            "PUT",
        ),
        (
            "/api/Order/10643/Customer",
            "GET, HEAD, OPTIONS, PATCH",
            "DELETE",
        ),
        (
            "/api/Order/10643/relationships/Customer",
            "GET, HEAD, OPTIONS, PATCH",
            "POST",
        ),
        ("/api/operations", "OPTIONS, POST", "GET"),
        ("/api/aggregate/Order", "GET, HEAD, OPTIONS", "POST"),
        ("/api/changes/Order", "GET, HEAD, OPTIONS", "POST"),
        ("/api/list", "GET, HEAD, OPTIONS", "POST"),
        ("/api/metadata", "GET, HEAD, OPTIONS", "POST"),
        ("/", "GET, HEAD, OPTIONS", "POST"),
        ("/metadata", "GET, HEAD, OPTIONS", "POST"),
        ("/health", "GET, HEAD, OPTIONS", "POST"),
        ("/ready", "GET, HEAD, OPTIONS", "PUT"),
    ] {
        let options = app.ask("OPTIONS", path, &[], None);
        assert_eq!(options.status.as_u16(), 204, "{path}");
        assert_eq!(options.header("allow"), allowed, "{path}");
        for method in [refused, "TRACE", "BREW"] {
            let answer = app.ask(method, path, &[], None);
            assert_eq!(answer.errors(405), ["405 -"], "{method} {path}");
            assert_eq!(answer.header("allow"), allowed, "{method} {path}");
        }
    }
    let head = app.ask("HEAD", "/api/Customer/ALFKI", &[], None);
    assert_eq!(head.status.as_u16(), 200);
    assert_eq!(head.header("content-type"), API);
    app.ask("HEAD", "/api/Customer/NOBDY", &[], None)
        .expect(404);
}

/// `#errors`: also for addresses that mean nothing.
fn every_refusal_is_a_document(database: Database) {
    let app = TestApp::create("northwind", database);
    for (path, status) in [
        ("/api/Nothing", 404),
        ("/api/nothing", 404),
        ("/api/list/Nothing", 404),
        ("/api/list/list", 404),
        ("/api/list/openapi.json", 404),
        ("/api/openapi.json/more", 404),
        ("/api/Customer/ALFKI/Nothing", 404),
        ("/api/Customer/ALFKI/relationships", 404),
        ("/api/Customer/ALFKI/relationships/OrderList/more", 404),
        ("/api/%ff", 400),
        ("/api/Customer?%ff=1", 400),
        ("/api?more=1", 400),
        ("/api/openapi.json?more=1", 400),
        ("/nothing", 404),
        ("/metadata?more=1", 400),
    ] {
        let answer = app.get(path);
        answer.errors(status);
        assert_eq!(answer.header("content-type"), API, "{path}");
        assert_eq!(answer.expect(status)["jsonapi"]["version"], "1.1", "{path}");
    }
}

fn what_is_known_is_not_sent_again(database: Database) {
    let app = TestApp::create("northwind", database);
    let path = "/api/Customer/ALFKI";
    let first = app.get(path);
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"'), "a strong tag: {tag}");
    let again = |tag: &str| app.ask("GET", path, &[("if-none-match", tag)], None);
    for known in [&*tag, "*", &format!("\"other\", W/{tag}")] {
        let answer = again(known);
        assert_eq!(answer.status.as_u16(), 304, "{known}");
        assert_eq!(answer.header("etag"), tag);
        assert!(answer.bytes.is_empty());
    }
    again("\"other\"").expect(200);
    app.patch(
        path,
        &json!({"data": {"type": "Customer", "id": "ALFKI", "attributes": {"City": "Bonn"}}}),
    )
    .expect(200);
    let changed = again(&tag);
    changed.expect(200);
    assert_ne!(changed.header("etag"), tag);
}

/// A page has a weak tag: it is good for reading it again, and names no state of a row.
fn pages_are_known_again(database: Database) {
    let app = TestApp::create("northwind", database);
    for path in [
        "/api/Customer?filter[City]=Berlin",
        "/api/Customer/ALFKI/OrderList?include=Customer",
        "/api/Customer/ALFKI/relationships/OrderList",
        "/api/Employee/2/Union",
        "/api/Customer?filter[City]=Berlin&page[after]=",
        "/api/Customer?page[count]=none",
    ] {
        let first = app.get(path);
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{path}: {tag}");
        let again = app.ask("GET", path, &[("if-none-match", &*tag)], None);
        assert_eq!(again.status.as_u16(), 304, "{path}");
        assert_eq!(again.header("etag"), tag);
        let vary = |answer: &Answer| -> Vec<_> {
            answer.headers.get_all("vary").iter().cloned().collect()
        };
        assert_eq!(vary(&again), vary(&first), "{path}");
    }
    let path = "/api/Customer?filter[City]=Berlin";
    let tag = app.get(path).header("etag").to_owned();
    let city = json!({"data": {"type": "Customer", "id": "ALFKI", "attributes": {"City": "Bonn"}}});
    // It is no tag of a row: https://www.rfc-editor.org/rfc/rfc9110#name-if-match
    let headers = [("content-type", API), ("if-match", &*tag)];
    app.ask("PATCH", "/api/Customer/ALFKI", &headers, Some(&city))
        .expect(412);
    app.patch("/api/Customer/ALFKI", &city).expect(200);
    let changed = app.ask("GET", path, &[("if-none-match", &*tag)], None);
    assert_eq!(changed.expect(200)["data"], json!([]));
    assert_ne!(changed.header("etag"), tag);
    // That of a long page is made of the checksums of its rows, the included ones among them.
    let path = "/api/Order?page[limit]=60&include=Customer";
    let tag = || app.get(path).header("etag").to_owned();
    let mut seen = vec![tag()];
    assert_eq!(tag(), seen[0]);
    let order = app.get(path).expect(200)["data"][30].clone();
    let customer = &order["relationships"]["Customer"]["data"];
    for (kind, id, attributes) in [
        ("Order", &order["id"], json!({"ShipName": "x"})),
        ("Customer", &customer["id"], json!({"Fax": "x"})),
        ("Order", &order["id"], json!({"CustomerId": "ALFKI"})),
    ] {
        let change = json!({"data": {"type": kind, "id": id, "attributes": attributes}});
        let row = format!("/api/{kind}/{}", id.as_str().unwrap());
        app.patch(&row, &change).expect(200);
        let tag = tag();
        assert!(!seen.contains(&tag), "{change}");
        seen.push(tag);
    }
    let other = app.get("/api/Order?page[limit]=60&include=Customer&sort=-Id");
    assert!(!seen.contains(&other.header("etag").to_owned()));
    let csv = app.ask("GET", "/api/Region", &[("accept", "text/csv")], None);
    assert_eq!(csv.header("etag"), "", "it is sent as it is read");
}

/// <https://www.rfc-editor.org/rfc/rfc9110#name-head>
fn head_is_get_without_its_body(database: Database) {
    let app = TestApp::create("northwind", database);
    for path in [
        "/api",
        "/api/Customer?page[limit]=3&include=OrderList",
        "/api/Customer/ALFKI",
        "/api/Customer/NOBDY",
        "/api/Customer?sort=Nothing",
        "/api/Customer/ALFKI/OrderList",
        "/api/Customer/ALFKI/relationships/OrderList",
        "/api/Customer?rowFormat=plain&page[limit]=3",
        "/api/aggregate/Order?groupBy=ShipCountry",
        "/api/openapi.json",
        "/api/metadata",
        "/api/nothing",
        "/metadata",
        "/health",
        "/nothing",
    ] {
        for headers in [&[][..], &[("accept-encoding", "gzip")]] {
            let get = app.ask("GET", path, headers, None);
            let head = app.ask("HEAD", path, headers, None);
            assert_eq!(head.status, get.status, "{path}");
            assert!(head.bytes.is_empty() && !get.bytes.is_empty(), "{path}");
            let mut sent = get.headers.clone();
            sent.insert("content-length", get.bytes.len().into());
            assert_eq!(head.headers, sent, "{path}");
        }
    }
    let known = app.get("/api/Customer/ALFKI").header("etag").to_owned();
    let again = app.ask(
        "HEAD",
        "/api/Customer/ALFKI",
        &[("if-none-match", &*known)],
        None,
    );
    assert_eq!(again.status.as_u16(), 304);
}

/// `#content-negotiation-servers`: with and without extensions, errors too.
fn answers_say_what_they_vary_by(database: Database) {
    let app = TestApp::create("northwind", database);
    for path in [
        "/api",
        "/api/Region",
        "/api/Region/1",
        "/api/Region/99",
        "/api/Region?nothing=1",
        "/api/Region?page[after]=",
        "/api/Region/1/relationships/TerritoryList",
        "/api/aggregate/Region",
    ] {
        assert!(app.get(path).header("vary").contains("Accept"), "{path}");
    }
    let operations = json!({"atomic:operations": [{"op": "add", "data": {"type": "Region", "attributes": {"RegionDescription": "x"}}}]});
    let headers = [("content-type", "application/json")];
    let answer = app.ask("POST", "/api/operations", &headers, Some(&operations));
    answer.expect(200);
    assert!(answer.header("vary").contains("Accept"));
}

/// `#content-negotiation-servers`: a server should attempt to apply a profile, and must ignore one that it does not know.
fn a_profile_is_applied_when_asked_for(database: Database) {
    let app = TestApp::create("northwind", database);
    let cursors = "http://jsonapi.org/profiles/ethanresnick/cursor-pagination/";
    let get = |path: &str, profiles: &str| {
        let accept = format!("{API};profile=\"{profiles}\"");
        app.ask("GET", path, &[("accept", &*accept)], None)
    };
    let both = format!(
        "https://example.com/unknown {}",
        cursors.trim_end_matches('/')
    );
    for profiles in [cursors, &both, &cursors.replace("http:", "https:")] {
        let answer = get("/api/Order?page[size]=2", profiles);
        let document = answer.expect(200);
        assert_eq!(
            answer.header("content-type"),
            format!("{API};profile=\"{cursors}\"")
        );
        let next = document["links"]["next"].as_str().unwrap();
        assert!(next.contains("page%5Bafter%5D="), "{next}");
        assert_eq!(document["data"].as_array().unwrap().len(), 2);
        // `#document-top-level`: the link to itself says what is applied.
        let own = &document["links"]["self"];
        assert_eq!(own["type"], answer.header("content-type"));
        assert_eq!(
            app.get(own["href"].as_str().unwrap()).expect(200)["data"],
            document["data"]
        );
    }
    // Whoever pages in another way knows why, and a single resource has no pages.
    for path in [
        "/api/Order?page[limit]=2",
        "/api/Order?page[number]=2",
        "/api/Order/10643",
        "/api/Order/10643/Customer",
    ] {
        let answer = get(path, cursors);
        assert!(answer.expect(200)["links"]["self"].is_string(), "{path}");
        assert_eq!(answer.header("content-type"), API, "{path}");
    }
    assert_eq!(
        get("/api/Order", "https://example.com/unknown").header("content-type"),
        API
    );
}

#[test]
fn answers_are_compressed_as_the_client_likes() {
    let app = TestApp::create("northwind", Database::Sqlite);
    let get = |path: &str, coding: &str| app.ask("GET", path, &[("accept-encoding", coding)], None);
    let path = "/api/Order?page[limit]=50";
    let plain = app.get(path);
    assert_eq!(plain.header("content-encoding"), "");
    let vary: Vec<_> = plain.headers.get_all("vary").iter().collect();
    assert_eq!(vary, ["Accept", "Accept-Encoding"]);

    let gzip = get(path, "gzip");
    assert_eq!(gzip.header("content-encoding"), "gzip");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&gzip.bytes[..])
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, plain.body);

    let brotli = get(path, "gzip, deflate, br");
    assert_eq!(brotli.header("content-encoding"), "br");
    let mut text = String::new();
    brotli::Decompressor::new(&brotli.bytes[..], 4096)
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, plain.body);
    assert!(brotli.bytes.len() * 5 < plain.bytes.len());

    assert_eq!(get(path, "gzip;q=0").header("content-encoding"), "");
    assert_eq!(
        get("/api/Region/1", "gzip").header("content-encoding"),
        "",
        "it is short"
    );

    // The tag of other bytes is another, and both are known again.
    let path = "/api/Customer/ALFKI?include=OrderList";
    let plain = app.get(path);
    let gzip = get(path, "gzip");
    assert_ne!(gzip.header("etag"), plain.header("etag"));
    let again = app.ask("GET", path, &[("if-none-match", gzip.header("etag"))], None);
    assert_eq!(again.status.as_u16(), 304);
}
