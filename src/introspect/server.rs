//! Connects to a database server, and says in our words why it failed.

use std::{borrow::Cow, time::Duration};

use sqlx::{ConnectOptions, Connection};

use super::{Address, IntrospectError};

/// How long a server may take to answer at all.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Connects with what the driver made of the address.
pub(super) async fn connect<C: Connection>(
    address: &Address,
    options: &C::Options,
) -> Result<C, IntrospectError> {
    match tokio::time::timeout(CONNECT_TIMEOUT, options.connect()).await {
        Ok(connected) => connected.map_err(|source| refused(address, source)),
        Err(_) => Err(IntrospectError::TimedOut {
            address: address.clone(),
            seconds: CONNECT_TIMEOUT.as_secs(),
        }),
    }
}

/// What a failure to connect means.
pub(super) fn refused(address: &Address, source: sqlx::Error) -> IntrospectError {
    let address = address.clone();
    let state = match &source {
        sqlx::Error::Io(_) => return IntrospectError::Unreachable { address, source },
        sqlx::Error::Database(error) => error.code().map(Cow::into_owned),
        _ => None,
    };
    // The SQLSTATEs of a wrong user or password, and of a database that is not there or not allowed.
    match state.as_deref() {
        Some("28P01" | "28000") => IntrospectError::Refused { address, source },
        Some("3D000" | "42000" | "42501") => IntrospectError::UnknownDatabase { address, source },
        _ => IntrospectError::Connect { address, source },
    }
}
