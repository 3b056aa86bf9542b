//! What the patterns of a body ask of what is held against them.

use syn::Pat;

/// Whether the pattern is `Some(…)` or `None`.
pub(super) fn asks_for_option(pattern: &Pat) -> bool {
    match pattern {
        Pat::Guard(guarded) => asks_for_option(&guarded.pat),
        Pat::Paren(paren) => asks_for_option(&paren.pat),
        Pat::Or(any) => any.cases.iter().any(asks_for_option),
        Pat::Ident(bound) => match &bound.subpat {
            Some((_, inner)) => asks_for_option(inner),
            None => bound.ident == "None",
        },
        Pat::TupleStruct(tuple) => tuple.path.is_ident("Some"),
        Pat::Path(path) => path.path.is_ident("None"),
        _ => false,
    }
}

/// The pattern of an element of a tuple, if the pattern has one for it.
pub(super) fn element_of(pattern: &Pat, position: usize) -> Option<&Pat> {
    match pattern {
        Pat::Guard(guarded) => element_of(&guarded.pat, position),
        Pat::Paren(paren) => element_of(&paren.pat, position),
        Pat::Or(any) => any.cases.iter().find_map(|case| element_of(case, position)),
        Pat::Tuple(tuple) => {
            let has_rest = tuple
                .elems
                .iter()
                .take(position + 1)
                .any(|element| matches!(element, Pat::Rest(_)));
            (!has_rest).then(|| tuple.elems.get(position)).flatten()
        }
        _ => None,
    }
}
