//! Counts the statements of a database, and lets a test have one of them refused.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use super::Statement;

/// A statement that every database refuses.
static REFUSED: LazyLock<Statement> = LazyLock::new(|| Statement {
    sql: "a test wants this statement to fail".into(),
    parameters: [].into(),
    columns: [].into(),
});

/// The count of a store, shared by its connections.
#[derive(Debug, Clone, Default)]
pub(super) struct Counter {
    count: Arc<Count>,
    /// Whether it is a connection's that only reads.
    reads: bool,
}

#[derive(Debug, Default)]
struct Count {
    queries: AtomicU64,
    statements: AtomicU64,
    /// The number of the statement that is refused; 0 is none.
    refused: AtomicU64,
}

impl Counter {
    /// The same, for connections that only read.
    pub(super) fn for_reads(&self) -> Self {
        Self {
            reads: true,
            ..self.clone()
        }
    }

    /// How many statements writing transactions have run, besides those that begin and end them.
    pub(super) fn statements(&self) -> u64 {
        self.count.statements.load(Ordering::Relaxed)
    }

    /// How many queries were run by reads.
    pub(super) fn queries(&self) -> u64 {
        self.count.queries.load(Ordering::Relaxed)
    }

    /// Has the database refuse the nth statement of writing transactions from now on, counted from 1; 0 takes it back.
    pub(super) fn refuse(&self, nth: u64) {
        let refused = self.statements() + nth;
        self.count.refused.store(refused, Ordering::Relaxed);
    }

    /// Counts the statement; gives what is to be run in its place.
    pub(super) fn pass<'s>(&self, statement: &'s Statement) -> &'s Statement {
        if self.reads {
            self.count.queries.fetch_add(1, Ordering::Relaxed);
            return statement;
        }
        let number = self.count.statements.fetch_add(1, Ordering::Relaxed) + 1;
        if number == self.count.refused.load(Ordering::Relaxed) {
            return &REFUSED;
        }
        statement
    }
}
