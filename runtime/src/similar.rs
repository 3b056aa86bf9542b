//! "Did you mean": the known name that is nearest to a wrong one.

/// The question, if a known name is near enough.
pub(crate) fn did_you_mean<'a>(
    wrong: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(wrong, known).map(|name| format!("did you mean `{name}`?"))
}

/// The known name that was most likely meant, if one is near enough. Case does not count.
fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = wrong.to_lowercase();
    let (distance, nearest) = known
        .into_iter()
        .map(|name| {
            (
                strsim::damerau_levenshtein(&lower, &name.to_lowercase()),
                name,
            )
        })
        .min()?;
    let is_near =
        distance <= (nearest.chars().count() / 3).max(1) && distance < wrong.chars().count();
    is_near.then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn only_a_near_name_is_meant() {
        let known = ["attributes", "label", "type"];
        let hint = did_you_mean("atributes", known);
        assert_eq!(hint.as_deref(), Some("did you mean `attributes`?"));
        assert_eq!(
            did_you_mean("Label", known).as_deref(),
            Some("did you mean `label`?")
        );
        assert_eq!(did_you_mean("colour", known), None);
        assert_eq!(did_you_mean("x", []), None);
    }
}
