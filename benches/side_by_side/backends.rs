//! What the processes of PostgreSQL take, where they run on this machine.

use std::time::Duration;

use sqlx::{Connection, PgConnection, Row};

use crate::server_process::cpu_time;
use crate::{Result, block_on};

/// A connection that knows which processes work on its database.
pub(crate) struct Backends(PgConnection);

impl Backends {
    pub(crate) fn connect(address: &str) -> Result<Self> {
        Ok(Self(block_on(PgConnection::connect(address))?))
    }

    /// The time that the processes of all connections to the database have spent on a CPU so far.
    pub(crate) fn cpu_time(&mut self) -> Result<Duration> {
        let processes = block_on(
            sqlx::query("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
                .fetch_all(&mut self.0),
        )?;
        let mut sum = Duration::ZERO;
        for process in processes {
            let process: i32 = process.try_get(0)?;
            sum += cpu_time(process.unsigned_abs()).map_err(|error| {
                format!(
                    "PostgreSQL runs on another machine, where its CPU time cannot be seen: {error}"
                )
            })?;
        }
        Ok(sum)
    }
}
