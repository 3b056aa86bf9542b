//! Turns a database into a running, customizable Axum application.
