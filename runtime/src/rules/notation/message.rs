//! What is said of a row that a rule refuses.

use std::fmt;

use super::numeric::Number as _;
use super::rounding::{Rounds, round_decimal};
use super::{Facts, Val};
use crate::resource::{Field, Json};
use crate::value::{Date, Decimal, Time, Timestamp, TimestampTz, Uuid};

/// A sentence about a row.
#[diagnostic::on_unimplemented(
    message = "this is not a message about a row of `{R}`",
    label = "neither a text nor a text with `{{…}}` for fields"
)]
pub trait RowMessage<R>: Send + Sync + 'static {
    /// What is known of it from its text, if it shows fields.
    fn facts(&self) -> Option<&Facts>;

    /// The sentence.
    fn text(&self, row: &R) -> String;
}

impl<R> RowMessage<R> for &'static str {
    fn facts(&self) -> Option<&Facts> {
        None
    }

    fn text(&self, _row: &R) -> String {
        (*self).to_owned()
    }
}

impl<R> RowMessage<R> for String {
    fn facts(&self) -> Option<&Facts> {
        None
    }

    fn text(&self, _row: &R) -> String {
        self.clone()
    }
}

/// A sentence that shows fields of the row, made by `#[rules]` of a literal such as `"balance ({balance})"`.
#[derive(Clone, Copy)]
pub struct Message<F> {
    facts: &'static Facts,
    function: F,
}

impl<F> Message<F> {
    /// The sentence and what is known of it.
    pub const fn new<R>(facts: &'static Facts, function: F) -> Self
    where
        F: Fn(&R) -> String,
    {
        Self { facts, function }
    }
}

impl<R, F> RowMessage<R> for Message<F>
where
    F: Fn(&R) -> String + Send + Sync + 'static,
{
    fn facts(&self) -> Option<&Facts> {
        Some(self.facts)
    }

    fn text(&self, row: &R) -> String {
        (self.function)(row)
    }
}

impl<F> fmt::Debug for Message<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Message").field(self.facts).finish()
    }
}

/// A value that a message can show.
#[diagnostic::on_unimplemented(
    message = "a message cannot show values of type `{Self}`",
    label = "not a number, a text, a date or the like"
)]
pub trait Shown {
    /// The value as text; `digits` after the point where it is a number and they are asked for.
    fn show(&self, digits: Option<usize>) -> String;
}

/// Null is shown as `null`.
impl<T: Shown> fmt::Display for Val<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.as_ref() {
            Some(value) => value.show(formatter.precision()),
            None => "null".to_owned(),
        };
        let missing = formatter
            .width()
            .map_or(0, |width| width.saturating_sub(text.chars().count()));
        let (before, after) = match formatter.align() {
            Some(fmt::Alignment::Left) => (0, missing),
            Some(fmt::Alignment::Center) => (missing / 2, missing - missing / 2),
            Some(fmt::Alignment::Right) | None => (missing, 0),
        };
        write!(formatter, "{:before$}{text}{:after$}", "", "")
    }
}

impl Shown for str {
    fn show(&self, _digits: Option<usize>) -> String {
        self.to_owned()
    }
}

impl Shown for String {
    fn show(&self, _digits: Option<usize>) -> String {
        self.clone()
    }
}

impl Shown for Json {
    fn show(&self, _digits: Option<usize>) -> String {
        self.as_str().to_owned()
    }
}

impl<T: Shown + ?Sized> Shown for &T {
    fn show(&self, digits: Option<usize>) -> String {
        (**self).show(digits)
    }
}

macro_rules! shown_as_stored {
    ($($type:ty),*) => {
        $(impl Shown for $type {
            fn show(&self, _digits: Option<usize>) -> String {
                self.to_value().text(&Self::column_type())
            }
        })*
    };
}

shown_as_stored!(bool, Date, Time, Timestamp, TimestampTz, Uuid);

impl Shown for Decimal {
    fn show(&self, digits: Option<usize>) -> String {
        let Some(digits) = digits else {
            return self.to_string();
        };
        let scale = u32::try_from(digits).unwrap_or(u32::MAX);
        let rounded = round_decimal(*self, scale).to_string();
        let have = rounded
            .split_once('.')
            .map_or(0, |(_, fraction)| fraction.len());
        let point = if have == 0 && digits > 0 { "." } else { "" };
        format!("{rounded}{point}{:0<1$}", "", digits - have)
    }
}

impl Shown for f64 {
    fn show(&self, digits: Option<usize>) -> String {
        match (digits, self.decimal()) {
            (None, _) => self.to_string(),
            (Some(_), Ok(decimal)) => decimal.show(digits),
            (Some(digits), Err(_)) => {
                format!(
                    "{:.digits$}",
                    Rounds::round(*self, u32::try_from(digits).unwrap_or(u32::MAX))
                )
            }
        }
    }
}

macro_rules! whole {
    ($($type:ty),*) => {
        $(impl Shown for $type {
            fn show(&self, digits: Option<usize>) -> String {
                Decimal::from(*self).show(digits)
            }
        })*
    };
}

whole!(i64, u64);
