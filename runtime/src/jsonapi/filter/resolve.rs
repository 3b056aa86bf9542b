//! One test of a filter: its path, its operator and its values, looked up in the catalog.

use std::borrow::Cow;

use super::operand::Operand;
use super::operator::{self, Asked, Operator};
use super::{FilterLimits, all};
use crate::catalog::{Attribute, Catalog, Member, Table};
use crate::condition::{Case, Condition, Pattern, RowKey, beyond_type};
use crate::jsonapi::ErrorObject;
use crate::jsonapi::query::refusal;
use crate::jsonapi::unknown::{Wanted, unknown};
use crate::model::{ColumnType, Dialect};
use crate::store::Comparison;
use crate::value::{Value, value_from_text};

/// Characters of a pattern. SQLite refuses longer ones at some length, the others take long.
const LONGEST_PATTERN: usize = 1_000;

/// Where a test stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) table: &'a Table,
    /// The parameter's name, for errors.
    pub(super) parameter: &'a str,
    /// How many groups and relationships it is inside of.
    pub(super) depth: usize,
}

impl<'a> Place<'a> {
    pub(super) fn outermost(table: &'a Table, parameter: &'a str) -> Self {
        Self {
            table,
            parameter,
            depth: 0,
        }
    }
}

/// Looks up and checks; keeps what is wrong.
pub(super) struct Resolver<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) limits: &'a FilterLimits,
    conditions: usize,
    pub(super) errors: Vec<ErrorObject>,
}

/// What a path leads to.
pub(super) enum End<'a> {
    Id,
    Attribute(usize),
    Relationship(&'a crate::catalog::Relationship, usize),
}

impl<'a> Resolver<'a> {
    pub(super) fn new(catalog: &'a Catalog, limits: &'a FilterLimits) -> Self {
        Self {
            catalog,
            limits,
            conditions: 0,
            errors: Vec::new(),
        }
    }

    /// Keeps a problem; there is no condition then.
    pub(super) fn refuse(&mut self, parameter: &str, what: &str) {
        self.errors.push(refusal(parameter, what));
    }

    fn refused<T>(&mut self, place: Place<'_>, what: &str) -> Option<T> {
        self.refuse(place.parameter, what);
        None
    }

    /// Counts a condition; none if there are too many, or one is too deep.
    pub(super) fn count(&mut self, place: Place<'_>) -> Option<()> {
        let FilterLimits {
            depth, conditions, ..
        } = *self.limits;
        if place.depth > depth {
            return self.refused(
                place,
                &format!("has relationships and groups more than {depth} inside each other"),
            );
        }
        self.conditions += 1;
        match self.conditions {
            count if count <= conditions => Some(()),
            // Said once.
            count if count == conditions + 1 => self.refused(
                place,
                &format!("is more than the {conditions} conditions that a request may have"),
            ),
            _ => None,
        }
    }

    /// The relationships of a path, each with the place it leads to, and the path's end.
    pub(super) fn path<'p>(
        &mut self,
        mut place: Place<'p>,
        path: &str,
    ) -> Option<(Vec<usize>, Place<'p>, End<'p>)>
    where
        'a: 'p,
    {
        let mut relationships = Vec::new();
        let mut names = path.split('.').peekable();
        loop {
            let name = names.next().expect("a split has a first piece");
            let table = place.table;
            let is_last = names.peek().is_none();
            match table.member(name) {
                Some(Member::Attribute(index)) if is_last => {
                    return Some((relationships, place, End::Attribute(index)));
                }
                Some(Member::Relationship(index)) => {
                    let relationship = &table.relationships[index];
                    if is_last {
                        return Some((
                            relationships,
                            place,
                            End::Relationship(relationship, index),
                        ));
                    }
                    relationships.push(index);
                    place.table = self.catalog.table(relationship.target);
                    place.depth += 1;
                }
                None if is_last && name == "id" => return Some((relationships, place, End::Id)),
                _ => {
                    let wanted = if is_last {
                        Wanted::Member
                    } else {
                        Wanted::Relationship
                    };
                    return self.refused(place, &unknown(table, name, wanted));
                }
            }
        }
    }

    /// The condition of a path, an operator (none for equality) and what it is given.
    pub(super) fn test(
        &mut self,
        place: Place<'_>,
        path: &str,
        operator: &str,
        operand: Operand<'_>,
    ) -> Option<Condition> {
        let found = match operator {
            "" => Some(Asked {
                operator: Operator::In,
                negated: false,
            }),
            name => operator::find(name),
        };
        let end = self.path(place, path);
        let Some(asked) = found else {
            return self.refused(
                place,
                &format!("has the operator `{operator}`, which is not known"),
            );
        };
        let (mut relationships, mut inner, end) = end?;
        self.count(inner)?;
        let condition = match end {
            End::Attribute(index) => self.attribute(inner, index, asked, operand)?,
            End::Id => self.id(inner, asked, operand)?,
            End::Relationship(_, index) if asked.operator == Operator::Exists => {
                let exists = self.truth(inner, operand)?;
                let leads = Condition::Related {
                    relationship: index,
                    condition: Box::new(Condition::All(Vec::new())),
                };
                return Some(inside(negated(leads, !exists), &relationships));
            }
            // `filter[Customer]=ALFKI` is `filter[Customer.id]=ALFKI`.
            End::Relationship(relationship, index) => {
                relationships.push(index);
                inner.table = self.catalog.table(relationship.target);
                self.id(inner, asked, operand)?
            }
        };
        Some(inside(condition, &relationships))
    }

    /// The condition that every word is somewhere in the attributes that a search looks into.
    pub(super) fn search(&mut self, place: Place<'_>, words: Operand<'_>) -> Option<Condition> {
        let table = place.table;
        let words = self.checked(place, words.text())?;
        if table.search.is_empty() {
            let kind = &table.kind;
            return self.refused(
                place,
                &format!("searches `{kind}`, which has no attributes to search in"),
            );
        }
        let mut conditions = Vec::new();
        for word in words.split_whitespace() {
            self.count(place)?;
            let word = self.pattern_text(place, word)?;
            let anywhere = table.search.iter().map(|&attribute| Condition::Like {
                attribute,
                pattern: Pattern::contains(&word),
                case: Case::Ignored,
            });
            conditions.push(Condition::Any(anywhere.collect()));
        }
        Some(all(conditions))
    }

    fn id(&mut self, place: Place<'_>, asked: Asked, operand: Operand<'_>) -> Option<Condition> {
        let table = place.table;
        let ids = match (asked.operator, table.key.as_slice()) {
            (Operator::Equal, _) => vec![self.checked(place, operand.text())?],
            (Operator::In, _) => self.listed(place, operand)?.into_iter().flatten().collect(),
            (_, &[attribute]) => return self.attribute(place, attribute, asked, operand),
            _ => {
                return self.refused(
                    place,
                    "compares ids of several parts; they can only be equal or in a list",
                );
            }
        };
        let mut keys = Vec::with_capacity(ids.len());
        for id in ids {
            if let Some(key) = RowKey::of(table, &id) {
                keys.push(key);
            } else {
                let kind = &table.kind;
                self.refuse(
                    place.parameter,
                    &format!("has `{id}`, which is no id of a `{kind}`"),
                );
            }
        }
        Some(negated(Condition::Keys(keys), asked.negated))
    }

    fn attribute(
        &mut self,
        place: Place<'_>,
        index: usize,
        asked: Asked,
        operand: Operand<'_>,
    ) -> Option<Condition> {
        let attribute = &place.table.attributes[index];
        let like = |pattern, case| Condition::Like {
            attribute: index,
            pattern,
            case,
        };
        let condition = match asked.operator {
            Operator::Equal => match self.checked(place, operand.one())? {
                None => Condition::IsNull(index),
                Some(text) => Condition::In {
                    attribute: index,
                    values: vec![self.value(place, &text, &asked_type(place, attribute))?],
                },
            },
            Operator::In => self.one_of(place, index, operand)?,
            Operator::Compare(comparison) => {
                let text = self.checked(place, operand.text())?;
                self.compare(place, index, comparison, &text)?
            }
            Operator::Between => {
                let texts = self.listed(place, operand)?;
                let [Some(least), Some(most)] = texts.as_slice() else {
                    return self.refused(place, "needs two values, such as `1,5`");
                };
                let least = self.compare(place, index, Comparison::GreaterOrEqual, least);
                let most = self.compare(place, index, Comparison::LessOrEqual, most);
                Condition::All(vec![least?, most?])
            }
            Operator::IsNull => {
                let is_null = self.truth(place, operand)?;
                negated(Condition::IsNull(index), !is_null)
            }
            Operator::Exists => {
                let name = &attribute.name;
                return self.refused(
                    place,
                    &format!("asks whether `{name}` exists, which is no relationship; there is the operator `isnull`"),
                );
            }
            operator => {
                let text = self.checked(place, operand.text())?;
                let text = self.text_of(place, attribute, &text)?;
                match operator {
                    Operator::Like => like(Pattern::from_sql(&text), Case::Matters),
                    Operator::LikeFolded => like(Pattern::from_sql(&text), Case::Ignored),
                    Operator::StartsWith => like(Pattern::starts_with(&text), Case::Matters),
                    Operator::EndsWith => like(Pattern::ends_with(&text), Case::Matters),
                    Operator::ContainsFolded => like(Pattern::contains(&text), Case::Ignored),
                    _ => like(Pattern::contains(&text), Case::Matters),
                }
            }
        };
        Some(negated(condition, asked.negated))
    }

    fn one_of(
        &mut self,
        place: Place<'_>,
        index: usize,
        operand: Operand<'_>,
    ) -> Option<Condition> {
        let texts = self.listed(place, operand)?;
        let has_null = texts.iter().any(Option::is_none);
        let mut values = Vec::with_capacity(texts.len());
        let mut all_fit = true;
        let column_type = asked_type(place, &place.table.attributes[index]);
        for text in texts.iter().flatten() {
            match self.value(place, text, &column_type) {
                Some(value) => values.push(value),
                None => all_fit = false,
            }
        }
        if !all_fit {
            return None;
        }
        let listed = Condition::In {
            attribute: index,
            values,
        };
        Some(if has_null {
            Condition::Any(vec![Condition::IsNull(index), listed])
        } else {
            listed
        })
    }

    fn compare(
        &mut self,
        place: Place<'_>,
        index: usize,
        comparison: Comparison,
        text: &str,
    ) -> Option<Condition> {
        let attribute = &place.table.attributes[index];
        // A limit may be finer or longer than what the column keeps.
        let column_type = match &attribute.column_type {
            ColumnType::Decimal { .. } => ColumnType::Decimal {
                precision: None,
                scale: None,
            },
            ColumnType::Text { .. } => ColumnType::Text { max_length: None },
            ColumnType::Integer { .. }
            | ColumnType::Float { .. }
            | ColumnType::Date
            | ColumnType::Time
            | ColumnType::Timestamp
            | ColumnType::TimestampTz => attribute.column_type.clone(),
            // Numbers and texts that come as they are, which SQLite orders.
            ColumnType::Other if place.table.dialect == Dialect::Sqlite => ColumnType::Other,
            _ => {
                let name = &attribute.name;
                return self.refused(
                    place,
                    &format!("compares `{name}`, whose values have no order"),
                );
            }
        };
        Some(Condition::Compare {
            attribute: index,
            comparison,
            value: self.value(place, text, &column_type)?,
        })
    }

    fn value(&mut self, place: Place<'_>, text: &str, column_type: &ColumnType) -> Option<Value> {
        let value = value_from_text(text, column_type);
        match value
            .or_else(|error| beyond_type(text, place.table.dialect, column_type).ok_or(error))
        {
            Ok(value) => Some(value),
            Err(error) => self.refused(place, &format!("has a value that {error}")),
        }
    }

    /// The text to look for in an attribute that is text, or is read as such.
    fn text_of(&mut self, place: Place<'_>, attribute: &Attribute, text: &str) -> Option<String> {
        if !matches!(
            attribute.column_type,
            ColumnType::Text { .. }
                | ColumnType::Enum { .. }
                | ColumnType::Uuid
                | ColumnType::Integer { .. }
                | ColumnType::Date
        ) {
            let name = &attribute.name;
            return self.refused(
                place,
                &format!("looks for text in `{name}`, which has none"),
            );
        }
        self.pattern_text(place, text)
    }

    fn pattern_text(&mut self, place: Place<'_>, text: &str) -> Option<String> {
        if text.chars().count() > LONGEST_PATTERN {
            return self.refused(
                place,
                &format!("looks for a text of more than {LONGEST_PATTERN} characters"),
            );
        }
        match self.value(place, text, &ColumnType::Text { max_length: None })? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn listed<'o>(
        &mut self,
        place: Place<'_>,
        operand: Operand<'o>,
    ) -> Option<Vec<Option<Cow<'o, str>>>> {
        let values = operand.many();
        let most = self.limits.values;
        if values.len() > most {
            return self.refused(place, &format!("has a list of more than {most} values"));
        }
        Some(values)
    }

    fn truth(&mut self, place: Place<'_>, operand: Operand<'_>) -> Option<bool> {
        match self.checked(place, operand.text())?.as_ref() {
            "true" | "1" | "" => Some(true),
            "false" | "0" => Some(false),
            _ => self.refused(place, "has a value that is not true or false"),
        }
    }

    fn checked<T>(&mut self, place: Place<'_>, result: Result<T, &str>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(what) => self.refused(place, what),
        }
    }
}

/// The type of the values that an attribute may be equal to: SQLite keeps longer texts and finer numbers than a column says.
fn asked_type<'a>(place: Place<'a>, attribute: &'a Attribute) -> Cow<'a, ColumnType> {
    match (place.table.dialect, &attribute.column_type) {
        (Dialect::Sqlite, ColumnType::Text { .. }) => {
            Cow::Owned(ColumnType::Text { max_length: None })
        }
        (Dialect::Sqlite, ColumnType::Decimal { .. }) => Cow::Owned(ColumnType::Decimal {
            precision: None,
            scale: None,
        }),
        (_, column_type) => Cow::Borrowed(column_type),
    }
}

/// The condition on the row that the relationships lead to, one after the other.
pub(super) fn inside(condition: Condition, relationships: &[usize]) -> Condition {
    relationships
        .iter()
        .rev()
        .fold(condition, |condition, &relationship| Condition::Related {
            relationship,
            condition: Box::new(condition),
        })
}

fn negated(condition: Condition, is_negated: bool) -> Condition {
    if is_negated {
        Condition::Not(Box::new(condition))
    } else {
        condition
    }
}
