//! Events: code of the project that runs while a row is on its way.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use super::{Cause, Engine};
use crate::rules::declaration::{Moment, Origin};
use crate::rules::events::{EventKind, Happened};
use crate::rules::graph::EventRule;
use crate::rules::notation::Truth;
use crate::rules::workspace::{RowId, When};
use crate::session::{Answer, Inside, Question, Session};
use crate::store::{BoxFuture, Lock};
use crate::value::Value;
use crate::{Error, Result};

impl Engine<'_> {
    /// Code that may set columns of rows before anything is derived.
    pub(super) async fn happen_early(&mut self) -> Result<()> {
        let mut rows = std::mem::take(&mut self.changed_by_code);
        rows.sort_unstable();
        rows.dedup();
        if self.graph().early.is_empty() {
            return Ok(());
        }
        for row in rows {
            let table = self.table_of(row);
            for &index in &self.graph().table(table.id).early {
                let rule = &self.graph().early[index];
                let origin = rule.origin;
                let mut values = self.workspace.row(row).now().to_vec();
                let future = (rule.code)(&mut values, self.happening(row));
                self.attend(future, &Inside::default(), origin).await?;
                if self.workspace.row(row).is_deleted {
                    continue;
                }
                for (attribute, value) in values.into_iter().enumerate() {
                    if self.workspace.row(row).now()[attribute] == value {
                        continue;
                    }
                    if let Some(rule) = self.graph().table(table.id).derived[attribute] {
                        return Err(Error::refused(self.belongs_to_rule(row, attribute, rule)));
                    }
                    self.event = Some(Cause {
                        kind: "early event",
                        table: table.id,
                        origin,
                    });
                    self.set(row, attribute, value, &|| "early event".to_owned());
                    self.event = None;
                }
            }
        }
        Ok(())
    }

    /// Events that happen before anything is written; whether any changed something.
    pub(super) async fn happen_before_write(&mut self) -> Result<bool> {
        if self.happen(Moment::Row).await? {
            return Ok(true);
        }
        self.happen(Moment::Commit).await
    }

    /// Events that happen once rows are written; whether any changed something.
    pub(super) async fn happen_after_flush(&mut self) -> Result<bool> {
        self.happen(Moment::AfterFlush).await
    }

    /// Whether events are going to happen once the rows are written.
    pub(super) fn awaits_flush(&self) -> bool {
        let graph = self.graph();
        let awaits = |id: RowId| {
            let row = self.workspace.row(id);
            let mut events = graph.table(row.table).events.iter();
            events.any(|&event| {
                graph.events[event].moment == Moment::AfterFlush
                    && !self.happened.contains(&(event, id))
            }) && row.is_touched()
        };
        !graph.events.is_empty() && self.workspace.ids().any(awaits)
    }

    async fn happen(&mut self, moment: Moment) -> Result<bool> {
        if self.graph().events.is_empty() {
            return Ok(false);
        }
        let mut has_changed = false;
        for id in self.workspace.ids() {
            if !self.workspace.row(id).is_touched() {
                continue;
            }
            let table = self.workspace.row(id).table;
            for &index in &self.graph().table(table).events {
                let event = &self.graph().events[index];
                if event.moment != moment
                    || self.happened.contains(&(index, id))
                    || !self.is_due(event, id).await?
                {
                    continue;
                }
                self.happened.insert((index, id));
                has_changed |= self.happen_to(event, id).await?;
            }
        }
        Ok(has_changed)
    }

    async fn is_due(&mut self, event: &EventRule, row: RowId) -> Result<bool> {
        let Some(condition) = &event.condition else {
            return Ok(true);
        };
        if self.workspace.row(row).is_deleted {
            return Ok(false);
        }
        self.load_parents(&[row], &event.reads, When::Now, Lock::Share)
            .await?;
        let is_new = self.workspace.row(row).is_new();
        if !is_new {
            self.load_parents(&[row], &event.old_reads, When::Start, Lock::None)
                .await?;
        }
        let now = self.workspace.view(row, When::Now, &event.reads);
        let old = (!is_new).then(|| self.workspace.view(row, When::Start, &event.old_reads));
        if condition.takes_old {
            return Ok((condition.call)(now, old)? == Some(Truth::True));
        }
        if (condition.call)(now, None)? != Some(Truth::True) {
            return Ok(false);
        }
        match old {
            Some(old) => Ok((condition.call)(old, None)? != Some(Truth::True)),
            None => Ok(true),
        }
    }

    async fn happen_to(&mut self, event: &EventRule, row: RowId) -> Result<bool> {
        let inside = Inside::default();
        let mut session = Session::inside(
            Arc::clone(self.state),
            inside.clone(),
            Arc::clone(&self.caller),
        );
        self.trace
            .event(self.table(event.table), &self.workspace, row, event.origin);
        let future = (event.code)(self.happening(row), &mut session);
        self.attend(future, &inside, event.origin).await?;
        let changes = session.take_changes();
        if changes.len() == 0 {
            return Ok(false);
        }
        // An event's changes are not those of the request.
        self.event = Some(Cause {
            kind: event.moment.name(),
            table: event.table,
            origin: event.origin,
        });
        let applied = self.apply(&changes).await;
        self.event = None;
        applied.map_err(|error| error.of_change(None))?;
        Ok(true)
    }

    fn happening(&self, row: RowId) -> Happened {
        let row = self.workspace.row(row);
        let kind = match (row.is_deleted, row.is_new()) {
            (true, _) => EventKind::Delete,
            (false, true) => EventKind::Insert,
            (false, false) => EventKind::Update,
        };
        Happened {
            kind,
            row: row.now().to_vec(),
            old: row.start().map(<[Value]>::to_vec),
            caller: Arc::clone(&self.caller),
        }
    }

    /// Runs an event's code to its end. It may wait for its session only, whose questions are answered here.
    async fn attend<T>(
        &mut self,
        mut code: BoxFuture<'_, Result<T>>,
        inside: &Inside,
        origin: Origin,
    ) -> Result<T> {
        loop {
            let poll = poll_fn(|context| Poll::Ready(code.as_mut().poll(context))).await;
            if let Poll::Ready(result) = poll {
                return result;
            }
            let Some(question) = inside.take_question() else {
                return Err(Error::Internal(
                    format!("the event at {origin} waited for something other than its session; enqueue a job or publish a message").into(),
                ));
            };
            let answer = self.answer(question).await;
            inside.answer(answer);
        }
    }

    /// Rows for an event's session, as the transaction has them now.
    async fn answer(&mut self, question: Question) -> Result<Answer> {
        match question {
            Question::Row { table, key } => {
                let table = self.table(table);
                if self.workspace.living(table, &key).is_none() {
                    self.by_keys(table, std::slice::from_ref(&key), Lock::None)
                        .await?;
                }
                let row = self.workspace.living(table, &key);
                Ok(row
                    .map(|id| self.workspace.row(id).now().to_vec())
                    .into_iter()
                    .collect())
            }
            Question::Rows {
                table,
                condition,
                values,
            } => {
                let table = self.table(table);
                for row in self.select(table, condition, &values, Lock::None).await? {
                    // Written rows are here under their numbers already.
                    self.workspace
                        .load_written(table, row, self.level(Lock::None));
                }
                let rows: Vec<Vec<Value>> = self
                    .workspace
                    .of_table(table.id)
                    .iter()
                    .map(|&id| self.workspace.row(id))
                    .filter(|row| !row.is_deleted)
                    .map(|row| row.now().to_vec())
                    .collect();
                Ok(rows)
            }
        }
    }
}
