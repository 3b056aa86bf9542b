//! The names that the files of a project need. Code imports them by name: `use formwork_runtime::prelude::{App, Session};`

pub use crate::app::App;
pub use crate::json_body::JsonBody;
pub use crate::resource::{Column, Resource};
pub use crate::routes::{Args, Json, Reply, Routes, Row};
pub use crate::rules::Logic;
pub use crate::rules::notation::{Truth, Val};
pub use crate::session::{New, Session};
pub use crate::value::{Date, Decimal, Time, Timestamp, TimestampTz, Uuid};
pub use crate::{Error, Result, axum, dec, refuse, rules};
