//! The rule engine: every kind of rule, every kind of change, the same on the three databases.

mod credit;
mod declared;
mod shop;
