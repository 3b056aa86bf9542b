//! Patterns of texts.

/// A pattern: what a text has, from its beginning to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(pub(super) Vec<Piece>);

/// The letters beyond ASCII that have one of ASCII in their lower case: the Turkish I with a dot, and the sign for Kelvin.
const TO_ASCII: [char; 2] = ['\u{130}', '\u{212a}'];

/// The text in lower case, but for those letters that become ASCII by it. So what is sought in ASCII is found in ASCII only, which is
/// what SQLite's own `LIKE` finds, many times faster than a function of ours.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    if !text.contains(TO_ASCII) {
        return text.to_lowercase();
    }
    let parts = text.split_inclusive(TO_ASCII).map(|part| {
        let plain = part.trim_end_matches(TO_ASCII);
        plain.to_lowercase() + &part[plain.len()..]
    });
    parts.collect()
}

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// This text.
    Text(String),
    /// Any character.
    One,
    /// Any characters, or none.
    Any,
}

impl Pattern {
    /// Texts that have this text.
    #[must_use]
    pub fn contains(text: &str) -> Self {
        Self(vec![Piece::Any, Piece::Text(text.into()), Piece::Any])
    }

    /// Texts that begin with this one.
    #[must_use]
    pub fn starts_with(text: &str) -> Self {
        Self(vec![Piece::Text(text.into()), Piece::Any])
    }

    /// Texts that end with this one.
    #[must_use]
    pub fn ends_with(text: &str) -> Self {
        Self(vec![Piece::Any, Piece::Text(text.into())])
    }

    /// A pattern of SQL: `%` stands for any characters, `_` for one; `\` takes the meaning from what follows it.
    #[must_use]
    pub fn from_sql(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            let piece = match character {
                '%' => Piece::Any,
                '_' => Piece::One,
                '\\' => {
                    plain.push(characters.next().unwrap_or('\\'));
                    continue;
                }
                _ => {
                    plain.push(character);
                    continue;
                }
            };
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            // Two of them say no more than one, and take the database much longer.
            if !(piece == Piece::Any && pieces.last() == Some(&Piece::Any)) {
                pieces.push(piece);
            }
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Self(pieces)
    }

    /// The same without regard to case, for texts that are [`folded`].
    #[must_use]
    pub fn folded(&self) -> Self {
        let lower = |piece: &Piece| match piece {
            Piece::Text(text) => Piece::Text(folded(text)),
            other => other.clone(),
        };
        Self(self.0.iter().map(lower).collect())
    }

    /// Whether all its texts are of ASCII.
    pub(super) fn is_ascii(&self) -> bool {
        self.0.iter().all(|piece| match piece {
            Piece::Text(text) => text.is_ascii(),
            Piece::One | Piece::Any => true,
        })
    }

    /// The text that the pattern begins with, if it begins with one.
    pub(super) fn prefix(&self) -> Option<&str> {
        match self.0.as_slice() {
            [Piece::Text(text), ..] if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// For SQLite's `GLOB`, which has no escapes but sets: <https://www.sqlite.org/lang_expr.html#glob>.
    pub(super) fn to_glob(&self) -> String {
        self.written('*', '?', |character, out| {
            if matches!(character, '*' | '?' | '[') {
                out.extend(['[', character, ']']);
            } else {
                out.push(character);
            }
        })
    }

    /// For `LIKE … ESCAPE '!'`.
    pub(super) fn to_like(&self) -> String {
        self.written('%', '_', |character, out| {
            if matches!(character, '%' | '_' | '!') {
                out.push('!');
            }
            out.push(character);
        })
    }

    fn written(&self, any: char, one: char, push: impl Fn(char, &mut String)) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Any => out.push(any),
                Piece::One => out.push(one),
                Piece::Text(text) => text.chars().for_each(|character| push(character, &mut out)),
            }
        }
        out
    }
}

/// A text above all that begin with this one, in the order of SQLite, with and without regard to the case of ASCII.
pub(super) fn above(prefix: &str) -> Option<String> {
    let mut above = prefix.to_owned();
    while let Some(last) = above.pop() {
        let next = match last {
            // What comes after Z is below z.
            'Z' => Some('{'),
            '\u{d7ff}' => Some('\u{e000}'),
            other => char::from_u32(u32::from(other) + 1),
        };
        if let Some(next) = next {
            above.push(next);
            return Some(above);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_writes_has_no_meaning_but_in_patterns() {
        let contains = Pattern::contains("50%_[a]!*?");
        assert_eq!(contains.to_like(), "%50!%!_[a]!!*?%");
        assert_eq!(contains.to_glob(), "*50%_[[]a]![*][?]*");
        let pattern = Pattern::from_sql(r"a%%_\%\\z\");
        assert_eq!(pattern.to_like(), r"a%_!%\z\");
        assert_eq!(pattern.to_glob(), r"a*?%\z\");
    }

    #[test]
    fn no_letter_becomes_ascii_by_folding() {
        for letter in '\u{80}'..=char::MAX {
            let folded = folded(&letter.to_string());
            assert!(!folded.contains(|each: char| each.is_ascii()), "{letter}");
        }
        assert_eq!(
            folded("\u{130}ZMİR 5\u{212a}Ä\u{212a}"),
            "\u{130}zmİr 5\u{212a}ä\u{212a}"
        );
        assert_eq!(folded("Straße ÄÖ"), "straße äö");
    }

    #[test]
    fn a_prefix_is_below_a_text() {
        for (prefix, expected) in [("ab", "ac"), ("aZ", "a{"), ("ü", "ý"), ("a\u{10ffff}", "b")] {
            assert_eq!(above(prefix).as_deref(), Some(expected));
        }
        assert_eq!(above("\u{10ffff}"), None);
        assert_eq!(above(""), None);
    }
}
