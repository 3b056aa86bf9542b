//! Notation for rules, and for what endpoints take and give; the rules themselves are in `formwork-runtime`.
//!
//! [`macro@rules`] looks for the closures of a function's rules ([`parse`]), refuses what it cannot see through ([`check`]), and puts in
//! their place what the runtime keeps: the closure, the fields it reads, its text and place ([`expand`]). [`body`] is the way through
//! a closure's body.

use proc_macro::TokenStream;

mod body;
mod check;
mod decimal;
mod expand;
mod json_body;
mod message;
mod parse;
mod source;

/// Makes rules of the closures in a function that declares them.
///
/// ```ignore
/// #[rules]
/// pub fn declare(logic: &mut Logic) {
///     logic.constraint(|c: &Customer| c.balance <= c.credit_limit).message("balance ({balance}) exceeds credit ({credit_limit})");
///     logic.sum(Customer::BALANCE, |o: &Order| o.amount_total).when(|o: &Order| o.shipped_date.is_none());
/// }
/// ```
///
/// Every closure over rows, in a chain of calls that starts with the function's parameter, is read at compile time: its fields, also
/// those of parents (`detail.order.customer.name`), are what the rule depends on. A placeholder in the text of `.message(…)` is a field of
/// the first closure's row; `{balance:.2}` shows two digits after the point, `{{` is a brace.
///
/// **Inside such a closure comparisons, `&&`, `||`, `!` and arithmetic follow SQL; everything else is ordinary Rust.** A field is a value or null.
/// Null in arithmetic gives null, a comparison with null is neither true nor false, and `if` is taken only if its condition is true. Numbers of
/// different types may be mixed, literals such as `1.2` are exact decimals, and a quotient of whole numbers is a decimal: `7 / 2` is 3.5.
/// `match` and `if let` see a field as an `Option`.
///
/// A row used whole, in a closure within the closure, or in a macro, hides what is read. `.reads([Order::FREIGHT.any()])` in the same chain
/// says it instead; the closures of that chain are then ordinary Rust altogether.
#[proc_macro_attribute]
pub fn rules(arguments: TokenStream, function: TokenStream) -> TokenStream {
    expand::rules(arguments.into(), &function.into()).into()
}

/// An exact decimal: `dec!(1.2)`, `dec!(-10)`, also in constants.
#[proc_macro]
pub fn dec(literal: TokenStream) -> TokenStream {
    decimal::dec(literal.into()).into()
}

/// Makes a type stand for JSON: what a service takes, what an endpoint gives. Its documentation is in `formwork_runtime::json_body`.
#[proc_macro_derive(JsonBody, attributes(json))]
pub fn json_body(input: TokenStream) -> TokenStream {
    json_body::derive(input.into()).into()
}
