//! Text of SQL: names are quoted, values are parameters, nothing else is ever spliced in.

mod types;

use self::types::{compared_scale, compares_text, is_geometry, names_object, postgres_type};
use super::{Kept, Statement};
use crate::catalog::Attribute;
use crate::model::{ColumnType, Dialect};

/// A name in SQL, quoted for the database, whatever characters it has.
#[must_use]
pub fn quote(dialect: Dialect, name: &str) -> String {
    match dialect {
        Dialect::Sqlite | Dialect::Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
        Dialect::Mysql => format!("`{}`", name.replace('`', "``")),
    }
}

/// A statement being written.
#[derive(Debug)]
pub struct SqlText {
    dialect: Dialect,
    text: String,
    parameters: Vec<ColumnType>,
    columns: Vec<ColumnType>,
}

impl SqlText {
    /// Begins a statement.
    #[must_use]
    pub fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            text: String::with_capacity(256),
            parameters: Vec::new(),
            columns: Vec::new(),
        }
    }

    /// The kind of database it is written for.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Adds SQL of our own, or a name that is quoted already.
    pub fn push(&mut self, sql: &str) -> &mut Self {
        self.text.push_str(sql);
        self
    }

    /// Adds `between` before every item but the first.
    pub fn separated<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        between: &str,
        mut write: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.push(between);
            }
            write(self, item);
        }
        self
    }

    /// Adds a column to what the rows hold: the expression reads it in a form that the driver understands.
    pub fn column(&mut self, qualifier: &str, attribute: &Attribute) -> &mut Self {
        self.columns.push(attribute.column_type.clone());
        let name = &attribute.sql_name;
        match (self.dialect, &attribute.column_type) {
            // What we carry as text is asked for as text; an array as JSON, which keeps its dimensions and nulls.
            // So is an enum: the driver would look up its type, and does not take one without values.
            (Dialect::Postgres, ColumnType::Other | ColumnType::Enum { .. }) => {
                self.push(qualifier).push(name).push("::text")
            }
            (Dialect::Postgres, ColumnType::Array { element })
                if **element == ColumnType::Other =>
            {
                self.push("to_json(")
                    .push(qualifier)
                    .push(name)
                    .push("::text[])::text")
            }
            (Dialect::Postgres, ColumnType::Array { .. }) => self
                .push("to_json(")
                .push(qualifier)
                .push(name)
                .push(")::text"),
            (Dialect::Mysql, ColumnType::Other) if is_geometry(attribute) => {
                self.push("ST_AsText(").push(qualifier).push(name).push(")")
            }
            (Dialect::Mysql, ColumnType::Other) => self
                .push("CAST(")
                .push(qualifier)
                .push(name)
                .push(" AS CHAR)"),
            _ => self.push(qualifier).push(name),
        }
    }

    /// Adds a whole number of our own, such as a count, to what the rows hold.
    pub fn number(&mut self, expression: &str) -> &mut Self {
        self.columns.push(ColumnType::Integer {
            bits: 64,
            unsigned: false,
        });
        self.push(expression)
    }

    /// Adds an expression of our own to what the rows hold.
    pub fn expression(&mut self, column_type: ColumnType, expression: &str) -> &mut Self {
        self.columns.push(column_type);
        self.push(expression)
    }

    /// Begins a statement that gives the plan of what follows, as text.
    pub fn plan(&mut self, explain: &str) -> &mut Self {
        self.columns.push(ColumnType::Text { max_length: None });
        self.push(explain)
    }

    /// Adds a placeholder for a value of the column.
    pub fn value(&mut self, attribute: &Attribute) -> &mut Self {
        self.placeholder(attribute.column_type.clone());
        if self.dialect == Dialect::Postgres {
            let cast = postgres_type(attribute);
            self.push("::").push(&cast);
        } else if self.dialect == Dialect::Mysql && is_geometry(attribute) {
            // The placeholder stands already; geometry is written from its text.
            self.text.truncate(self.text.len() - 1);
            self.push("ST_GeomFromText(?)");
        }
        self
    }

    /// Adds a column in a form that can be compared with [`SqlText::compared`] and [`SqlText::list`].
    pub fn comparable(&mut self, qualifier: &str, attribute: &Attribute) -> &mut Self {
        let name = &attribute.sql_name;
        match (self.dialect, compares_text(self.dialect, attribute)) {
            (Dialect::Postgres, true) => self.push(qualifier).push(name).push("::text"),
            // A domain over an enum equals no value of it unless it is taken for one.
            (Dialect::Postgres, false)
                if matches!(attribute.column_type, ColumnType::Enum { .. }) =>
            {
                let cast = postgres_type(attribute);
                self.push(qualifier).push(name).push("::").push(&cast)
            }
            // Without the system of its coordinates, which its text does not say.
            (Dialect::Mysql, _) if is_geometry(attribute) => {
                self.push("ST_AsText(").push(qualifier).push(name).push(")")
            }
            // As bytes, since a collation may take different texts for the same.
            (Dialect::Mysql, true) => self
                .push("CAST(CAST(")
                .push(qualifier)
                .push(name)
                .push(" AS CHAR) AS BINARY)"),
            _ => self.push(qualifier).push(name),
        }
    }

    /// Adds a placeholder for a value that is compared with the column.
    pub fn compared(&mut self, attribute: &Attribute) -> &mut Self {
        match (self.dialect, &attribute.column_type) {
            (Dialect::Postgres, _) if names_object(attribute) => {
                self.placeholder(attribute.column_type.clone());
                self.push("::text")
            }
            // Through its own type, so that both texts are spelled by the database.
            (Dialect::Postgres, _) if compares_text(self.dialect, attribute) => {
                self.value(attribute).push("::text")
            }
            (Dialect::Mysql, _) if is_geometry(attribute) => {
                self.push("ST_AsText(").value(attribute).push(")")
            }
            // Without the cast MySQL compares a decimal with a string as floats.
            (Dialect::Mysql, ColumnType::Decimal { precision, scale }) => {
                let scale = compared_scale(*precision, *scale);
                self.push("CAST(");
                self.placeholder(attribute.column_type.clone());
                self.push(&format!(" AS DECIMAL(65,{scale}))"))
            }
            _ => self.value(attribute),
        }
    }

    /// Adds a column in the form that rows are sorted by: one that every database can sort and compare.
    pub fn sorted(&mut self, qualifier: &str, attribute: &Attribute) -> &mut Self {
        match (self.dialect, &attribute.column_type) {
            // By the place among the values, also when it is compared.
            (Dialect::Mysql, ColumnType::Enum { .. } | ColumnType::Set { .. }) => self
                .push("(")
                .push(qualifier)
                .push(&attribute.sql_name)
                .push(" + 0)"),
            _ => self.comparable(qualifier, attribute),
        }
    }

    /// Adds what rows are sorted by to what they hold, in a form that [`SqlText::sorted_value`] takes back exactly.
    pub fn sorted_column(&mut self, qualifier: &str, attribute: &Attribute) -> &mut Self {
        self.columns.push(self.sorted_type(attribute));
        self.sorted(qualifier, attribute);
        match self.dialect {
            Dialect::Postgres => self.push("::text"),
            Dialect::Sqlite | Dialect::Mysql => self,
        }
    }

    /// Adds a placeholder for a value that is compared with [`SqlText::sorted`].
    pub fn sorted_value(&mut self, attribute: &Attribute) -> &mut Self {
        match (self.dialect, self.sorted_type(attribute)) {
            (Dialect::Postgres, _) => {
                let cast = if compares_text(self.dialect, attribute) {
                    "text".to_owned()
                } else {
                    postgres_type(attribute)
                };
                self.text().push("::").push(&cast)
            }
            // A value of the column fits it, also where it has all the digits that there can be.
            (
                Dialect::Mysql,
                ColumnType::Decimal {
                    precision: Some(precision),
                    scale,
                },
            ) => {
                let scale = scale.unwrap_or(0);
                self.push("CAST(");
                self.placeholder(attribute.column_type.clone());
                self.push(&format!(" AS DECIMAL({precision},{scale}))"))
            }
            (Dialect::Mysql, ColumnType::Decimal { .. }) => self.compared(attribute),
            (Dialect::Mysql | Dialect::Sqlite, column_type) => {
                self.placeholder(column_type);
                self
            }
        }
    }

    /// The type of what rows are sorted by, where it travels as a value.
    fn sorted_type(&self, attribute: &Attribute) -> ColumnType {
        match (self.dialect, &attribute.column_type) {
            (Dialect::Postgres, _) => ColumnType::Text { max_length: None },
            (Dialect::Mysql, ColumnType::Enum { .. } | ColumnType::Set { .. }) => {
                ColumnType::Integer {
                    bits: 64,
                    unsigned: true,
                }
            }
            (Dialect::Mysql, ColumnType::Json) => ColumnType::Bytes { max_length: None },
            (Dialect::Mysql, ColumnType::Other) if is_geometry(attribute) => {
                ColumnType::Text { max_length: None }
            }
            (_, column_type) => column_type.clone(),
        }
    }

    /// Adds a test whether the column equals a value that SQLite may keep in several ways.
    ///
    /// It keeps moments and UUIDs as texts of many spellings. In a column without a type it keeps numbers, texts and bytes, and
    /// takes none for the other; what is asked for is the text that shows them.
    pub fn equal_spelled(&mut self, attribute: &Attribute) -> &mut Self {
        self.placeholder(attribute.column_type.clone());
        let placeholder = self.take_placeholder();
        match spellings_of(&attribute.column_type) {
            Some(_) => self.in_kept(&attribute.column_type, &placeholder, Kept::AsTyped),
            None => self.push(&format!(
                " IN ({placeholder}, formwork_number({placeholder}), formwork_bytes({placeholder}))"
            )),
        }
    }

    /// Adds a test whether the column is a value of a list, which SQLite takes as JSON.
    pub fn in_list(&mut self, attribute: &Attribute) -> &mut Self {
        self.list(attribute);
        let placeholder = self.take_placeholder();
        self.in_spellings(&attribute.column_type, &placeholder, Kept::AsTyped)
    }

    /// The same where some of the values show bytes, which the column may keep.
    pub(super) fn in_list_shown(&mut self, attribute: &Attribute) -> &mut Self {
        self.list(attribute);
        let placeholder = self.take_placeholder();
        self.in_spellings(&attribute.column_type, &placeholder, Kept::AsBytes)
    }

    /// Adds a test whether what stands before it is the value of an expression, in any way that SQLite may keep it.
    pub(super) fn in_kept(
        &mut self,
        column_type: &ColumnType,
        value: &str,
        kept: Kept,
    ) -> &mut Self {
        self.in_spellings(column_type, &format!("formwork_list({value})"), kept)
    }

    /// Adds a test whether what stands before it is a value of a list of JSON, in any spelling.
    fn in_spellings(&mut self, column_type: &ColumnType, list: &str, kept: Kept) -> &mut Self {
        let all = match spellings_of(column_type) {
            Some(spellings) => format!("{spellings}({list})"),
            None => list.to_owned(),
        };
        self.push(" IN (SELECT value FROM json_each(")
            .push(&all)
            .push(")");
        // Programs keep UUIDs as their bytes, too.
        if *column_type == ColumnType::Uuid {
            self.push(" UNION ALL SELECT formwork_uuid(value) FROM json_each(")
                .push(list)
                .push(")");
        }
        if kept == Kept::AsBytes {
            self.push(" UNION ALL SELECT formwork_shown(value) FROM json_each(")
                .push(list)
                .push(")");
        }
        self.push(")")
    }

    /// Takes the placeholder just written back, to write it where it is needed: SQLite's have numbers, and may stand twice.
    pub(super) fn take_placeholder(&mut self) -> String {
        debug_assert_eq!(self.dialect, Dialect::Sqlite, "only SQLite needs it");
        let length = self.parameters.len().to_string().len() + 1;
        self.text.split_off(self.text.len() - length)
    }

    /// Adds a placeholder for a list of values of the column, where the database takes a list as one parameter.
    pub fn list(&mut self, attribute: &Attribute) -> &mut Self {
        self.placeholder(ColumnType::Array {
            element: Box::new(attribute.column_type.clone()),
        });
        if self.dialect == Dialect::Postgres {
            if !names_object(attribute) {
                let cast = postgres_type(attribute);
                self.push("::").push(&cast).push("[]");
            }
            if compares_text(self.dialect, attribute) {
                self.push("::text[]");
            }
        }
        self
    }

    /// Adds a placeholder for a number of any size, which numbers of any type are compared with.
    pub fn any_number(&mut self) -> &mut Self {
        let digits = ColumnType::Text { max_length: None };
        match self.dialect {
            Dialect::Postgres => self.text().push("::numeric"),
            Dialect::Sqlite => {
                self.push("CAST(").placeholder(digits);
                self.push(" AS NUMERIC)")
            }
            Dialect::Mysql => {
                self.push("CAST(").placeholder(digits);
                self.push(" AS DECIMAL(65,30))")
            }
        }
    }

    /// Adds a placeholder for a text of our own, such as a pattern.
    pub fn text(&mut self) -> &mut Self {
        self.placeholder(ColumnType::Text { max_length: None });
        if self.dialect == Dialect::Postgres {
            self.push("::text");
        }
        self
    }

    /// Adds a placeholder for a whole number of our own, such as a limit.
    pub fn count(&mut self) -> &mut Self {
        self.placeholder(ColumnType::Integer {
            bits: 64,
            unsigned: false,
        });
        self
    }

    /// The statement.
    #[must_use]
    pub fn finish(self) -> Statement {
        Statement {
            sql: self.text.into(),
            parameters: self.parameters.into(),
            columns: self.columns.into(),
        }
    }

    fn placeholder(&mut self, column_type: ColumnType) {
        self.parameters.push(column_type);
        match self.dialect {
            Dialect::Postgres => {
                let number = self.parameters.len().to_string();
                self.push("$").push(&number);
            }
            Dialect::Sqlite => {
                let number = self.parameters.len().to_string();
                self.push("?").push(&number);
            }
            Dialect::Mysql => {
                self.push("?");
            }
        }
    }
}

/// The types of which SQLite may keep one value as texts of several spellings, and the functions of ours that give them all.
pub(super) static SPELLED: [(ColumnType, &str); 4] = [
    (ColumnType::Time, "formwork_times"),
    (ColumnType::Timestamp, "formwork_timestamps"),
    (ColumnType::TimestampTz, "formwork_moments"),
    (ColumnType::Uuid, "formwork_uuids"),
];

/// The function of ours that gives all spellings of values of a type, if there are several.
pub(super) fn spellings_of(column_type: &ColumnType) -> Option<&'static str> {
    let spelled = SPELLED.iter().find(|(spelled, _)| spelled == column_type);
    spelled.map(|(_, function)| *function)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_whatever_they_hold() {
        assert_eq!(quote(Dialect::Sqlite, "quote\"d"), "\"quote\"\"d\"");
        assert_eq!(quote(Dialect::Mysql, "back`tick"), "`back``tick`");
    }
}
