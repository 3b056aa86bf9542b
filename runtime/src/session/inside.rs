//! A session inside a transaction: what it asks is answered by whoever runs the code that asks.
//!
//! An event's code borrows its session and nothing of the connection. So a question is put into a slot, the code's future is
//! pending, and the engine that polled it reads the question, asks the database and polls again.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use crate::Result;
use crate::catalog::TableId;
use crate::store::Test;
use crate::value::Value;

/// Rows that a session asks for.
#[derive(Debug, Clone)]
pub(crate) enum Question {
    /// The row of a key.
    Row { table: TableId, key: Vec<Value> },
    /// All rows of a table that could meet a condition.
    Rows {
        table: TableId,
        condition: Vec<Test>,
        values: Vec<Value>,
    },
}

/// Complete rows.
pub(crate) type Answer = Vec<Vec<Value>>;

/// The slot between a session and the engine.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inside(Arc<Mutex<Slot>>);

#[derive(Debug, Default)]
struct Slot {
    question: Option<Question>,
    answer: Option<Result<Answer>>,
}

impl Inside {
    fn with<T>(&self, use_slot: impl FnOnce(&mut Slot) -> T) -> T {
        use_slot(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Asks, and waits for the answer.
    pub(super) async fn ask(&self, question: Question) -> Result<Answer> {
        self.with(|slot| {
            slot.question = Some(question);
            slot.answer = None;
        });
        poll_fn(|_| {
            self.with(|slot| slot.answer.take())
                .map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    /// What the code waits for; none if it waits for something else.
    pub(crate) fn take_question(&self) -> Option<Question> {
        self.with(|slot| slot.question.take())
    }

    pub(crate) fn answer(&self, answer: Result<Answer>) {
        self.with(|slot| slot.answer = Some(answer));
    }
}
