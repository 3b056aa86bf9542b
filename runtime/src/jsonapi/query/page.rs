//! The `page` parameters: by offset, by number, and by cursor
//! (<https://jsonapi.org/profiles/ethanresnick/cursor-pagination/>).

use serde_json::json;

use super::{Parser, refusal};
use crate::catalog::Twins;
use crate::jsonapi::cursor::read_cursor;
use crate::value::Value;

/// The profile of cursors, by the address that it calls its own.
pub const CURSOR_PROFILE: &str = "http://jsonapi.org/profiles/ethanresnick/cursor-pagination/";

/// Where its kinds of errors are.
pub(crate) const CURSOR_ERRORS: &str =
    "https://jsonapi.org/profiles/ethanresnick/cursor-pagination/";

/// Which part of a collection is asked for, in the client's way of counting.
#[derive(Debug, Clone, PartialEq)]
pub enum PageRequest {
    Offset {
        offset: u64,
        limit: u64,
    },
    /// Pages counted from 1.
    Number {
        number: u64,
        size: u64,
    },
    Cursor(CursorPage),
}

/// The rows after a cursor, before one, or between two.
#[derive(Debug, Clone, PartialEq)]
pub struct CursorPage {
    pub size: u64,
    pub after: Option<Cursor>,
    pub before: Option<Cursor>,
}

impl CursorPage {
    /// Whether it is the end of what comes before a place, and not the beginning of what comes after one.
    #[must_use]
    pub fn is_backwards(&self) -> bool {
        self.after.is_none()
    }

    /// Whether it is between two places.
    #[must_use]
    pub fn is_range(&self) -> bool {
        let is_row =
            |cursor: &Option<Cursor>| cursor.as_ref().is_some_and(|each| !each.text.is_empty());
        self.after.is_some() && is_row(&self.before)
    }
}

/// A place in an order. The empty text is its beginning or its end: nothing comes before, or after.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cursor {
    pub text: String,
    /// What the row there is sorted by; nothing for the empty text.
    pub values: Vec<Value>,
}

/// How exactly the rows of all pages are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageCount {
    /// Exactly as far as that is quick.
    #[default]
    Bounded,
    Exact,
    None,
}

impl PageRequest {
    /// How many rows come before the page; none are counted before a cursor.
    #[must_use]
    pub fn offset(&self) -> u64 {
        match self {
            Self::Offset { offset, .. } => *offset,
            Self::Number { number, size } => (number - 1).saturating_mul(*size),
            Self::Cursor(_) => 0,
        }
    }

    /// How many rows it has at most.
    #[must_use]
    pub fn limit(&self) -> u64 {
        match self {
            Self::Offset { limit, .. } => *limit,
            Self::Number { size, .. } | Self::Cursor(CursorPage { size, .. }) => *size,
        }
    }

    /// The page of the same size that begins with the row of that number, counted from 0.
    #[must_use]
    pub fn beginning_at(&self, row: u64) -> Self {
        match self {
            Self::Offset { limit, .. } => Self::Offset {
                offset: row,
                limit: *limit,
            },
            Self::Number { size, .. } => Self::Number {
                number: row / size + 1,
                size: *size,
            },
            Self::Cursor(page) => Self::Cursor(page.clone()),
        }
    }
}

/// The parameters as they came.
#[derive(Default)]
pub(super) struct PageParameters {
    offset: Option<u64>,
    limit: Option<u64>,
    number: Option<u64>,
    size: Option<u64>,
    after: Option<String>,
    before: Option<String>,
    count: Option<PageCount>,
}

impl Parser<'_> {
    pub(super) fn page(&mut self, parameter: &str, part: &str, value: &str) {
        match part {
            "after" | "before" => {
                let place = if part == "after" {
                    &mut self.page.after
                } else {
                    &mut self.page.before
                };
                *place = Some(value.to_owned());
            }
            "count" => self.count(parameter, value),
            _ => self.page_number(parameter, part, value),
        }
    }

    fn count(&mut self, parameter: &str, value: &str) {
        let count = match value {
            "exact" => PageCount::Exact,
            "none" => PageCount::None,
            _ => {
                let what = format!("has the value `{value}`; there are `exact` and `none`");
                return self.refuse(parameter, &what);
            }
        };
        self.page.count = Some(count);
    }

    fn page_number(&mut self, parameter: &str, part: &str, value: &str) {
        // `parse` takes `+1` too.
        let is_digits = value.bytes().all(|byte| byte.is_ascii_digit());
        let Some(number) = value.parse::<u64>().ok().filter(|_| is_digits) else {
            return self.refuse(
                parameter,
                &format!("has the value `{value}`, which is not a number of rows"),
            );
        };
        let (place, least, most) = match part {
            "offset" => (&mut self.page.offset, 0, i64::MAX.unsigned_abs() / 2),
            "limit" => (&mut self.page.limit, 1, self.limits.largest_page),
            "number" => (&mut self.page.number, 1, u64::from(u32::MAX)),
            "size" => (&mut self.page.size, 1, self.limits.largest_page),
            _ => {
                return self.refuse(
                    parameter,
                    "is no way of paging; there are `offset` and `limit`, `number` and `size`, `after`, `before` and `size`, and `count`",
                );
            }
        };
        if number > most && part == "size" {
            let error = refusal(parameter, &format!("is not between {least} and {most}"))
                .kind(format!("{CURSOR_ERRORS}max-size-exceeded"));
            return self
                .errors
                .push(error.meta(&json!({ "page": { "maxSize": most } })));
        }
        if !(least..=most).contains(&number) {
            return self.refuse(parameter, &format!("is not between {least} and {most}"));
        }
        *place = Some(number);
    }

    /// Settles the page, when all parameters are known.
    pub(super) fn finish_page(&mut self) {
        let parameters = std::mem::take(&mut self.page);
        let default = self.limits.default_page;
        self.query.count = parameters.count.unwrap_or_default();
        let counts_rows = parameters.offset.is_some() || parameters.limit.is_some();
        let has_cursor = parameters.after.is_some() || parameters.before.is_some();
        let counts_pages =
            parameters.number.is_some() || (parameters.size.is_some() && !has_cursor);
        let ways = [counts_rows, counts_pages, has_cursor];
        if ways.into_iter().filter(|way| *way).count() > 1
            || (counts_rows && parameters.size.is_some())
        {
            return self.refuse("page", "mixes several ways of paging");
        }
        self.query.page = if has_cursor {
            let after = self.cursor("page[after]", parameters.after);
            let before = self.cursor("page[before]", parameters.before);
            let mut page = CursorPage {
                size: parameters.size.unwrap_or(default),
                after,
                before,
            };
            // The profile wants a range whole where that is possible.
            if parameters.size.is_none() && page.is_range() {
                page.size = self.limits.largest_page;
            }
            PageRequest::Cursor(page)
        } else if counts_pages {
            PageRequest::Number {
                number: parameters.number.unwrap_or(1),
                size: parameters.size.unwrap_or(default),
            }
        } else {
            PageRequest::Offset {
                offset: parameters.offset.unwrap_or(0),
                limit: parameters.limit.unwrap_or(default),
            }
        };
    }

    fn cursor(&mut self, parameter: &str, text: Option<String>) -> Option<Cursor> {
        let text = text?;
        if self.table.twins != Twins::None {
            let kind = &self.table.kind;
            let what = format!(
                "is a place among the rows of `{kind}`, which has no key that tells them apart"
            );
            self.refuse(parameter, &what);
            return None;
        }
        if text.is_empty() {
            return Some(Cursor::default());
        }
        let order = self.query.order(self.table);
        let values = read_cursor(&text, self.catalog, self.table, &order);
        if values.is_none() {
            self.refuse(
                parameter,
                "is no cursor of rows in this order; it is repeated as an answer gave it, with the same `sort`",
            );
        }
        values.map(|values| Cursor { text, values })
    }
}
