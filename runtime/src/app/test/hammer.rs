//! Random transactions by many writers, for a project's own tests: afterwards every derived value must be what the rules give.

mod chance;
mod transaction;

use std::collections::HashSet;
use std::io::Write;
use std::sync::Arc;

use super::{TEST_DATABASE, TestApp};
use crate::Error;
use crate::rules::Drift;
use chance::Chance;
use transaction::Tables;

/// What [`TestApp::hammer`] does.
#[derive(Debug, Clone, Copy)]
pub struct Hammer {
    /// How many writers there are at a time.
    pub writers: u32,
    /// How many transactions each of them commits.
    pub transactions: u32,
    /// What the random choices begin with; a failure names it.
    pub seed: u64,
}

impl Default for Hammer {
    fn default() -> Self {
        Self {
            writers: 8,
            transactions: 50,
            seed: 1,
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hammered {
    /// Transactions that were accepted.
    pub accepted: u32,
    /// Transactions that a rule or the database refused.
    pub refused: u32,
}

impl TestApp {
    /// Stored values that are not what the rules give, each table looked through in full.
    #[must_use]
    pub fn reconcile(&self) -> Vec<Drift> {
        let mut drifts = Vec::new();
        let done = self
            .runtime
            .block_on(self.state.reconcile(false, &mut |drift| drifts.push(drift)));
        done.unwrap_or_else(|error| panic!("derived values cannot be computed: {error:?}"));
        drifts
    }

    /// Has many writers change random rows at once: columns get values that other rows have, rows come to refer to other rows, are
    /// inserted and deleted. Panics if anything fails other than by a refusal, or if a derived value is afterwards not
    /// what the rules give and was so before.
    ///
    /// A database of a server is not copied: it is left alone unless `TEST_DATABASE_URL` names one that may be changed.
    pub fn hammer(&self, hammer: Hammer) -> Hammered {
        if !self.is_expendable {
            skipped();
            return Hammered {
                accepted: 0,
                refused: 0,
            };
        }
        let before: HashSet<_> = self.reconcile().iter().map(place).collect();
        let tables = self.runtime.block_on(Tables::read(&self.state));
        let tables =
            Arc::new(tables.unwrap_or_else(|error| panic!("rows cannot be read: {error:?}")));
        let writers = (0..hammer.writers).map(|writer| {
            let (state, tables) = (Arc::clone(&self.state), Arc::clone(&tables));
            let mut chance = Chance::new(hammer.seed.wrapping_add(u64::from(writer) << 32));
            self.runtime.spawn(async move {
                let mut hammered = Hammered {
                    accepted: 0,
                    refused: 0,
                };
                for _ in 0..hammer.transactions {
                    let changes = tables.transaction(&mut chance);
                    match crate::session::commit(&state, changes, Arc::default()).await {
                        Ok(_) => hammered.accepted += 1,
                        Err(Error::Refused(_) | Error::Stale(_)) => hammered.refused += 1,
                        Err(error) => return Err(error),
                    }
                }
                Ok(hammered)
            })
        });
        let writers: Vec<_> = writers.collect();
        let mut all = Hammered {
            accepted: 0,
            refused: 0,
        };
        for writer in writers {
            let hammered = self.runtime.block_on(writer);
            let hammered = hammered.unwrap_or_else(|error| panic!("{hammer:?}: {error}"));
            let hammered = hammered.unwrap_or_else(|error| panic!("{hammer:?}: {error:?}"));
            all.accepted += hammered.accepted;
            all.refused += hammered.refused;
        }
        let new: Vec<_> = self
            .reconcile()
            .into_iter()
            .filter(|drift| !before.contains(&place(drift)))
            .collect();
        assert!(new.is_empty(), "{hammer:?}: values drifted: {new:#?}");
        all
    }
}

fn place(drift: &Drift) -> (String, String, String) {
    (
        drift.kind.clone(),
        drift.id.clone(),
        drift.attribute.clone(),
    )
}

/// Says that nothing was tried, where the test harness does not swallow it.
fn skipped() {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test").to_owned();
    let line =
        format!("skipped: {test}: `{TEST_DATABASE}` names no database that may be changed\n");
    // Nobody is left to tell when this fails.
    let _ = std::io::stderr().write_all(line.as_bytes());
}
