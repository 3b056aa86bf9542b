//! The server: where it listens, its connections, what every request passes first, and its end.
//!
//! The compiled server and the tool's preview are this same code; only the router differs.

mod allowance;
mod closing;
mod connections;
mod events;
mod front;
mod hand_over;
mod listen;
mod signals;
mod unread;

pub(crate) use closing::Closing;
pub use connections::{Server, Serving};
pub(crate) use events::{EVENTS, event_stream};
pub(crate) use front::{Front, REQUEST_ID};
pub use hand_over::{CLOSED, HandOver, LISTENER_VARIABLE, READY};
pub use listen::{Addresses, bind};
pub use signals::{Signal, Signals};
