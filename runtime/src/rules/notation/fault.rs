//! Calculations that could not be done exactly.

use std::cell::Cell;

/// Why a calculation has no result; the transaction is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("a result is beyond the numbers of its type")]
    Overflow,
    #[error("a division by zero")]
    DivisionByZero,
    #[error("an exact result has more than 28 digits; `round` says how many are wanted")]
    TooManyDigits,
    #[error("a result is not a number")]
    NotANumber,
}

thread_local! {
    static FAULT: Cell<Option<Fault>> = const { Cell::new(None) };
}

/// The first fault since the last call, on this thread.
#[must_use]
pub fn take_fault() -> Option<Fault> {
    FAULT.take()
}

/// Notes the fault. Its result is null.
pub(super) fn fault<T>(fault: Fault) -> Option<T> {
    FAULT.set(FAULT.get().or(Some(fault)));
    None
}

/// The result, or null and the fault.
pub(super) fn checked<T>(result: Result<T, Fault>) -> Option<T> {
    result.map_or_else(fault, Some)
}
