//! One binary for all tests that need the whole tool.

mod add_cust;
mod api;
mod create;
mod help;
mod inspect;
mod introspect;
mod killed;
mod rebuild;
mod run;
mod samples;
mod session;
mod support;
mod wide;
