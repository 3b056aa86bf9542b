//! One binary for all tests that need the whole tool.

mod introspect;
mod support;
