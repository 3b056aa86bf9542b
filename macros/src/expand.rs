//! What stands in the place of what was written: calls of ordinary functions of the runtime.
//!
//! The user's tokens keep their spans, so that completion, breakpoints and the compiler's messages are at their place. What is added has the
//! spans of what it surrounds.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::visit_mut::{VisitMut, visit_expr_mut};
use syn::{Expr, ExprClosure, ExprMethodCall, ItemFn, LitStr, ReturnType, Token, Type};

use crate::body::Body;
use crate::parse::{self, Chain, FieldPath, Kind, Read, Row};
use crate::{check, message, source};

/// The function with its rules made.
pub(crate) fn rules(arguments: TokenStream, function: &TokenStream) -> TokenStream {
    let mut parsed: ItemFn = match syn::parse2(function.clone()) {
        Ok(parsed) => parsed,
        // While one types, the text is not a function yet; as it is, an editor still completes names in it.
        Err(error) => {
            let error = error.to_compile_error();
            return quote!(#function #error);
        }
    };
    let mut errors = Vec::new();
    if let Some(token) = arguments.into_iter().next() {
        errors.push(check::has_arguments(token.span()));
    }
    match parse::parameter(&parsed).cloned() {
        Some(parameter) => {
            let mut chains = Chains { parameter, errors };
            chains.visit_block_mut(&mut parsed.block);
            errors = chains.errors;
        }
        None => errors.push(check::no_parameter(&parsed.sig.ident)),
    }
    let errors = errors.iter().map(syn::Error::to_compile_error);
    quote!(#parsed #(#errors)*)
}

/// Finds the chains of calls that declare rules.
struct Chains {
    parameter: Ident,
    errors: Vec<syn::Error>,
}

impl VisitMut for Chains {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        match expression {
            Expr::MethodCall(call) if parse::starts_with(call, &self.parameter) => {
                let chain = Chain::of(call);
                self.expand_calls(call, &chain);
            }
            _ => visit_expr_mut(self, expression),
        }
    }
}

impl Chains {
    fn expand_calls(&mut self, call: &mut ExprMethodCall, chain: &Chain) {
        if let Expr::MethodCall(inner) = &mut *call.receiver {
            self.expand_calls(inner, chain);
        }
        for argument in &mut call.args {
            if let Some(text) = parse::message(&call.method, argument) {
                let expanded = self.message(text, chain);
                *argument = Expr::Verbatim(expanded);
            } else if let Expr::Closure(closure) = argument {
                if let Some(expanded) = self.closure(closure, chain) {
                    *argument = Expr::Verbatim(expanded);
                }
            } else {
                self.visit_expr_mut(argument);
            }
        }
    }

    fn closure(&mut self, closure: &ExprClosure, chain: &Chain) -> Option<TokenStream> {
        match parse::kind(closure) {
            Kind::OverRows(rows) if chain.is_opaque => Some(opaque(closure, &rows)),
            Kind::OverRows(rows) => Some(self.closure_over_rows(closure, &rows)),
            // In the closure's place, so that there is no second message about what it is.
            Kind::Untyped => {
                let parameters = parse::first_span(&closure.inputs);
                Some(check::untyped_closure(parameters).to_compile_error())
            }
            Kind::Destructuring(pattern) => {
                Some(check::destructured_row(pattern).to_compile_error())
            }
            Kind::Other => None,
        }
    }

    fn closure_over_rows(&mut self, closure: &ExprClosure, rows: &[Row]) -> TokenStream {
        let (first, last) = parse::ends(&closure.body);
        let mut body = (*closure.body).clone();
        let mut walk = Body::new(rows);
        walk.visit_expr_mut(&mut body);
        self.errors.append(&mut walk.errors);

        let body = match &closure.output {
            ReturnType::Default => body.into_token_stream(),
            // A statement rather than the closure's type: what comes out is the answer, not the user's type.
            ReturnType::Type(_, output) => quote!({ let result: #output = #body; result }),
        };
        let answer = call(quote_spanned!(first=> answer), body, first, last);
        let ExprClosure {
            lifetimes,
            capture,
            inputs_begin,
            inputs,
            inputs_end,
            ..
        } = closure;
        let function = quote!(#lifetimes #capture #inputs_begin #inputs #inputs_end #answer);
        let facts = Facts {
            reads: &walk.reads,
            source: source::text(&closure.body),
            place: closure.inputs_begin.span,
            is_opaque: false,
        };
        construct(rows, &facts, &function, first, last)
    }

    fn message(&mut self, literal: &LitStr, chain: &Chain) -> TokenStream {
        let span = literal.span();
        let parsed = match (message::parse(literal), &chain.row) {
            (Ok(parsed), _) if parsed.paths.is_empty() => {
                // It has braces only, which are escaped: `{{` is `{` here too.
                let text = LitStr::new(&parsed.format.replace("{{", "{").replace("}}", "}"), span);
                return text.into_token_stream();
            }
            (Ok(parsed), Some(row)) => Ok((parsed, row)),
            (Ok(_), None) => Err(check::message_without_rows(span)),
            (Err(error), _) => Err(error),
        };
        let result = parsed.and_then(|(parsed, row)| match &chain.old {
            Some(old) if parsed.paths.iter().any(|path| *old == path[0]) => {
                Err(check::message_with_old(span, old))
            }
            _ => Ok(message_over_rows(literal, &parsed, row)),
        });
        result.unwrap_or_else(|error| {
            self.errors.push(error);
            literal.to_token_stream()
        })
    }
}

/// A closure that is kept as it was written.
fn opaque(closure: &ExprClosure, rows: &[Row]) -> TokenStream {
    let (first, last) = parse::ends(&closure.body);
    let facts = Facts {
        reads: &[],
        source: source::text(&closure.body),
        place: closure.inputs_begin.span,
        is_opaque: true,
    };
    construct(rows, &facts, &closure.to_token_stream(), first, last)
}

/// `Closure::new(facts, function)`: its span is that of the body, where the compiler then reports a wrong result.
fn construct(
    rows: &[Row],
    facts: &Facts<'_>,
    function: &TokenStream,
    first: Span,
    last: Span,
) -> TokenStream {
    let name = Ident::new(
        if rows.len() == 2 {
            "ClosureWithOld"
        } else {
            "Closure"
        },
        first,
    );
    let facts = facts.tokens();
    call(
        quote_spanned!(first=> #name::new),
        quote!(#facts, #function),
        first,
        last,
    )
}

fn message_over_rows(literal: &LitStr, message: &message::Message, row_type: &Type) -> TokenStream {
    let span = literal.span();
    let row = Ident::new("row", Span::mixed_site().located_at(span));
    let format = LitStr::new(&message.format, span);
    let mut reads = Vec::new();
    let values: Vec<_> = message
        .paths
        .iter()
        .map(|names| {
            let members: Vec<_> = names.iter().map(|name| member(name, span)).collect();
            let path = FieldPath {
                row: &row,
                members: members.iter().collect(),
            };
            let read = path.read(false);
            if !reads.contains(&read) {
                reads.push(read);
            }
            field(&path)
        })
        .collect();
    let facts = Facts {
        reads: &reads,
        source: literal.value(),
        place: span,
        is_opaque: false,
    }
    .tokens();
    quote_spanned! {span=>
        ::formwork_runtime::rules::notation::Message::new(#facts, |#row: &#row_type| ::std::format!(#format, #(#values),*))
    }
}

fn member(name: &str, span: Span) -> Ident {
    syn::parse_str::<Ident>(name)
        .map_or_else(|_| Ident::new_raw(name, span), |_| Ident::new(name, span))
}

struct Facts<'a> {
    reads: &'a [Read],
    source: String,
    /// A token of the user's, whose place `file!` and `line!` tell.
    place: Span,
    is_opaque: bool,
}

impl Facts<'_> {
    fn tokens(&self) -> TokenStream {
        let reads = self.reads.iter().map(|Read { from_old, fields }| {
            quote!(::formwork_runtime::rules::notation::Read { from_old: #from_old, fields: &[#(#fields),*] })
        });
        let Self {
            source,
            place,
            is_opaque,
            ..
        } = self;
        let file = quote_spanned!(*place=> ::core::file!());
        let line = quote_spanned!(*place=> ::core::line!());
        quote! {
            const {
                &::formwork_runtime::rules::notation::Facts {
                    reads: &[#(#reads),*],
                    source: #source,
                    file: #file,
                    line: #line,
                    is_opaque: #is_opaque,
                }
            }
        }
    }
}

/// The value of a field, by way of its parents.
pub(crate) fn field(path: &FieldPath<'_>) -> TokenStream {
    let (attribute, relationships) = path.members.split_last().expect("a path has a member");
    let (first, last) = (path.row.span(), attribute.span());
    let row = path.row;
    let mut steps = relationships.iter();
    let Some(relationship) = steps.next() else {
        return call(
            quote_spanned!(first=> val),
            quote_spanned!(first=> &#row.#attribute),
            first,
            last,
        );
    };
    let next = Ident::new("next", Span::mixed_site().located_at(last));
    let mut tokens = call(
        quote_spanned!(first=> through),
        quote_spanned!(first=> &#row.#relationship),
        first,
        relationship.span(),
    );
    for step in steps {
        let through = call(
            quote_spanned!(step.span()=> through),
            quote!(&#next.#step),
            step.span(),
            step.span(),
        );
        tokens.extend(quote!(.and_then(|#next| #through)));
    }
    let val = call(
        quote_spanned!(last=> val),
        quote!(&#next.#attribute),
        last,
        last,
    );
    let closure = parentheses(
        quote!(::formwork_runtime::rules::notation::Val::NULL, |#next| #val),
        last,
    );
    tokens.extend(quote!(.map_or #closure));
    tokens
}

/// A comparison, by reference.
pub(crate) fn comparison(function: &str, operator: Span, left: &Expr, right: &Expr) -> TokenStream {
    let (_, last) = parse::ends(right);
    let [left, right] = [left, right].map(by_reference);
    let function = Ident::new(function, operator);
    call(function, quote!(#left, #right), operator, last)
}

fn by_reference(operand: &Expr) -> TokenStream {
    let (first, last) = parse::ends(operand);
    let operand = parentheses(bare(operand), last);
    quote_spanned!(first=> &#operand)
}

/// `&&` or `||`, whose right side is only asked if need be.
pub(crate) fn lazy(
    function: &str,
    decided: &str,
    operator: Span,
    left: &Expr,
    right: &Expr,
) -> TokenStream {
    let span = Span::mixed_site().located_at(operator);
    let [function, decided, other] = [function, decided, "left"].map(|name| Ident::new(name, span));
    let (first, last) = parse::ends(left);
    let condition = call(
        quote_spanned!(first=> IntoTruth::into_truth),
        bare(left),
        first,
        last,
    );
    let (first, last) = parse::ends(right);
    let right = bare(right);
    let result = call(function, quote!(#other, #right), first, last);
    quote! {
        match #condition {
            ::formwork_runtime::rules::notation::Truth::#decided => ::formwork_runtime::rules::notation::Truth::#decided,
            #other => #result,
        }
    }
}

/// An expression as the only argument of a function.
pub(crate) fn surround(function: &str, expression: &Expr) -> TokenStream {
    let (first, last) = parse::ends(expression);
    let function = Ident::new(function, first);
    call(function, bare(expression), first, last)
}

/// The expression without parentheses around it, which the compiler warns of in an argument.
fn bare(expression: &Expr) -> TokenStream {
    match expression {
        Expr::Paren(paren) => bare(&paren.expr),
        other => other.to_token_stream(),
    }
}

/// A literal beside branches of another type.
pub(crate) fn literal(type_: &TokenStream, literal: &impl ToTokens) -> TokenStream {
    let (first, last) = parse::ends(literal);
    call(
        quote_spanned!(first=> literal::<#type_, _>),
        literal.to_token_stream(),
        first,
        last,
    )
}

/// `!`, of three values.
pub(crate) fn not(operator: Token![!], operand: &Expr) -> TokenStream {
    let (_, last) = parse::ends(operand);
    call(
        quote_spanned!(operator.span=> not),
        bare(operand),
        operator.span,
        last,
    )
}

/// Calls a function of the notation; the call's span goes from the first to the last.
fn call(function: impl ToTokens, arguments: TokenStream, first: Span, last: Span) -> TokenStream {
    let arguments = parentheses(arguments, last);
    quote_spanned!(first=> ::formwork_runtime::rules::notation::#function #arguments)
}

fn parentheses(tokens: TokenStream, span: Span) -> TokenTree {
    let mut group = Group::new(Delimiter::Parenthesis, tokens);
    group.set_span(span);
    TokenTree::Group(group)
}
