//! `formwork create`: a project from a database.

use std::{
    fs,
    path::{Path, PathBuf},
    process,
};

use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser as _},
};
use formwork_runtime::config::{OptLocking, ServerConfig};
use heck::ToTitleCase as _;
use serde::{Deserialize, Serialize};

use crate::{
    admin_yaml::{Application, admin_yaml},
    cli::{Format, FormatArgs, TablesArgs},
    ddl,
    error::Error,
    files::File,
    introspect::{Address, ReadOptions, introspect},
    model::{self, Note, Overrides},
    output::{Output, Verb},
    project::{CrateName, CreateOptions, CreateReport, Plan, Project},
    render::{self, Blueprint, RuntimeSource, Secrets, Settings, Templates},
    schema::{Schema, TableKind, TablePattern},
    source::{OpenSource, Source},
    sqlite_file,
};

/// The copy of a SQLite database that a project works on.
const DATABASE: &str = "database/db.sqlite";

/// What a user of the forerunner's `nw+` would miss.
const UNPROTECTED: &str = "everybody may read and write: the customizations of this version are rules and endpoints, not security";

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
    #[arg(value_name = "DIR", required_unless_present = "project_name")]
    path: Option<PathBuf>,
    /// The same as DIR
    #[arg(
        long,
        alias = "project_name",
        value_name = "DIR",
        conflicts_with = "path"
    )]
    project_name: Option<PathBuf>,
    /// Address of the database, or the name of a sample (see `formwork examples`)
    #[arg(long, alias = "db_url", value_name = "URL")]
    #[arg(required_unless_present = "from_model", conflicts_with = "from_model")]
    db_url: Option<String>,
    #[command(flatten)]
    tables: TablesArgs,
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
    api_name: String,
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
    #[arg(long, default_value = "127.0.0.1")]
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
    pub(super) run: bool,
    /// Open the project with a program, such as `code`
    #[arg(long, alias = "open_with", value_name = "COMMAND")]
    open_with: Option<String>,
    /// Where the project has the runtime from: `copied`, or `path=DIR` of our repository
    #[arg(long, hide = true, value_parser = runtime_source, default_value = "copied")]
    runtime: RuntimeSource,
    #[command(flatten)]
    format: FormatArgs,
}

/// What was created, for scripts.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    path: &'a Path,
    files: usize,
    resources: Vec<&'a str>,
    /// Everything that was treated specially.
    notes: &'a [Note],
}

pub(super) async fn create(args: &CreateArgs, output: &mut Output) -> Result<(), Error> {
    let name = CrateName::from_path(args.path())?;
    let overrides = args.overrides()?;
    args.check_api_name()?;
    let templates = args.templates()?;
    super::recover(args.path(), output)?;

    let source = args.open().await?;
    let options = ReadOptions {
        schemas: args.tables.schemas.clone(),
        ..ReadOptions::default()
    };
    let schema = introspect(&source.address, &options).await?;
    output.status(
        Verb::Read,
        format!("{} from `{}`", counted(&schema), source.title),
    );

    let model::ModelReport { model, notes } = model::from_schema(&schema, &overrides)?;
    let mut files = render::project(
        &Blueprint {
            name: &name,
            model: &model,
            formwork_yaml: &overrides.first_text(),
            schema_sql: &schema_sql(&source.address, &schema).await?,
            admin_yaml: &admin_yaml(
                &model,
                Application {
                    title: &name.as_str().to_title_case(),
                    api_name: &args.api_name,
                },
                &overrides,
            ),
            database_url: database_url(&source),
            settings: args.settings(),
            runtime: args.runtime.clone(),
        },
        &templates,
    )?;
    files.push(render::secrets(&Secrets {
        database_password: source.address.password().map(str::to_owned),
        key: key(),
    }));
    let copy = copy_of_database(&source).await?;
    files.extend(copy.as_ref().map(|(_folder, file)| file.clone()));
    let names: Vec<String> = files.iter().map(|file| file.path.clone()).collect();

    let report = Project::create(args.path(), files, args.options(&source))?;
    for name in names {
        output.detail(report.path.join(name).display());
    }
    let customized = customize(args.path(), source.customizations)?;
    if args.format.format == Format::Json {
        let resources = model
            .resources
            .iter()
            .map(|resource| resource.kind.as_str())
            .collect();
        output.json(&Answer {
            path: &report.path,
            files: report.files,
            resources,
            notes: &notes,
        })?;
    } else {
        tell(&report, &notes, output);
        if let Some(plan) = customized {
            output.planned(&plan.report());
            output.status(Verb::Note, UNPROTECTED);
        }
        if !args.run {
            output.hint(format!(
                "`formwork run {}` serves it",
                report.path.display()
            ));
        }
    }
    args.open_with
        .as_deref()
        .map_or(Ok(()), |command| open_with(command, &report.path))
}

impl CreateArgs {
    pub(super) fn path(&self) -> &Path {
        self.project_name
            .as_deref()
            .or(self.path.as_deref())
            .expect("clap asks for one of the two")
    }

    async fn open(&self) -> Result<OpenSource, Error> {
        match (&self.from_model, &self.db_url) {
            (Some(sql), _) => OpenSource::from_sql(sql).await,
            (None, Some(url)) => url.parse::<Source>()?.open().await,
            (None, None) => unreachable!("clap asks for one of the two"),
        }
    }

    /// What `formwork.yaml` starts with.
    fn overrides(&self) -> Result<Overrides, Error> {
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
        overrides.check().map_err(|error| Error::Option {
            problem: error.problem,
        })?;
        Ok(overrides)
    }

    fn check_api_name(&self) -> Result<(), Error> {
        if ServerConfig::is_api_name(&self.api_name) {
            return Ok(());
        }
        Err(Error::ApiName {
            name: self.api_name.clone(),
        })
    }

    fn templates(&self) -> Result<Templates, Error> {
        let ours = Templates::ours();
        match &self.template {
            Some(directory) => Ok(ours.with_tree(directory)?),
            None => Ok(ours),
        }
    }

    fn settings(&self) -> Settings {
        Settings {
            host: self.host.clone(),
            port: self.port,
            api_name: self.api_name.clone(),
            opt_locking: self.opt_locking,
        }
    }

    /// What a rebuild has to know and `formwork.yaml` does not say.
    fn options(&self, source: &OpenSource) -> CreateOptions {
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
        serde_saphyr::from_str(&text).map_err(|source| Error::TableList {
            path: path.to_owned(),
            source: Box::new(source),
        })
    }
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

/// "17 tables and 1 view".
pub(super) fn counted(schema: &Schema) -> String {
    let is_view = |kind| matches!(kind, TableKind::View | TableKind::MaterializedView);
    let views = schema
        .tables
        .iter()
        .filter(|table| is_view(table.kind))
        .count();
    let plural =
        |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    match (schema.tables.len() - views, views) {
        (tables, 0) => plural(tables, "table"),
        (0, views) => plural(views, "view"),
        (tables, views) => format!("{} and {}", plural(tables, "table"), plural(views, "view")),
    }
}

pub(super) async fn schema_sql(address: &Address, schema: &Schema) -> Result<String, Error> {
    match address.path() {
        Some(path) => Ok(sqlite_file::definitions(address, path).await?),
        None => Ok(ddl::ddl(schema)),
    }
}

/// Lays a sample's customizations over the project that was just made; gives what was done.
fn customize(path: &Path, customizations: Vec<File>) -> Result<Option<Plan>, Error> {
    if customizations.is_empty() {
        return Ok(None);
    }
    let mut project = Project::open(path)?;
    let plan = project.plan_overlay(customizations)?;
    project.apply(plan.clone())?;
    Ok(Some(plan))
}

/// The address as the project sees it.
fn database_url(source: &OpenSource) -> String {
    match source.address.path() {
        Some(_) => format!("sqlite:{DATABASE}"),
        None => source.address.without_password(),
    }
}

/// The copy of a SQLite database, and the folder it is in until the project is written.
async fn copy_of_database(source: &OpenSource) -> Result<Option<(tempfile::TempDir, File)>, Error> {
    let Some(path) = source.address.path() else {
        return Ok(None);
    };
    let folder = tempfile::tempdir().map_err(Error::Temporary)?;
    let copy = folder.path().join("copy.sqlite");
    sqlite_file::copy(&source.address, path, &copy).await?;
    Ok(Some((folder, File::copy_of(DATABASE, copy))))
}

/// What the project signs with: 256 random bits.
fn key() -> String {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).expect("the system has random numbers");
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

fn tell(report: &CreateReport, notes: &[Note], output: &mut Output) {
    output.created(report);
    for note in notes {
        output.status(Verb::Note, format!("`{}` {}", note.subject, note.text));
    }
}

/// Runs the program with the project's directory as its last argument.
fn open_with(command: &str, path: &Path) -> Result<(), Error> {
    let failed = |source| Error::OpenWith {
        command: command.to_owned(),
        source,
    };
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or_default();
    process::Command::new(program)
        .args(words)
        .arg(path)
        .status()
        .map(|_| ())
        .map_err(failed)
}
