//! What `formwork create` is told, and what that means.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{
    Args,
    builder::{PathBufValueParser, PossibleValuesParser, TypedValueParser},
};
use formwork_runtime::{
    config::{OptLocking, ServerConfig},
    yaml::YamlProblem,
};
use serde::Deserialize;

use crate::{
    cli::{FormatArgs, TablesArgs},
    error::Error,
    model::Overrides,
    project::{CreateOptions, without_detours},
    render::{RuntimeSource, Settings, Templates},
    schema::TablePattern,
    source::{OpenSource, Source},
};

/// Create a project from a database
///
/// Writes an Axum project with a JSON:API for every table and a place for what is yours. The database itself
/// is only read; a SQLite file is copied into the project. A directory that is not empty is refused, and
/// nothing is ever removed.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  formwork create --project-name shop --db-url sqlite:northwind.sqlite
  formwork create shop --db-url postgres://ann:secret@localhost/shop --exclude '.*_log'
  formwork create shop --db-url nw-")]
pub struct CreateArgs {
    /// Directory to write the project to; its name becomes the name of the crate
    #[arg(value_name = "DIR", required_unless_present = "project_name", value_parser = place())]
    path: Option<PathBuf>,
    /// The same as DIR
    #[arg(
        long,
        alias = "project_name",
        value_name = "DIR",
        conflicts_with = "path",
        value_parser = place()
    )]
    project_name: Option<PathBuf>,
    /// Address of the database, or the name of a sample (see `formwork examples`)
    #[arg(long, alias = "db_url", value_name = "URL")]
    #[arg(required_unless_present = "from_model", conflicts_with = "from_model")]
    db_url: Option<String>,
    #[command(flatten)]
    pub(super) tables: TablesArgs,
    /// File that lists the tables: `include` and `exclude`, each a list of regular expressions
    #[arg(long, alias = "include_tables", value_name = "FILE")]
    include_tables: Option<PathBuf>,
    /// Give tables without a primary key one, from unique columns that are never null
    #[arg(long, alias = "infer_primary_key")]
    infer_primary_key: bool,
    /// Words in names of columns that a person knows a row by, the best first
    #[arg(long, value_name = "WORDS", default_value = "name description")]
    favorites: String,
    /// Words in names of columns that a person rarely looks at
    #[arg(
        long,
        alias = "non_favorites",
        value_name = "WORDS",
        default_value = "id"
    )]
    non_favorites: String,
    /// What a column `id` is called in the API, where the name is reserved
    #[arg(
        long,
        alias = "id_column_alias",
        value_name = "NAME",
        default_value = "Id"
    )]
    id_column_alias: String,
    /// First part of every path of the API
    #[arg(long, alias = "api_name", value_name = "NAME", default_value = "api")]
    pub(super) api_name: String,
    /// Whether a change must say which state of the row it was made from, by its `S_CheckSum`
    #[arg(
        long,
        alias = "opt_locking",
        value_name = "MODE",
        default_value = "optional",
        value_parser = PossibleValuesParser::new(["ignored", "optional", "required"])
            .try_map(|text| text.parse::<OptLocking>())
    )]
    opt_locking: OptLocking,
    /// Address to listen on; 0.0.0.0 lets other machines in
    #[arg(long, default_value = "127.0.0.1", value_parser = host)]
    host: String,
    /// Port to listen on
    #[arg(long, default_value_t = 5656)]
    port: u16,
    /// Make the database first, as a SQLite file, from the `CREATE TABLE` statements in a file
    #[arg(long, alias = "from_model", value_name = "FILE")]
    from_model: Option<PathBuf>,
    /// Directory of templates to use before ours; a file `src/lib.rs.tera` there replaces that of ours
    #[arg(long, value_name = "DIR")]
    template: Option<PathBuf>,
    /// Serve the project as soon as it is there
    #[arg(long)]
    pub(in crate::commands) run: bool,
    /// Open the project with a program, such as `code`
    #[arg(long, alias = "open_with", value_name = "COMMAND")]
    pub(super) open_with: Option<String>,
    /// Where the project has the runtime from: `copied`, or `path=DIR` of our repository
    #[arg(long, hide = true, value_parser = runtime_source, default_value = "copied")]
    pub(super) runtime: RuntimeSource,
    #[command(flatten)]
    pub(super) format: FormatArgs,
}

impl CreateArgs {
    pub(in crate::commands) fn path(&self) -> &Path {
        self.project_name
            .as_deref()
            .or(self.path.as_deref())
            .expect("clap asks for one of the two")
    }

    pub(super) async fn open(&self) -> Result<OpenSource, Error> {
        match (&self.from_model, &self.db_url) {
            (Some(sql), _) => OpenSource::from_sql(sql).await,
            (None, Some(url)) => url.parse::<Source>()?.open().await,
            (None, None) => unreachable!("clap asks for one of the two"),
        }
    }

    /// What `formwork.yaml` starts with.
    pub(super) fn overrides(&self) -> Result<Overrides, Error> {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        let mut overrides = Overrides {
            schemas: self.tables.schemas.clone(),
            include: self.tables.included()?,
            exclude: self.tables.excluded()?,
            infer_primary_key: self.infer_primary_key,
            id_column_alias: self.id_column_alias.clone(),
            favorites: words(&self.favorites),
            non_favorites: words(&self.non_favorites),
            ..Overrides::default()
        };
        if let Some(path) = &self.include_tables {
            let list = TableList::read(path)?;
            overrides.include.extend(list.include);
            overrides.exclude.extend(list.exclude);
        }
        overrides.check().map_err(|wrong| Error::Option {
            problem: wrong.problem,
            hint: wrong.hint,
        })?;
        Ok(overrides)
    }

    pub(super) fn check_api_name(&self) -> Result<(), Error> {
        if ServerConfig::is_api_name(&self.api_name) {
            return Ok(());
        }
        Err(Error::ApiName {
            name: self.api_name.clone(),
        })
    }

    pub(super) fn templates(&self) -> Result<Templates, Error> {
        let ours = Templates::ours();
        match &self.template {
            Some(directory) => Ok(ours.with_tree(directory)?),
            None => Ok(ours),
        }
    }

    pub(super) fn settings(&self) -> Settings {
        Settings {
            host: self.host.clone(),
            port: self.port,
            api_name: self.api_name.clone(),
            opt_locking: self.opt_locking,
        }
    }

    /// What a rebuild has to know and `formwork.yaml` does not say.
    pub(super) fn options(&self, source: &OpenSource) -> CreateOptions {
        let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
        CreateOptions {
            sample: source.sample.map(|sample| sample.name.to_owned()),
            template: self
                .template
                .as_ref()
                .map(|path| absolute(path).display().to_string()),
            runtime: match &self.runtime {
                RuntimeSource::Copied => None,
                RuntimeSource::Path(root) => Some(format!("path={}", root.display())),
            },
            ..CreateOptions::default()
        }
    }
}

/// A file of `--include-tables`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct TableList {
    include: Vec<TablePattern>,
    exclude: Vec<TablePattern>,
}

impl TableList {
    fn read(path: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(path).map_err(|source| Error::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        serde_saphyr::from_str(&text).map_err(|error| Error::TableList {
            path: path.to_owned(),
            problem: YamlProblem::of(&text, &error),
        })
    }
}

/// Where a project is written to.
fn place() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().map(|path| without_detours(&path))
}

/// A name or number of a machine; whether it is ours is found out when the server starts.
fn host(text: &str) -> Result<String, String> {
    let can_stand = |letter: char| letter.is_ascii_alphanumeric() || "-.:_%".contains(letter);
    if text.is_empty() || !text.chars().all(can_stand) {
        return Err("a host is written as `127.0.0.1`, `::1` or `localhost`".to_owned());
    }
    Ok(text.to_owned())
}

fn runtime_source(text: &str) -> Result<RuntimeSource, String> {
    match text.split_once('=') {
        None if text == "copied" => Ok(RuntimeSource::Copied),
        Some(("path", root)) => std::path::absolute(root)
            .map(RuntimeSource::Path)
            .map_err(|error| error.to_string()),
        _ => Err("write `copied` or `path=DIR`".to_owned()),
    }
}
