//! Media types in headers: what a body is (`Content-Type`), and what a client takes (`Accept`).

use crate::jsonapi::ATOMIC;

/// A media type or a range of them, with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MediaRange {
    /// In lower case: `application/json`, `text/*`.
    pub(super) essence: String,
    /// Without `q`; names in lower case, values without their quotes.
    pub(super) parameters: Vec<(String, String)>,
    /// In thousandths.
    pub(super) quality: u16,
}

impl MediaRange {
    /// Reads one media type; none if it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = split_outside_quotes(text, ';');
        let essence = parts.next()?.trim().to_ascii_lowercase();
        let (kind, subtype) = essence.split_once('/')?;
        if kind.is_empty() || subtype.is_empty() {
            return None;
        }
        let mut range = Self {
            essence,
            parameters: Vec::new(),
            quality: 1000,
        };
        for part in parts {
            let part = part.trim();
            if part.is_empty() {
                continue;
            }
            let (name, value) = part.split_once('=')?;
            let (name, value) = (name.trim().to_ascii_lowercase(), unquoted(value.trim()));
            if name == "q" {
                range.quality = quality(&value)?;
            } else {
                range.parameters.push((name, value));
            }
        }
        Some(range)
    }

    /// Reads a list of them; what is none is left out.
    pub(super) fn parse_list(text: &str) -> impl Iterator<Item = Self> {
        split_outside_quotes(text, ',').filter_map(Self::parse)
    }

    /// The extensions it names.
    pub(super) fn extensions(&self) -> impl Iterator<Item = &str> {
        self.listed("ext")
    }

    /// The profiles it names.
    pub(super) fn profiles(&self) -> impl Iterator<Item = &str> {
        self.listed("profile")
    }

    fn listed(&self, parameter: &str) -> impl Iterator<Item = &str> {
        let values = self
            .parameters
            .iter()
            .filter(move |(name, _)| name == parameter);
        values.flat_map(|(_, value)| value.split_ascii_whitespace())
    }

    /// Whether all its parameters are of those that JSON:API defines.
    pub(super) fn has_only_known_parameters(&self) -> bool {
        self.parameters
            .iter()
            .all(|(name, _)| matches!(name.as_str(), "ext" | "profile"))
    }

    /// Whether we know all the extensions it names.
    pub(super) fn has_only_known_extensions(&self) -> bool {
        self.extensions().all(|extension| extension == ATOMIC)
    }

    /// How closely it fits a media type: not at all, or the better the larger.
    pub(super) fn fits(&self, essence: &str) -> Option<u8> {
        if self.essence == essence {
            return Some(2);
        }
        match self.essence.strip_suffix("/*")? {
            "*" => Some(0),
            kind => essence
                .strip_prefix(kind)
                .is_some_and(|rest| rest.starts_with('/'))
                .then_some(1),
        }
    }
}

/// A weight between 0 and 1 in thousandths.
pub(super) fn quality(text: &str) -> Option<u16> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{fraction:0<3}");
    let thousandths: u16 = digits.get(..3)?.parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

/// The parts of a text between separators that are not inside of quotes.
fn split_outside_quotes(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |character| {
        if is_escaped {
            is_escaped = false;
            return false;
        }
        match character {
            '"' => is_quoted = !is_quoted,
            '\\' => is_escaped = is_quoted,
            _ => {}
        }
        character == separator && !is_quoted
    })
}

fn unquoted(text: &str) -> String {
    let Some(inside) = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
    else {
        return text.to_owned();
    };
    let mut out = String::with_capacity(inside.len());
    let mut characters = inside.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => out.extend(characters.next()),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_with_and_without_quotes() {
        let range = MediaRange::parse(
            r#"Application/Vnd.Api+Json; ext="https://jsonapi.org/ext/atomic https://x/y"; q=0.5;profile=a"#,
        )
        .unwrap();
        assert_eq!(range.essence, "application/vnd.api+json");
        assert_eq!(
            range.extensions().collect::<Vec<_>>(),
            [ATOMIC, "https://x/y"]
        );
        assert_eq!(range.quality, 500);
        assert!(range.has_only_known_parameters());
        assert!(!range.has_only_known_extensions());
        assert_eq!(MediaRange::parse("nothing"), None);
    }

    #[test]
    fn a_comma_in_quotes_separates_nothing() {
        let list: Vec<_> = MediaRange::parse_list(r#"a/b; x="1,2", */*;q=0.1, text/*"#).collect();
        assert_eq!(list.len(), 3);
        assert_eq!(list[0].parameters, [("x".to_owned(), "1,2".to_owned())]);
        assert_eq!(list[1].fits("text/html"), Some(0));
        assert_eq!(list[2].fits("text/html"), Some(1));
        assert_eq!(list[2].fits("textual/html"), None);
    }

    #[test]
    fn weights_have_three_digits() {
        assert_eq!(quality("1"), Some(1000));
        assert_eq!(quality("0.25"), Some(250));
        assert_eq!(quality("0"), Some(0));
        assert_eq!(quality("1.5"), None);
        assert_eq!(quality("x"), None);
    }
}
