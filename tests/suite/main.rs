//! One binary for all tests that need the whole tool.

mod api;
mod introspect;
mod support;
