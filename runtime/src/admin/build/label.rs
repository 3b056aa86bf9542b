//! What things are called on a page when the file does not say.

/// A name as words: `CompanyName` and `company_name` are `Company Name`.
pub(super) fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let letters: Vec<char> = name.chars().collect();
    for (index, &letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|at| letters[at]);
        let after = letters.get(index + 1);
        let begins_word = before.is_some_and(|before| {
            letter.is_uppercase()
                && (before.is_lowercase()
                    || before.is_numeric()
                    // `XMLFile` is `XML File`.
                    || (before.is_uppercase() && after.is_some_and(|next| next.is_lowercase())))
        });
        if letter == '_' || letter == '-' || letter == ' ' {
            if !words.ends_with(' ') && !words.is_empty() {
                words.push(' ');
            }
            continue;
        }
        if begins_word && !words.ends_with(' ') {
            words.push(' ');
        }
        if words.is_empty() || words.ends_with(' ') {
            words.extend(letter.to_uppercase());
        } else {
            words.push(letter);
        }
    }
    words.trim_end().to_owned()
}

/// What the row that a key refers to is to the one that holds it: `treated_by` and `manager_id` are `Treated By` and `Manager`.
pub(super) fn role(key: &str) -> String {
    let words = words(key);
    match words.rsplit_once(' ') {
        Some((role, last)) if last.eq_ignore_ascii_case("id") => role.to_owned(),
        _ => words,
    }
}

/// Whether a relationship is called as the rows that it leads to are, but for a number that tells it from others.
pub(super) fn has_no_role(relationship: &str, kind: &str) -> bool {
    let name = relationship.trim_end_matches(|letter: char| letter.is_ascii_digit());
    name.strip_suffix("List")
        .unwrap_or(name)
        .eq_ignore_ascii_case(kind)
}

/// Words that are their own plural.
const UNCHANGED: &[&str] = &[
    "data",
    "equipment",
    "information",
    "metadata",
    "news",
    "series",
    "species",
    "staff",
];

/// The plural of an English noun, well enough for a menu.
pub(super) fn plural(noun: &str) -> String {
    let lower = noun.to_lowercase();
    let last = lower.rsplit(' ').next().unwrap_or_default();
    // A letter behind a name says what it is, as the `V` of a view: it is no noun.
    let is_letter_behind = last.chars().count() == 1 && last.len() < lower.len();
    if is_letter_behind || UNCHANGED.contains(&last) {
        return noun.to_owned();
    }
    let ends = |ending: &str| lower.ends_with(ending);
    if last == "child" {
        return format!("{noun}ren");
    }
    if last == "person" {
        return format!("{}eople", &noun[..noun.len() - 5]);
    }
    if ends("sis") {
        return format!("{}es", &noun[..noun.len() - 2]);
    }
    let is_plain_y = ends("y") && !["ay", "ey", "oy", "uy"].iter().any(|ending| ends(ending));
    if is_plain_y {
        format!("{}ies", &noun[..noun.len() - 1])
    } else if ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|ending| ends(ending))
    {
        format!("{noun}es")
    } else if noun.ends_with(|letter: char| letter.is_ascii_alphabetic()) {
        format!("{noun}s")
    } else {
        noun.to_owned()
    }
}

/// A label of the forerunner: its generator wrote ` Company Name*` for a required attribute.
pub(super) fn cleaned(label: &str) -> String {
    label.trim().trim_end_matches('*').trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{cleaned, has_no_role, plural, role, words};

    #[test]
    fn keys_say_what_their_rows_are() {
        for (key, shown) in [
            ("treated_by", "Treated By"),
            ("manager_id", "Manager"),
            ("WorksForDepartmentId", "Works For Department"),
            ("Id", "Id"),
        ] {
            assert_eq!(role(key), shown);
        }
        assert!(has_no_role("VisitList1", "Visit"));
        assert!(has_no_role("Staff", "Staff"));
        assert!(!has_no_role("FromPerson", "Person"));
    }

    #[test]
    fn names_become_words() {
        for (name, shown) in [
            ("CompanyName", "Company Name"),
            ("company_name", "Company Name"),
            ("Id", "Id"),
            ("XMLFile", "XML File"),
            ("Client_id", "Client Id"),
            ("größe", "Größe"),
            ("Line2Text", "Line2 Text"),
            ("", ""),
        ] {
            assert_eq!(words(name), shown);
        }
    }

    #[test]
    fn nouns_have_plurals() {
        for (noun, shown) in [
            ("Order", "Orders"),
            ("Category", "Categories"),
            ("Address", "Addresses"),
            ("Survey", "Surveys"),
            ("Tax", "Taxes"),
            ("Product Details V", "Product Details V"),
            ("Order Data", "Order Data"),
            ("Contact Person", "Contact People"),
            ("Child", "Children"),
            ("Analysis", "Analyses"),
            ("X", "Xes"),
            ("注文", "注文"),
        ] {
            assert_eq!(plural(noun), shown);
        }
    }

    #[test]
    fn generated_labels_are_cleaned() {
        assert_eq!(cleaned(" Company Name*"), "Company Name");
    }
}
