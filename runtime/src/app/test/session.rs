//! A session in a test: the same calls without `await`.

use super::TestApp;
use crate::Result;
use crate::resource::Resource;
use crate::session::{Condition, Handle, New, Saved, Session};

/// A session of an application for tests. Reading panics where a test would; a commit says what was refused.
#[derive(Debug)]
pub struct TestSession<'a> {
    app: &'a TestApp,
    session: Session,
}

impl TestApp {
    /// A new session, whose changes run through the rules.
    #[must_use]
    pub fn session(&self) -> TestSession<'_> {
        TestSession {
            app: self,
            session: self.state.session(),
        }
    }
}

impl TestSession<'_> {
    /// The row of the id; none if there is none.
    #[must_use]
    pub fn get<R: Resource>(&mut self, id: impl ToString) -> Option<R> {
        let row = self.app.runtime.block_on(self.session.get::<R>(id));
        row.unwrap_or_else(|error| panic!("a `{}` cannot be read: {error:?}", R::KIND))
    }

    /// The rows for which a condition holds.
    #[must_use]
    pub fn all<R: Resource>(&mut self, condition: Condition<R>) -> Vec<R> {
        let rows = self.session.query::<R>().filter(condition).all();
        let rows = self.app.runtime.block_on(rows);
        rows.unwrap_or_else(|error| panic!("rows of `{}` cannot be read: {error:?}", R::KIND))
    }

    /// Inserts a row at the commit.
    pub fn insert<R: Resource>(&mut self, new: New<R>) -> Handle<R> {
        self.session.insert(new)
    }

    /// Updates a row that this session has read, at the commit.
    pub fn update<R: Resource>(&mut self, row: &R) {
        let updated = self.session.update(row);
        updated.unwrap_or_else(|error| panic!("a `{}` cannot be updated: {error:?}", R::KIND));
    }

    /// Deletes a row that this session has read, at the commit.
    pub fn delete<R: Resource>(&mut self, row: &R) {
        let deleted = self.session.delete(row);
        deleted.unwrap_or_else(|error| panic!("a `{}` cannot be deleted: {error:?}", R::KIND));
    }

    /// Runs everything through the rules and writes it, or says why not.
    pub fn commit(&mut self) -> Result<Saved> {
        self.app.runtime.block_on(self.session.commit())
    }

    /// Runs everything through the rules, which must refuse it; gives their sentences.
    #[must_use]
    pub fn refusal(&mut self) -> Vec<String> {
        match self.commit() {
            Err(crate::Error::Refused(problems)) => {
                problems.into_iter().map(|problem| problem.title).collect()
            }
            Err(error) => panic!("it failed instead of being refused: {error:?}"),
            Ok(_) => panic!("it was accepted"),
        }
    }
}
