//! Allocation: an amount is spread over recipients in their order, one row for each part.

use std::future::Future;
use std::marker::PhantomData;

use super::declaration::Moment;
use super::events::{Event, EventKind, Handler};
use super::logic::Logic;
use crate::resource::{Column, Field, Resource, RowData, ToOne};
use crate::session::Session;
use crate::store::BoxFuture;
use crate::value::{Decimal, Value, exact};
use crate::{Error, Result};

/// An `async fn(&P, &mut Session) -> Result<Vec<R>>`: the recipients of an amount, in the order in which they get it.
pub trait Recipients<P, R>: Send + Sync + 'static {
    /// Calls it.
    fn find<'a>(
        &'a self,
        provider: &'a P,
        session: &'a mut Session,
    ) -> BoxFuture<'a, Result<Vec<R>>>;
}

/// A function of two borrowed parameters that gives rows, with a future that can be sent.
pub trait AsyncRows<A, B, R>: Fn(A, B) -> Self::Future {
    /// What it returns.
    type Future: Future<Output = Result<Vec<R>>> + Send;
}

impl<F, A, B, R, O> AsyncRows<A, B, R> for F
where
    F: Fn(A, B) -> O,
    O: Future<Output = Result<Vec<R>>> + Send,
{
    type Future = O;
}

impl<P, R, F> Recipients<P, R> for F
where
    P: Resource,
    R: Resource,
    F: for<'a> AsyncRows<&'a P, &'a mut Session, R> + Send + Sync + 'static,
{
    fn find<'a>(
        &'a self,
        provider: &'a P,
        session: &'a mut Session,
    ) -> BoxFuture<'a, Result<Vec<R>>> {
        Box::pin(self(provider, session))
    }
}

/// An allocation being declared: when a `P` is inserted, its amount is spread over `R`s by inserting `A`s.
///
/// ```no_run
/// # use formwork_runtime::{Result, Session, prelude::{Column, Decimal, Resource}, resource::ToOne, rules::Logic};
/// # fn example<Payment: Resource, Order: Resource, PaymentAllocation: Resource>(
/// #     logic: &mut Logic, amount: Column<Payment, Decimal>, owed: Column<Order, Decimal>, allocated: Column<PaymentAllocation, Decimal>,
/// #     payment: ToOne<PaymentAllocation, Payment>, order: ToOne<PaymentAllocation, Order>) {
/// # async fn unpaid_orders<P, O>(_: &P, _: &mut Session) -> Result<Vec<O>> { Ok(Vec::new()) }
/// logic
///     .allocate::<Payment, Order, PaymentAllocation>(unpaid_orders::<Payment, Order>)
///     .amount(amount)
///     .needed(owed)
///     .allocated(allocated)
///     .between(payment, order);
/// # }
/// ```
#[must_use = "`between` completes the allocation"]
pub struct Allocation<'l, P, R, A> {
    logic: &'l mut Logic,
    recipients: Box<dyn Recipients<P, R>>,
    amount: Option<usize>,
    needed: Option<usize>,
    allocated: Option<usize>,
    rows: PhantomData<fn() -> A>,
}

impl<P, R, A> std::fmt::Debug for Allocation<'_, P, R, A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Allocation").finish_non_exhaustive()
    }
}

impl<'l, P: Resource, R: Resource, A: Resource> Allocation<'l, P, R, A> {
    pub(super) fn begin(logic: &'l mut Logic, recipients: impl Recipients<P, R>) -> Self {
        Self {
            logic,
            recipients: Box::new(recipients),
            amount: None,
            needed: None,
            allocated: None,
            rows: PhantomData,
        }
    }

    /// The column of the provider that is spread.
    pub fn amount<V: Field>(mut self, column: Column<P, V>) -> Self {
        self.amount = Some(column.index());
        self
    }

    /// The column of a recipient that says how much it takes at most; a recipient that needs nothing gets no row.
    pub fn needed<V: Field>(mut self, column: Column<R, V>) -> Self {
        self.needed = Some(column.index());
        self
    }

    /// The column of the new rows that gets the part.
    pub fn allocated<V: Field>(mut self, column: Column<A, V>) -> Self {
        self.allocated = Some(column.index());
        self
    }

    /// The relationships of the new rows to the provider and to the recipient; completes the allocation.
    #[track_caller]
    pub fn between(self, provider: ToOne<A, P>, recipient: ToOne<A, R>) {
        let allocate = Allocate::<P, R, A> {
            recipients: self.recipients,
            amount: self.amount,
            needed: self.needed,
            allocated: self.allocated,
            provider: provider.index(),
            recipient: recipient.index(),
            rows: PhantomData,
        };
        self.logic.event_of(Moment::AfterFlush, allocate);
    }
}

struct Allocate<P, R, A> {
    recipients: Box<dyn Recipients<P, R>>,
    amount: Option<usize>,
    needed: Option<usize>,
    allocated: Option<usize>,
    provider: usize,
    recipient: usize,
    rows: PhantomData<fn() -> A>,
}

impl<P: Resource, R: Resource, A: Resource> Handler<P> for Allocate<P, R, A> {
    fn handle<'a>(
        &'a self,
        event: &'a Event<P>,
        session: &'a mut Session,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if event.kind() != EventKind::Insert {
                return Ok(());
            }
            let (Some(amount), Some(needed), Some(allocated)) =
                (self.amount, self.needed, self.allocated)
            else {
                return Err(Error::Internal(
                    format!(
                        "the allocation of `{}` lacks `.amount`, `.needed` or `.allocated`",
                        P::KIND
                    )
                    .into(),
                ));
            };
            let provider = values(event.row());
            let mut left = exact(&provider[amount]).unwrap_or_default();
            for recipient in self.recipients.find(event.row(), session).await? {
                if left <= Decimal::ZERO {
                    break;
                }
                let recipient = values(&recipient);
                let needs = exact(&recipient[needed]).unwrap_or_default();
                let part = needs.min(left);
                if part <= Decimal::ZERO {
                    continue;
                }
                left -= part;
                let mut row = session.references::<A>(self.provider, &provider);
                row.extend(session.references::<A>(self.recipient, &recipient));
                row.push((allocated, session.as_column::<A>(allocated, part)));
                session.insert_values::<A>(row);
            }
            Ok(())
        })
    }
}

fn values<R: Resource>(row: &R) -> Vec<Value> {
    let mut data = RowData::empty::<R>();
    row.write(&mut data);
    data.into_values()
}
