//! Where code of the user's may still use a name that nothing has any more.

use std::{fs, path::Path};

use formwork_runtime::model::{Attribute, Resource};

use crate::model::constant;

/// The folders with code of the user's.
const FOLDERS: [&str; 3] = ["src", "tests", "benches"];

/// The lines of the user's code.
pub(super) struct Code {
    /// By the path in the project.
    files: Vec<(String, String)>,
}

impl Code {
    /// Reads the code of a project; what cannot be read says nothing.
    pub(super) fn of(root: &Path) -> Self {
        let mut files = Vec::new();
        for folder in FOLDERS {
            let walked = walkdir::WalkDir::new(root.join(folder)).sort_by_file_name();
            for entry in walked.into_iter().filter_map(Result::ok) {
                let path = entry.path();
                let is_code = path.extension().is_some_and(|ending| ending == "rs");
                let Ok(inside) = path.strip_prefix(root) else {
                    continue;
                };
                if is_code
                    && !inside.starts_with("src/generated")
                    && let Ok(text) = fs::read_to_string(path)
                {
                    files.push((inside.display().to_string(), text));
                }
            }
        }
        Self { files }
    }

    /// Where a resource is named, by its type in Rust or in the API.
    pub(super) fn of_resource(&self, resource: &Resource) -> Vec<String> {
        let names = [&resource.rust_type, &resource.kind];
        self.lines(
            |line| names.iter().any(|name| has_word(line, name)),
            &|_| true,
        )
    }

    /// Where an attribute seems to be named, in files that speak of its resource, which has these names in Rust.
    pub(super) fn of_attribute(&self, attribute: &Attribute, types: [&str; 2]) -> Vec<String> {
        let parts = [
            format!(".{}", attribute.field),
            format!("::{}", constant(&attribute.field)),
            format!("\"{}\"", attribute.name),
        ];
        let speaks_of_it = |text: &str| types.iter().any(|name| has_word(text, name));
        self.lines(
            |line| parts.iter().any(|part| has_word(line, part)),
            &speaks_of_it,
        )
    }

    fn lines(
        &self,
        is_wanted: impl Fn(&str) -> bool,
        is_wanted_file: &dyn Fn(&str) -> bool,
    ) -> Vec<String> {
        let files = self.files.iter().filter(|(_, text)| is_wanted_file(text));
        let lines = files.flat_map(|(path, text)| {
            let lines = text.lines().zip(1..);
            lines.map(move |(line, number)| (line, format!("{path}:{number}")))
        });
        lines
            .filter(|(line, _)| is_wanted(line))
            .map(|(_, place)| place)
            .collect()
    }
}

/// Whether the text has the word, and not as a part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    let is_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let begins = word.chars().next().is_some_and(is_of_word);
    let ends = word.chars().next_back().is_some_and(is_of_word);
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back().filter(|_| begins);
        let after = text[at + word.len()..].chars().next().filter(|_| ends);
        !before.is_some_and(is_of_word) && !after.is_some_and(is_of_word)
    })
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn a_word_is_no_part_of_another() {
        assert!(has_word("logic.sum(Order::COST)", "Order"));
        assert!(has_word("use crate::Order;", "Order"));
        assert!(!has_word("OrderDetail, PreOrder, order", "Order"));
        assert!(has_word("|o| o.cost + 1", ".cost"));
        assert!(!has_word("o.cost_total", ".cost"));
        assert!(has_word("Größe größe", "größe"));
    }
}
