//! Rules: what is always true of the rows, whatever the way in.
//!
//! A project declares them on [`Logic`]; at start they are held against the tables ([`graph`]); every transaction goes through
//! the [`engine`], which applies a change set, derives to a fixed point, judges the result and writes each changed row once.

mod allocate;
mod caller;
mod copy_row;
mod declaration;
mod describe;
mod effects;
mod engine;
mod events;
#[cfg(feature = "admin")]
mod explain;
mod graph;
mod logic;
pub mod notation;
mod reads;
mod reconcile;
#[cfg(all(test, feature = "sqlite"))]
mod tests;
mod trace;
mod workspace;

pub use allocate::{Allocation, AsyncRows, Recipients};
pub use caller::Caller;
pub use describe::RuleDescription;
pub(crate) use effects::ChangedRowNow;
pub use effects::{Effect, EffectKind};
pub(crate) use engine::{Cause, ChangedRow, Engine};
pub use events::{AsyncPair, EarlyHandler, Event, EventKind, Handler};
#[cfg(feature = "admin")]
pub(crate) use explain::Part;
pub use graph::RuleErrors;
pub(crate) use graph::RuleGraph;
pub use logic::{Aggregate, Constraint, Derived, Logic, OnEvent, ParentCheck};
pub use reconcile::Drift;
pub(crate) use trace::LOGIC_LOG;
pub(crate) use workspace::View;
