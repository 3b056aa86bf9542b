//! The text of an expression as it was written, on one line and without its comments.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, ExprBlock, Stmt};

/// The text of the body of a closure.
pub(crate) fn text(body: &Expr) -> String {
    let mut text = Text::default();
    text.push_all(without_braces(body).to_token_stream());
    text.written
}

/// What is in braces that only break the line.
fn without_braces(body: &Expr) -> &Expr {
    match body {
        Expr::Block(ExprBlock {
            label: None, block, ..
        }) => match &block.stmts[..] {
            [Stmt::Expr(result, None)] => result,
            _ => body,
        },
        _ => body,
    }
}

#[derive(Default)]
struct Text {
    written: String,
    /// Where the last token ends.
    end: Option<Position>,
}

#[derive(Clone, Copy, PartialEq)]
struct Position {
    line: usize,
    column: usize,
}

impl Text {
    fn push_all(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::None => ("", ""),
                    };
                    // The span of a group that was parsed and printed again covers all of it, on either side.
                    let place = place(group.span());
                    let opening = place.map(|(start, _)| (start, start.after(open)));
                    let closing = place.map(|(_, end)| (end.before(close), end));
                    self.push(open, opening);
                    self.push_all(group.stream());
                    self.push(close, closing);
                }
                other => self.push(&other.to_string(), place(other.span())),
            }
        }
    }

    fn push(&mut self, token: &str, place: Option<(Position, Position)>) {
        if token.is_empty() {
            return;
        }
        if let (Some(end), Some((start, _))) = (self.end, place) {
            let is_apart = if start.line == end.line {
                start.column != end.column
            } else {
                // A chain of calls that goes on below, or arguments on lines of their own.
                !matches!(token, "." | "?" | ")" | "]") && !self.written.ends_with(['(', '['])
            };
            if is_apart {
                self.written.push(' ');
            }
        }
        self.written.push_str(token);
        self.end = place.map(|(_, end)| end);
    }
}

impl Position {
    fn of(span: proc_macro::Span) -> Self {
        Self {
            line: span.line(),
            column: span.column(),
        }
    }

    fn after(self, delimiter: &str) -> Self {
        Self {
            column: self.column + delimiter.len(),
            ..self
        }
    }

    fn before(self, delimiter: &str) -> Self {
        Self {
            column: self.column.saturating_sub(delimiter.len()),
            ..self
        }
    }
}

/// Where the span starts and ends; spans know it in the compiler only.
fn place(span: Span) -> Option<(Position, Position)> {
    proc_macro::is_available().then(|| {
        let span = span.unwrap();
        (Position::of(span.start()), Position::of(span.end()))
    })
}
