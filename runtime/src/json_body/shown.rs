//! How answers of the project's own endpoints show decimals: as documents do, as numbers or as strings.
//!
//! A body is written where nothing of the server is at hand, so the setting goes with the request's task.

use std::future::Future;

use crate::config::Decimals;
use crate::model::ColumnType;
use crate::value::Value;

tokio::task_local! {
    static DECIMALS: Decimals;
}

/// Does what makes an answer, with decimals shown so.
pub(crate) async fn showing<T>(decimals: Decimals, answer: impl Future<Output = T>) -> T {
    DECIMALS.scope(decimals, answer).await
}

/// Writes a value of a type.
pub(super) fn write(value: &Value, column_type: &ColumnType, out: &mut Vec<u8>) {
    let decimals = DECIMALS.try_with(|decimals| *decimals).unwrap_or_default();
    decimals.write_json(&value.as_cell(), column_type, out);
}
