//! What only the text of `CREATE TABLE` and `CREATE INDEX` tells: SQLite's pragmas name no CHECK, no generation
//! expression, no collation, no constraint and no condition of an index.
//!
//! The grammar is <https://sqlite.org/lang_createtable.html>. A text that does not follow it gives nothing
//! at all, rather than something wrong.

use formwork_runtime::model::Dialect;

use crate::{
    introspect::tokens::{Kind, Token, tokens},
    schema::Deferrable,
};

/// The text of a table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct TableDefinition {
    pub(super) columns: Vec<ColumnDefinition>,
    pub(super) primary_key_name: Option<String>,
    pub(super) foreign_keys: Vec<ForeignKeyDefinition>,
    pub(super) uniques: Vec<UniqueDefinition>,
    pub(super) checks: Vec<CheckDefinition>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ColumnDefinition {
    pub(super) name: String,
    pub(super) collation: Option<String>,
    pub(super) generated: Option<String>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct ForeignKeyDefinition {
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
    pub(super) target: String,
    pub(super) target_columns: Vec<String>,
    pub(super) deferrable: Deferrable,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct UniqueDefinition {
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct CheckDefinition {
    pub(super) name: Option<String>,
    pub(super) expression: String,
}

/// The text of an index.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct IndexDefinition {
    /// What it sorts by, without direction.
    pub(super) parts: Vec<String>,
    pub(super) predicate: Option<String>,
}

/// Reads `CREATE TABLE`.
pub(super) fn table(sql: &str) -> Option<TableDefinition> {
    let tokens = tokens(sql, Dialect::Sqlite)?;
    let mut parser = Parser::new(sql, &tokens);
    parser.word("CREATE")?;
    let _ = parser.word("TEMP").or_else(|| parser.word("TEMPORARY"));
    parser.word("TABLE")?;
    parser.created_name()?;
    parser.sign("(")?;
    let mut table = TableDefinition::default();
    loop {
        parser.column(&mut table)?;
        if parser.sign(")").is_some() {
            return Some(table);
        }
        parser.sign(",")?;
        if parser.at_table_constraint() {
            break;
        }
    }
    loop {
        parser.table_constraint(&mut table)?;
        if parser.sign(")").is_some() {
            return Some(table);
        }
        // SQLite lets the comma between table constraints be left out.
        let _ = parser.sign(",");
    }
}

/// Reads `CREATE INDEX`.
pub(super) fn index(sql: &str) -> Option<IndexDefinition> {
    let tokens = tokens(sql, Dialect::Sqlite)?;
    let mut parser = Parser::new(sql, &tokens);
    parser.word("CREATE")?;
    let _ = parser.word("UNIQUE");
    parser.word("INDEX")?;
    parser.created_name()?;
    parser.word("ON")?;
    parser.name()?;
    let inside = parser.group()?;
    let mut parts = Vec::new();
    for mut part in split_at_commas(inside) {
        if let Some((last, before)) = part.split_last()
            && (last.is_word("ASC") || last.is_word("DESC"))
        {
            part = before;
        }
        parts.push(text_of(sql, part)?.to_owned());
    }
    let predicate = match parser.next() {
        None => None,
        Some(token) if token.is_word("WHERE") => Some(text_of(sql, parser.rest)?.to_owned()),
        Some(_) => return None,
    };
    Some(IndexDefinition { parts, predicate })
}

/// Takes tokens from the front. A method that gives none has found something else, and, where it is asked
/// for a single word or sign, has taken nothing.
struct Parser<'sql, 'tokens> {
    sql: &'sql str,
    rest: &'tokens [Token<'sql>],
}

impl<'sql, 'tokens> Parser<'sql, 'tokens> {
    fn new(sql: &'sql str, tokens: &'tokens [Token<'sql>]) -> Self {
        Self { sql, rest: tokens }
    }

    fn peek(&self) -> Option<&'tokens Token<'sql>> {
        self.rest.first()
    }

    fn next(&mut self) -> Option<&'tokens Token<'sql>> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.peek()?.is_word(word).then(|| self.next())?;
        Some(())
    }

    fn sign(&mut self, sign: &str) -> Option<()> {
        self.peek()?.is_sign(sign).then(|| self.next())?;
        Some(())
    }

    fn name(&mut self) -> Option<String> {
        self.next()?.name()
    }

    /// What stands between `CREATE TABLE` and the parenthesis: `IF NOT EXISTS main.name`.
    fn created_name(&mut self) -> Option<()> {
        if self.word("IF").is_some() {
            self.word("NOT")?;
            self.word("EXISTS")?;
        }
        self.name()?;
        if self.sign(".").is_some() {
            self.name()?;
        }
        Some(())
    }

    /// The tokens between a parenthesis and the one that closes it.
    fn group(&mut self) -> Option<&'tokens [Token<'sql>]> {
        self.sign("(")?;
        let inside = self.rest;
        let mut depth = 1;
        for (at, token) in inside.iter().enumerate() {
            if token.is_sign("(") {
                depth += 1;
            } else if token.is_sign(")") {
                depth -= 1;
                if depth == 0 {
                    self.rest = &inside[at + 1..];
                    return Some(&inside[..at]);
                }
            }
        }
        None
    }

    fn expression(&mut self) -> Option<String> {
        let inside = self.group()?;
        text_of(self.sql, inside).map(str::to_owned)
    }

    /// Names in parentheses, each with its collation and direction.
    fn names(&mut self) -> Option<Vec<String>> {
        split_at_commas(self.group()?)
            .into_iter()
            .map(|part| part.first()?.name())
            .collect()
    }

    fn conflict_clause(&mut self) -> Option<()> {
        if self.word("ON").is_some() {
            self.word("CONFLICT")?;
            self.next()?;
        }
        Some(())
    }

    fn at_table_constraint(&self) -> bool {
        self.peek().is_some_and(|token| {
            ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"]
                .iter()
                .any(|word| token.is_word(word))
        })
    }

    fn at_column_constraint(&self) -> bool {
        let Some(token) = self.peek() else {
            return false;
        };
        let words = [
            "CONSTRAINT",
            "PRIMARY",
            "NOT",
            "NULL",
            "UNIQUE",
            "CHECK",
            "DEFAULT",
            "COLLATE",
            "REFERENCES",
            "AS",
            "DEFERRABLE",
        ];
        let generated = token.is_word("GENERATED")
            && self.rest.get(1).is_some_and(|next| next.is_word("ALWAYS"));
        generated || words.iter().any(|word| token.is_word(word))
    }

    fn column(&mut self, table: &mut TableDefinition) -> Option<()> {
        let mut column = ColumnDefinition {
            name: self.name()?,
            ..ColumnDefinition::default()
        };
        while !self.at_column_constraint()
            && self.peek().is_some_and(|token| token.kind != Kind::Sign)
        {
            self.next();
        }
        if self.peek()?.is_sign("(") {
            self.group()?;
        }
        let mut name = None;
        while !self.peek()?.is_sign(",") && !self.peek()?.is_sign(")") {
            if self.word("CONSTRAINT").is_some() {
                name = Some(self.name()?);
                continue;
            }
            self.column_constraint(table, &mut column, name.take())?;
        }
        table.columns.push(column);
        Some(())
    }

    fn column_constraint(
        &mut self,
        table: &mut TableDefinition,
        column: &mut ColumnDefinition,
        name: Option<String>,
    ) -> Option<()> {
        let first = self.next()?;
        let is = |word: &str| first.is_word(word);
        if is("PRIMARY") {
            self.word("KEY")?;
            let _ = self.word("ASC").or_else(|| self.word("DESC"));
            self.conflict_clause()?;
            let _ = self.word("AUTOINCREMENT");
            table.primary_key_name = name;
        } else if is("UNIQUE") {
            self.conflict_clause()?;
            table.uniques.push(UniqueDefinition {
                name,
                columns: vec![column.name.clone()],
            });
        } else if is("NULL") {
            self.conflict_clause()?;
        } else if is("NOT") {
            if self.word("NULL").is_some() {
                self.conflict_clause()?;
            } else {
                // `NOT DEFERRABLE` after `REFERENCES` is taken there.
                return None;
            }
        } else if is("CHECK") {
            let expression = self.expression()?;
            self.conflict_clause()?;
            table.checks.push(CheckDefinition { name, expression });
        } else if is("DEFAULT") {
            self.default_value()?;
        } else if is("COLLATE") {
            column.collation = Some(self.name()?);
        } else if is("REFERENCES") {
            let key = self.reference(name, vec![column.name.clone()])?;
            table.foreign_keys.push(key);
        } else if is("GENERATED") {
            self.word("ALWAYS")?;
            self.word("AS")?;
            column.generated = Some(self.generation()?);
        } else if is("AS") {
            column.generated = Some(self.generation()?);
        } else {
            return None;
        }
        Some(())
    }

    fn default_value(&mut self) -> Option<()> {
        if self.peek()?.is_sign("(") {
            self.group()?;
            return Some(());
        }
        let _ = self.sign("-").or_else(|| self.sign("+"));
        (self.next()?.kind != Kind::Sign).then_some(())
    }

    fn generation(&mut self) -> Option<String> {
        let expression = self.expression()?;
        let _ = self.word("STORED").or_else(|| self.word("VIRTUAL"));
        Some(expression)
    }

    fn table_constraint(&mut self, table: &mut TableDefinition) -> Option<()> {
        let name = match self.word("CONSTRAINT") {
            Some(()) => Some(self.name()?),
            None => None,
        };
        let first = self.next()?;
        if first.is_word("PRIMARY") {
            self.word("KEY")?;
            self.names()?;
            self.conflict_clause()?;
            table.primary_key_name = name;
        } else if first.is_word("UNIQUE") {
            let columns = self.names()?;
            self.conflict_clause()?;
            table.uniques.push(UniqueDefinition { name, columns });
        } else if first.is_word("CHECK") {
            let expression = self.expression()?;
            self.conflict_clause()?;
            table.checks.push(CheckDefinition { name, expression });
        } else if first.is_word("FOREIGN") {
            self.word("KEY")?;
            let columns = self.names()?;
            self.word("REFERENCES")?;
            let key = self.reference(name, columns)?;
            table.foreign_keys.push(key);
        } else {
            return None;
        }
        Some(())
    }

    /// What follows `REFERENCES`.
    fn reference(
        &mut self,
        name: Option<String>,
        columns: Vec<String>,
    ) -> Option<ForeignKeyDefinition> {
        let mut key = ForeignKeyDefinition {
            name,
            columns,
            target: self.name()?,
            target_columns: Vec::new(),
            deferrable: Deferrable::No,
        };
        if self.peek()?.is_sign("(") {
            key.target_columns = self.names()?;
        }
        loop {
            if self.word("ON").is_some() {
                self.next()?;
                self.action()?;
            } else if self.word("MATCH").is_some() {
                self.name()?;
            } else if let [not, deferrable, ..] = self.rest
                && not.is_word("NOT")
                && deferrable.is_word("DEFERRABLE")
            {
                self.rest = &self.rest[2..];
                self.initially()?;
                key.deferrable = Deferrable::No;
            } else if self.word("DEFERRABLE").is_some() {
                key.deferrable = self.initially()?;
            } else {
                return Some(key);
            }
        }
    }

    fn action(&mut self) -> Option<()> {
        let first = self.next()?;
        if first.is_word("SET") || first.is_word("NO") {
            self.next()?;
        } else if !first.is_word("CASCADE") && !first.is_word("RESTRICT") {
            return None;
        }
        Some(())
    }

    fn initially(&mut self) -> Option<Deferrable> {
        if self.word("INITIALLY").is_none() {
            return Some(Deferrable::InitiallyImmediate);
        }
        let first = self.next()?;
        if first.is_word("DEFERRED") {
            Some(Deferrable::InitiallyDeferred)
        } else {
            first
                .is_word("IMMEDIATE")
                .then_some(Deferrable::InitiallyImmediate)
        }
    }
}

/// The parts between commas that stand in no further parentheses.
fn split_at_commas<'tokens, 'sql>(tokens: &'tokens [Token<'sql>]) -> Vec<&'tokens [Token<'sql>]> {
    let mut depth = 0;
    tokens
        .split(|token| {
            if token.is_sign("(") {
                depth += 1;
            } else if token.is_sign(")") {
                depth -= 1;
            }
            depth == 0 && token.is_sign(",")
        })
        .collect()
}

/// The text from the first to the last of the tokens, as it was written.
fn text_of<'sql>(sql: &'sql str, tokens: &[Token<'sql>]) -> Option<&'sql str> {
    sql.get(tokens.first()?.start..tokens.last()?.end())
}

#[cfg(test)]
mod tests;
