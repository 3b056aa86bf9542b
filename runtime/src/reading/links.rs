//! What surrounds the rows of a document: links to itself and to other pages, numbers, the version.

use super::Read;
use super::count::Total;
use crate::catalog::Table;
use crate::jsonapi::{
    CURSOR_PROFILE, Cursor, CursorPage, PageCount, PageRequest, cursor_media_type, read_cursor,
};
use crate::value::write_string;

/// What ends every document.
pub(super) const VERSION: &[u8] = br#""jsonapi":{"version":"1.1"}}"#;

/// What is known of a page when its rows are written.
#[derive(Debug, Default)]
pub(super) struct PageEnd {
    /// How many rows it has.
    pub(super) count: u64,
    /// Whether there are more in the direction that was read in.
    pub(super) more: bool,
    /// The cursors of its first and of its last row, if it is one by cursor.
    pub(super) first: Option<String>,
    pub(super) last: Option<String>,
    /// What the checksums of the rows come to.
    pub(super) sums: Option<u64>,
}

/// The pages that a document links to, besides its own.
#[derive(Debug, Default)]
struct Pages {
    first: Option<PageRequest>,
    /// Not known where the rows were not counted.
    last: Option<PageRequest>,
    previous: Option<PageRequest>,
    next: Option<PageRequest>,
}

impl Read {
    /// Writes the links, the numbers and the version that end the document of a collection.
    pub(super) fn write_end(&self, end: &PageEnd, total: Total, out: &mut Vec<u8>) {
        let pages = self.pages(end, total);
        out.extend_from_slice(br#","links":{"self":"#);
        self.write_self_link(out);
        let mut links = vec![("describedby", Some(self.described_by()))];
        if let Some(related) = self.related_link() {
            links.push(("related", Some(related)));
        }
        links.push(("first", pages.first.map(|page| self.page_link(&page))));
        if let Some(last) = pages.last {
            links.push(("last", Some(self.page_link(&last))));
        }
        links.push(("prev", pages.previous.map(|page| self.page_link(&page))));
        links.push(("next", pages.next.map(|page| self.page_link(&page))));
        for (name, link) in links {
            out.push(b',');
            write_string(name, out);
            out.push(b':');
            match link {
                Some(link) => write_string(&link, out),
                None => out.extend_from_slice(b"null"),
            }
        }
        out.extend_from_slice(b"},");
        self.write_meta(end, total, out);
        out.push(b',');
        if self.has_cursors() {
            let version =
                format!(r#""jsonapi":{{"version":"1.1","profile":["{CURSOR_PROFILE}"]}}}}"#);
            out.extend_from_slice(version.as_bytes());
        } else {
            out.extend_from_slice(VERSION);
        }
    }

    /// Writes the link to the document itself, which says what is applied to it: <https://jsonapi.org/format/1.1/#document-top-level>.
    fn write_self_link(&self, out: &mut Vec<u8>) {
        let link = self.self_link();
        if !self.has_cursors() {
            return write_string(&link, out);
        }
        out.extend_from_slice(br#"{"href":"#);
        write_string(&link, out);
        out.extend_from_slice(br#","type":"#);
        write_string(&cursor_media_type(), out);
        out.push(b'}');
    }

    fn pages(&self, end: &PageEnd, total: Total) -> Pages {
        match &self.query.page {
            PageRequest::Cursor(page) => pages_by_cursor(page, end),
            page => pages_by_number(page, end, total),
        }
    }

    /// The links to other pages that there are, by relation.
    pub(super) fn links_of(&self, end: &PageEnd, total: Total) -> Vec<(&'static str, String)> {
        let pages = self.pages(end, total);
        let links = [
            ("first", pages.first),
            ("last", pages.last),
            ("prev", pages.previous),
            ("next", pages.next),
        ];
        links
            .into_iter()
            .filter_map(|(name, page)| Some((name, self.page_link(&page?))))
            .collect()
    }

    /// The page that comes next, ready to be read.
    pub(super) fn next_page(&self, end: &PageEnd, table: &Table) -> Option<PageRequest> {
        let mut next = self.pages(end, Total::Unknown).next?;
        if let PageRequest::Cursor(page) = &mut next
            && let Some(after) = &mut page.after
        {
            let order = self.query.order(table);
            after.values = read_cursor(&after.text, &self.state.catalog, table, &order)?;
        }
        Some(next)
    }

    fn write_meta(&self, end: &PageEnd, total: Total, out: &mut Vec<u8>) {
        let mut parts = vec![
            format!(r#""count":{}"#, end.count),
            format!(r#""limit":{}"#, self.query.page.limit()),
        ];
        match total {
            Total::Exact(total) => parts.push(format!(r#""total":{total}"#)),
            Total::Estimate(total) => {
                parts.push(format!(r#""total":{total},"totalIsEstimate":true"#));
            }
            Total::Unknown => {}
        }
        if let PageRequest::Cursor(page) = &self.query.page {
            parts.push(format!(r#""page":{{{}}}"#, of_cursors(page, end, total)));
        }
        let text = format!(r#""meta":{{{}}}"#, parts.join(","));
        out.extend_from_slice(text.as_bytes());
    }

    pub(super) fn empty(&self, data: &str) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend_from_slice(br#"{"data":"#);
        out.extend_from_slice(data.as_bytes());
        if self.query.is_compound {
            out.extend_from_slice(br#","included":[]"#);
        }
        if data == "[]" {
            self.write_end(&PageEnd::default(), Total::Exact(0), &mut out);
        } else {
            self.write_end_of_one(&mut out);
        }
        out
    }

    /// Writes the links and the version that end the document of one resource.
    pub(super) fn write_end_of_one(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(br#","links":{"self":"#);
        write_string(&self.self_link(), out);
        out.extend_from_slice(br#","describedby":"#);
        write_string(&self.described_by(), out);
        if let Some(related) = self.related_link() {
            out.extend_from_slice(br#","related":"#);
            write_string(&related, out);
        }
        out.extend_from_slice(b"},");
        out.extend_from_slice(VERSION);
    }

    /// The address of the rows that a linkage names.
    fn related_link(&self) -> Option<String> {
        let path = self.path.trim_end_matches('/');
        let (before, name) = path.rsplit_once('/').filter(|_| self.is_linkage())?;
        let (of_row, _) = before.rsplit_once('/')?;
        Some(format!("{of_row}/{name}"))
    }

    fn described_by(&self) -> String {
        [&self.state.prefix, "/openapi.json"].concat()
    }

    pub(super) fn self_link(&self) -> String {
        let page = &self.query.page;
        if *page == self.state.default_page() && self.query.count == PageCount::Bounded {
            self.with_parameters("")
        } else {
            self.page_link(page)
        }
    }

    fn page_link(&self, page: &PageRequest) -> String {
        let mut parameters = match page {
            PageRequest::Offset { offset, limit } => vec![
                format!("page%5Boffset%5D={offset}"),
                format!("page%5Blimit%5D={limit}"),
            ],
            PageRequest::Number { number, size } => vec![
                format!("page%5Bnumber%5D={number}"),
                format!("page%5Bsize%5D={size}"),
            ],
            PageRequest::Cursor(page) => {
                let after = page.after.as_ref().map(|cursor| ("after", cursor));
                let before = page.before.as_ref().map(|cursor| ("before", cursor));
                let ends = [after, before].into_iter().flatten();
                ends.map(|(name, cursor)| format!("page%5B{name}%5D={}", cursor.text))
                    .chain([format!("page%5Bsize%5D={}", page.size)])
                    .collect()
            }
        };
        match self.query.count {
            PageCount::Bounded => {}
            PageCount::Exact => parameters.push("page%5Bcount%5D=exact".to_owned()),
            PageCount::None => parameters.push("page%5Bcount%5D=none".to_owned()),
        }
        self.with_parameters(&parameters.join("&"))
    }

    fn with_parameters(&self, more: &str) -> String {
        match (self.repeated.as_str(), more) {
            ("", "") => self.path.clone(),
            ("", only) | (only, "") => format!("{}?{only}", self.path),
            (repeated, more) => format!("{}?{repeated}&{more}", self.path),
        }
    }
}

/// What the profile of cursors says about a page.
fn of_cursors(page: &CursorPage, end: &PageEnd, total: Total) -> String {
    let mut parts = Vec::new();
    match total {
        Total::Exact(total) => parts.push(format!(r#""total":{total}"#)),
        Total::Estimate(total) => {
            parts.push(format!(r#""estimatedTotal":{{"bestGuess":{total}}}"#));
        }
        Total::Unknown => {}
    }
    if page.is_range() && end.more {
        parts.push(r#""rangeTruncated":true"#.to_owned());
    }
    parts.join(",")
}

/// Pages are counted from the one that was asked for, also where it does not begin at a multiple.
fn pages_by_number(page: &PageRequest, end: &PageEnd, total: Total) -> Pages {
    let (offset, limit) = (page.offset(), page.limit());
    Pages {
        first: Some(page.beginning_at(0)),
        last: match total {
            Total::Exact(total) => Some(page.beginning_at(total.saturating_sub(1) / limit * limit)),
            Total::Estimate(_) | Total::Unknown => None,
        },
        previous: (offset > 0).then(|| page.beginning_at(offset.saturating_sub(limit))),
        next: end.more.then(|| page.beginning_at(offset + limit)),
    }
}

fn pages_by_cursor(page: &CursorPage, end: &PageEnd) -> Pages {
    let size = page.size;
    let cursor = |text: &str| {
        Some(Cursor {
            text: text.to_owned(),
            values: Vec::new(),
        })
    };
    let from = |after: Option<Cursor>, before: Option<Cursor>| {
        PageRequest::Cursor(CursorPage {
            size,
            after,
            before,
        })
    };
    // A page without rows is where its cursor is.
    let place = |cursor: &Option<Cursor>| {
        cursor
            .as_ref()
            .map_or(String::new(), |each| each.text.clone())
    };
    let first = end.first.clone().unwrap_or_else(|| place(&page.after));
    let last = end.last.clone().unwrap_or_else(|| place(&page.before));
    let after_last = || from(cursor(&last), None);
    let before_first = || from(None, cursor(&first));
    let (previous, next) = if page.is_range() {
        let rest = from(cursor(&last), page.before.clone());
        (None, end.more.then_some(rest))
    } else if page.is_backwards() {
        let is_last = place(&page.before).is_empty();
        (end.more.then(before_first), (!is_last).then(after_last))
    } else {
        let is_first = place(&page.after).is_empty();
        ((!is_first).then(before_first), end.more.then(after_last))
    };
    Pages {
        first: Some(from(cursor(""), None)),
        last: Some(from(None, cursor(""))),
        previous,
        next,
    }
}
