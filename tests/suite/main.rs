//! One binary for all tests that need the whole tool.

mod api;
mod inspect;
mod introspect;
mod session;
mod support;
