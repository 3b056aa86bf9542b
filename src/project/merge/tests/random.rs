//! Merges of random files with random edits.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// A small generator of numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }
}

/// A file as the generator would write it: resources, attributes, keys.
#[derive(Clone)]
struct Config(Vec<(String, Vec<Attribute>)>);

/// A name, and keys with their values.
type Attribute = (String, Vec<(&'static str, String)>);

const VALUES: [&str; 9] = [
    "Integer",
    "Decimal",
    "true",
    "12",
    "\"a: b\"",
    "'it''s'",
    "[A, B]",
    "ünï code",
    "\"x # y\"",
];
const KEYS: [&str; 5] = ["type", "search", "label", "sort", "fks"];

impl Config {
    fn random(random: &mut Random) -> Self {
        let resources = 1 + random.below(5);
        Self(
            (0..resources)
                .map(|index| (format!("R{index}"), Self::attributes(random)))
                .collect(),
        )
    }

    fn attributes(random: &mut Random) -> Vec<Attribute> {
        let count = 1 + random.below(4);
        (0..count)
            .map(|index| (format!("a{index}"), Self::keys(random)))
            .collect()
    }

    fn keys(random: &mut Random) -> Vec<(&'static str, String)> {
        let keys = KEYS.iter().filter(|_| random.one_in(2));
        let keys: Vec<_> = keys.copied().collect();
        keys.into_iter()
            .map(|key| (key, VALUES[random.below(VALUES.len())].to_owned()))
            .collect()
    }

    /// Another state of the database: things changed, went, came, moved.
    fn changed(&self, random: &mut Random) -> Self {
        let mut config = self.clone();
        config.0.retain(|_| !random.one_in(6));
        for (_, attributes) in &mut config.0 {
            attributes.retain(|_| !random.one_in(6));
            for (_, keys) in attributes.iter_mut() {
                keys.retain(|_| !random.one_in(6));
                for (_, value) in keys.iter_mut() {
                    if random.one_in(5) {
                        VALUES[random.below(VALUES.len())].clone_into(value);
                    }
                }
            }
            if random.one_in(3) {
                let at = random.below(attributes.len() + 1);
                attributes.insert(at, (format!("new{}", random.below(3)), Self::keys(random)));
                attributes.sort_by_key(|attribute| attribute.0.len());
                attributes.dedup_by(|one, other| one.0 == other.0);
            }
        }
        if random.one_in(3) {
            let at = random.below(config.0.len() + 1);
            config
                .0
                .insert(at, ("Added".to_owned(), Self::attributes(random)));
        }
        config
    }

    fn text(&self) -> String {
        let mut text = "# generated\napi_root: /api\nresources:\n".to_owned();
        if self.0.is_empty() {
            text = text.replace("resources:\n", "resources: {}\n");
        }
        for (name, attributes) in &self.0 {
            text.push_str(&format!("  {name}:\n    type: {name}\n    attributes:"));
            text.push_str(if attributes.is_empty() { " []\n" } else { "\n" });
            for (name, keys) in attributes {
                text.push_str(&format!("      - name: {name}\n"));
                for (key, value) in keys {
                    text.push_str(&format!("        {key}: {value}\n"));
                }
            }
        }
        text
    }
}

/// A user's hand on a text: comments, blank lines, deletions, values, own keys.
fn edited(text: &str, random: &mut Random) -> String {
    let mut out = String::new();
    let mut comments = 0;
    let mut comment = || {
        comments += 1;
        format!("# mine {comments}")
    };
    for line in text.lines() {
        let indentation = line.len() - line.trim_start().len();
        let spaces = " ".repeat(indentation);
        let is_key_of_item = indentation == 8;
        match random.below(16) {
            0 => out.push_str(&format!("{spaces}{}\n{line}\n", comment())),
            1 => out.push_str(&format!("{line}  {}\n", comment())),
            2 => out.push_str(&format!("\n{line}\n")),
            3 if is_key_of_item => {}
            4 if is_key_of_item => {
                let key = line.split(':').next().unwrap();
                out.push_str(&format!("{key}: {}\n", VALUES[random.below(VALUES.len())]));
            }
            5 if is_key_of_item => {
                out.push_str(&format!("{line}\n{spaces}x-{}: {{a: 1}}\n", out.len()));
            }
            6 if is_key_of_item => {
                out.push_str(&format!("{line}   # formwork: now Old in the database\n"));
            }
            7 if indentation == 2 => {
                out.push_str(&format!(
                    "{line}\n    x-{}: |\n      # no comment\n      text\n\n",
                    out.len()
                ));
            }
            8 => out.push_str(&format!("{}\n{line}\n", comment())),
            9 if indentation == 2 => {
                out.push_str(&format!(
                    "  Own{}:\n    attributes:\n    - name: q\n{line}\n",
                    out.len()
                ));
            }
            _ => out.push_str(&format!("{line}\n")),
        }
    }
    match random.below(4) {
        0 => out.replace('\n', "\r\n"),
        1 => out.trim_end().to_owned(),
        2 => out
            .replace("      - name:", "      -   name:")
            .replace("        ", "          "),
        _ => out,
    }
}

#[test]
fn random_edits_merge_into_what_was_decided_and_keep_every_comment() {
    let mut conflicts = 0;
    let mut count = 0;
    for seed in 1..=500_u64 {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let base = Config::random(&mut random);
        let new = base.changed(&mut random).text();
        let base = base.text();
        let yours = edited(&base, &mut random);
        if Source::parse(&yours, Side::Yours).is_err() {
            continue;
        }
        let shown = || format!("seed {seed}\n--- base\n{base}\n--- yours\n{yours}\n--- new\n{new}");
        // `merge` itself compares the text with the decided tree and looks for every comment.
        let merged =
            merge(&base, &yours, &new).unwrap_or_else(|error| panic!("{error}\n{}", shown()));
        let again = merge(&new, &merged.text, &new).unwrap();
        assert_eq!(again.text, merged.text, "{}", shown());
        assert_eq!(again.report, MergeReport::default(), "{}", shown());
        let ends = |text: &str| (text.matches("\r\n").count(), text.matches('\n').count());
        let (returns, feeds) = ends(&merged.text);
        assert!(
            returns == 0 || returns == feeds,
            "mixed line ends\n{}",
            shown()
        );
        follows_the_rules(&base, &yours, &new, &merged, &shown);
        conflicts += merged.report.conflicts.len();
        count += 1;
    }
    assert!(count > 300, "only {count} of the random files were valid");
    assert!(conflicts > 100, "only {conflicts} conflicts");
}

/// The keys of attributes by resource, attribute and key, as another reader of YAML finds them.
type Leaves = BTreeMap<(String, String, String), serde_json::Value>;

fn leaves(text: &str) -> Leaves {
    let root: serde_json::Value = serde_saphyr::from_str(text).unwrap();
    let mut leaves = Leaves::new();
    for (resource, value) in root["resources"].as_object().into_iter().flatten() {
        for attribute in value["attributes"].as_array().into_iter().flatten() {
            let name = attribute["name"].as_str().unwrap().to_owned();
            for (key, value) in attribute.as_object().unwrap() {
                leaves.insert((resource.clone(), name.clone(), key.clone()), value.clone());
            }
        }
    }
    leaves
}

/// Says again, for single keys, what the merge promises: who changed a key alone has it; of two
/// who changed it, the user has it; what went is gone unless the user changed it, or commented it
/// and is told so.
fn follows_the_rules(
    base: &str,
    yours: &str,
    new: &str,
    merged: &Merged,
    shown: &impl Fn() -> String,
) {
    let conflicts: BTreeSet<_> = merged
        .report
        .conflicts
        .iter()
        .map(|conflict| conflict.subject.as_str())
        .collect();
    let (base, yours, new, merged) = (
        leaves(base),
        leaves(yours),
        leaves(new),
        leaves(&merged.text),
    );
    let has = |leaves: &Leaves, path: &(String, String, String)| {
        leaves.contains_key(&(path.0.clone(), path.1.clone(), "name".to_owned()))
    };
    let paths: BTreeSet<_> = [&base, &yours, &new, &merged]
        .into_iter()
        .flat_map(Leaves::keys)
        .collect();
    for path in paths {
        let [in_base, in_yours, in_new, in_merged] =
            [&base, &yours, &new, &merged].map(|leaves| leaves.get(path));
        let was_deleted = has(&base, path) && !has(&yours, path);
        let is_gone = has(&base, path) && !has(&new, path);
        let expected = if was_deleted {
            None
        } else if is_gone {
            // Kept as a whole, or gone as a whole.
            in_yours.filter(|_| has(&merged, path))
        } else if in_yours == in_base
            && !conflicts.contains(format!("{}.{}.{}", path.0, path.1, path.2).as_str())
        {
            in_new
        } else {
            in_yours
        };
        assert_eq!(in_merged, expected, "{path:?}\n{}", shown());
        if is_gone && !was_deleted && in_yours != in_base {
            assert!(
                has(&merged, path),
                "{path:?} was changed by the user\n{}",
                shown()
            );
        }
    }
}

/// A hand that knows no YAML: lines moved, doubled, indented, letters put anywhere.
fn mangled(text: &str, random: &mut Random) -> String {
    const PIECES: [&str; 22] = [
        "#", " # mine", ":", "- ", "  ", "\n", "\r\n", "\"", "'", "{", "}", "[", "]", ", ", "&a ",
        "*a", "!!str ", "|\n", "? ", "---\n", "\u{feff}", "é",
    ];
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    for _ in 0..=random.below(3) {
        let at = random.below(lines.len());
        match random.below(7) {
            0 => lines[at].insert_str(0, "  "),
            1 => {
                let line = lines[at].clone();
                lines.insert(at, line);
            }
            2 => {
                let line = lines.remove(at);
                let to = random.below(lines.len() + 1);
                lines.insert(to, line);
            }
            3 => lines[at] = lines[at].replacen("  ", "", 1),
            4 => {
                let end = (at + 1 + random.below(4)).min(lines.len());
                lines[at..end].reverse();
            }
            _ => {
                let places: Vec<usize> = lines[at].char_indices().map(|(place, _)| place).collect();
                let place = places.get(random.below(places.len() + 1)).copied();
                let place = place.unwrap_or(lines[at].len());
                lines[at].insert_str(place, PIECES[random.below(PIECES.len())]);
            }
        }
    }
    lines.join("\n")
}

#[test]
fn whatever_the_user_wrote_it_is_merged_right_or_refused() {
    let (mut accepted, mut refused) = (0, 0);
    for seed in 1..=1500_u64 {
        let mut random = Random(seed.wrapping_mul(0xD134_2543_DE82_EF95));
        let base = Config::random(&mut random);
        let new = base.changed(&mut random).text();
        let base = base.text();
        let tidy = if random.one_in(2) {
            edited(&base, &mut random)
        } else {
            base.clone()
        };
        let yours = mangled(&tidy, &mut random);
        let shown = || format!("seed {seed}\n--- base\n{base}\n--- yours\n{yours}\n--- new\n{new}");
        match merge(&base, &yours, &new) {
            Ok(merged) => {
                let again = merge(&new, &merged.text, &new).unwrap();
                assert_eq!(again.text, merged.text, "{}", shown());
                accepted += 1;
            }
            Err(MergeError::Differs { at }) => panic!("would be wrong at {at}\n{}", shown()),
            Err(_) => refused += 1,
        }
    }
    assert!(
        accepted > 200 && refused > 200,
        "{accepted} merged, {refused} refused"
    );
}
