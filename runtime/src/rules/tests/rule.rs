//! Random rules: what they mean for the oracle, and how they are declared to the engine.

use super::expression::{Condition, Number, random_read, read, read_at_end};
use super::random::Random;
use super::schema::{KINDS, Role, Schema, Type};
use crate::rules::declaration::{
    Code, Declaration, DeclaredRead, DeclaredRule, Fold, Origin, TruthOf, ValueOf,
};
use crate::rules::logic::Logic;
use crate::rules::notation::Truth;
use crate::rules::reads::Read;
use crate::value::Value;

#[derive(Debug, Clone)]
pub(super) enum Rule {
    Aggregate {
        fold: Fold,
        parent: usize,
        attribute: usize,
        child: usize,
        via: usize,
        value: Option<Number>,
        condition: Option<Condition>,
    },
    Formula {
        table: usize,
        attribute: usize,
        value: Number,
    },
    Copy {
        table: usize,
        attribute: usize,
        from: Read,
    },
    Default {
        table: usize,
        attribute: usize,
        value: Number,
    },
    Constraint {
        table: usize,
        condition: Condition,
    },
}

impl Rule {
    /// The table and column that it keeps.
    pub(super) fn output(&self) -> Option<(usize, usize)> {
        match self {
            Self::Aggregate {
                parent, attribute, ..
            } => Some((*parent, *attribute)),
            Self::Formula {
                table, attribute, ..
            }
            | Self::Copy {
                table, attribute, ..
            }
            | Self::Default {
                table, attribute, ..
            } => Some((*table, *attribute)),
            Self::Constraint { .. } => None,
        }
    }

    /// The table it asks rows of, and what it reads of them.
    pub(super) fn reads(&self) -> (usize, Vec<Read>) {
        let mut list = Vec::new();
        let table = match self {
            Self::Aggregate {
                child,
                value,
                condition,
                ..
            } => {
                if let Some(value) = value {
                    value.reads(&mut list);
                }
                if let Some(condition) = condition {
                    condition.reads(&mut list);
                }
                *child
            }
            Self::Formula { table, value, .. } | Self::Default { table, value, .. } => {
                value.reads(&mut list);
                *table
            }
            Self::Copy { table, from, .. } => {
                list.push(from.clone());
                *table
            }
            Self::Constraint { table, condition } => {
                condition.reads(&mut list);
                *table
            }
        };
        (table, list)
    }

    /// Whether only the rule may write its column.
    pub(super) fn owns(&self) -> bool {
        matches!(self, Self::Aggregate { .. } | Self::Formula { .. })
    }
}

/// Rules for the columns that are there for rules, and a few constraints.
pub(super) fn random_rules(schema: &Schema, random: &mut Random) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (at, table) in schema.tables.iter().enumerate() {
        let children: Vec<(usize, usize)> = schema
            .tables
            .iter()
            .enumerate()
            .flat_map(|(child, table)| {
                let keys = table.foreign_keys.iter().enumerate();
                keys.filter(move |(_, own)| own.target == at)
                    .map(move |(via, _)| (child, via))
            })
            .collect();
        for attribute in table.of_role(Role::Derived) {
            let column = &table.columns[attribute];
            let whole = column.kind == Type::Int;
            let choice = random.below(100);
            if !children.is_empty() && choice < 50 {
                let (child, via) = children[random.below(children.len())];
                let folds = if column.nullable { 7 } else { 5 };
                let fold = match random.below(folds) {
                    0..=2 => Fold::Sum,
                    3 | 4 => Fold::Count,
                    5 => [Fold::Min, Fold::Max][random.below(2)],
                    _ => Fold::Average,
                };
                if fold == Fold::Count && !whole {
                    continue;
                }
                rules.push(Rule::Aggregate {
                    fold,
                    parent: at,
                    attribute,
                    child,
                    via,
                    value: (fold != Fold::Count)
                        .then(|| Number::random(schema, child, whole, 1, random)),
                    condition: random
                        .percent(45)
                        .then(|| Condition::random(schema, child, 1, random)),
                });
            } else if !column.nullable {
            } else if choice < 75 {
                rules.push(Rule::Formula {
                    table: at,
                    attribute,
                    value: Number::random(schema, at, whole, 2, random),
                });
            } else if choice < 88 && !table.foreign_keys.is_empty() {
                let step = random.below(table.foreign_keys.len());
                let target = table.foreign_keys[step].target;
                let from = read_at_end(schema, target, vec![step], &[column.kind], random);
                rules.extend(from.map(|from| Rule::Copy {
                    table: at,
                    attribute,
                    from,
                }));
            } else if choice < 94 {
                rules.push(Rule::Default {
                    table: at,
                    attribute,
                    value: Number::random(schema, at, whole, 0, random),
                });
            }
        }
        if random.percent(40) {
            let wanted = [Type::Int, Type::Money];
            if let Some(read) = random_read(schema, at, &wanted, random) {
                let most = Number::Constant((30 + random.below(60) as u64).into());
                rules.push(Rule::Constraint {
                    table: at,
                    condition: Condition::Less(Number::Read(read), most),
                });
            }
        }
    }
    random.shuffle(&mut rules);
    rules
}

/// Whether columns that rules keep depend on each other in a circle.
pub(super) fn has_circle(schema: &Schema, rules: &[Rule]) -> bool {
    let outputs: Vec<_> = rules.iter().map(Rule::output).collect();
    let before: Vec<Vec<usize>> = rules
        .iter()
        .map(|rule| {
            let (table, reads) = rule.reads();
            let columns: Vec<_> = reads.iter().map(|read| end(schema, table, read)).collect();
            (0..rules.len())
                .filter(|&other| outputs[other].is_some_and(|output| columns.contains(&output)))
                .collect()
        })
        .collect();
    // What stands before nothing that is left is taken away, again and again; a circle stays.
    let mut left: Vec<usize> = (0..rules.len()).collect();
    loop {
        let count = left.len();
        let kept = left.clone();
        left.retain(|&rule| before[rule].iter().any(|other| kept.contains(other)));
        if left.len() == count {
            return count > 0;
        }
    }
}

pub(super) fn end(schema: &Schema, table: usize, read: &Read) -> (usize, usize) {
    let table = read.steps.iter().fold(table, |table, &step| {
        schema.tables[table].foreign_keys[step].target
    });
    (table, read.attribute)
}

/// The rules as the engine is told them.
pub(super) fn logic(schema: &Schema, rules: &[Rule]) -> Logic {
    let mut logic = Logic::new();
    for (number, rule) in rules.iter().enumerate() {
        let origin = Origin {
            file: "random",
            line: u32::try_from(number).expect("there are few rules"),
        };
        let kind = |table: usize, attribute: usize| schema.tables[table].columns[attribute].kind;
        let rule = match rule.clone() {
            Rule::Aggregate {
                fold,
                parent,
                attribute,
                child,
                via,
                value,
                condition,
            } => DeclaredRule::Aggregate {
                fold,
                parent: KINDS[parent],
                attribute,
                child: KINDS[child],
                via: Some(via),
                value: value.map(|value| value_code(origin, value, kind(parent, attribute))),
                condition: condition.map(|condition| truth_code(origin, condition)),
                inserts_parent: false,
            },
            Rule::Formula {
                table,
                attribute,
                value,
            } => DeclaredRule::Formula {
                table: KINDS[table],
                attribute,
                value: value_code(origin, value, kind(table, attribute)),
            },
            Rule::Copy {
                table,
                attribute,
                from,
            } => DeclaredRule::Copy {
                table: KINDS[table],
                attribute,
                value: code(origin, vec![from.clone()], {
                    let call: ValueOf = Box::new(move |row, _| Ok(Some(read(&row, &from))));
                    call
                }),
            },
            Rule::Default {
                table,
                attribute,
                value,
            } => DeclaredRule::Default {
                table: KINDS[table],
                attribute,
                value: value_code(origin, value, kind(table, attribute)),
            },
            Rule::Constraint { table, condition } => DeclaredRule::Constraint {
                table: KINDS[table],
                condition: truth_code(origin, condition),
                message: None,
                shown_at: None,
                judges_every_change: false,
            },
        };
        logic.declarations.push(Declaration { origin, rule });
    }
    logic
}

fn code<C>(origin: Origin, reads: Vec<Read>, call: C) -> Code<C> {
    Code {
        reads: reads.into_iter().map(DeclaredRead::Positions).collect(),
        text: "random",
        origin,
        is_opaque: false,
        takes_old: false,
        call,
    }
}

fn value_code(origin: Origin, value: Number, kind: Type) -> Code<ValueOf> {
    let mut reads = Vec::new();
    value.reads(&mut reads);
    let call: ValueOf = Box::new(move |row, _| {
        Ok(Some(value.value(&row).map_or(Value::Null, |number| {
            if kind == Type::Int {
                Value::Int(i64::try_from(number).unwrap_or_default())
            } else {
                Value::Decimal(number)
            }
        })))
    });
    code(origin, reads, call)
}

fn truth_code(origin: Origin, condition: Condition) -> Code<TruthOf> {
    let mut reads = Vec::new();
    condition.reads(&mut reads);
    let call: TruthOf = Box::new(move |row, _| {
        Ok(Some(match condition.truth(&row) {
            None => Truth::Unknown,
            Some(true) => Truth::True,
            Some(false) => Truth::False,
        }))
    });
    code(origin, reads, call)
}
