//! The place where a project declares its rules: `logic.sum(Customer::BALANCE, |order: &Order| order.amount_total)`.

#![expect(
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    clippy::needless_pass_by_value,
    reason = "a chain of declarations has done its work wherever it ends, and reads best with lists as they are"
)]

mod chain;

use std::marker::PhantomData;
use std::panic::Location;

pub use self::chain::{Aggregate, Constraint, Derived, OnEvent, ParentCheck};
use super::declaration::{
    Code, Declaration, DeclaredRule, Fold, Moment, Origin, truth_code, value_code,
};
use super::events::{EarlyHandler, Handler, early_code, event_code};
use super::notation::{Derives, IntoTruth, RowExpression};
use crate::resource::{Column, Field, Resource};

/// The rules of an application, as they are declared. Rules hold whatever the order in which they stand here.
#[derive(Debug)]
pub struct Logic {
    pub(crate) declarations: Vec<Declaration>,
}

impl Logic {
    /// No rules yet.
    #[must_use]
    #[expect(
        clippy::new_without_default,
        reason = "`default` declares the default of a column"
    )]
    pub fn new() -> Self {
        Self {
            declarations: Vec::new(),
        }
    }

    fn declare(&mut self, origin: Origin, rule: DeclaredRule) -> &mut DeclaredRule {
        self.declarations.push(Declaration { origin, rule });
        let last = self.declarations.last_mut();
        &mut last.expect("it was pushed just now").rule
    }

    /// The parent's column is the sum of a value over the children for which the condition holds: 0 without children, and null
    /// counts as 0. Each value is rounded to the column's scale before it is added.
    #[track_caller]
    pub fn sum<P, V, C, E>(&mut self, column: Column<P, V>, value: E) -> Aggregate<'_, C>
    where
        P: Resource,
        V: Field,
        C: Resource,
        E: RowExpression<C, Output: Derives<V>>,
    {
        self.aggregate(Fold::Sum, column, Some(value_code::<C, V, E>(value)))
    }

    /// The parent's column is the smallest of the children's values; null without children.
    #[track_caller]
    pub fn min<P, V, C, E>(&mut self, column: Column<P, V>, value: E) -> Aggregate<'_, C>
    where
        P: Resource,
        V: Field,
        C: Resource,
        E: RowExpression<C, Output: Derives<V>>,
    {
        self.aggregate(Fold::Min, column, Some(value_code::<C, V, E>(value)))
    }

    /// The parent's column is the largest of the children's values; null without children.
    #[track_caller]
    pub fn max<P, V, C, E>(&mut self, column: Column<P, V>, value: E) -> Aggregate<'_, C>
    where
        P: Resource,
        V: Field,
        C: Resource,
        E: RowExpression<C, Output: Derives<V>>,
    {
        self.aggregate(Fold::Max, column, Some(value_code::<C, V, E>(value)))
    }

    /// The parent's column is the average of the children's values that are not null; null if there is none.
    ///
    /// All children are read whenever one changes, since an average cannot be adjusted without loss.
    #[track_caller]
    pub fn average<P, V, C, E>(&mut self, column: Column<P, V>, value: E) -> Aggregate<'_, C>
    where
        P: Resource,
        V: Field,
        C: Resource,
        E: RowExpression<C, Output: Derives<V>>,
    {
        self.aggregate(Fold::Average, column, Some(value_code::<C, V, E>(value)))
    }

    /// The parent's column is the number of the children for which the condition holds.
    #[track_caller]
    pub fn count<C: Resource>(
        &mut self,
        column: Column<impl Resource, impl Field>,
    ) -> Aggregate<'_, C> {
        self.aggregate(Fold::Count, column, None)
    }

    #[track_caller]
    fn aggregate<P: Resource, V, C: Resource>(
        &mut self,
        fold: Fold,
        column: Column<P, V>,
        value: Option<Code<super::declaration::ValueOf>>,
    ) -> Aggregate<'_, C> {
        let origin = origin(value.as_ref());
        let rule = DeclaredRule::Aggregate {
            fold,
            parent: P::KIND,
            attribute: column.index(),
            child: C::KIND,
            via: None,
            value,
            condition: None,
            inserts_parent: false,
        };
        Aggregate {
            rule: self.declare(origin, rule),
            row: PhantomData,
        }
    }

    /// The column always equals the expression, which may read the rows that this one refers to; their changes reach it.
    #[track_caller]
    pub fn formula<R, V, E>(&mut self, column: Column<R, V>, expression: E) -> Derived<'_, R>
    where
        R: Resource,
        V: Field,
        E: RowExpression<R, Output: Derives<V>>,
    {
        let value = value_code::<R, V, E>(expression);
        let rule = DeclaredRule::Formula {
            table: R::KIND,
            attribute: column.index(),
            value,
        };
        self.derived(rule)
    }

    /// The column is taken over from a row that this one refers to: when it is inserted, and when it comes to refer to another
    /// row. Later changes of that row do not reach it.
    #[track_caller]
    pub fn copy<R, V, E>(&mut self, column: Column<R, V>, expression: E) -> Derived<'_, R>
    where
        R: Resource,
        V: Field,
        E: RowExpression<R, Output: Derives<V>>,
    {
        let value = value_code::<R, V, E>(expression);
        let rule = DeclaredRule::Copy {
            table: R::KIND,
            attribute: column.index(),
            value,
        };
        self.derived(rule)
    }

    /// The column's value in a new row for which none was given.
    #[track_caller]
    pub fn default<R, V, E>(&mut self, column: Column<R, V>, expression: E) -> Derived<'_, R>
    where
        R: Resource,
        V: Field,
        E: RowExpression<R, Output: Derives<V>>,
    {
        let value = value_code::<R, V, E>(expression);
        let rule = DeclaredRule::Default {
            table: R::KIND,
            attribute: column.index(),
            value,
        };
        self.derived(rule)
    }

    #[track_caller]
    fn derived<R>(&mut self, rule: DeclaredRule) -> Derived<'_, R> {
        let origin = match &rule {
            DeclaredRule::Formula { value, .. }
            | DeclaredRule::Copy { value, .. }
            | DeclaredRule::Default { value, .. } => value.origin,
            _ => Origin::of(Location::caller()),
        };
        Derived {
            rule: self.declare(origin, rule),
            row: PhantomData,
        }
    }

    /// What must hold of every row. It is judged once, at the end of a transaction, for rows whose inputs have changed; false
    /// refuses the whole transaction, unknown (a comparison with null) is accepted.
    #[track_caller]
    pub fn constraint<R, E>(&mut self, condition: E) -> Constraint<'_, R>
    where
        R: Resource,
        E: RowExpression<R, Output: IntoTruth>,
    {
        self.judged(truth_code::<R, E>(condition), false)
    }

    /// As [`Logic::constraint`], for every row that a transaction inserts or changes in any way: an order must have items.
    #[track_caller]
    pub fn commit_constraint<R, E>(&mut self, condition: E) -> Constraint<'_, R>
    where
        R: Resource,
        E: RowExpression<R, Output: IntoTruth>,
    {
        self.judged(truth_code::<R, E>(condition), true)
    }

    fn judged<R: Resource>(
        &mut self,
        condition: Code<super::declaration::TruthOf>,
        judges_every_change: bool,
    ) -> Constraint<'_, R> {
        let origin = condition.origin;
        let rule = DeclaredRule::Constraint {
            table: R::KIND,
            condition,
            message: None,
            shown_at: None,
            judges_every_change,
        };
        Constraint {
            rule: self.declare(origin, rule),
            row: PhantomData,
        }
    }

    /// Whether rows may refer to rows that do not exist; only relationships without a foreign key of the database can.
    #[track_caller]
    pub fn parent_check<R: Resource>(&mut self) -> ParentCheck<'_, R> {
        ParentCheck {
            logic: self,
            origin: Origin::of(Location::caller()),
            row: PhantomData,
        }
    }

    /// Fills `CreatedOn`, `CreatedBy`, `UpdatedOn`, `UpdatedBy` where a table has such columns, in any usual spelling.
    #[track_caller]
    pub fn stamp(&mut self) {
        self.declare(Origin::of(Location::caller()), DeclaredRule::Stamp);
    }

    /// Code that runs before anything is derived, for each row that a client or other code changes; it may set columns of the
    /// row: `async fn f(order: &mut Order, event: &Event<Order>) -> Result<()>`.
    #[track_caller]
    pub fn on_early<R: Resource>(&mut self, handler: impl EarlyHandler<R>) {
        let rule = DeclaredRule::Early {
            table: R::KIND,
            code: early_code(handler),
        };
        self.declare(Origin::of(Location::caller()), rule);
    }

    /// Code that runs once for each changed row, after its derivations: `async fn f(event: &Event<Order>, session: &mut Session) ->
    /// Result<()>`. What it changes through the session runs through the rules again.
    #[track_caller]
    pub fn on_row<R: Resource>(&mut self, handler: impl Handler<R>) -> OnEvent<'_, R> {
        self.event(Moment::Row, handler)
    }

    /// As [`Logic::on_row`], after the derivations of all rows, before anything is written.
    #[track_caller]
    pub fn on_commit<R: Resource>(&mut self, handler: impl Handler<R>) -> OnEvent<'_, R> {
        self.event(Moment::Commit, handler)
    }

    /// As [`Logic::on_row`], after the rows are written: keys that the database makes are known.
    #[track_caller]
    pub fn after_flush<R: Resource>(&mut self, handler: impl Handler<R>) -> OnEvent<'_, R> {
        self.event(Moment::AfterFlush, handler)
    }

    #[track_caller]
    fn event<R: Resource>(&mut self, moment: Moment, handler: impl Handler<R>) -> OnEvent<'_, R> {
        let rule = DeclaredRule::Event {
            table: R::KIND,
            moment,
            condition: None,
            code: event_code(handler),
        };
        OnEvent {
            rule: self.declare(Origin::of(Location::caller()), rule),
            row: PhantomData,
        }
    }

    /// Inserts a row of another table with the columns of the same names, such as an audit row; without a condition, whenever
    /// a row is changed.
    #[track_caller]
    pub fn copy_row<R: Resource, T: Resource>(&mut self) -> OnEvent<'_, R> {
        self.event(Moment::Commit, super::copy_row::handler::<R, T>())
    }

    /// Begins the allocation of an amount to recipients: see [`Allocation`](super::Allocation).
    #[track_caller]
    pub fn allocate<P: Resource, R: Resource, A: Resource>(
        &mut self,
        recipients: impl super::allocate::Recipients<P, R>,
    ) -> super::Allocation<'_, P, R, A> {
        super::Allocation::begin(self, recipients)
    }

    /// Declares an event whose code is already made.
    #[track_caller]
    pub(super) fn event_of<R: Resource>(&mut self, moment: Moment, handler: impl Handler<R>) {
        self.event(moment, handler);
    }
}

#[track_caller]
fn origin<C>(code: Option<&Code<C>>) -> Origin {
    // Not in a closure, whose caller is not that of the function.
    match code {
        Some(code) => code.origin,
        None => Origin::of(Location::caller()),
    }
}
