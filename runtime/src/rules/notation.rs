//! What the attribute `#[rules]` calls: a rule's closures, the values they read, and how these are calculated and compared.
//!
//! Inside a rule, comparisons, `&&`, `||`, `!` and arithmetic follow SQL; everything else is ordinary Rust:
//!
//! - A field of a row is a [`Val`]: a value, or null. So is a field of a parent; it is null when there is no parent, also where the
//!   column itself cannot be null.
//! - **Null** in arithmetic gives null. A comparison with null is [`Truth::Unknown`], and so is what follows from it; an `if` or a
//!   guard is taken only if its condition is true.
//! - **Numbers** of different types may be mixed. Whole numbers give a whole number, except in a division: `7 / 2` is exactly 3.5.
//!   Decimals are exact; so are literals such as `1.2`, which are decimals. A float in an expression makes its result a float.
//! - What cannot be done exactly is never rounded in silence: it is null, and a [`Fault`] that refuses the transaction. Divisions are
//!   rounded to what 28 digits can hold.
//! - `match` and `if let` see a field as an `Option`: `match order.ship_city { Some("Berlin") => …, _ => … }`.
//! - Closures within a rule's closure are ordinary Rust altogether.

mod closure;
mod compare;
mod derive;
mod exact;
mod fault;
mod literal;
mod message;
mod methods;
mod numeric;
mod operators;
mod rounding;
mod truth;
mod val;

pub use closure::{Answer, Closure, ClosureWithOld, RowExpression, answer};
pub use compare::{AnyNumber, Kind, Operand, eq, ge, gt, le, lt, ne};
pub use compare::{
    bytes, character, date, moment, number, text, time_of_day, timestamp, truth_value, uuid,
};
pub use derive::Derives;
pub use fault::{Fault, take_fault};
pub use literal::{FromLiteral, literal};
pub use message::{Message, RowMessage};
pub use operators::{Common, Minus, Over, Plus, Remains, Times};
pub use rounding::Rounds;
pub use truth::{IntoTruth, Truth, and, holds, not, or};
pub use val::{IntoOption, IntoVal, Readable, Val, option, through, val};

/// What is known of a closure from its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Each field that it reads, once, in the order of the text.
    pub reads: &'static [Read],
    /// The closure's body as written, on one line.
    pub source: &'static str,
    /// The file that it stands in.
    pub file: &'static str,
    /// The line on which it starts.
    pub line: u32,
    /// Whether `.reads([…])` says what is read, instead of the text.
    pub is_opaque: bool,
}

/// A field that a closure reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Read {
    /// Whether it is read from the row as it was.
    pub from_old: bool,
    /// The fields of structs on the way: relationships, then the attribute. Without `r#`.
    pub fields: &'static [&'static str],
}
