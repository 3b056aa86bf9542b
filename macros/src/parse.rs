//! What was written, as our types.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{
    Expr, ExprClosure, ExprMethodCall, FnArg, GenericArgument, ItemFn, Lit, LitStr, Member, Pat,
    Type,
};

/// A parameter of a rule's closure.
pub(crate) struct Row {
    /// None for `_`.
    pub(crate) name: Option<Ident>,
    pub(crate) is_old: bool,
    pub(crate) type_: Type,
}

/// What a closure in a chain of rules is.
pub(crate) enum Kind {
    /// One over rows: `|row: &R|` or `|row: &R, old: &R|`.
    OverRows(Vec<Row>),
    /// One whose parameters have no type.
    Untyped,
    /// One over rows that takes them apart.
    Destructuring(Span),
    /// Something else, which is left as it is.
    Other,
}

/// A field of a row, as it was written: `detail.order.customer.name`.
pub(crate) struct FieldPath<'a> {
    pub(crate) row: &'a Ident,
    pub(crate) members: Vec<&'a Ident>,
}

/// A field that is read.
#[derive(PartialEq)]
pub(crate) struct Read {
    pub(crate) from_old: bool,
    pub(crate) fields: Vec<String>,
}

/// What the calls of a chain say about all of it.
#[derive(Default)]
pub(crate) struct Chain {
    /// The rows of its first closure, or the type that its first call names.
    pub(crate) row: Option<Type>,
    pub(crate) old: Option<Ident>,
    /// Whether `.reads([…])` says what is read.
    pub(crate) is_opaque: bool,
}

/// The name of the parameter that the rules are declared with.
pub(crate) fn parameter(function: &ItemFn) -> Option<&Ident> {
    function.sig.inputs.iter().find_map(|input| match input {
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(pat) => Some(&pat.ident),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    })
}

/// Whether the calls start with the parameter.
pub(crate) fn starts_with(call: &ExprMethodCall, parameter: &Ident) -> bool {
    match &*call.receiver {
        Expr::MethodCall(inner) => starts_with(inner, parameter),
        receiver => name(receiver) == Some(parameter),
    }
}

/// The name, if the expression is nothing else.
pub(crate) fn name(expression: &Expr) -> Option<&Ident> {
    match expression {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        _ => None,
    }
}

impl Chain {
    pub(crate) fn of(last: &ExprMethodCall) -> Self {
        let mut calls = vec![last];
        while let Expr::MethodCall(inner) = &*calls[calls.len() - 1].receiver {
            calls.push(inner);
        }
        let mut arguments = calls.iter().rev().flat_map(|call| &call.args);
        let rows = arguments.find_map(closure_over_rows);
        Self {
            row: match &rows {
                Some(rows) => rows.first().map(|row| row.type_.clone()),
                None => calls.last().copied().and_then(named_type),
            },
            old: rows.and_then(|mut rows| rows.pop().filter(|row| row.is_old)?.name),
            is_opaque: calls.iter().any(|call| call.method == "reads"),
        }
    }
}

/// The type in `logic.parent_check::<Order>()`.
fn named_type(call: &ExprMethodCall) -> Option<Type> {
    match call.turbofish.as_ref()?.args.first()? {
        GenericArgument::Type(named) => Some(named.clone()),
        _ => None,
    }
}

fn closure_over_rows(argument: &Expr) -> Option<Vec<Row>> {
    match argument {
        Expr::Closure(closure) => match kind(closure) {
            Kind::OverRows(rows) => Some(rows),
            _ => None,
        },
        _ => None,
    }
}

/// What a closure is, from its parameters.
pub(crate) fn kind(closure: &ExprClosure) -> Kind {
    if closure.inputs.is_empty() || closure.inputs.len() > 2 {
        return Kind::Other;
    }
    if closure
        .inputs
        .iter()
        .all(|input| matches!(input, Pat::Ident(_) | Pat::Wild(_)))
    {
        return Kind::Untyped;
    }
    let mut rows = Vec::with_capacity(2);
    for (position, input) in closure.inputs.iter().enumerate() {
        let Pat::Type(typed) = input else {
            return Kind::Other;
        };
        let Type::Reference(reference) = &*typed.ty else {
            return Kind::Other;
        };
        if reference.mutability.is_some() {
            return Kind::Other;
        }
        let name = match &*typed.pat {
            Pat::Ident(pat) if pat.subpat.is_none() => Some(pat.ident.clone()),
            Pat::Wild(_) => None,
            pattern => return Kind::Destructuring(first_span(pattern)),
        };
        rows.push(Row {
            name,
            is_old: position == 1,
            type_: (*reference.elem).clone(),
        });
    }
    Kind::OverRows(rows)
}

/// The text of a message with placeholders or escaped braces.
pub(crate) fn message<'a>(method: &Ident, argument: &'a Expr) -> Option<&'a LitStr> {
    match argument {
        Expr::Lit(literal) if method == "message" => match &literal.lit {
            Lit::Str(text) if text.value().contains(['{', '}']) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// The field, if the expression is one of a row.
pub(crate) fn field_path(expression: &Expr) -> Option<FieldPath<'_>> {
    let Expr::Field(field) = expression else {
        return None;
    };
    let Member::Named(member) = &field.member else {
        return None;
    };
    let mut path = match name(&field.base) {
        Some(row) => FieldPath {
            row,
            members: Vec::with_capacity(1),
        },
        None => field_path(&field.base)?,
    };
    path.members.push(member);
    Some(path)
}

impl FieldPath<'_> {
    pub(crate) fn read(&self, from_old: bool) -> Read {
        Read {
            from_old,
            fields: self
                .members
                .iter()
                .map(|member| member.unraw().to_string())
                .collect(),
        }
    }
}

/// Whether the tokens have the name somewhere.
pub(crate) fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Literal(literal) => captures(&literal.to_string(), name),
        TokenTree::Punct(_) => false,
    })
}

/// Whether a literal captures the name as `format!` does: `"{order}"`.
fn captures(literal: &str, name: &Ident) -> bool {
    let name = name.to_string();
    literal.starts_with(['"', 'r'])
        && literal.split('{').skip(1).any(|rest| {
            rest.strip_prefix(&name)
                .is_some_and(|rest| rest.starts_with(['}', ':']))
        })
}

/// The span of the first token.
pub(crate) fn first_span(tokens: impl ToTokens) -> Span {
    ends(tokens).0
}

/// The spans of the first and the last token.
pub(crate) fn ends(tokens: impl ToTokens) -> (Span, Span) {
    let mut tokens = tokens.into_token_stream().into_iter();
    let Some(first) = tokens.next() else {
        return (Span::call_site(), Span::call_site());
    };
    let last = tokens.last().unwrap_or_else(|| first.clone());
    (token_ends(&first).0, token_ends(&last).1)
}

fn token_ends(token: &TokenTree) -> (Span, Span) {
    match token {
        // Its delimiters are not to be seen, unlike what is in it.
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => ends(group.stream()),
        TokenTree::Group(group) => (group.span_open(), group.span_close()),
        other => (other.span(), other.span()),
    }
}
