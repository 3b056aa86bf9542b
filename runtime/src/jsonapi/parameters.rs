//! The query part of an address, taken apart: names and values, decoded, in the order they came.

use std::borrow::Cow;
use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use super::ErrorObject;
use super::query::refusal;

/// The parameters of a request.
#[derive(Debug, Clone, Default)]
pub struct Parameters<'a>(Vec<Parameter<'a>>);

/// One parameter.
#[derive(Debug, Clone)]
pub struct Parameter<'a> {
    /// As it came, to be repeated in links.
    pub raw: &'a str,
    pub name: Cow<'a, str>,
    pub value: Cow<'a, str>,
}

/// A parameter, taken apart: `filter[Balance][gt]` is of the family `filter`.
#[derive(Debug)]
pub(super) struct InFamily<'p> {
    pub(super) name: &'p str,
    pub(super) family: &'p str,
    pub(super) names: Vec<&'p str>,
    pub(super) value: &'p str,
}

impl<'a> Parameters<'a> {
    /// Takes apart what follows the `?`; text that is no UTF-8 is an error that names the parameter.
    pub fn parse(query: &'a str) -> Result<Self, String> {
        query
            .split('&')
            .filter(|raw| !raw.is_empty())
            .map(|raw| {
                let (name, value) = raw.split_once('=').unwrap_or((raw, ""));
                let decode = |part| decode(part).ok_or_else(|| name.to_owned());
                Ok(Parameter {
                    raw,
                    name: decode(name)?,
                    value: decode(value)?,
                })
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The value of a parameter, and the others; an error if it comes twice.
    #[must_use]
    pub fn take(mut self, name: &str) -> (Vec<String>, Self) {
        let taken = self.0.extract_if(.., |each| each.name == name);
        let values = taken.map(|each| each.value.into_owned()).collect();
        (values, self)
    }

    /// All of them with their families and the names in brackets; those whose brackets do not match are refused, and those that
    /// come again.
    pub(super) fn in_families<'p>(&'p self, errors: &mut Vec<ErrorObject>) -> Vec<InFamily<'p>> {
        let mut found = Vec::with_capacity(self.0.len());
        errors.extend(self.repeated());
        for parameter in &self.0 {
            let name = &*parameter.name;
            match parameter.family() {
                Some((family, names)) => found.push(InFamily {
                    name,
                    family,
                    names,
                    value: &parameter.value,
                }),
                None => errors.push(refusal(name, "has brackets that do not match")),
            }
        }
        found
    }

    /// What is wrong with those that come several times: it is not known which of them is meant. Conditions all hold, so that there
    /// may be several of the same name.
    pub(crate) fn repeated(&self) -> impl Iterator<Item = ErrorObject> {
        let mut times: HashMap<&str, usize> = HashMap::with_capacity(self.0.len());
        self.0.iter().filter_map(move |parameter| {
            let name = &*parameter.name;
            let family = name.split('[').next().unwrap_or(name);
            if matches!(family, "filter" | "havingFilter") {
                return None;
            }
            let times = times.entry(name).or_default();
            *times += 1;
            (*times == 2).then(|| refusal(name, "comes more than once"))
        })
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Parameter<'a>> {
        self.0.iter()
    }
}

fn decode(part: &str) -> Option<Cow<'_, str>> {
    if !part.contains(['%', '+']) {
        return Some(Cow::Borrowed(part));
    }
    // A `+` is a space, as HTML forms write it.
    let spaced = part.replace('+', " ");
    percent_decode_str(&spaced)
        .decode_utf8()
        .ok()
        .map(|text| Cow::Owned(text.into_owned()))
}

impl Parameter<'_> {
    /// The family and the names in brackets: `filter[City][in]` is `filter`, `["City", "in"]`. None if the brackets do
    /// not match.
    #[must_use]
    pub fn family(&self) -> Option<(&str, Vec<&str>)> {
        let Some((family, rest)) = self.name.split_once('[') else {
            return Some((&self.name, Vec::new()));
        };
        let inner = rest.strip_suffix(']')?;
        let names: Vec<&str> = inner.split("][").collect();
        Some((family, names))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jsonapi::Source;

    #[test]
    fn names_and_values_are_decoded() {
        let parameters =
            Parameters::parse("filter%5BCity%5D=K%C3%B6ln+am%20Rhein&sort=-a,b&include").unwrap();
        let parts: Vec<_> = parameters
            .iter()
            .map(|each| (each.name.to_string(), each.value.to_string()))
            .collect();
        let expected = [
            ("filter[City]", "Köln am Rhein"),
            ("sort", "-a,b"),
            ("include", ""),
        ];
        assert_eq!(
            parts,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }

    #[test]
    fn what_comes_again_is_refused_once_unless_it_is_a_condition() {
        let parameters = Parameters::parse(
            "sort=a&filter[a]=1&page[size]=1&sort=b&filter[a]=2&sort=c&page%5Bsize%5D=1",
        )
        .unwrap();
        let refused: Vec<_> = parameters.repeated().map(|error| error.source).collect();
        let of = |name: &str| Some(Source::Parameter(name.to_owned()));
        assert_eq!(refused, [of("sort"), of("page[size]")]);
    }

    #[test]
    fn brackets_are_names_of_a_family() {
        let parameters = Parameters::parse("filter[a][in]=1&page[x=1&filter[a.b]]=2").unwrap();
        let families: Vec<_> = parameters.iter().map(Parameter::family).collect();
        assert_eq!(families[0], Some(("filter", vec!["a", "in"])));
        assert_eq!(families[1], None);
        assert_eq!(families[2], Some(("filter", vec!["a.b]"])));
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(Parameters::parse("a=1&b=%ff").unwrap_err(), "b");
    }
}
