//! The patterns of values: regular expressions as the app's browser reads them, JavaScript's with the flag `u`.
//!
//! The browser refuses nothing by a pattern that is none, so whoever writes the file is told here. `admin/test/patterns.json` holds this
//! reading and the browser's together; names in `\p{…}` are not looked up.

use super::{Builder, Node};
use crate::admin::Diagnostic;

impl Builder<'_> {
    /// Says what is wrong with the pattern of an attribute.
    pub(super) fn pattern(&mut self, node: Option<&Node>, path: &str) {
        let validate = node.and_then(|node| node.get("validate"));
        let Some(given) = validate.and_then(|validate| validate.get("pattern")) else {
            return;
        };
        let Some(text) = given.text() else { return };
        if let Err(fault) = check(text) {
            let message =
                format!("`{text}` is no regular expression, so it refuses nothing: {fault}");
            let path = format!("{path}.validate.pattern");
            self.found
                .push(Diagnostic::warning(given.place, &path, message));
        }
    }
}

/// What is wrong with a pattern.
type Fault = String;

fn check(pattern: &str) -> Result<(), Fault> {
    let mut reader = Reader {
        characters: pattern.chars().collect(),
        at: 0,
        groups: 0,
        names: Vec::new(),
        most_referred: 0,
        referred: Vec::new(),
    };
    reader.alternatives()?;
    if reader.peek().is_some() {
        return Err("a `)` closes nothing".to_owned());
    }
    if reader.most_referred > reader.groups {
        return Err(format!("there is no group {}", reader.most_referred));
    }
    match reader
        .referred
        .iter()
        .find(|name| !reader.names.contains(name))
    {
        Some(name) => Err(format!("there is no group `{name}`")),
        None => Ok(()),
    }
}

struct Reader {
    characters: Vec<char>,
    at: usize,
    /// Groups that can be referred to, and the names of some of them.
    groups: usize,
    names: Vec<String>,
    most_referred: usize,
    referred: Vec<String>,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let found = self.peek();
        self.at += usize::from(found.is_some());
        found
    }

    fn eat(&mut self, text: &str) -> bool {
        let is_next = text
            .chars()
            .enumerate()
            .all(|(offset, character)| self.characters.get(self.at + offset) == Some(&character));
        self.at += if is_next { text.chars().count() } else { 0 };
        is_next
    }

    /// Those that follow of a kind.
    fn take(&mut self, is_such: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while self.peek().is_some_and(&is_such) {
            self.at += 1;
        }
        self.characters[start..self.at].iter().collect()
    }

    fn alternatives(&mut self) -> Result<(), Fault> {
        loop {
            while self
                .peek()
                .is_some_and(|character| !matches!(character, '|' | ')'))
            {
                self.term()?;
            }
            if !self.eat("|") {
                return Ok(());
            }
        }
    }

    fn term(&mut self) -> Result<(), Fault> {
        if self.eat("^") || self.eat("$") || self.eat("\\b") || self.eat("\\B") {
            return Ok(());
        }
        for around in ["(?=", "(?!", "(?<=", "(?<!"] {
            if self.eat(around) {
                return self.group();
            }
        }
        match self.next() {
            Some('(') => {
                self.kind_of_group()?;
                self.group()?;
            }
            Some('[') => self.class()?,
            Some('\\') => self.escape()?,
            Some(found @ ('*' | '+' | '?')) => {
                return Err(format!("there is nothing before `{found}` to repeat"));
            }
            Some(found @ ('{' | '}' | ']')) => {
                return Err(format!("a `{found}` that stands for itself is `\\{found}`"));
            }
            _ => {}
        }
        self.quantifier()
    }

    /// What a group is for, after its bracket.
    fn kind_of_group(&mut self) -> Result<(), Fault> {
        if self.eat("?<") {
            let name = self.name()?;
            self.names.push(name);
            self.groups += 1;
        } else if self.eat("?") {
            let flags = self.take(|character| matches!(character, 'i' | 'm' | 's' | '-'));
            if !self.eat(":") || flags == "-" || flags.matches('-').count() > 1 {
                return Err("what `(?` begins is no group".to_owned());
            }
        } else {
            self.groups += 1;
        }
        Ok(())
    }

    /// The rest of a group.
    fn group(&mut self) -> Result<(), Fault> {
        self.alternatives()?;
        if self.eat(")") {
            Ok(())
        } else {
            Err("a `(` is never closed".to_owned())
        }
    }

    /// The rest of `<name>`.
    fn name(&mut self) -> Result<String, Fault> {
        let name = self.take(|character| character.is_alphanumeric() || "_$".contains(character));
        if name.is_empty() || name.starts_with(char::is_numeric) || !self.eat(">") {
            return Err("a name in `<` and `>` is missing".to_owned());
        }
        Ok(name)
    }

    fn quantifier(&mut self) -> Result<(), Fault> {
        if self.eat("{") {
            let least = self.take(|character| character.is_ascii_digit());
            let most = if self.eat(",") {
                self.take(|character| character.is_ascii_digit())
            } else {
                least.clone()
            };
            if least.is_empty() || !self.eat("}") {
                return Err("a `{` that stands for itself is `\\{`".to_owned());
            }
            // Compared as numbers of any length.
            let size = |number: &str| {
                let digits = number.trim_start_matches('0').to_owned();
                (digits.len(), digits)
            };
            if !most.is_empty() && size(&most) < size(&least) {
                return Err(format!("{least} is more than {most}"));
            }
        } else if !(self.eat("*") || self.eat("+") || self.eat("?")) {
            return Ok(());
        }
        self.eat("?");
        Ok(())
    }

    /// What follows a `\` outside of a class.
    fn escape(&mut self) -> Result<(), Fault> {
        if self.eat("k") {
            if !self.eat("<") {
                return Err("`\\k` is followed by the name of a group".to_owned());
            }
            let name = self.name()?;
            self.referred.push(name);
        } else if self.peek().is_some_and(|first| matches!(first, '1'..='9')) {
            let number = self.take(|character| character.is_ascii_digit());
            let number = number.parse().unwrap_or(usize::MAX);
            self.most_referred = self.most_referred.max(number);
        } else {
            self.character_after_backslash("")?;
        }
        Ok(())
    }

    /// The character that an escape stands for; none for one that stands for several.
    fn character_after_backslash(&mut self, besides: &str) -> Result<Option<u32>, Fault> {
        let Some(found) = self.next() else {
            return Err("it ends with a lone `\\`".to_owned());
        };
        let one = |character: char| Ok(Some(u32::from(character)));
        match found {
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => Ok(None),
            'p' | 'P' => {
                let name = self.eat("{").then(|| {
                    self.take(|character| {
                        character.is_ascii_alphanumeric() || "_=".contains(character)
                    })
                });
                match name {
                    Some(name) if !name.is_empty() && self.eat("}") => Ok(None),
                    _ => Err(format!(
                        "`\\{found}` is followed by a property, as in `\\p{{L}}`"
                    )),
                }
            }
            'n' => one('\n'),
            'r' => one('\r'),
            't' => one('\t'),
            'f' => one('\u{c}'),
            'v' => one('\u{b}'),
            'c' => match self.next() {
                Some(letter) if letter.is_ascii_alphabetic() => Ok(Some(u32::from(letter) % 32)),
                _ => Err("`\\c` is followed by a letter".to_owned()),
            },
            '0' if !self.peek().is_some_and(|next| next.is_ascii_digit()) => Ok(Some(0)),
            'x' => self.hexadecimal(2).map(Some),
            'u' => self.code_point().map(Some),
            _ if "^$\\.*+?()[]{}|/".contains(found) || besides.contains(found) => one(found),
            _ => Err(format!("`\\{found}` means nothing")),
        }
    }

    fn hexadecimal(&mut self, digits: usize) -> Result<u32, Fault> {
        let end = (self.at + digits).min(self.characters.len());
        let text: String = self.characters[self.at..end].iter().collect();
        self.at = end;
        let is_whole = text.len() == digits && text.chars().all(|each| each.is_ascii_hexdigit());
        u32::from_str_radix(&text, 16)
            .ok()
            .filter(|_| is_whole)
            .ok_or_else(|| format!("{digits} hexadecimal digits are missing"))
    }

    /// What follows `\u`: four digits, two times four for one character, or as many as there are in braces.
    fn code_point(&mut self) -> Result<u32, Fault> {
        if self.eat("{") {
            let digits = self.take(|character| character.is_ascii_hexdigit());
            let code = u32::from_str_radix(&digits, 16).ok();
            return match code {
                Some(code) if code <= 0x0010_ffff && self.eat("}") => Ok(code),
                _ => Err("`\\u{` is followed by the number of a character".to_owned()),
            };
        }
        let first = self.hexadecimal(4)?;
        let after = self.at;
        if (0xd800..0xdc00).contains(&first) && self.eat("\\u") {
            match self.hexadecimal(4) {
                Ok(second) if (0xdc00..0xe000).contains(&second) => {
                    return Ok(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00));
                }
                _ => self.at = after,
            }
        }
        Ok(first)
    }

    /// The rest of a class.
    fn class(&mut self) -> Result<(), Fault> {
        self.eat("^");
        while !self.eat("]") {
            let first = self.member()?;
            let is_range = self.peek() == Some('-')
                && self
                    .characters
                    .get(self.at + 1)
                    .is_some_and(|&next| next != ']');
            if !is_range {
                continue;
            }
            self.at += 1;
            let last = self.member()?;
            match (first, last) {
                (Some(first), Some(last)) if first <= last => {}
                _ => {
                    return Err(
                        "a range in `[` and `]` is from one character to a later one".to_owned(),
                    );
                }
            }
        }
        Ok(())
    }

    /// One of a class, as the character it stands for.
    fn member(&mut self) -> Result<Option<u32>, Fault> {
        match self.next() {
            None => Err("a `[` is never closed".to_owned()),
            Some('\\') if self.eat("b") => Ok(Some(8)),
            Some('\\') => self.character_after_backslash("-"),
            Some(character) => Ok(Some(u32::from(character))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[derive(serde::Deserialize)]
    struct Cases {
        valid: Vec<String>,
        invalid: Vec<String>,
    }

    const CASES: &str = include_str!("../../../../admin/test/patterns.json");

    #[test]
    fn what_the_app_can_use_is_right_and_nothing_else() {
        let cases: Cases = serde_json::from_str(CASES).unwrap();
        for pattern in cases.valid {
            assert_eq!(check(&pattern), Ok(()), "{pattern}");
        }
        for pattern in cases.invalid {
            assert!(check(&pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn it_is_said_what_is_wrong() {
        let fault = |pattern| check(pattern).unwrap_err();
        assert_eq!(fault("[A-Z"), "a `[` is never closed");
        assert_eq!(fault("(a|b"), "a `(` is never closed");
        assert_eq!(fault("*a"), "there is nothing before `*` to repeat");
        assert_eq!(fault("\\e"), "`\\e` means nothing");
        assert_eq!(fault("a{3,2}"), "3 is more than 2");
        assert_eq!(fault("(a)\\2"), "there is no group 2");
        assert_eq!(fault("\\k<b>(?<a>x)"), "there is no group `b`");
    }
}
