//! `formwork/record.yaml`: which version of the tool wrote which files, with their fingerprints,
//! and what `create` was told.

use std::collections::BTreeMap;

use formwork_runtime::yaml::YamlProblem;
use serde::{Deserialize, Serialize};

use super::hash::FileHash;
use crate::files::{Contents, File, Mode};

/// Where the record is in a project.
pub const RECORD: &str = "formwork/record.yaml";

/// The version of this tool.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What the tool wrote into a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The version of the tool that wrote last.
    pub version: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub options: CreateOptions,
    /// Every file we wrote, as we wrote it: relative path, then fingerprint.
    pub files: BTreeMap<String, FileHash>,
    /// For files of the user: the newest start that was reported, where it is another than the one
    /// written.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reported: BTreeMap<String, FileHash>,
    /// What `add-cust` wrote of a sample's customizations; a newer version of them may take its place.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub customizations: BTreeMap<String, FileHash>,
}

/// What `create` was told, as far as a rebuild has to know it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CreateOptions {
    /// The sample that the project was made from.
    #[serde(skip_serializing_if = "is_default")]
    pub sample: Option<String>,
    /// Schemas of PostgreSQL to read.
    #[serde(skip_serializing_if = "is_default")]
    pub schemas: Vec<String>,
    /// Regular expressions of the tables to take.
    #[serde(skip_serializing_if = "is_default")]
    pub include: Vec<String>,
    /// Regular expressions of the tables to leave out.
    #[serde(skip_serializing_if = "is_default")]
    pub exclude: Vec<String>,
    #[serde(skip_serializing_if = "is_default")]
    pub infer_primary_key: bool,
    /// Parts of column names that tell the column a row is recognized by.
    #[serde(skip_serializing_if = "is_default")]
    pub favorites: Option<String>,
    /// Parts of column names that are shown last.
    #[serde(skip_serializing_if = "is_default")]
    pub non_favorites: Option<String>,
    /// What a column called `id` is called instead.
    #[serde(skip_serializing_if = "is_default")]
    pub id_column_alias: Option<String>,
    /// The path that the API is under.
    #[serde(skip_serializing_if = "is_default")]
    pub api_name: Option<String>,
    /// The user's own template tree, laid over ours.
    #[serde(skip_serializing_if = "is_default")]
    pub template: Option<String>,
    /// Where the project has the runtime from: `copied`, `release` or `path`.
    #[serde(skip_serializing_if = "is_default")]
    pub runtime: Option<String>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Why the record could not be understood.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    #[error("line {line} of `{RECORD}` is not as formwork wrote it: {problem}")]
    Broken { line: u64, problem: String },
    #[error("`{RECORD}` was written by formwork {version}; this is {VERSION}")]
    Newer { version: String },
    #[error("`{RECORD}` names `{path}`, which is no path inside the project")]
    OutsideProject { path: String },
}

impl RecordError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Broken { .. } | Self::OutsideProject { .. } => {
                format!("restore it from version control: `git checkout HEAD -- {RECORD}`")
            }
            Self::Newer { version } => format!("install formwork {version} or newer"),
        }
    }
}

impl Record {
    /// The record of files as `create` writes them.
    ///
    /// Copies of files elsewhere are left out: a database changes as soon as it is used. So are
    /// secrets, since the record is committed and a fingerprint lets one try guesses.
    #[must_use]
    pub fn of(files: &[File], options: CreateOptions) -> Self {
        let files = files.iter().filter_map(|file| match &file.contents {
            _ if file.mode == Mode::Secret => None,
            Contents::Bytes(bytes) => Some((file.path.clone(), FileHash::of(bytes))),
            Contents::CopyOf(_) => None,
        });
        Self {
            version: VERSION.to_owned(),
            options,
            files: files.collect(),
            reported: BTreeMap::new(),
            customizations: BTreeMap::new(),
        }
    }

    /// Reads what [`Record::to_file`] wrote.
    pub fn parse(text: &str) -> Result<Self, RecordError> {
        let options = serde_saphyr::options! { strict_booleans: true, budget: None };
        let record: Self = serde_saphyr::from_str_with_options(text, options).map_err(|error| {
            if let Some(version) = newer_version(text) {
                return RecordError::Newer { version };
            }
            let YamlProblem { line, problem, .. } = YamlProblem::of(text, &error);
            RecordError::Broken { line, problem }
        })?;
        if is_newer(&record.version) {
            return Err(RecordError::Newer {
                version: record.version,
            });
        }
        // A rebuild removes files by this list, so it is not believed blindly.
        match record
            .files
            .keys()
            .chain(record.reported.keys())
            .chain(record.customizations.keys())
            .find(|path| !is_inside(path))
        {
            Some(path) => Err(RecordError::OutsideProject { path: path.clone() }),
            None => Ok(record),
        }
    }

    /// The record as a file of the project.
    #[must_use]
    pub fn to_file(&self) -> File {
        let yaml = serde_saphyr::to_string(self).expect("a record is plain text and maps of text");
        let text = format!(
            "# @generated by formwork, for its next rebuild. Commit it, never edit it.\n{yaml}"
        );
        File {
            path: RECORD.to_owned(),
            contents: Contents::Bytes(text.into()),
            mode: Mode::Plain,
        }
    }
}

/// Whether a path stays inside a project on every system.
pub(super) fn is_inside(path: &str) -> bool {
    let part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
    path.split('/').all(part)
}

/// The version of a record that has fields this tool does not know.
fn newer_version(text: &str) -> Option<String> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("version:"))?;
    let version = line.trim().trim_matches(['"', '\'']);
    is_newer(version).then(|| version.to_owned())
}

fn is_newer(version: &str) -> bool {
    let numbers = |version: &str| -> Vec<u64> {
        let release = version.split(['-', '+']).next().unwrap_or_default();
        release
            .split('.')
            .map_while(|number| number.parse().ok())
            .collect()
    };
    numbers(version) > numbers(VERSION)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record::of(
            &[
                File::text("src/main.rs", "fn main() {}\n"),
                File::text("README.md", "# Shop\n"),
                File::copy_of("database/db.sqlite", "/nowhere.sqlite"),
                File::text(".env", "PASSWORD=secret\n").with_mode(Mode::Secret),
            ],
            CreateOptions {
                exclude: vec!["^log: #.*$".to_owned(), "no".to_owned()],
                infer_primary_key: true,
                ..CreateOptions::default()
            },
        )
    }

    fn text(record: &Record) -> String {
        String::from_utf8(record.to_file().as_bytes().unwrap().to_vec()).unwrap()
    }

    #[test]
    fn it_reads_what_it_wrote() {
        let record = record();
        assert_eq!(Record::parse(&text(&record)).unwrap(), record);
        let windows = text(&record).replace('\n', "\r\n");
        assert_eq!(Record::parse(&windows).unwrap(), record);
        let plain = Record::of(&[], CreateOptions::default());
        assert_eq!(Record::parse(&text(&plain)).unwrap(), plain);
    }

    #[test]
    fn it_is_short_and_ordered() {
        let expected = format!(
            "# @generated by formwork, for its next rebuild. Commit it, never edit it.\n\
             version: \"{VERSION}\"\n\
             options:\n  exclude:\n  - \"^log: #.*$\"\n  - \"no\"\n  infer_primary_key: true\n\
             files:\n  README.md: {}\n  src/main.rs: {}\n",
            FileHash::of(b"# Shop\n"),
            FileHash::of(b"fn main() {}\n"),
        );
        assert_eq!(text(&record()), expected);
    }

    #[test]
    fn a_broken_record_is_an_error_with_file_line_and_hint() {
        let broken = text(&record()).replace("infer_primary_key: true", "infer_primary_key: maybe");
        let error = Record::parse(&broken).unwrap_err();
        let message = error.to_string();
        assert_eq!(
            message,
            "line 7 of `formwork/record.yaml` is not as formwork wrote it: `options.infer_primary_key` is `maybe`, where `true` or `false` should be"
        );
        assert!(error.hint().contains("git checkout"));
        for conflict in ["<<<<<<< HEAD\n", "files: {}\n", "colour: red\n"] {
            let broken = format!("{}{conflict}", text(&record()));
            assert!(
                matches!(Record::parse(&broken), Err(RecordError::Broken { .. })),
                "{conflict}"
            );
        }
        assert!(matches!(Record::parse(""), Err(RecordError::Broken { .. })));
    }

    #[test]
    fn a_record_of_a_newer_tool_asks_for_that_tool() {
        let newer = "version: 99.1.0\nfuture: true\nfiles: {}\n";
        let error = Record::parse(newer).unwrap_err();
        assert_eq!(error.hint(), "install formwork 99.1.0 or newer");
        let newer = Record {
            version: "99.1.0".to_owned(),
            ..record()
        };
        assert!(matches!(
            Record::parse(&text(&newer)),
            Err(RecordError::Newer { .. })
        ));
    }

    #[test]
    fn a_record_cannot_name_files_outside_the_project() {
        for path in [
            "../key",
            "/etc/passwd",
            "src/../../key",
            "a//b",
            "C:/key",
            "a\\..\\b",
        ] {
            let mut record = record();
            record.files.insert(path.to_owned(), FileHash::of(b""));
            assert!(
                matches!(
                    Record::parse(&text(&record)),
                    Err(RecordError::OutsideProject { .. })
                ),
                "{path}"
            );
        }
    }
}
