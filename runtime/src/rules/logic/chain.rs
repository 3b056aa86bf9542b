//! What may follow a declaration: `.when(…)`, `.message(…)`, `.via(…)`.

use std::marker::PhantomData;

use super::Logic;
use crate::resource::{Column, Reading, Resource, ToOne};
use crate::rules::declaration::{Code, DeclaredRead, DeclaredRule, Message, Origin, truth_code};
use crate::rules::notation::{IntoTruth, RowExpression, RowMessage};
use crate::rules::reads::Read;

/// An aggregate being declared.
#[derive(Debug)]
pub struct Aggregate<'l, C> {
    pub(super) rule: &'l mut DeclaredRule,
    pub(super) row: PhantomData<fn() -> C>,
}

impl<C: Resource> Aggregate<'_, C> {
    /// Only children for which this holds.
    pub fn when<E>(self, condition: E) -> Self
    where
        E: RowExpression<C, Output: IntoTruth>,
    {
        if let DeclaredRule::Aggregate {
            condition: slot, ..
        } = &mut *self.rule
        {
            *slot = Some(truth_code::<C, E>(condition));
        }
        self
    }

    /// Which relationship leads from the child to the parent, where there are several.
    pub fn via(self, relationship: ToOne<C, impl Resource>) -> Self {
        if let DeclaredRule::Aggregate { via, .. } = &mut *self.rule {
            *via = Some(relationship.index());
        }
        self
    }

    /// Inserts the parent if it does not exist.
    pub fn insert_parent(self) -> Self {
        if let DeclaredRule::Aggregate { inserts_parent, .. } = &mut *self.rule {
            *inserts_parent = true;
        }
        self
    }

    /// What the closures read, where they call functions of one's own.
    pub fn reads<const N: usize>(self, reads: [Reading<C>; N]) -> Self {
        if let DeclaredRule::Aggregate {
            value, condition, ..
        } = &mut *self.rule
        {
            let declared = positions(&reads);
            if let Some(value) = value {
                say_reads(value, &declared);
            }
            if let Some(condition) = condition {
                say_reads(condition, &declared);
            }
        }
        self
    }
}

/// A formula, copy or default being declared.
#[derive(Debug)]
pub struct Derived<'l, R> {
    pub(super) rule: &'l mut DeclaredRule,
    pub(super) row: PhantomData<fn() -> R>,
}

impl<R: Resource> Derived<'_, R> {
    /// What the closure reads, where it calls functions of one's own.
    pub fn reads<const N: usize>(self, reads: [Reading<R>; N]) -> Self {
        if let DeclaredRule::Formula { value, .. }
        | DeclaredRule::Copy { value, .. }
        | DeclaredRule::Default { value, .. } = &mut *self.rule
        {
            say_reads(value, &positions(&reads));
        }
        self
    }
}

/// A constraint being declared.
#[derive(Debug)]
pub struct Constraint<'l, R> {
    pub(super) rule: &'l mut DeclaredRule,
    pub(super) row: PhantomData<fn() -> R>,
}

impl<R: Resource> Constraint<'_, R> {
    /// What the person is told whose change is refused: `"balance ({balance}) exceeds credit ({credit_limit})"`.
    pub fn message(self, message: impl RowMessage<R>) -> Self {
        if let DeclaredRule::Constraint { message: slot, .. } = &mut *self.rule {
            *slot = Some(Message::new(message));
        }
        self
    }

    /// The column at which the message is shown.
    pub fn on<V>(self, column: Column<R, V>) -> Self {
        if let DeclaredRule::Constraint { shown_at, .. } = &mut *self.rule {
            *shown_at = Some(column.index());
        }
        self
    }

    /// What the closure reads, where it calls functions of one's own.
    pub fn reads<const N: usize>(self, reads: [Reading<R>; N]) -> Self {
        if let DeclaredRule::Constraint { condition, .. } = &mut *self.rule {
            say_reads(condition, &positions(&reads));
        }
        self
    }
}

/// An event being declared.
#[derive(Debug)]
pub struct OnEvent<'l, R> {
    pub(super) rule: &'l mut DeclaredRule,
    pub(super) row: PhantomData<fn() -> R>,
}

impl<R: Resource> OnEvent<'_, R> {
    /// Only when this has turned from false to true; with the row as it was before as second parameter, when it holds.
    pub fn when<E>(self, condition: E) -> Self
    where
        E: RowExpression<R, Output: IntoTruth>,
    {
        if let DeclaredRule::Event {
            condition: slot, ..
        } = &mut *self.rule
        {
            *slot = Some(truth_code::<R, E>(condition));
        }
        self
    }
}

/// The check that rows exist which others refer to.
#[derive(Debug)]
pub struct ParentCheck<'l, R> {
    pub(super) logic: &'l mut Logic,
    pub(super) origin: Origin,
    pub(super) row: PhantomData<fn() -> R>,
}

impl<R: Resource> ParentCheck<'_, R> {
    /// Tolerates rows that refer to rows which do not exist.
    pub fn off(self) {
        let rule = DeclaredRule::ParentCheckOff { table: R::KIND };
        self.logic.declare(self.origin, rule);
    }
}

fn positions<R>(reads: &[Reading<R>]) -> Vec<DeclaredRead> {
    let positions = reads.iter().map(|read| {
        DeclaredRead::Positions(Read {
            steps: read.steps().to_vec(),
            attribute: read.attribute(),
        })
    });
    positions.collect()
}

/// A closure that `#[rules]` sees into needs no telling.
fn say_reads<C>(code: &mut Code<C>, reads: &[DeclaredRead]) {
    if code.is_opaque {
        code.reads.extend_from_slice(reads);
    }
}
