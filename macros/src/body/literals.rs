//! The literals of a body: exact decimals, and numbers and text that have the type of what stands beside them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Block, Expr, ExprBlock, ExprIf, ExprLit, Lit, Macro, Stmt, UnOp};

use crate::{decimal, expand, parse};

/// A decimal of a literal such as `1.2`.
pub(super) fn exact(literal: &Lit, errors: &mut Vec<syn::Error>) -> Option<TokenStream> {
    match literal {
        Lit::Float(float) if float.suffix().is_empty() => match decimal::expression(literal, false)
        {
            Ok(tokens) => Some(tokens),
            Err(error) => {
                errors.push(error);
                None
            }
        },
        _ => None,
    }
}

/// Gives a literal beyond `i32` the type that it needs beside an operator, where its type would be guessed.
pub(super) fn widen(expression: &mut Expr) {
    if let Expr::Lit(ExprLit {
        lit: Lit::Int(literal),
        ..
    }) = expression
        && literal.suffix().is_empty()
        && literal.base10_parse::<i32>().is_err()
    {
        let suffix = if literal.base10_parse::<i64>().is_ok() {
            "i64"
        } else {
            "u64"
        };
        *literal = syn::LitInt::new(&format!("{literal}{suffix}"), literal.span());
    }
}

/// Lets the literals among the branches have the type of the others, and lets `None` stand beside literals.
pub(super) fn lift_literals(expression: &mut Expr) {
    let mut results = Vec::new();
    collect_results(expression, &mut results);
    let others = results
        .iter()
        .filter(|result| literal_type(result).is_none())
        .count();
    let nulls = results.iter().filter(|result| is_none(result)).count();
    for result in results {
        let Some(type_) = literal_type(result) else {
            continue;
        };
        if others > 0 {
            *result = Expr::Verbatim(expand::literal(&type_, &literal_value(result)));
        } else if nulls > 0 && !is_none(result) {
            let value = literal_value(result);
            *result = Expr::Verbatim(quote!(::core::option::Option::Some(#value)));
        }
    }
}

pub(super) fn is_none(expression: &Expr) -> bool {
    parse::name(expression).is_some_and(|name| name == "None")
}

/// A literal as an argument: null as `()`, `1.2` as a decimal.
fn literal_value(expression: &Expr) -> TokenStream {
    match expression {
        Expr::Lit(ExprLit {
            lit: lit @ Lit::Float(_),
            ..
        }) => decimal::expression(lit, false).unwrap_or_else(|_| lit.to_token_stream()),
        other if is_none(other) => quote!(()),
        other => other.to_token_stream(),
    }
}

/// What the branches give, without those that leave.
fn collect_results<'a>(expression: &'a mut Expr, results: &mut Vec<&'a mut Expr>) {
    match expression {
        Expr::If(ExprIf {
            then_branch,
            else_branch: Some((_, other)),
            ..
        }) => {
            collect_block(then_branch, results);
            collect_results(other, results);
        }
        Expr::Match(matching) => {
            for arm in &mut matching.arms {
                collect_results(&mut arm.body, results);
            }
        }
        Expr::Block(ExprBlock {
            label: None, block, ..
        }) => collect_block(block, results),
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => {}
        Expr::Macro(called) if diverges(&called.mac) => {}
        other => results.push(other),
    }
}

fn collect_block<'a>(block: &'a mut Block, results: &mut Vec<&'a mut Expr>) {
    if let Some(Stmt::Expr(result, None)) = block.stmts.last_mut() {
        collect_results(result, results);
    }
}

fn diverges(called: &Macro) -> bool {
    ["panic", "unreachable", "todo", "unimplemented"]
        .iter()
        .any(|name| called.path.is_ident(name))
}

/// The type of a literal; none for other expressions.
fn literal_type(expression: &Expr) -> Option<TokenStream> {
    let exact = || quote!(::formwork_runtime::value::Decimal);
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(literal) if literal.suffix().is_empty() => Some(quote!(i64)),
            Lit::Float(literal) if literal.suffix().is_empty() => Some(exact()),
            Lit::Str(_) => Some(quote!(&'static str)),
            Lit::Bool(_) => Some(quote!(bool)),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => match &*unary.expr {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Int(literal) if literal.suffix().is_empty() => Some(quote!(i64)),
                _ => None,
            },
            _ => None,
        },
        Expr::Macro(called)
            if called
                .mac
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident == "dec") =>
        {
            Some(exact())
        }
        Expr::Path(_) if parse::name(expression).is_some_and(|name| name == "None") => {
            Some(quote!(()))
        }
        _ => None,
    }
}
