//! All rules, table by table.

use std::collections::BTreeMap;

use formwork_runtime::rules::RuleDescription;

use super::{parts, phrase, place};

/// Every rule with its place, those of a table together.
#[must_use]
pub fn list(rules: &[RuleDescription]) -> String {
    let mut tables: BTreeMap<&str, String> = BTreeMap::new();
    for rule in rules {
        let (table, subject) = match &rule.derives {
            Some(attribute) => {
                let (table, attribute) = parts(attribute);
                (table, format!("{attribute} = "))
            }
            None => (rule.resource.as_str(), String::new()),
        };
        let line = format!("  {subject}{}\n      {}\n", phrase(rule), place(rule));
        tables.entry(table).or_default().push_str(&line);
    }
    let texts = tables
        .into_iter()
        .map(|(table, lines)| format!("{table}\n{lines}"));
    texts.collect::<Vec<_>>().concat()
}
