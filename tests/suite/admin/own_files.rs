//! What lies beside `admin.yaml`, and the servers that pictures may come from.

use std::fs;

use axum::body::Body;
use axum::http::Request;

use crate::support::{Database, TestApp, TestDatabase};

fn app(yaml: &str) -> (TestApp, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let admin = folder.path().join("admin");
    fs::create_dir(&admin).unwrap();
    fs::write(admin.join("admin.yaml"), yaml).unwrap();
    fs::write(admin.join("brand.css"), "h1 { color: teal }").unwrap();
    fs::write(admin.join("brand.svg"), "<svg/>").unwrap();
    fs::write(admin.join("notes.txt"), "nobody's business").unwrap();
    fs::write(folder.path().join("secret.css"), "nobody's business").unwrap();
    let database = TestDatabase::create("northwind", Database::Sqlite);
    let app = TestApp::in_folder(database, folder.path(), |_| {});
    (app, folder)
}

#[test]
fn style_sheets_and_pictures_beside_the_file_are_served_and_nothing_else_is() {
    let (app, _folder) =
        app("api_root: /api\nsettings: {theme: {css: brand.css, logo: gone.svg}}\nresources: {}\n");
    let config = app.get("/admin/admin/config.json").expect(200);
    assert_eq!(config["settings"]["theme"]["css"], "/ui/admin/brand.css");
    let said = config["diagnostics"].to_string();
    assert!(
        said.contains("there is no file `gone.svg` beside this one"),
        "{said}"
    );
    let get = |path: &str| {
        let request = Request::get(path).body(Body::empty()).unwrap();
        app.head_of(request)
    };
    assert_eq!(
        get("/ui/admin/brand.css")["content-type"],
        "text/css; charset=utf-8"
    );
    let picture = get("/ui/admin/brand.svg");
    assert_eq!(picture["content-type"], "image/svg+xml");
    // A picture that is opened by itself is a page, and may not be one that does something.
    assert!(
        picture["content-security-policy"]
            .to_str()
            .unwrap()
            .ends_with("sandbox")
    );
    for other in [
        "notes.txt",
        "../secret.css",
        "..%2fsecret.css",
        ".css",
        "gone.css",
    ] {
        app.get(&format!("/ui/admin/{other}")).errors(404);
    }
}

#[test]
fn the_policy_of_the_page_names_the_servers_that_pictures_come_from() {
    // Whoever builds without the app has no page that a policy would be of.
    if formwork_runtime::admin::app_files().is_empty() {
        return;
    }
    let (app, _folder) = app(
        "api_root: /api\nsettings: {image_hosts: ['https://img.example.com', \"https://a.example; script-src *\"]}\nresources: {}\n",
    );
    let head = app.head_of(Request::get("/").body(Body::empty()).unwrap());
    let policy = head["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("img-src 'self' data: https://img.example.com; object-src"),
        "{policy}"
    );
}
