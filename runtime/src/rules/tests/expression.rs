//! Expressions of random rules: what a user would have written, over any row that can be seen.

use super::random::Random;
use super::schema::{Schema, Type};
use crate::rules::reads::Read;
use crate::value::{Decimal, Value};

/// A row, and the rows that it refers to.
pub(super) trait Seen: Sized {
    fn cell(&self, attribute: usize) -> Value;
    fn up(&self, relationship: usize) -> Option<Self>;
}

impl Seen for crate::rules::View<'_> {
    fn cell(&self, attribute: usize) -> Value {
        self.value(attribute).clone()
    }

    fn up(&self, relationship: usize) -> Option<Self> {
        self.parent(relationship)
    }
}

#[derive(Debug, Clone)]
pub(super) enum Number {
    Read(Read),
    Constant(Decimal),
    Plus(Box<Number>, Box<Number>),
    Minus(Box<Number>, Box<Number>),
    Times(Box<Number>, Decimal),
    /// The first, or the constant where it is null.
    Or(Box<Number>, Decimal),
    If(Box<Condition>, Box<Number>, Box<Number>),
}

#[derive(Debug, Clone)]
pub(super) enum Condition {
    Less(Number, Number),
    IsNull(Read),
    Flag(Read),
    Word(Read, &'static str),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
}

pub(super) fn read(row: &impl Seen, read: &Read) -> Value {
    walk(row, &read.steps, read.attribute)
}

fn walk(row: &impl Seen, steps: &[usize], attribute: usize) -> Value {
    match steps.split_first() {
        None => row.cell(attribute),
        Some((&step, rest)) => row
            .up(step)
            .map_or(Value::Null, |above| walk(&above, rest, attribute)),
    }
}

pub(super) fn decimal(value: &Value) -> Option<Decimal> {
    match value {
        Value::Int(number) => Some(Decimal::from(*number)),
        Value::Decimal(number) => Some(*number),
        _ => None,
    }
}

impl Number {
    pub(super) fn value(&self, row: &impl Seen) -> Option<Decimal> {
        match self {
            Self::Read(what) => decimal(&read(row, what)),
            Self::Constant(number) => Some(*number),
            Self::Plus(one, other) => one.value(row)?.checked_add(other.value(row)?),
            Self::Minus(one, other) => one.value(row)?.checked_sub(other.value(row)?),
            Self::Times(one, factor) => one.value(row)?.checked_mul(*factor),
            Self::Or(one, other) => Some(one.value(row).unwrap_or(*other)),
            Self::If(condition, one, other) => {
                if condition.truth(row) == Some(true) {
                    one.value(row)
                } else {
                    other.value(row)
                }
            }
        }
    }

    pub(super) fn reads(&self, list: &mut Vec<Read>) {
        match self {
            Self::Read(read) => list.push(read.clone()),
            Self::Constant(_) => {}
            Self::Plus(one, other) | Self::Minus(one, other) => {
                one.reads(list);
                other.reads(list);
            }
            Self::Times(one, _) | Self::Or(one, _) => one.reads(list),
            Self::If(condition, one, other) => {
                condition.reads(list);
                one.reads(list);
                other.reads(list);
            }
        }
    }

    /// A random one; of whole numbers only if the column keeps no others.
    pub(super) fn random(
        schema: &Schema,
        table: usize,
        whole: bool,
        depth: usize,
        random: &mut Random,
    ) -> Self {
        let again = |random: &mut Random| {
            Box::new(Self::random(
                schema,
                table,
                whole,
                depth.saturating_sub(1),
                random,
            ))
        };
        match random.below(if depth == 0 { 5 } else { 10 }) {
            0 => Self::Constant(constant(whole, random)),
            5 => Self::Plus(again(random), again(random)),
            6 => Self::Minus(again(random), again(random)),
            7 => {
                let factors = if whole {
                    vec![Decimal::from(-1), Decimal::from(2)]
                } else {
                    vec![
                        Decimal::new(5, 1),
                        Decimal::new(333, 3),
                        Decimal::new(-1, 0),
                    ]
                };
                Self::Times(again(random), factors[random.below(factors.len())])
            }
            8 => Self::Or(again(random), constant(whole, random)),
            9 => Self::If(
                Box::new(Condition::random(schema, table, 0, random)),
                again(random),
                again(random),
            ),
            _ => {
                let wanted: &[Type] = if whole {
                    &[Type::Int]
                } else {
                    &[Type::Int, Type::Money]
                };
                match random_read(schema, table, wanted, random) {
                    Some(read) => Self::Read(read),
                    None => Self::Constant(constant(whole, random)),
                }
            }
        }
    }
}

impl Condition {
    pub(super) fn truth(&self, row: &impl Seen) -> Option<bool> {
        match self {
            Self::Less(one, other) => Some(one.value(row)? < other.value(row)?),
            Self::IsNull(what) => Some(read(row, what).is_null()),
            Self::Flag(what) => match read(row, what) {
                Value::Bool(flag) => Some(flag),
                _ => None,
            },
            Self::Word(what, word) => match read(row, what) {
                Value::Text(text) => Some(text == *word),
                _ => None,
            },
            Self::Not(one) => one.truth(row).map(|truth| !truth),
            Self::And(one, other) => match (one.truth(row), other.truth(row)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
        }
    }

    pub(super) fn reads(&self, list: &mut Vec<Read>) {
        match self {
            Self::Less(one, other) => {
                one.reads(list);
                other.reads(list);
            }
            Self::IsNull(read) | Self::Flag(read) | Self::Word(read, _) => list.push(read.clone()),
            Self::Not(one) => one.reads(list),
            Self::And(one, other) => {
                one.reads(list);
                other.reads(list);
            }
        }
    }

    pub(super) fn random(schema: &Schema, table: usize, depth: usize, random: &mut Random) -> Self {
        if depth > 0 && random.percent(40) {
            let one = Box::new(Self::random(schema, table, depth - 1, random));
            if random.percent(50) {
                return Self::Not(one);
            }
            let other = Box::new(Self::random(schema, table, depth - 1, random));
            return Self::And(one, other);
        }
        let any = [Type::Int, Type::Money, Type::Bool, Type::Text];
        let found = match random.below(4) {
            0 => random_read(schema, table, &[Type::Bool], random).map(Self::Flag),
            1 => random_read(schema, table, &[Type::Text], random)
                .map(|read| Self::Word(read, ["a", "b"][random.below(2)])),
            2 => random_read(schema, table, &any, random).map(Self::IsNull),
            _ => None,
        };
        found.unwrap_or_else(|| {
            let one = Number::random(schema, table, false, 0, random);
            Self::Less(
                one,
                Number::Constant(Decimal::from(random.below(20) as u64)),
            )
        })
    }
}

fn constant(whole: bool, random: &mut Random) -> Decimal {
    let number = i64::try_from(random.below(40)).expect("it is small") - 10;
    if whole {
        Decimal::from(number)
    } else {
        Decimal::new(number * 25, 2)
    }
}

/// Something of one of the types that a row, its parents or theirs have.
pub(super) fn random_read(
    schema: &Schema,
    table: usize,
    wanted: &[Type],
    random: &mut Random,
) -> Option<Read> {
    let mut steps = Vec::new();
    let mut at = table;
    while steps.len() < 2 && random.percent(35) && !schema.tables[at].foreign_keys.is_empty() {
        let step = random.below(schema.tables[at].foreign_keys.len());
        at = schema.tables[at].foreign_keys[step].target;
        steps.push(step);
    }
    read_at_end(schema, at, steps, wanted, random)
}

pub(super) fn read_at_end(
    schema: &Schema,
    table: usize,
    steps: Vec<usize>,
    wanted: &[Type],
    random: &mut Random,
) -> Option<Read> {
    use super::schema::Role;
    let columns = &schema.tables[table].columns;
    let fitting: Vec<usize> = (0..columns.len())
        .filter(|&at| {
            wanted.contains(&columns[at].kind) && !matches!(columns[at].role, Role::Foreign)
        })
        .collect();
    let attribute = *random.of(&fitting)?;
    Some(Read { steps, attribute })
}
