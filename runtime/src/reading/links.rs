//! What surrounds the rows of a document: links to itself and to other pages, numbers, the version.

use super::Read;
use crate::jsonapi::PageRequest;
use crate::value::write_string;

/// What ends every document.
pub(super) const VERSION: &[u8] = br#""jsonapi":{"version":"1.1"}}"#;

impl Read {
    /// Writes the links, the numbers and the version that end the document of a collection.
    pub(super) fn write_end(&self, count: u64, total: u64, out: &mut Vec<u8>) {
        let page = self.query.page;
        let limit = page.limit();
        let last = total.saturating_sub(1) / limit * limit;
        // Pages are counted from the one that was asked for, also where it does not begin at a multiple.
        let previous =
            (page.offset() > 0).then(|| page.beginning_at(page.offset().saturating_sub(limit)));
        let next = page.offset() + limit;
        let links = [
            ("self", Some(self.self_link())),
            ("describedby", Some(self.described_by())),
            ("first", Some(self.page_link(page.beginning_at(0)))),
            ("last", Some(self.page_link(page.beginning_at(last)))),
            ("prev", previous.map(|page| self.page_link(page))),
            (
                "next",
                (next < total).then(|| self.page_link(page.beginning_at(next))),
            ),
        ];
        out.extend_from_slice(br#","links":{"#);
        for (index, (name, link)) in links.into_iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            write_string(name, out);
            out.push(b':');
            match link {
                Some(link) => write_string(&link, out),
                None => out.extend_from_slice(b"null"),
            }
        }
        out.extend_from_slice(br#"},"meta":{"count":"#);
        out.extend_from_slice(count.to_string().as_bytes());
        out.extend_from_slice(br#","limit":"#);
        out.extend_from_slice(limit.to_string().as_bytes());
        out.extend_from_slice(br#","total":"#);
        out.extend_from_slice(total.to_string().as_bytes());
        out.extend_from_slice(b"},");
        out.extend_from_slice(VERSION);
    }

    pub(super) fn empty(&self, data: &str) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend_from_slice(br#"{"data":"#);
        out.extend_from_slice(data.as_bytes());
        if data == "[]" {
            self.write_end(0, 0, &mut out);
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
        out.extend_from_slice(b"},");
        out.extend_from_slice(VERSION);
    }

    fn described_by(&self) -> String {
        format!("{}/openapi.json", self.state.prefix)
    }

    pub(super) fn self_link(&self) -> String {
        match self.query.page {
            page if page == self.state.default_page() => self.with_parameters(""),
            page => self.page_link(page),
        }
    }

    fn page_link(&self, page: PageRequest) -> String {
        use PageRequest::{Number, Offset};
        self.with_parameters(&match page {
            Offset { offset, limit } => {
                format!("page%5Boffset%5D={offset}&page%5Blimit%5D={limit}")
            }
            Number { number, size } => format!("page%5Bnumber%5D={number}&page%5Bsize%5D={size}"),
        })
    }

    fn with_parameters(&self, more: &str) -> String {
        let parts: Vec<_> = [self.repeated.as_str(), more]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        if parts.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, parts.join("&"))
        }
    }
}
