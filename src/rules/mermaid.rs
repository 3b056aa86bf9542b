//! The rules as a flowchart of Mermaid: <https://mermaid.js.org/syntax/flowchart.html>.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::{self, Write as _},
};

use formwork_runtime::rules::RuleDescription;

use super::{parts, phrase};

/// Attributes by table, and arrows from what a rule reads to what it derives or judges.
#[must_use]
pub fn mermaid(rules: &[RuleDescription]) -> String {
    let mut chart = String::from("flowchart LR\n");
    write_chart(&mut chart, rules).expect("a string takes any text");
    chart
}

fn write_chart(out: &mut String, rules: &[RuleDescription]) -> fmt::Result {
    // Names are the database's, so nodes have numbers.
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for (position, (table, attributes)) in attributes(rules).into_iter().enumerate() {
        writeln!(out, "  subgraph t{position}[{}]", quoted(table))?;
        for attribute in attributes {
            let number = numbers.len();
            writeln!(out, "    a{number}[{}]", quoted(attribute))?;
            numbers.insert(format!("{table}.{attribute}"), number);
        }
        out.push_str("  end\n");
    }
    for (position, rule) in rules.iter().enumerate() {
        write_arrows(out, position, rule, &numbers)?;
    }
    Ok(())
}

/// The attributes that rules derive or read, by table.
fn attributes(rules: &[RuleDescription]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut tables: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for attribute in rules
        .iter()
        .flat_map(|rule| rule.derives.iter().chain(&rule.reads))
    {
        let (table, attribute) = parts(attribute);
        tables.entry(table).or_default().insert(attribute);
    }
    tables
}

fn write_arrows(
    out: &mut String,
    position: usize,
    rule: &RuleDescription,
    numbers: &BTreeMap<String, usize>,
) -> fmt::Result {
    let target = if let Some(attribute) = &rule.derives {
        format!("a{}", numbers[attribute])
    } else {
        writeln!(out, "  r{position}{{{{{}}}}}", quoted(&phrase(rule)))?;
        format!("r{position}")
    };
    for read in &rule.reads {
        writeln!(out, "  a{} -->|{}| {target}", numbers[read], rule.kind)?;
    }
    Ok(())
}

/// A text between quotes, in which Mermaid reads only entities: <https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters>.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("#quot;"),
            '#' => quoted.push_str("#35;"),
            '<' => quoted.push_str("#lt;"),
            '>' => quoted.push_str("#gt;"),
            '&' => quoted.push_str("#amp;"),
            '`' => quoted.push_str("#96;"),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
