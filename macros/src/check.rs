//! What a rule cannot see through: one message per mistake, at its place, that says what to do.

use proc_macro2::{Ident, Span};
use syn::Error;

/// The row is used whole.
pub(crate) fn row_used_whole(row: &Ident) -> Error {
    Error::new(
        row.span(),
        format!(
            "`{row}` is used whole, which hides the fields that this rule reads: pass fields such as `{row}.name`, or say what is read with `.reads([…])`"
        ),
    )
}

/// A method of the row's own is called.
pub(crate) fn row_method(row: &Ident, method: &Ident) -> Error {
    Error::new(
        row.span(),
        format!(
            "`{method}` may read any field of `{row}`, which hides the fields that this rule reads: write out what it does, or say what is read with `.reads([…])`"
        ),
    )
}

/// A closure within the rule's closure uses the row.
pub(crate) fn row_in_closure(row: &Ident, closure: Span) -> Error {
    Error::new(
        closure,
        format!(
            "a closure in a rule hides the fields of `{row}` that it reads: read them before, `let name = {row}.name;`, or say what is read with `.reads([…])`"
        ),
    )
}

/// A macro is given the row.
pub(crate) fn row_in_macro(row: &Ident, name: Span, macro_name: &str) -> Error {
    Error::new(
        name,
        format!(
            "`{macro_name}!` hides the fields of `{row}` that it reads: read them before, `let name = {row}.name;`, or say what is read with `.reads([…])`"
        ),
    )
}

/// Something else is given the name of the row.
pub(crate) fn row_shadowed(name: &Ident) -> Error {
    Error::new(
        name.span(),
        format!("`{name}` is the row of this rule: give this another name"),
    )
}

/// A field of the row is set.
pub(crate) fn row_assigned(row: &Ident) -> Error {
    Error::new(
        row.span(),
        format!("a rule does not change its row: `{row}` can only be read"),
    )
}

/// `== None`, which SQL's comparison never finds true.
pub(crate) fn compared_with_none(none: Span, is_equal: bool) -> Error {
    let method = if is_equal { "is_none" } else { "is_some" };
    Error::new(
        none,
        format!("a comparison with null is never true in a rule: write `.{method}()`"),
    )
}

/// The parameters of the closure have no types.
pub(crate) fn untyped_closure(parameters: Span) -> Error {
    Error::new(
        parameters,
        "a rule says of which rows it is: give the parameters types, such as `|order: &Order|`",
    )
}

/// The parameter of the closure is a pattern.
pub(crate) fn destructured_row(pattern: Span) -> Error {
    Error::new(
        pattern,
        "a rule reads fields by the name of its row: write a name here, such as `|order: &Order|`",
    )
}

/// The function has no parameter to declare rules with.
pub(crate) fn no_parameter(function: &Ident) -> Error {
    Error::new(
        function.span(),
        format!(
            "`{function}` declares rules with its parameter: write `fn {function}(logic: &mut Logic)`"
        ),
    )
}

/// The attribute was given something.
pub(crate) fn has_arguments(arguments: Span) -> Error {
    Error::new(arguments, "`#[rules]` takes nothing here")
}

/// No closure tells of which rows the message is.
pub(crate) fn message_without_rows(message: Span) -> Error {
    Error::new(
        message,
        "the fields in this message are of no known row: no closure before tells of which rows the rule is",
    )
}

/// A message shows the row as it was.
pub(crate) fn message_with_old(message: Span, old: &Ident) -> Error {
    Error::new(
        message,
        format!("a message shows the row as it is now: `{{{old}.…}}` is not known to it"),
    )
}

/// A brace in a message that is no placeholder.
pub(crate) fn message_braces(message: Span, problem: &str) -> Error {
    Error::new(
        message,
        format!(
            "{problem} in this message: a field is written `{{name}}`, a brace `{{{{` or `}}}}`"
        ),
    )
}

/// A body has type parameters.
pub(crate) fn generic_body(parameters: Span) -> Error {
    Error::new(
        parameters,
        "`JsonBody` is derived for a type without parameters: write out the type that is sent",
    )
}

/// A body is no struct with named fields, and no enum.
pub(crate) fn unnamed_fields(name: Span) -> Error {
    Error::new(
        name,
        "`JsonBody` is derived for a struct with named fields, or for an enum of names",
    )
}

/// A name of an enum has something with it.
pub(crate) fn variant_with_fields(name: &Ident) -> Error {
    Error::new(
        name.span(),
        format!(
            "`{name}` is a name in JSON, which has no fields: give the variants of a `JsonBody` none"
        ),
    )
}

/// `#[json(…)]` says something that is not known at its place.
pub(crate) fn unknown_word(word: Span, known: &str) -> Error {
    Error::new(word, format!("only `{known} = \"…\"` can be said here"))
}

/// `#[json(names = "…")]` has another case.
pub(crate) fn unknown_case(case: Span) -> Error {
    Error::new(
        case,
        "expected `PascalCase` or `camelCase`; without it names are as they are",
    )
}
