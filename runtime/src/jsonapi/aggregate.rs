//! What a request for numbers of groups asks for:
//! `groupBy=Country&aggregateBy[sum]=AmountTotal&aggregateBy[count]=*&havingFilter[count][gt]=5&sort=-count`.

use super::filter::Filters;
use super::parameters::InFamily;
use super::query::{Limits, refusal, sorted_by};
use super::unknown::{Wanted, unknown};
use super::{ErrorObject, Parameters};
use crate::catalog::{Catalog, Table};
use crate::condition::Condition;
use crate::model::ColumnType;
use crate::store::{
    Aggregate, AggregateOrder, Column, Comparison, Function, Having, HavingTest, OrderBy, is_number,
};
use crate::value::{Value, value_from_text};

/// Numbers of groups, resolved on the catalog.
#[derive(Debug, Clone, PartialEq)]
pub struct AggregateQuery {
    pub filter: Vec<Condition>,
    /// What makes a group, and what it is called.
    pub groups: Vec<(String, OrderBy)>,
    /// The numbers, and what each is called: `count`, `sum.Amount`.
    pub numbers: Vec<(String, Aggregate)>,
    pub having: Vec<(Having, Value)>,
    pub order: Vec<AggregateOrder>,
}

impl AggregateQuery {
    /// Reads the parameters; all problems at once.
    pub fn parse(
        parameters: &Parameters<'_>,
        catalog: &Catalog,
        table: &Table,
        limits: &Limits,
    ) -> Result<Self, Vec<ErrorObject>> {
        let mut parser = Parser {
            catalog,
            table,
            limits,
            query: Self {
                filter: Vec::new(),
                groups: Vec::new(),
                numbers: Vec::new(),
                having: Vec::new(),
                order: Vec::new(),
            },
            errors: Vec::new(),
        };
        let mut filters = Filters::new(catalog, table, &limits.filter);
        // What is sorted and tested by must be known first.
        let mut later = Vec::new();
        for parameter in parameters.in_families(&mut parser.errors) {
            let InFamily {
                name,
                family,
                names,
                value,
            } = parameter;
            match (family, names.as_slice()) {
                ("filter", names) => filters.parameter(name, names, value),
                ("groupBy", []) => parser.group(name, value),
                ("aggregateBy", [function]) => parser.aggregate(name, function, value),
                ("havingFilter", [_, ..]) | ("sort", []) => later.push((name, names, value)),
                _ => parser.refuse(name, "is no parameter of this address"),
            }
        }
        if parser.query.numbers.is_empty() && parser.errors.is_empty() {
            // Whoever asks for no number is told how many rows there are.
            parser.add("aggregateBy", "count".to_owned(), Function::Count, None);
        }
        for (name, names, value) in later {
            match names.as_slice() {
                [] => parser.sort(name, value),
                [number] => parser.having(name, number, "eq", value),
                [number, operator] => parser.having(name, number, operator, value),
                _ => parser.refuse(name, "has brackets that are no filter"),
            }
        }
        match filters.finish() {
            Ok(filter) => parser.query.filter = filter,
            Err(errors) => parser.errors.extend(errors),
        }
        if parser.errors.is_empty() {
            Ok(parser.query)
        } else {
            Err(parser.errors)
        }
    }
}

struct Parser<'a> {
    catalog: &'a Catalog,
    table: &'a Table,
    limits: &'a Limits,
    query: AggregateQuery,
    errors: Vec<ErrorObject>,
}

impl Parser<'_> {
    fn refuse(&mut self, parameter: &str, what: &str) {
        self.errors.push(refusal(parameter, what));
    }

    fn group(&mut self, parameter: &str, value: &str) {
        for path in value.split(',') {
            let (via, attributes) = match sorted_by(self.catalog, self.table, path) {
                Ok(found) => found,
                Err(what) => {
                    self.refuse(parameter, &what);
                    continue;
                }
            };
            let &[attribute] = attributes.as_slice() else {
                self.refuse(
                    parameter,
                    &format!("names `{path}`, which has several parts"),
                );
                continue;
            };
            let target = via.iter().fold(self.table, |table, &each| {
                self.catalog.table(table.relationships[each].target)
            });
            if !can_group(&target.attributes[attribute].column_type) {
                self.refuse(
                    parameter,
                    &format!("groups by `{path}`, whose values cannot be told apart everywhere"),
                );
            } else if self.query.groups.iter().any(|(name, _)| name == path) {
                self.refuse(parameter, &format!("names `{path}` twice"));
            } else {
                let by = OrderBy {
                    via,
                    ..OrderBy::ascending(attribute)
                };
                self.query.groups.push((path.to_owned(), by));
            }
        }
        let most = self.limits.sort;
        if self.query.groups.len() > most {
            self.refuse(parameter, &format!("groups by more than {most} things"));
        }
    }

    fn aggregate(&mut self, parameter: &str, name: &str, value: &str) {
        let function = match name {
            "count" => Function::Count,
            "sum" => Function::Sum,
            "avg" => Function::Average,
            "min" => Function::Least,
            "max" => Function::Most,
            _ => {
                let what = format!(
                    "has the function `{name}`; there are `count`, `sum`, `avg`, `min`, `max`"
                );
                return self.refuse(parameter, &what);
            }
        };
        for of in value.split(',') {
            if of == "*" && function == Function::Count {
                self.add(parameter, "count".to_owned(), function, None);
                continue;
            }
            let Some(attribute) = self.table.attribute(of) else {
                self.refuse(parameter, &unknown(self.table, of, Wanted::Attribute));
                continue;
            };
            let column = &self.table.attributes[attribute];
            let fits = match function {
                Function::Count => true,
                Function::Sum | Function::Average => is_number(column),
                Function::Least | Function::Most => {
                    is_number(column) || is_ordered(&column.column_type)
                }
            };
            if fits {
                self.add(parameter, format!("{name}.{of}"), function, Some(attribute));
            } else {
                self.refuse(parameter, &format!("names `{of}`, which has no `{name}`"));
            }
        }
    }

    fn add(&mut self, parameter: &str, name: String, function: Function, attribute: Option<usize>) {
        if self.query.numbers.iter().any(|(each, _)| *each == name) {
            return self.refuse(parameter, &format!("asks for `{name}` twice"));
        }
        if self.query.numbers.len() >= self.limits.filter.conditions {
            return self.refuse(parameter, "asks for too many numbers");
        }
        let number = Aggregate {
            function,
            attribute,
        };
        self.query.numbers.push((name, number));
    }

    fn having(&mut self, parameter: &str, name: &str, operator: &str, value: &str) {
        let test = match operator {
            "eq" => HavingTest::Equal,
            "ne" | "neq" => HavingTest::NotEqual,
            "gt" => HavingTest::Compare(Comparison::Greater),
            "ge" | "gte" => HavingTest::Compare(Comparison::GreaterOrEqual),
            "lt" => HavingTest::Compare(Comparison::Less),
            "le" | "lte" => HavingTest::Compare(Comparison::LessOrEqual),
            _ => {
                let what = format!("has the operator `{operator}`, which is not known here");
                return self.refuse(parameter, &what);
            }
        };
        let Some(number) = self.number(name) else {
            return self.refuse(
                parameter,
                &format!("names `{name}`, which `aggregateBy` does not"),
            );
        };
        if self.query.having.len() >= self.limits.filter.conditions {
            return self.refuse(parameter, "is more conditions than a request may have");
        }
        let aggregate = self.query.numbers[number].1;
        let number_type = ColumnType::Decimal {
            precision: None,
            scale: None,
        };
        let column = aggregate
            .attribute
            .map(|index| &self.table.attributes[index]);
        let column_type = match (aggregate.function, column) {
            (Function::Least | Function::Most, Some(column)) if !is_number(column) => {
                &column.column_type
            }
            _ => &number_type,
        };
        match value_from_text(value, column_type) {
            Ok(value) => self.query.having.push((Having { number, test }, value)),
            Err(error) => self.refuse(parameter, &format!("has a value that {error}")),
        }
    }

    fn sort(&mut self, parameter: &str, value: &str) {
        for criterion in value.split(',') {
            let (name, descending) = criterion
                .strip_prefix('-')
                .map_or((criterion, false), |name| (name, true));
            let mut groups = self.query.groups.iter();
            let group = groups.position(|(group, _)| group == name);
            let number = || self.number(name).map(Column::Number);
            let Some(by) = group.map(Column::Group).or_else(number) else {
                let what =
                    format!("names `{name}`, which neither `groupBy` nor `aggregateBy` does");
                self.refuse(parameter, &what);
                continue;
            };
            if self.query.order.iter().all(|order| order.by != by) {
                self.query.order.push(AggregateOrder { by, descending });
            }
        }
    }

    /// The position of the number of the name; that of rows is `count` or `count.*`.
    fn number(&self, name: &str) -> Option<usize> {
        let name = if name == "count.*" { "count" } else { name };
        let mut numbers = self.query.numbers.iter();
        numbers.position(|(each, _)| each == name)
    }
}

/// Whether every database takes equal values for equal.
pub(crate) fn can_group(column_type: &ColumnType) -> bool {
    !matches!(
        column_type,
        ColumnType::Json | ColumnType::Array { .. } | ColumnType::Other | ColumnType::Bytes { .. }
    )
}

/// Whether a least and a most of such values is asked for.
pub(crate) fn is_ordered(column_type: &ColumnType) -> bool {
    matches!(
        column_type,
        ColumnType::Text { .. }
            | ColumnType::Date
            | ColumnType::Time
            | ColumnType::Timestamp
            | ColumnType::TimestampTz
    )
}
