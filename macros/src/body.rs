//! The way through the body of a rule's closure.

mod literals;
mod patterns;

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{
    BinOp, Expr, ExprBinary, ExprIf, ExprLet, ExprLit, ExprMatch, Item, Lit, Local, Macro, Pat,
    Type, UnOp,
};

use self::literals::{exact, is_none, lift_literals, widen};
use self::patterns::{asks_for_option, element_of};
use crate::parse::{self, Read, Row};
use crate::{check, expand};

/// What is found on the way.
pub(crate) struct Body<'a> {
    rows: &'a [Row],
    /// Whether a row's name was given to something else, about which it is said once.
    is_shadowed: bool,
    pub(crate) reads: Vec<Read>,
    pub(crate) errors: Vec<syn::Error>,
}

impl<'a> Body<'a> {
    pub(crate) fn new(rows: &'a [Row]) -> Self {
        Self {
            rows,
            is_shadowed: false,
            reads: Vec::new(),
            errors: Vec::new(),
        }
    }

    fn row(&self, name: &Ident) -> Option<&'a Row> {
        self.rows.iter().find(|row| row.name.as_ref() == Some(name))
    }

    /// The row that the tokens speak of, if they do.
    fn mentioned(&self, tokens: &TokenStream) -> Option<&'a Ident> {
        let mut names = self.rows.iter().filter_map(|row| row.name.as_ref());
        names.find(|name| parse::mentions(tokens.clone(), name))
    }

    /// A field of the row, as a value.
    fn field(&mut self, expression: &Expr) -> Option<TokenStream> {
        let path = parse::field_path(expression)?;
        let read = path.read(self.row(path.row)?.is_old);
        if !self.reads.contains(&read) {
            self.reads.push(read);
        }
        Some(expand::field(&path))
    }

    fn binary(&mut self, binary: &mut ExprBinary) -> Option<TokenStream> {
        if is_assignment(&binary.op)
            && let Some(refused) = self.assignment(&binary.left)
        {
            return Some(refused);
        }
        let comparison = match binary.op {
            BinOp::Eq(_) => Some("eq"),
            BinOp::Ne(_) => Some("ne"),
            BinOp::Lt(_) => Some("lt"),
            BinOp::Le(_) => Some("le"),
            BinOp::Gt(_) => Some("gt"),
            BinOp::Ge(_) => Some("ge"),
            _ => None,
        };
        if comparison.is_some()
            && let Some(none) = [&binary.left, &binary.right]
                .into_iter()
                .find(|side| is_none(side))
        {
            let is_equal = matches!(binary.op, BinOp::Eq(_));
            return Some(check::compared_with_none(none.span(), is_equal).to_compile_error());
        }
        if comparison.is_some() || is_arithmetic(&binary.op) {
            widen(&mut binary.left);
            widen(&mut binary.right);
        }
        self.visit_expr_mut(&mut binary.left);
        self.visit_expr_mut(&mut binary.right);
        let ExprBinary {
            left, op, right, ..
        } = binary;
        match (comparison, &op) {
            (Some(function), _) => Some(expand::comparison(
                function,
                parse::first_span(&op),
                left,
                right,
            )),
            (None, BinOp::And(_)) => Some(expand::lazy(
                "and",
                "False",
                parse::first_span(&op),
                left,
                right,
            )),
            (None, BinOp::Or(_)) => Some(expand::lazy(
                "or",
                "True",
                parse::first_span(&op),
                left,
                right,
            )),
            _ => None,
        }
    }

    /// The message about an assignment to a field of the row, if it is one.
    fn assignment(&self, left: &Expr) -> Option<TokenStream> {
        let path = parse::field_path(left)?;
        self.row(path.row)?;
        Some(check::row_assigned(path.row).to_compile_error())
    }

    /// A condition of `if`, `while` or a guard: true, or not. Its `&&` stays, since `let` may be beside it.
    fn condition(&mut self, condition: &mut Expr) {
        match condition {
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                self.condition(&mut binary.left);
                self.condition(&mut binary.right);
            }
            Expr::Let(_) => self.visit_expr_mut(condition),
            _ => {
                self.visit_expr_mut(condition);
                *condition = Expr::Verbatim(expand::surround("holds", condition));
            }
        }
    }

    /// What patterns are held against: a field is an `Option` there.
    fn scrutinee(&mut self, expression: &mut Expr, patterns: &[&Pat]) {
        match expression {
            Expr::Paren(paren) => self.scrutinee(&mut paren.expr, patterns),
            Expr::Tuple(tuple) => {
                for (position, element) in tuple.elems.iter_mut().enumerate() {
                    let patterns: Vec<_> = patterns
                        .iter()
                        .filter_map(|pattern| element_of(pattern, position))
                        .collect();
                    self.scrutinee(element, &patterns);
                }
            }
            _ => {
                let is_field =
                    parse::field_path(expression).is_some_and(|path| self.row(path.row).is_some());
                self.visit_expr_mut(expression);
                if is_field || patterns.iter().any(|pattern| asks_for_option(pattern)) {
                    *expression = Expr::Verbatim(expand::surround("option", expression));
                }
            }
        }
    }
}

impl VisitMut for Body<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Some(field) = self.field(expression) {
            *expression = Expr::Verbatim(field);
            return;
        }
        let replaced = match expression {
            Expr::Path(_) => {
                if let Some(name) = parse::name(expression)
                    && self.row(name).is_some()
                    && !self.is_shadowed
                {
                    self.errors.push(check::row_used_whole(name));
                }
                None
            }
            Expr::MethodCall(call)
                if parse::name(&call.receiver).is_some_and(|name| self.row(name).is_some()) =>
            {
                let row = parse::name(&call.receiver).expect("it was one");
                self.errors.push(check::row_method(row, &call.method));
                for argument in &mut call.args {
                    self.visit_expr_mut(argument);
                }
                None
            }
            Expr::Closure(closure) => {
                if let Some(row) = self.mentioned(&closure.to_token_stream()) {
                    self.errors
                        .push(check::row_in_closure(row, parse::first_span(&*closure)));
                }
                None
            }
            Expr::Binary(binary) => self.binary(binary),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                self.visit_expr_mut(&mut unary.expr);
                match unary.op {
                    UnOp::Not(operator) => Some(expand::not(operator, &unary.expr)),
                    _ => None,
                }
            }
            Expr::Lit(ExprLit {
                lit: lit @ Lit::Float(_),
                ..
            }) => exact(lit, &mut self.errors),
            // `1.5 as f32` is a float already.
            Expr::Cast(cast) if matches!(*cast.expr, Expr::Lit(_)) => None,
            Expr::Assign(assign) => {
                self.visit_expr_mut(&mut assign.right);
                self.assignment(&assign.left)
            }
            Expr::Return(returned) => {
                if let Some(result) = &mut returned.expr {
                    self.visit_expr_mut(result);
                    **result = Expr::Verbatim(expand::surround("answer", result));
                }
                None
            }
            Expr::If(_) | Expr::Match(_) => {
                lift_literals(expression);
                visit_mut::visit_expr_mut(self, expression);
                None
            }
            _ => {
                visit_mut::visit_expr_mut(self, expression);
                None
            }
        };
        if let Some(tokens) = replaced {
            *expression = Expr::Verbatim(tokens);
        }
    }

    fn visit_expr_if_mut(&mut self, expression: &mut ExprIf) {
        self.condition(&mut expression.cond);
        self.visit_block_mut(&mut expression.then_branch);
        if let Some((_, other)) = &mut expression.else_branch {
            self.visit_expr_mut(other);
        }
    }

    fn visit_expr_while_mut(&mut self, expression: &mut syn::ExprWhile) {
        self.condition(&mut expression.cond);
        self.visit_block_mut(&mut expression.body);
    }

    fn visit_expr_match_mut(&mut self, expression: &mut ExprMatch) {
        let patterns: Vec<_> = expression.arms.iter().map(|arm| &arm.pat).collect();
        self.scrutinee(&mut expression.expr, &patterns);
        for arm in &mut expression.arms {
            self.visit_arm_mut(arm);
        }
    }

    fn visit_expr_let_mut(&mut self, expression: &mut ExprLet) {
        self.scrutinee(&mut expression.expr, &[&expression.pat]);
        self.visit_pat_mut(&mut expression.pat);
    }

    fn visit_local_mut(&mut self, local: &mut Local) {
        if let Some(init) = &mut local.init {
            match &mut init.diverge {
                Some((_, other)) => {
                    self.scrutinee(&mut init.expr, &[&local.pat]);
                    self.visit_expr_mut(other);
                }
                None => self.visit_expr_mut(&mut init.expr),
            }
        }
        self.visit_pat_mut(&mut local.pat);
    }

    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        match pattern {
            Pat::Guard(guarded) => {
                self.visit_pat_mut(&mut guarded.pat);
                self.condition(&mut guarded.guard);
            }
            Pat::Ident(bound) => {
                if self.row(&bound.ident).is_some() {
                    self.is_shadowed = true;
                    self.errors.push(check::row_shadowed(&bound.ident));
                }
                if let Some((_, inner)) = &mut bound.subpat {
                    self.visit_pat_mut(inner);
                }
            }
            // The literals of patterns stay what they are.
            Pat::Lit(_) | Pat::Range(_) | Pat::Const(_) | Pat::Macro(_) => {}
            _ => visit_mut::visit_pat_mut(self, pattern),
        }
    }

    fn visit_macro_mut(&mut self, called: &mut Macro) {
        if let Some(row) = self.mentioned(&called.tokens) {
            let name = called
                .path
                .segments
                .last()
                .map(|segment| segment.ident.to_string())
                .unwrap_or_default();
            self.errors.push(check::row_in_macro(
                row,
                parse::first_span(&called.path),
                &name,
            ));
        }
    }

    fn visit_type_mut(&mut self, _type: &mut Type) {}

    fn visit_item_mut(&mut self, _item: &mut Item) {}
}

fn is_arithmetic(operator: &BinOp) -> bool {
    matches!(
        operator,
        BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_)
    )
}

fn is_assignment(operator: &BinOp) -> bool {
    matches!(
        operator,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
    )
}
