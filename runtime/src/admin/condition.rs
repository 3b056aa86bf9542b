//! What `show_when`, `readonly` and `row_color` say: `record.Type == 'hourly' && mode != 'create'`.
//!
//! The app evaluates them, by the same grammar in `admin/src/core/condition.ts`; `admin/test/conditions.json` holds the
//! two together. Here they are checked: the grammar, and the attributes they read.
//!
//! ```text
//! any        = all { "||" all }
//! all        = not { "&&" not }
//! not        = "!" not | comparison
//! comparison = value [ ("==" | "!=" | "<" | "<=" | ">" | ">=") value | "in" list ]
//! value      = text | number | "true" | "false" | "null" | "mode" | "isInserting" | "today()" | "has_role(" text ")"
//!            | "record." name | "record[" text "]" | "(" any ")"
//! list       = "[" [ value { "," value } ] "]"
//! ```

use std::fmt::{self, Write as _};

/// A parsed condition.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    Any(Vec<Condition>),
    All(Vec<Condition>),
    Not(Box<Condition>),
    Compare(&'static str, Box<Condition>, Box<Condition>),
    In(Box<Condition>, Vec<Condition>),
    Attribute(String),
    /// `mode`, `isInserting`, `today()`.
    Known(&'static str),
    HasRole(String),
    Text(String),
    Number(f64),
    Boolean(bool),
    Null,
}

/// Why a text is no condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ConditionError {
    /// In characters, from 0.
    pub(super) position: usize,
    pub(super) message: String,
}

impl Condition {
    pub(super) fn parse(text: &str) -> Result<Self, ConditionError> {
        let mut parser = Parser {
            letters: text.chars().collect(),
            at: 0,
            depth: 0,
        };
        let condition = parser.any()?;
        parser.skip_space();
        match parser.peek() {
            None => Ok(condition),
            Some(letter) => Err(parser.error(format!("`{letter}` is not expected here"))),
        }
    }

    /// Calls back with each attribute that is read.
    pub(super) fn attributes(&self, visit: &mut impl FnMut(&str)) {
        match self {
            Self::Any(parts) | Self::All(parts) => {
                for part in parts {
                    part.attributes(visit);
                }
            }
            Self::Not(inner) => inner.attributes(visit),
            Self::Compare(_, left, right) => {
                left.attributes(visit);
                right.attributes(visit);
            }
            Self::In(value, list) => {
                value.attributes(visit);
                for part in list {
                    part.attributes(visit);
                }
            }
            Self::Attribute(name) => visit(name),
            _ => {}
        }
    }
}

/// Each part in parentheses, the operator first.
impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |name: &str, parts: &[Self]| {
            parts.iter().fold(name.to_owned(), |mut text, part| {
                write!(text, " {part}").expect("a String takes what is written");
                text
            })
        };
        match self {
            Self::Any(parts) => write!(formatter, "({})", list("or", parts)),
            Self::All(parts) => write!(formatter, "({})", list("and", parts)),
            Self::Not(inner) => write!(formatter, "(not {inner})"),
            Self::Compare(operator, left, right) => {
                write!(formatter, "({operator} {left} {right})")
            }
            Self::In(value, parts) => {
                write!(formatter, "({})", list(&format!("in {value}"), parts))
            }
            Self::Attribute(name) => write!(formatter, "@{name}"),
            Self::Known(name) => formatter.write_str(name),
            Self::HasRole(role) => write!(formatter, "(has_role {role:?})"),
            Self::Text(text) => write!(formatter, "{text:?}"),
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Boolean(value) => write!(formatter, "{value}"),
            Self::Null => formatter.write_str("null"),
        }
    }
}

const OPERATORS: [&str; 6] = ["==", "!=", "<=", ">=", "<", ">"];

/// Parentheses within parentheses.
const DEEPEST: usize = 32;

struct Parser {
    letters: Vec<char>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn error(&self, message: impl Into<String>) -> ConditionError {
        ConditionError {
            position: self.at,
            message: message.into(),
        }
    }

    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// Whether the text comes next; then it is passed.
    fn take(&mut self, text: &str) -> bool {
        self.skip_space();
        let comes = text
            .chars()
            .enumerate()
            .all(|(index, letter)| self.letters.get(self.at + index) == Some(&letter));
        if comes {
            self.at += text.chars().count();
        }
        comes
    }

    fn expect(&mut self, text: &str) -> Result<(), ConditionError> {
        if self.take(text) {
            Ok(())
        } else {
            Err(self.error(format!("expected `{text}`")))
        }
    }

    fn any(&mut self) -> Result<Condition, ConditionError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("the condition is nested too deep"));
        }
        let mut parts = vec![self.all()?];
        while self.take("||") {
            parts.push(self.all()?);
        }
        self.depth -= 1;
        Ok(one_or(parts, Condition::Any))
    }

    fn all(&mut self) -> Result<Condition, ConditionError> {
        let mut parts = vec![self.not()?];
        while self.take("&&") {
            parts.push(self.not()?);
        }
        Ok(one_or(parts, Condition::All))
    }

    fn not(&mut self) -> Result<Condition, ConditionError> {
        self.skip_space();
        let is_not = self.peek() == Some('!') && self.letters.get(self.at + 1) != Some(&'=');
        if !is_not {
            return self.comparison();
        }
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("the condition is nested too deep"));
        }
        let inner = self.not()?;
        self.depth -= 1;
        Ok(Condition::Not(Box::new(inner)))
    }

    fn comparison(&mut self) -> Result<Condition, ConditionError> {
        let left = self.value()?;
        if let Some(operator) = OPERATORS.into_iter().find(|operator| self.take(operator)) {
            let right = self.value()?;
            return Ok(Condition::Compare(
                operator,
                Box::new(left),
                Box::new(right),
            ));
        }
        let before = self.at;
        if self.word().as_deref() == Some("in") {
            return Ok(Condition::In(Box::new(left), self.list()?));
        }
        self.at = before;
        Ok(left)
    }

    fn list(&mut self) -> Result<Vec<Condition>, ConditionError> {
        self.expect("[")?;
        let mut values = Vec::new();
        if self.take("]") {
            return Ok(values);
        }
        loop {
            values.push(self.value()?);
            if self.take("]") {
                return Ok(values);
            }
            self.expect(",")?;
        }
    }

    fn value(&mut self) -> Result<Condition, ConditionError> {
        self.skip_space();
        let start = self.at;
        match self.peek() {
            None => Err(self.error("the condition ends too early")),
            Some('(') => {
                self.at += 1;
                let inner = self.any()?;
                self.expect(")")?;
                Ok(inner)
            }
            Some('\'' | '"') => Ok(Condition::Text(self.text()?)),
            Some(letter) if letter.is_ascii_digit() || letter == '-' => self.number(),
            _ => match self.word() {
                Some(word) => self.named(&word, start),
                None => Err(self.error("expected a value")),
            },
        }
    }

    fn named(&mut self, word: &str, start: usize) -> Result<Condition, ConditionError> {
        Ok(match word {
            "true" => Condition::Boolean(true),
            "false" => Condition::Boolean(false),
            "null" => Condition::Null,
            "mode" => Condition::Known("mode"),
            "isInserting" => Condition::Known("isInserting"),
            "today" => {
                self.expect("(")?;
                self.expect(")")?;
                Condition::Known("today")
            }
            "has_role" => {
                self.expect("(")?;
                self.skip_space();
                let role = self.text()?;
                self.expect(")")?;
                Condition::HasRole(role)
            }
            "record" if self.take("[") => {
                self.skip_space();
                let name = self.text()?;
                self.expect("]")?;
                Condition::Attribute(name)
            }
            "record" => {
                self.expect(".")?;
                let name = self.word();
                Condition::Attribute(name.ok_or_else(|| self.error("expected an attribute"))?)
            }
            _ => {
                self.at = start;
                return Err(self.error(format!(
                    "`{word}` is not known; attributes are written `record.{word}`"
                )));
            }
        })
    }

    fn word(&mut self) -> Option<String> {
        self.skip_space();
        let start = self.at;
        while self
            .peek()
            .is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
        {
            self.at += 1;
        }
        (self.at > start).then(|| self.letters[start..self.at].iter().collect())
    }

    fn text(&mut self) -> Result<String, ConditionError> {
        let start = self.at;
        let Some(quote) = self.peek().filter(|letter| matches!(letter, '\'' | '"')) else {
            return Err(self.error("expected a text in quotes"));
        };
        self.at += 1;
        let mut text = String::new();
        loop {
            match self.peek() {
                None => {
                    self.at = start;
                    return Err(self.error("the text has no closing quote"));
                }
                Some(letter) if letter == quote => break,
                Some('\\') if self.letters.get(self.at + 1).is_some() => {
                    self.at += 1;
                    text.extend(self.peek());
                }
                Some(letter) => text.push(letter),
            }
            self.at += 1;
        }
        self.at += 1;
        Ok(text)
    }

    fn number(&mut self) -> Result<Condition, ConditionError> {
        let start = self.at;
        self.at += 1;
        while self
            .peek()
            .is_some_and(|letter| letter.is_ascii_digit() || letter == '.')
        {
            self.at += 1;
        }
        let text: String = self.letters[start..self.at].iter().collect();
        text.parse().map(Condition::Number).map_err(|_| {
            self.at = start;
            self.error(format!("`{text}` is no number"))
        })
    }
}

fn one_or(mut parts: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Condition {
    match parts.len() {
        1 => parts.remove(0),
        _ => join(parts),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::Condition;

    /// The same table is held against the app's parser, in `admin/src/core/condition.test.ts`.
    const CASES: &str = include_str!("../../../admin/test/conditions.json");

    #[test]
    fn the_grammar_is_that_of_the_app() {
        let cases: Json = serde_json::from_str(CASES).unwrap();
        for case in cases["parsed"].as_array().unwrap() {
            let text = case["text"].as_str().unwrap();
            let parsed = Condition::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
            assert_eq!(parsed.to_string(), case["tree"], "{text}");
        }
        for case in cases["refused"].as_array().unwrap() {
            let text = case["text"].as_str().unwrap();
            let error = Condition::parse(text).unwrap_err();
            assert_eq!(
                error.position, case["position"],
                "{text}: {}",
                error.message
            );
            assert_eq!(error.message, case["message"], "{text}");
        }
    }

    #[test]
    fn attributes_are_found_wherever_they_stand() {
        let mut names = Vec::new();
        Condition::parse("!(record.A == 1) && record['b c'] in [record.D, 2]")
            .unwrap()
            .attributes(&mut |name| names.push(name.to_owned()));
        assert_eq!(names, ["A", "b c", "D"]);
    }
}
