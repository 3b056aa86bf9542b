//! Handles `GET /api/list`: resources and rows as plain tables for people, below the same addresses.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::Arc;

use axum::response::Response;
use serde::Deserialize;
use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::document::Errors;
use super::get;
use super::html::{self, escape};
use super::request::{ApiRequest, Place};
use crate::app::State;
use crate::catalog::Table;
use crate::jsonapi::{CHECKSUM, Members, path_part};
use crate::model::Cardinality;

/// Shows what is at the place.
pub(super) async fn list(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    place: &Place,
) -> Result<Response, Errors> {
    if matches!(place, Place::Entry) {
        request.refuse_all_parameters()?;
        let content = format!(
            "<header><h1>Resources</h1></header>\n{}",
            resources(state, &format!("{}/list", state.prefix))
        );
        return Ok(html::page("Resources", &content));
    }
    let (_, table) = get::target(state, place)?;
    let document = get::document(state, request, place).await?;
    let document: Document<'_> =
        serde_json::from_slice(&document.bytes).map_err(crate::Error::from)?;
    let page = ListPage {
        root: format!("{}/list", state.prefix),
        state,
        request,
        table,
    };
    let content = match document.data.get().as_bytes()[0] {
        b'[' => page.rows(&document)?,
        b'n' => page.nothing(),
        _ => page.row(&serde_json::from_str(document.data.get()).map_err(crate::Error::from)?),
    };
    Ok(html::page(&table.kind, &content))
}

/// The resources as a list of links to what is below the path.
pub(super) fn resources(state: &State, below: &str) -> String {
    let mut items = String::new();
    for table in state.catalog.tables() {
        let link = escape(&format!("{below}/{}", path_part(&table.kind)));
        let kind = escape(&table.kind);
        let note = match table.read_only {
            Some(_) => "<small>read only</small>",
            None => "",
        };
        let comment = table.comment.as_deref().map(escape).unwrap_or_default();
        add(
            &mut items,
            format_args!("<li><a href=\"{link}\">{kind}</a>{note}<p>{comment}</p></li>\n"),
        );
    }
    format!("<ul>\n{items}</ul>\n")
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    data: &'a RawValue,
    #[serde(default)]
    links: serde_json::Map<String, Json>,
    #[serde(default)]
    meta: serde_json::Map<String, Json>,
}

#[derive(Deserialize)]
struct Row<'a> {
    id: String,
    #[serde(borrow, default)]
    attributes: Members<'a>,
    #[serde(default)]
    relationships: serde_json::Map<String, Json>,
}

struct ListPage<'a> {
    /// The path of the listing.
    root: String,
    state: &'a State,
    request: &'a ApiRequest<'a>,
    table: &'a Table,
}

impl ListPage<'_> {
    fn rows(&self, document: &Document<'_>) -> Result<String, Errors> {
        let rows: Vec<Row<'_>> =
            serde_json::from_str(document.data.get()).map_err(crate::Error::from)?;
        let mut out = self.head("");
        let total = document.meta.get("total");
        add(
            &mut out,
            format_args!(
                "<p>{} rows{}</p>\n",
                rows.len(),
                total.map_or_else(String::new, |total| format!(" of {total}"))
            ),
        );
        out.push_str("<main>\n<table>\n<tr><th>id</th>");
        let columns: Vec<&str> = match rows.first() {
            Some(row) => shown(row).map(|(name, _)| &**name).collect(),
            None => self
                .table
                .attributes
                .iter()
                .map(|each| &*each.name)
                .collect(),
        };
        for name in columns {
            let link = escape(&self.sorted_by(name));
            let name = escape(name);
            add(
                &mut out,
                format_args!("<th><a href=\"{link}\">{name}</a></th>"),
            );
        }
        let to_one: Vec<_> = self
            .table
            .relationships
            .iter()
            .filter(|relationship| relationship.to == Cardinality::One && relationship.holds_key)
            .collect();
        for relationship in &to_one {
            add(
                &mut out,
                format_args!("<th>{}</th>", escape(&relationship.name)),
            );
        }
        out.push_str("</tr>\n");
        for row in &rows {
            let link = escape(&self.address(self.table, &row.id));
            add(
                &mut out,
                format_args!("<tr><td><a href=\"{link}\">{}</a></td>", escape(&row.id)),
            );
            for (_, value) in shown(row) {
                out.push_str(&cell(value));
            }
            for relationship in &to_one {
                let target = self.state.catalog.table(relationship.target);
                let id = row
                    .relationships
                    .get(&*relationship.name)
                    .and_then(|each| each["data"]["id"].as_str());
                match id {
                    Some(id) => add(
                        &mut out,
                        format_args!(
                            "<td><a href=\"{}\">{}</a></td>",
                            escape(&self.address(target, id)),
                            escape(id)
                        ),
                    ),
                    None => out.push_str("<td></td>"),
                }
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</table>\n</main>\n<nav>");
        for (name, shown) in [
            ("first", "First"),
            ("prev", "Previous"),
            ("next", "Next"),
            ("last", "Last"),
        ] {
            if let Some(link) = document.links.get(name).and_then(Json::as_str) {
                add(
                    &mut out,
                    format_args!("<a href=\"{}\">{shown}</a>", escape(link)),
                );
            }
        }
        out.push_str("</nav>\n");
        Ok(out)
    }

    fn row(&self, row: &Row<'_>) -> String {
        let mut out = self.head(&row.id);
        out.push_str("<main>\n<table>\n");
        for (name, value) in shown(row) {
            add(
                &mut out,
                format_args!("<tr><th>{}</th>{}</tr>\n", escape(name), cell(value)),
            );
        }
        out.push_str("</table>\n</main>\n");
        if !row.relationships.is_empty() {
            let address = self.address(self.table, &row.id);
            out.push_str("<h2>Related</h2>\n<ul>\n");
            for name in row.relationships.keys() {
                let link = escape(&format!("{address}/{}", path_part(name)));
                add(
                    &mut out,
                    format_args!("<li><a href=\"{link}\">{}</a></li>\n", escape(name)),
                );
            }
            out.push_str("</ul>\n");
        }
        out
    }

    fn nothing(&self) -> String {
        format!("{}<p>There is none.</p>\n", self.head(""))
    }

    fn head(&self, id: &str) -> String {
        let root = escape(&self.root);
        let collection = escape(&format!("{}/{}", self.root, path_part(&self.table.kind)));
        let kind = escape(&self.table.kind);
        format!(
            "<nav><a href=\"{root}\">Resources</a><a href=\"{collection}\">{kind}</a></nav>\n\
             <header><h1>{kind} {}</h1></header>\n",
            escape(id)
        )
    }

    fn address(&self, table: &Table, id: &str) -> String {
        format!("{}/{}/{}", self.root, path_part(&table.kind), path_part(id))
    }

    /// The same page sorted by an attribute; the other way round if it is that already.
    fn sorted_by(&self, name: &str) -> String {
        let mut parts = Vec::new();
        let mut minus = "";
        for parameter in self.request.parameters.iter() {
            if parameter.name == "sort" {
                minus = if parameter.value == name { "-" } else { "" };
            } else if !parameter.name.starts_with("page[") {
                parts.push(parameter.raw.to_owned());
            }
        }
        parts.push(format!("sort={minus}{}", path_part(name)));
        format!("{}?{}", self.request.path, parts.join("&"))
    }
}

/// The attributes for people.
fn shown<'r, 'a>(row: &'r Row<'a>) -> impl Iterator<Item = &'r (Cow<'a, str>, &'a RawValue)> {
    let attributes = row.attributes.iter();
    attributes.filter(|(name, _)| name != CHECKSUM)
}

/// A value as it reads best: text without quotes, nothing for null.
fn cell(value: &RawValue) -> String {
    let text = value.get();
    match text.as_bytes()[0] {
        b'n' => "<td></td>".to_owned(),
        b'"' => {
            let text: String = serde_json::from_str(text).unwrap_or_default();
            format!("<td>{}</td>", escape(&text))
        }
        b'-' | b'0'..=b'9' => format!("<td class=\"number\">{}</td>", escape(text)),
        _ => format!("<td>{}</td>", escape(text)),
    }
}

fn add(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a String takes what is written");
}
