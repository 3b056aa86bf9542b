//! The rule engine: every kind of rule, every kind of change, the same on the three databases.

mod answers;
mod credit;
mod declared;
mod events;
mod explain;
mod faults;
mod kinds;
mod logic_log;
mod races;
mod reconcile;
pub(crate) mod shop;
mod spelled;
mod trees;
