//! The placeholders of a message: `balance ({balance:.2}) of {customer.name}`.

use syn::{Ident, LitStr};

use crate::check;

/// A message, taken apart.
#[derive(Debug, PartialEq)]
pub(crate) struct Message {
    /// The text for `format!`, with `{}` or `{:.2}` for each placeholder.
    pub(crate) format: String,
    /// The names of each placeholder: relationships, then the attribute.
    pub(crate) paths: Vec<Vec<String>>,
}

/// Reads the text of a message.
pub(crate) fn parse(literal: &LitStr) -> syn::Result<Message> {
    split(&literal.value()).map_err(|problem| check::message_braces(literal.span(), &problem))
}

fn split(text: &str) -> Result<Message, String> {
    let mut message = Message {
        format: String::with_capacity(text.len()),
        paths: Vec::new(),
    };
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        message.format.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            message.format.push_str(brace);
            message.format.push_str(brace);
            rest = after;
            continue;
        }
        if brace == "}" {
            return Err("there is a `}` without its `{`".to_owned());
        }
        let end = rest.find('}').ok_or("there is a `{` without its `}`")?;
        let (path, format) = rest[..end].split_once(':').unwrap_or((&rest[..end], ""));
        message.paths.push(names(path)?);
        message.format.push('{');
        if !format.is_empty() {
            message.format.push(':');
            message.format.push_str(format.trim_end());
        }
        message.format.push('}');
        rest = &rest[end + 1..];
    }
    message.format.push_str(rest);
    Ok(message)
}

fn names(path: &str) -> Result<Vec<String>, String> {
    path.trim()
        .split('.')
        .map(|name| {
            let name = name.trim().trim_start_matches("r#");
            let is_name = syn::parse_str::<Ident>(name).is_ok()
                || syn::parse_str::<Ident>(&format!("r#{name}")).is_ok();
            if is_name {
                Ok(name.to_owned())
            } else {
                Err(format!("`{{{path}}}` is no field"))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_paths_with_a_format() {
        let message = split("{{{balance:.2}}} of {customer . name} ({type})").unwrap();
        assert_eq!(message.format, "{{{:.2}}} of {} ({})");
        assert_eq!(
            message.paths,
            [vec!["balance"], vec!["customer", "name"], vec!["type"]]
        );
    }

    #[test]
    fn a_brace_alone_is_refused() {
        for (text, problem) in [
            ("a } b", "there is a `}` without its `{`"),
            ("a { b", "there is a `{` without its `}`"),
            ("{}", "`{}` is no field"),
            ("{a b}", "`{a b}` is no field"),
            ("{0}", "`{0}` is no field"),
        ] {
            assert_eq!(split(text).unwrap_err(), problem);
        }
    }
}
