//! One binary for all tests that need the whole tool.

mod add_cust;
mod admin;
mod admin_yaml;
mod api;
mod create;
mod drift;
mod help;
mod inspect;
mod introspect;
mod killed;
mod rebuild;
mod rules;
mod run;
mod samples;
mod schema_sql;
mod server;
mod session;
mod support;
#[cfg(target_os = "linux")]
mod unprivileged;
mod wide;
