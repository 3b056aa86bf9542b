//! `formwork create`: a project from a database.

mod options;

use std::{path::Path, process};

use heck::ToTitleCase as _;
use serde::Serialize;

pub use self::options::CreateArgs;

use crate::{
    admin_yaml::{Application, admin_yaml},
    cli::Format,
    ddl,
    error::Error,
    files::File,
    introspect::{Address, ReadOptions, introspect},
    model::{self, Note},
    output::{Output, Verb},
    project::{CrateName, CreateReport, Plan, Project},
    render::{self, Blueprint, Secrets},
    schema::{Schema, TableKind},
    shell::word,
    source::OpenSource,
    sqlite_file,
};

/// The copy of a SQLite database that a project works on.
const DATABASE: &str = "database/db.sqlite";

/// What a user of the forerunner's `nw+` would miss.
const UNPROTECTED: &str = "everybody may read and write: the customizations of this version are rules and endpoints, not security";

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
    Project::check_place(args.path())?;

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
    files.push(render::notes(&notes));
    files.push(render::secrets(&Secrets {
        database_password: source.address.password().map(str::to_owned),
        key: key(),
    }));
    let copy = copy_of_database(&source)?;
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
                word(&report.path.to_string_lossy())
            ));
        }
    }
    args.open_with
        .as_deref()
        .map_or(Ok(()), |command| open_with(command, &report.path))
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
fn copy_of_database(source: &OpenSource) -> Result<Option<(tempfile::TempDir, File)>, Error> {
    let Some(path) = source.address.path() else {
        return Ok(None);
    };
    let folder = tempfile::tempdir().map_err(Error::Temporary)?;
    let copy = folder.path().join("copy.sqlite");
    sqlite_file::copy(path, &copy)?;
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
        output.status(Verb::Note, note);
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
