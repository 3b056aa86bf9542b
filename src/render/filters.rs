//! How text is spelled in the languages of the files we write. No decisions.

/// A string literal of Rust, without letters that hide what they are.
pub(super) fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// Lines of a documentation comment, which rustdoc shows as they are and never runs as a test.
pub(super) fn documentation(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    let mut lines: Vec<String> = text
        .split(['\n', '\r', '\u{2028}', '\u{2029}'])
        .map(documentation_line)
        .collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

fn documentation_line(line: &str) -> String {
    // Indented by four, or after a fence, it would be code: https://spec.commonmark.org/0.31.2/#indented-code-blocks
    let line = visible(line.trim());
    if line.starts_with("```") || line.starts_with("~~~") {
        format!("\\{line}")
    } else {
        line
    }
}

/// Text that stays on one line of a comment.
pub(super) fn comment(text: &str) -> String {
    visible(text)
}

/// The text with letters escaped that are not seen, or change the direction of others.
fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control() || is_directional(letter) {
            visible.extend(letter.escape_default());
        } else {
            visible.push(letter);
        }
    }
    visible
}

/// Letters that rustc refuses in comments: <https://doc.rust-lang.org/rustc/lints/listing/deny-by-default.html#text-direction-codepoint-in-literal>
fn is_directional(letter: char) -> bool {
    matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A string of JSON or TOML.
pub(super) fn json(text: &str) -> String {
    serde_json::to_string(text).expect("a string is JSON")
}

/// A value in `.env`, quoted where it has to be.
pub(super) fn env(text: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_./:@%+=-".contains(letter);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            // Docker's and the shell's readers would substitute after `$` and a backtick.
            '"' | '\\' | '$' | '`' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use formwork_runtime::config::parse_dot_env;

    use super::*;

    #[test]
    fn a_comment_of_the_database_stays_a_comment() {
        assert_eq!(
            documentation("first\r\n\r\n    let x = 1;\n```\nend\u{202e}\n"),
            ["first", "", "let x = 1;", "\\```", "end\\u{202e}"]
        );
        assert_eq!(comment("a\nb"), "a\\nb");
    }

    #[test]
    fn literals_show_what_they_hold() {
        assert_eq!(literal("a\"b\\c\n"), r#""a\"b\\c\n""#);
        assert_eq!(literal("naïve 注文 \u{202e}"), "\"naïve 注文 \\u{202e}\"");
    }

    #[test]
    fn a_password_survives_the_env_file() {
        assert_eq!(env("se-cret"), "se-cret");
        for password in [
            "",
            "a b",
            r#"a "b" 'c' $d\\ #e"#,
            "tab\t line\r\nend",
            "größe 🦀",
            "# no comment",
            "`id`",
        ] {
            let line = format!("NAME={}\n", env(password));
            assert_eq!(
                parse_dot_env(&line).unwrap(),
                [("NAME".to_owned(), password.to_owned())]
            );
        }
    }
}
