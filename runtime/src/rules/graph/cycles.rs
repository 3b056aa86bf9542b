//! The order of rules by what they read of each other's results, and the cycles among them.
//!
//! Rules that read each other's results in a circle are refused, unless each turn of the circle leads to another row: up a tree
//! (a department's total includes that of its parts) or down a tree (a path begins with that of the row above).

use std::collections::HashMap;

use super::components::components;
use super::resolve::Input;
use crate::catalog::TableId;
use crate::rules::declaration::Origin;

/// What matters of a rule for its place in the order.
pub(super) struct Node {
    pub(super) output: (TableId, usize),
    pub(super) inputs: Vec<Input>,
    /// Whether the result goes to the row that the rule's row refers to.
    pub(super) goes_up: bool,
    /// `Customer.Balance`.
    pub(super) name: String,
    pub(super) origin: Origin,
}

/// How a result gets from one rule to the result of the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Way {
    to: usize,
    up: bool,
    down: bool,
}

/// Positions of the rules, each after those it reads from, and whether its results lead back to it.
pub(super) fn order(nodes: &[Node]) -> Result<Vec<(usize, bool)>, Vec<String>> {
    let ways = ways(nodes);
    let mut ordered = Vec::with_capacity(nodes.len());
    let mut problems = Vec::new();
    let followers: Vec<Vec<usize>> = ways
        .iter()
        .map(|ways| ways.iter().map(|way| way.to).collect())
        .collect();
    for component in components(&followers) {
        let leads_back =
            component.len() > 1 || ways[component[0]].iter().any(|way| way.to == component[0]);
        if leads_back && let Some(problem) = problem(nodes, &ways, &component) {
            problems.push(problem);
        }
        ordered.extend(component.into_iter().map(|node| (node, leads_back)));
    }
    if problems.is_empty() {
        Ok(ordered)
    } else {
        Err(problems)
    }
}

fn ways(nodes: &[Node]) -> Vec<Vec<Way>> {
    let makers: HashMap<_, _> = nodes
        .iter()
        .enumerate()
        .map(|(index, node)| (node.output, index))
        .collect();
    let mut ways: Vec<Vec<Way>> = vec![Vec::new(); nodes.len()];
    for (reader, node) in nodes.iter().enumerate() {
        for input in &node.inputs {
            let Some(&maker) = makers.get(&input.column) else {
                continue;
            };
            let way = Way {
                to: reader,
                up: node.goes_up,
                down: !input.path.is_empty(),
            };
            if !ways[maker].contains(&way) {
                ways[maker].push(way);
            }
        }
    }
    ways
}

/// What is wrong with rules that lead back to themselves; none if they follow a tree.
fn problem(nodes: &[Node], ways: &[Vec<Way>], component: &[usize]) -> Option<String> {
    let inside = || {
        component
            .iter()
            .flat_map(|&from| ways[from].iter().map(move |way| (from, way)))
            .filter(|(_, way)| component.contains(&way.to))
    };
    let (mut up, mut down) = (false, false);
    for (_, way) in inside() {
        up |= way.up;
        down |= way.down;
    }
    let follows_a_tree =
        up != down && find_cycle(ways, component, |way| !way.up && !way.down).is_none();
    if follows_a_tree {
        return None;
    }
    let cycle = find_cycle(ways, component, |way| !way.up && !way.down)
        .or_else(|| find_cycle(ways, component, |_| true))
        .unwrap_or_else(|| component.to_vec());
    let first = cycle[0];
    let steps: Vec<_> = cycle
        .iter()
        .map(|&node| format!("`{}` ({})", nodes[node].name, nodes[node].origin))
        .collect();
    Some(format!(
        "{}: rules depend on each other in a circle: {} → `{}`",
        nodes[first].origin,
        steps.join(" → "),
        nodes[first].name
    ))
}

/// A circle along ways of the kind, inside the component.
fn find_cycle(
    ways: &[Vec<Way>],
    component: &[usize],
    follows: impl Fn(&Way) -> bool,
) -> Option<Vec<usize>> {
    // The shortest way from a node back to itself, breadth first.
    component.iter().find_map(|&start| {
        let mut reached: HashMap<usize, usize> = HashMap::new();
        let mut queue = std::collections::VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            for way in ways[node].iter().filter(|way| follows(way)) {
                if way.to == start {
                    let mut cycle = vec![node];
                    while let Some(&before) = reached.get(cycle.last()?) {
                        cycle.push(before);
                    }
                    cycle.reverse();
                    return Some(cycle);
                }
                if component.contains(&way.to) && !reached.contains_key(&way.to) {
                    reached.insert(way.to, node);
                    queue.push_back(way.to);
                }
            }
        }
        None
    })
}
