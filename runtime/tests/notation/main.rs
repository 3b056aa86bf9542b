//! The notation of rules: what `#[rules]` makes of closures, against a `Logic` that only keeps what it is given.

mod facts;
mod meaning;
mod messages;
mod mistakes;
mod rows;
mod runtime;
