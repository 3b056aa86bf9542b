//! Every fact of a schema as plain text, a line for each.

use std::fmt::{self, Write};

use formwork_runtime::model::ColumnType;

use crate::schema::{
    Action, Check, Column, Deferrable, ForeignKey, Identity, Index, IndexPart, LeftOut, Schema,
    Table, TableKind, TableName, TableOption,
};

/// The schema as text: a paragraph for each table.
#[must_use]
pub fn text(schema: &Schema) -> String {
    let mut text = String::new();
    for table in &schema.tables {
        if !text.is_empty() {
            text.push('\n');
        }
        write_table(&mut text, table).expect("a string takes any text");
    }
    if !schema.left_out.is_empty() {
        text.push_str("\nLeft out\n");
    }
    for LeftOut {
        table,
        part,
        reason,
    } in &schema.left_out
    {
        let part = part
            .as_ref()
            .map(|part| format!(", {part}"))
            .unwrap_or_default();
        writeln!(text, "  {}{part}: {reason}", name(table)).expect("a string takes any text");
    }
    text
}

fn write_table(out: &mut String, table: &Table) -> fmt::Result {
    write!(out, "{} {}", kind(table.kind), name(&table.name))?;
    for option in &table.options {
        out.push_str(match option {
            TableOption::Strict => ", strict",
            TableOption::WithoutRowid => ", without rowid",
            TableOption::SystemVersioned => ", system versioned",
        });
    }
    if !table.inherits.is_empty() {
        let parents: Vec<_> = table.inherits.iter().map(name).collect();
        write!(out, ", inherits {}", parents.join(", "))?;
    }
    write_comment(out, table.comment.as_deref())?;
    out.push('\n');
    write_columns(out, &table.columns)?;
    if let Some(key) = &table.primary_key {
        write!(out, "  primary key")?;
        write_name(out, key.name.as_deref())?;
        writeln!(out, " ({})", names(&key.columns))?;
    }
    for key in &table.foreign_keys {
        write_foreign_key(out, key)?;
    }
    for index in &table.indexes {
        write_index(out, index)?;
    }
    for Check {
        name,
        expression,
        columns,
    } in &table.checks
    {
        write!(out, "  check")?;
        write_name(out, name.as_deref())?;
        write!(out, " ({})", one_line(expression))?;
        if !columns.is_empty() {
            write!(out, " of {}", names(columns))?;
        }
        out.push('\n');
    }
    Ok(())
}

fn write_columns(out: &mut String, columns: &[Column]) -> fmt::Result {
    let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0).min(40);
    let name_width = widest(&mut columns.iter().map(|column| width(quoted(&column.name))));
    let type_width = widest(&mut columns.iter().map(|column| width(&column.declared_type)));
    for column in columns {
        let mut line = format!(
            "  {}  {}  {}",
            padded(&quoted(&column.name), name_width),
            padded(&one_line(&column.declared_type), type_width),
            type_name(&column.column_type)
        );
        if let Some(domain) = &column.domain {
            write!(line, ", domain {}", quoted(domain))?;
        }
        if !column.nullable {
            line.push_str(", not null");
        }
        if let Some(identity) = column.identity {
            line.push_str(match identity {
                Identity::Always => ", always identity",
                Identity::ByDefault => ", identity",
                Identity::Serial => ", serial",
                Identity::AutoIncrement => ", auto increment",
            });
        }
        if let Some(default) = &column.default {
            write!(line, ", default {}", one_line(default))?;
        }
        if let Some(value) = &column.on_update {
            write!(line, ", on update {}", one_line(value))?;
        }
        if let Some(generated) = &column.generated {
            let expression = generated.expression.as_deref().unwrap_or("?");
            let kept = if generated.stored {
                "stored"
            } else {
                "virtual"
            };
            write!(line, ", {kept} as ({})", one_line(expression))?;
        }
        if let Some(collation) = &column.collation {
            write!(line, ", collate {}", quoted(collation))?;
        }
        write_comment(&mut line, column.comment.as_deref())?;
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn write_foreign_key(out: &mut String, key: &ForeignKey) -> fmt::Result {
    write!(out, "  foreign key")?;
    write_name(out, key.name.as_deref())?;
    write!(
        out,
        " ({}) -> {} ({})",
        names(&key.columns),
        name(&key.target),
        names(&key.target_columns)
    )?;
    for (event, action) in [("update", key.on_update), ("delete", key.on_delete)] {
        let action = match action {
            Action::NoAction => continue,
            Action::Restrict => "restrict",
            Action::Cascade => "cascade",
            Action::SetNull => "set null",
            Action::SetDefault => "set default",
        };
        write!(out, ", on {event} {action}")?;
    }
    writeln!(out, "{}", deferrable(key.deferrable))
}

fn write_index(out: &mut String, index: &Index) -> fmt::Result {
    write!(out, "  {}", if index.unique { "unique" } else { "index" })?;
    write_name(out, index.name.as_deref())?;
    let parts: Vec<_> = index
        .parts
        .iter()
        .map(|part| match part {
            IndexPart::Column(column) => quoted(column),
            IndexPart::Prefix { column, length } => format!("{}({length})", quoted(column)),
            IndexPart::Expression(expression) => format!("({})", one_line(expression)),
        })
        .collect();
    write!(out, " ({})", parts.join(", "))?;
    if !index.included.is_empty() {
        write!(out, " include ({})", names(&index.included))?;
    }
    // The text of an exclusion has it.
    if let (Some(method), None) = (&index.method, &index.exclusion) {
        write!(out, " using {method}")?;
    }
    if index.nulls_equal {
        out.push_str(", nulls equal");
    }
    if let Some(predicate) = &index.predicate {
        write!(out, " where {}", one_line(predicate))?;
    }
    if let Some(exclusion) = &index.exclusion {
        write!(out, " for {}", one_line(exclusion))?;
    }
    writeln!(out, "{}", deferrable(index.deferrable))
}

fn write_name(out: &mut String, name: Option<&str>) -> fmt::Result {
    match name {
        Some(name) => write!(out, " {}", quoted(name)),
        None => Ok(()),
    }
}

fn write_comment(out: &mut String, comment: Option<&str>) -> fmt::Result {
    match comment {
        Some(comment) => write!(out, " -- {}", one_line(comment)),
        None => Ok(()),
    }
}

fn kind(kind: TableKind) -> &'static str {
    match kind {
        TableKind::Table => "Table",
        TableKind::PartitionedTable => "Partitioned table",
        TableKind::Partition => "Partition",
        TableKind::ForeignTable => "Foreign table",
        TableKind::View => "View",
        TableKind::MaterializedView => "Materialized view",
        TableKind::VirtualTable => "Virtual table",
    }
}

fn deferrable(deferrable: Deferrable) -> &'static str {
    match deferrable {
        Deferrable::No => "",
        Deferrable::InitiallyImmediate => ", deferrable",
        Deferrable::InitiallyDeferred => ", deferred",
    }
}

/// Our type, in a word or two.
pub(super) fn type_name(column_type: &ColumnType) -> String {
    let sized = |name: &str, size: Option<u32>| match size {
        Some(size) => format!("{name}({size})"),
        None => name.to_owned(),
    };
    match column_type {
        ColumnType::Boolean => "boolean".to_owned(),
        ColumnType::Integer { bits, unsigned } => {
            format!("{}integer{bits}", if *unsigned { "unsigned " } else { "" })
        }
        ColumnType::Float { bits } => format!("float{bits}"),
        ColumnType::Decimal { precision, scale } => match (precision, scale) {
            (Some(precision), Some(scale)) => format!("decimal({precision},{scale})"),
            (Some(precision), None) => format!("decimal({precision})"),
            _ => "decimal".to_owned(),
        },
        ColumnType::Text { max_length } => sized("text", *max_length),
        ColumnType::Bytes { max_length } => sized("bytes", *max_length),
        ColumnType::Date => "date".to_owned(),
        ColumnType::Time => "time".to_owned(),
        ColumnType::Timestamp => "timestamp".to_owned(),
        ColumnType::TimestampTz => "timestamp with zone".to_owned(),
        ColumnType::Uuid => "uuid".to_owned(),
        ColumnType::Json => "json".to_owned(),
        ColumnType::Enum { values } => format!("enum({})", literals(values)),
        ColumnType::Set { values } => format!("set({})", literals(values)),
        ColumnType::Array { element } => format!("array of {}", type_name(element)),
        ColumnType::Other => "as text".to_owned(),
    }
}

fn literals(values: &[String]) -> String {
    let values: Vec<_> = values
        .iter()
        .map(|value| format!("'{}'", value.replace('\'', "''")))
        .collect();
    values.join(", ")
}

fn name(table: &TableName) -> String {
    match &table.schema {
        Some(schema) => format!("{}.{}", quoted(schema), quoted(&table.name)),
        None => quoted(&table.name),
    }
}

fn names(columns: &[String]) -> String {
    let columns: Vec<_> = columns.iter().map(|column| quoted(column)).collect();
    columns.join(", ")
}

/// The name, in quotes unless it is a plain word.
fn quoted(name: &str) -> String {
    let is_plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_plain {
        name.to_owned()
    } else {
        format!("\"{}\"", one_line(&name.replace('"', "\"\"")))
    }
}

/// The text with its line breaks written out.
fn one_line(text: &str) -> String {
    text.replace('\r', "\\r").replace('\n', "\\n")
}

fn width(text: impl AsRef<str>) -> usize {
    text.as_ref().chars().count()
}

fn padded(text: &str, width: usize) -> String {
    format!("{text:width$}")
}
