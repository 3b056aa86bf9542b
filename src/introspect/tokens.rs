//! Splits SQL text into its words, as far as the readers need it.
//!
//! Quotes, comments and parentheses are understood; whoever asks for more must be prepared to hear "no".

use formwork_runtime::model::Dialect;

/// A piece of SQL text. White space and comments are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'sql> {
    pub(crate) kind: Kind,
    pub(crate) text: &'sql str,
    /// Where it begins in the text, in bytes.
    pub(crate) start: usize,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A keyword or a name without quotes.
    Word,
    /// A name in quotes.
    Name,
    /// A text in quotes, with its prefix.
    Text,
    Number,
    /// Any other sign.
    Sign,
}

impl Token<'_> {
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    pub(crate) fn is_sign(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    /// The name that it spells, if it can be one.
    pub(crate) fn name(&self) -> Option<String> {
        let (open, close) = match self.kind {
            Kind::Word => return Some(self.text.to_owned()),
            // SQLite accepts a name in single quotes too.
            Kind::Name | Kind::Text => (self.text.chars().next()?, self.text.chars().last()?),
            Kind::Number | Kind::Sign => return None,
        };
        let inner = self
            .text
            .get(open.len_utf8()..self.text.len() - close.len_utf8())?;
        Some(match open {
            '[' => inner.to_owned(),
            '"' | '`' | '\'' => inner.replace(&format!("{open}{open}"), &open.to_string()),
            _ => return None,
        })
    }
}

/// The tokens of a text, or none if a quote or a comment in it does not end.
pub(crate) fn tokens(sql: &str, dialect: Dialect) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(first) = sql[start..].chars().next() {
        let rest = &sql[start..];
        let length = match white_space(rest, dialect)? {
            0 => {
                let (kind, length) = token(rest, first, dialect)?;
                tokens.push(Token {
                    kind,
                    text: &rest[..length],
                    start,
                });
                length
            }
            length => length,
        };
        start += length;
    }
    Some(tokens)
}

/// The length of the white space or comment that the text begins with.
fn white_space(rest: &str, dialect: Dialect) -> Option<usize> {
    let line = |rest: &str| rest.find('\n').map_or(rest.len(), |end| end + 1);
    if rest.starts_with("--") || (dialect == Dialect::Mysql && rest.starts_with('#')) {
        return Some(line(rest));
    }
    if let Some(comment) = rest.strip_prefix("/*") {
        // SQLite alone lets the end of the text end a comment.
        return match comment.find("*/") {
            Some(end) => Some(end + 4),
            None => (dialect == Dialect::Sqlite).then_some(rest.len()),
        };
    }
    Some(rest.len() - rest.trim_start().len())
}

fn token(rest: &str, first: char, dialect: Dialect) -> Option<(Kind, usize)> {
    let mysql = dialect == Dialect::Mysql;
    Some(match first {
        '\'' => (Kind::Text, quoted(rest, '\'', mysql)?),
        '"' if mysql => (Kind::Text, quoted(rest, '"', mysql)?),
        '"' => (Kind::Name, quoted(rest, '"', false)?),
        '`' if dialect != Dialect::Postgres => (Kind::Name, quoted(rest, '`', false)?),
        '[' if dialect == Dialect::Sqlite => (Kind::Name, rest.find(']')? + 1),
        _ if is_word(first) && !first.is_ascii_digit() => {
            let length = word(rest);
            let prefix = &rest[..length];
            if rest[length..].starts_with('\'') && is_text_prefix(prefix, dialect) {
                let backslashes = mysql || prefix.eq_ignore_ascii_case("e");
                (
                    Kind::Text,
                    length + quoted(&rest[length..], '\'', backslashes)?,
                )
            } else {
                (Kind::Word, length)
            }
        }
        _ if first.is_ascii_digit() => {
            let length = rest
                .find(|c: char| !(is_word(c) || c == '.'))
                .unwrap_or(rest.len());
            (Kind::Number, length)
        }
        _ => (Kind::Sign, first.len_utf8()),
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$' || !c.is_ascii()
}

fn word(rest: &str) -> usize {
    rest.find(|c| !is_word(c)).unwrap_or(rest.len())
}

/// Whether a word before a quote belongs to the text: `x'00'`, `E'\n'`, `_utf8mb4'a'`.
fn is_text_prefix(word: &str, dialect: Dialect) -> bool {
    let one_of = |prefixes: &[&str]| prefixes.iter().any(|p| word.eq_ignore_ascii_case(p));
    match dialect {
        Dialect::Sqlite => one_of(&["x"]),
        Dialect::Postgres => one_of(&["x", "b", "e", "n"]),
        Dialect::Mysql => one_of(&["x", "b", "n"]) || word.starts_with('_'),
    }
}

/// The length of a text in quotes, in which a doubled quote is a quote.
fn quoted(rest: &str, quote: char, backslashes: bool) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && backslashes {
            chars.next();
        } else if c == quote {
            match chars.peek() {
                Some((_, next)) if *next == quote => {
                    chars.next();
                }
                _ => return Some(at + quote.len_utf8()),
            }
        }
    }
    None
}

/// Those of the columns that an expression names, in the order of `columns`.
pub(crate) fn columns_read<'a>(
    expression: &str,
    columns: impl IntoIterator<Item = &'a str>,
    dialect: Dialect,
) -> Vec<String> {
    let Some(tokens) = tokens(expression, dialect) else {
        return Vec::new();
    };
    let names: Vec<String> = tokens
        .iter()
        .enumerate()
        .filter(|(at, token)| {
            let is_call = token.kind == Kind::Word
                && tokens.get(at + 1).is_some_and(|next| next.is_sign("("));
            matches!(token.kind, Kind::Word | Kind::Name) && !is_call
        })
        .filter_map(|(_, token)| token.name())
        .collect();
    columns
        .into_iter()
        .filter(|column| names.iter().any(|name| name.eq_ignore_ascii_case(column)))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(sql: &str, dialect: Dialect) -> Vec<&str> {
        tokens(sql, dialect)
            .unwrap()
            .iter()
            .map(|token| token.text)
            .collect()
    }

    #[test]
    fn quotes_and_comments_are_understood() {
        assert_eq!(
            texts(
                "a \"b \"\" c\" [d ) e] `f``g` 'it''s' x'00' 1.5e3 -- end, (\n/* ( */ >= \u{e4}\u{f6}",
                Dialect::Sqlite
            ),
            [
                "a",
                "\"b \"\" c\"",
                "[d ) e]",
                "`f``g`",
                "'it''s'",
                "x'00'",
                "1.5e3",
                ">",
                "=",
                "\u{e4}\u{f6}"
            ]
        );
        assert_eq!(
            texts(r"`a` in (_utf8mb4'it\'s',','), b'1'", Dialect::Mysql),
            [
                "`a`",
                "in",
                "(",
                r"_utf8mb4'it\'s'",
                ",",
                "','",
                ")",
                ",",
                "b'1'"
            ]
        );
        assert_eq!(
            texts(r"VALUE ~ E'\'' AND a[1] = 'x\'", Dialect::Postgres),
            [
                "VALUE", "~", r"E'\''", "AND", "a", "[", "1", "]", "=", r"'x\'"
            ]
        );
    }

    #[test]
    fn what_does_not_end_is_not_guessed() {
        for sql in ["'a", "\"a", "[a", "`a``", "x'00"] {
            assert_eq!(tokens(sql, Dialect::Sqlite), None, "{sql}");
        }
        assert_eq!(tokens("/* a", Dialect::Postgres), None);
    }

    #[test]
    fn names_lose_their_quotes() {
        let names = |sql| -> Vec<_> {
            tokens(sql, Dialect::Sqlite)
                .unwrap()
                .iter()
                .filter_map(Token::name)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            names(r#"a "b""c" [d"e] `f``` 'g''h' 5 ,"#),
            ["a", "b\"c", "d\"e", "f`", "g'h"]
        );
    }

    #[test]
    fn an_expression_reads_columns_not_texts_and_functions() {
        let columns = ["a", "b", "upper", "C D"];
        assert_eq!(
            columns_read(
                "t.B > 'a' and upper(\"c d\") = \"b\"",
                columns,
                Dialect::Sqlite
            ),
            ["b", "C D"]
        );
    }
}
