//! Spelling of YAML that we write.

/// Words that YAML 1.1 or 1.2 reads as something else than text.
const WORDS: &[&str] = &["false", "n", "no", "null", "off", "on", "true", "y", "yes"];

/// The text as a scalar that every reader of YAML gives back as it is: plain where that is certain,
/// otherwise in double quotes.
pub(crate) fn scalar(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// The texts as a list in one line.
pub(crate) fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let scalars: Vec<String> = texts.into_iter().map(scalar).collect();
    format!("[{}]", scalars.join(", "))
}

fn is_plain(text: &str) -> bool {
    let begins = |letter: char| letter.is_alphabetic() || letter == '_' || letter == '/';
    let goes_on = |letter: char| letter.is_alphanumeric() || "_-./ ".contains(letter);
    text.starts_with(begins)
        && text.chars().all(goes_on)
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_lowercase().as_str())
}

/// The text in double quotes, on one line.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ if is_printable(letter) => quoted.push(letter),
            _ => quoted.push_str(&escaped(u32::from(letter))),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether the letter may stand in a line as it is, and is seen there.
fn is_printable(letter: char) -> bool {
    let is_invisible = matches!(
        letter,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
    );
    // The last two of each plane are no characters.
    let is_character = u32::from(letter) & 0xfffe != 0xfffe;
    !letter.is_control() && !is_invisible && is_character
}

fn escaped(number: u32) -> String {
    match number {
        ..=0xff => format!("\\x{number:02x}"),
        0x100..=0xffff => format!("\\u{number:04x}"),
        _ => format!("\\U{number:08x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{list, scalar};

    #[test]
    fn plain_text_is_left_alone() {
        for text in [
            "CompanyName",
            "Unit Price",
            "unit-price",
            "größe",
            "日本語",
            "/api",
            "a.b",
            "_1",
            "Nobody",
            "x2",
        ] {
            assert_eq!(scalar(text), text);
        }
    }

    #[test]
    fn every_text_is_read_back_as_it_is() {
        let texts = [
            "",
            " ",
            "yes",
            "No",
            "NULL",
            "~",
            "y",
            "on",
            "true",
            "1",
            "1e3",
            "0x1F",
            "1_000",
            ".5",
            "12:30",
            "2024-01-01",
            "-",
            "- a",
            "a: b",
            "a #b",
            "#",
            "a:",
            "'a'",
            "\"a\"",
            "a\\b",
            "[a]",
            "{a}",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a`",
            "a\nb",
            "a\tb",
            "\u{0}",
            "\u{7f}",
            "\u{85}",
            "\u{a0}",
            "\u{2028}",
            "\u{feff}a",
            "\u{fffe}",
            "🙂",
            "e\u{301}",
            "a ",
            " a",
            "a,b",
            "<<",
            "=",
            "---",
            "...",
            "?",
            "? a",
            "\u{1ffff}",
            "\u{202e}abc",
        ];
        let options = || serde_saphyr::options! { strict_booleans: false };
        for text in texts {
            let read: Vec<String> =
                serde_saphyr::from_str_with_options(&list([text, "b"]), options())
                    .unwrap_or_else(|error| panic!("{text:?} as {}: {error}", scalar(text)));
            assert_eq!(read, [text, "b"]);
            let line = format!("{}: {}\n", scalar(text), scalar(text));
            let read: std::collections::BTreeMap<String, String> =
                serde_saphyr::from_str_with_options(&line, options())
                    .unwrap_or_else(|error| panic!("{line}: {error}"));
            assert_eq!(
                read.into_iter().collect::<Vec<_>>(),
                [(text.to_owned(), text.to_owned())]
            );
        }
    }
}
