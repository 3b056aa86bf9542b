//! "Did you mean ...?"

/// The name that was most likely meant, if one is near enough.
pub(crate) fn similar<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let (distance, name) = by_distance(written, known).into_iter().next()?;
    (distance <= name.chars().count().max(3) / 3).then_some(name)
}

/// The names, those that are written alike first.
pub(crate) fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let names = by_distance(written, known).into_iter();
    names.map(|(_, name)| name).collect()
}

fn by_distance<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Vec<(usize, &'a str)> {
    let written = written.to_lowercase();
    let distance = |name: &str| strsim::damerau_levenshtein(&written, &name.to_lowercase());
    let mut names: Vec<_> = known.map(|name| (distance(name), name)).collect();
    names.sort_unstable();
    names
}
