//! Commands in hints, as one can paste them into a shell.

use std::borrow::Cow;

/// A text as one word: as it is where a shell leaves it so, otherwise in quotes.
pub(crate) fn word(text: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| letter.is_alphanumeric() || "_-./:,@%+=".contains(letter);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.into();
    }
    format!("'{}'", text.replace('\'', r"'\''")).into()
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn only_what_a_shell_would_take_apart_is_quoted() {
        for (text, expected) in [
            ("../shop-2/größe", "../shop-2/größe"),
            ("my shop", "'my shop'"),
            ("it's", r"'it'\''s'"),
            ("a$b", "'a$b'"),
            ("", "''"),
        ] {
            assert_eq!(word(text), expected);
        }
    }
}
