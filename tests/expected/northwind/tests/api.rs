//! The API on a copy of the database.

use northwind::{app, generated};

#[test]
fn every_resource_answers() {
    let app = app().test();
    for view in generated::model().views {
        let path = format!("/api/{}?page[limit]=1", view.kind());
        let response = app.get(&path);
        assert_eq!(response.status(), 200, "{path}: {}", response.json());
    }
}
