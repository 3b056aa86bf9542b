//! `.env`: variables that are not in the environment.

/// Why a `.env` was not understood. What stands in the line is not repeated: it may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct DotEnvError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: &'static str,
}

/// The variables of a `.env`, in its order.
///
/// A line is `NAME=value`, with `export` before it if one likes. A value in double quotes may have `\n`, `\t`, and `\`
/// before any other character that stands for itself; in single quotes everything stands for itself. Nothing is
/// substituted: a `$` is a `$`. A comment begins with `#` at the start of a line or after a space.
pub fn parse_dot_env(text: &str) -> Result<Vec<(String, String)>, DotEnvError> {
    let mut variables: Vec<(String, String)> = Vec::new();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let problem = |problem| DotEnvError {
            line: index + 1,
            problem,
        };
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line = line.strip_prefix("export ").map_or(line, str::trim_start);
        let (name, value) = line
            .split_once('=')
            .ok_or_else(|| problem("expected `NAME=value`"))?;
        let name = name.trim_end();
        if !is_name(name) {
            return Err(problem(
                "a name has only letters, digits and `_`, and no digit first",
            ));
        }
        if variables.iter().any(|(known, _)| known == name) {
            return Err(problem("the name was given before"));
        }
        let value = value_of(value.trim_start()).map_err(problem)?;
        variables.push((name.to_owned(), value));
    }
    Ok(variables)
}

fn is_name(text: &str) -> bool {
    !text.starts_with(|letter: char| letter.is_ascii_digit())
        && !text.is_empty()
        && text
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

fn value_of(text: &str) -> Result<String, &'static str> {
    let (value, rest) = if let Some(quoted) = text.strip_prefix('\'') {
        let (value, rest) = quoted.split_once('\'').ok_or("a quote is not closed")?;
        (value.to_owned(), rest)
    } else if let Some(quoted) = text.strip_prefix('"') {
        double_quoted(quoted)?
    } else {
        let end = text
            .find(" #")
            .or_else(|| text.find("\t#"))
            .unwrap_or(text.len());
        return Ok(text[..end].trim_end().to_owned());
    };
    let rest = rest.trim_start();
    if rest.is_empty() || rest.starts_with('#') {
        Ok(value)
    } else {
        Err("something follows the closing quote")
    }
}

fn double_quoted(text: &str) -> Result<(String, &str), &'static str> {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((index, letter)) = letters.next() {
        match letter {
            '"' => return Ok((value, &text[index + 1..])),
            '\\' => match letters.next() {
                Some((_, 'n')) => value.push('\n'),
                Some((_, 't')) => value.push('\t'),
                Some((_, 'r')) => value.push('\r'),
                Some((_, other)) => value.push(other),
                None => break,
            },
            other => value.push(other),
        }
    }
    Err("a quote is not closed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_what_was_written() {
        let text = "# comment\n\nA=1\nexport B = two words # comment\r\nC='$HOME \\n'\nD=\"say \\\"hi\\\"\\n\\$5\" # x\nE=\nF=a#b\n";
        let expected = [
            ("A", "1"),
            ("B", "two words"),
            ("C", "$HOME \\n"),
            ("D", "say \"hi\"\n$5"),
            ("E", ""),
            ("F", "a#b"),
        ];
        assert_eq!(
            parse_dot_env(text).unwrap(),
            expected.map(|(name, value)| (name.into(), value.into()))
        );
    }

    #[test]
    fn what_is_no_variable_is_refused_with_its_line() {
        for (text, line) in [
            ("A=1\nB\n", 2),
            ("1A=1", 1),
            ("A B=1", 1),
            ("=1", 1),
            ("A='1", 1),
            ("A=\"1\\\"", 1),
            ("A=\"1\"2", 1),
            ("A=1\n\nA=2", 3),
        ] {
            assert_eq!(parse_dot_env(text).unwrap_err().line, line, "{text}");
        }
    }
}
