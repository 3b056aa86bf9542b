//! The sample databases that one may name instead of an address.

use std::path::Path;

use include_dir::{Dir, include_dir};
use serde::Serialize;
use sqlx::{AssertSqlSafe, SqlSafeStr as _};

use crate::{
    files::File,
    sqlite_file::{self, SqlError},
};

/// A database of ours, as SQL text.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Sample {
    /// Its folder under `examples`.
    pub name: &'static str,
    /// What else it may be called.
    pub aliases: &'static [&'static str],
    /// What to look at it for.
    pub description: &'static str,
    #[serde(skip)]
    schema: &'static str,
    #[serde(skip)]
    data: &'static str,
    #[serde(skip)]
    customizations: Option<&'static Dir<'static>>,
}

macro_rules! sample {
    ($name:literal, $aliases:expr, $description:literal) => {
        sample!($name, $aliases, $description, None)
    };
    ($name:literal, $aliases:expr, $description:literal, $customizations:expr) => {
        Sample {
            name: $name,
            aliases: &$aliases,
            description: $description,
            schema: include_str!(concat!("../examples/", $name, "/schema.sql")),
            data: include_str!(concat!("../examples/", $name, "/data.sql")),
            customizations: $customizations,
        }
    };
}

/// All samples, the largest first.
pub const SAMPLES: [Sample; 7] = [
    sample!(
        "northwind",
        ["nw-", "nw"],
        "customers, orders, products, employees: the familiar one, with every kind of relationship",
        Some(&include_dir!(
            "$CARGO_MANIFEST_DIR/examples/northwind/customizations"
        ))
    ),
    sample!(
        "chinook",
        [],
        "artists, albums, tracks, invoices: a plain schema with a link table"
    ),
    sample!("todo", [], "tasks, users and `datas`: the smallest"),
    sample!(
        "basic_demo",
        [],
        "customers, orders, items: check credit in five rules",
        Some(&include_dir!(
            "$CARGO_MANIFEST_DIR/examples/basic_demo/customizations"
        ))
    ),
    sample!(
        "allocation",
        [],
        "a payment spread over unpaid orders, the oldest first",
        Some(&include_dir!(
            "$CARGO_MANIFEST_DIR/examples/allocation/customizations"
        ))
    ),
    sample!(
        "shipping",
        [],
        "the second system: receives orders from another"
    ),
    sample!("auth", [], "users, roles and what row filters ask for"),
];

/// The sample of this name, or of one of its other names.
#[must_use]
pub fn find(name: &str) -> Option<&'static Sample> {
    SAMPLES
        .iter()
        .find(|sample| sample.name == name || sample.aliases.contains(&name))
}

/// The names of the samples that have customizations, for a message.
#[must_use]
pub fn list_of_customized() -> String {
    let customized = SAMPLES.iter().filter(|sample| sample.is_customized());
    let names: Vec<String> = customized
        .map(|sample| format!("`{}`", sample.name))
        .collect();
    names.join(", ")
}

impl Sample {
    /// Whether there are customizations of it.
    #[must_use]
    pub fn is_customized(&self) -> bool {
        self.customizations.is_some()
    }

    /// Makes the database as a SQLite file, which must not exist.
    pub async fn build(&self, file: &Path) -> Result<(), SqlError> {
        let sql = format!("BEGIN;\n{}\n{}\nCOMMIT;", self.schema, self.data);
        sqlite_file::build(AssertSqlSafe(sql).into_sql_str(), file).await
    }

    /// What `add-cust` lays over a project: the files that one would write for this database; none for most samples.
    #[must_use]
    pub fn customizations(&self) -> Vec<File> {
        let mut files = Vec::new();
        if let Some(folder) = self.customizations {
            collect(folder, &mut files);
        }
        files
    }
}

fn collect(folder: &Dir<'_>, files: &mut Vec<File>) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.push(File::bytes(path, file.contents()));
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Owner;

    #[test]
    fn names_are_told_apart() {
        assert_eq!(find("nw-").unwrap().name, "northwind");
        assert_eq!(find("todo").unwrap().name, "todo");
        assert!(find("nothing").is_none());
        let mut names: Vec<_> = SAMPLES
            .iter()
            .flat_map(|sample| sample.aliases.iter().chain([&sample.name]))
            .collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn customizations_are_files_that_a_user_would_write() {
        for sample in SAMPLES {
            for file in sample.customizations() {
                assert_eq!(Owner::of(&file.path), Owner::User, "{}", file.path);
            }
        }
        let northwind = find("northwind").unwrap().customizations();
        let paths: Vec<_> = northwind.iter().map(|file| file.path.as_str()).collect();
        assert!(paths.contains(&"src/rules/check_credit.rs"), "{paths:?}");
    }

    #[tokio::test]
    async fn every_sample_can_be_built() {
        let folder = tempfile::tempdir().unwrap();
        for sample in SAMPLES {
            let file = folder.path().join(sample.name);
            sample.build(&file).await.unwrap();
            assert!(file.metadata().unwrap().len() > 4096, "{}", sample.name);
        }
    }
}
