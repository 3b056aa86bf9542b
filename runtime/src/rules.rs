//! Rules: what is always true of the rows, whatever the way in.

pub mod notation;
