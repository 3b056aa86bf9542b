//! The words of a name, for guesses about what it means.

use heck::ToSnakeCase;

/// The words in lower case: `CompanyName` and `company_name` are `company`, `name`.
pub(crate) fn of(name: &str) -> Vec<String> {
    name.to_snake_case()
        .split('_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
