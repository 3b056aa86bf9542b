//! `formwork rebuild-from-database`: a project follows its database.

mod changes;

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use formwork_runtime::model::Model;
use heck::ToTitleCase as _;

use self::changes::Changes;
use super::{
    admin::{self, FILE as ADMIN_YAML},
    project_database::{ProjectDatabase, read},
};
use crate::{
    admin_yaml::{Application, admin_yaml},
    cli::ProjectArgs,
    error::Error,
    files::File,
    introspect::{IntrospectError, ReadOptions, introspect},
    model::{ModelReport, Note},
    output::{Output, Verb},
    project::{CrateName, Edited, Project, ProjectError, owner::is_runtime_copy},
    render::{self, Blueprint, RuntimeSource, Settings, Templates},
    schema::TableName,
};

/// Where a project keeps its Model.
const MODEL: &str = "src/generated/model.json";

/// Bring a project up to date with its database
///
/// Reads the schema again and writes what is generated from it. `admin/admin.yaml` is merged with your edits; your
/// own files are never touched. A generated file that you edited stops the rebuild before anything is written.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  formwork rebuild-from-database --dry-run
  formwork rebuild-from-database shop")]
pub struct RebuildArgs {
    #[command(flatten)]
    project: ProjectArgs,
    /// Show what would be done, and do nothing
    #[arg(long, alias = "dry_run")]
    dry_run: bool,
    /// Overwrite generated files that were edited
    #[arg(long)]
    overwrite: bool,
}

pub(super) async fn rebuild(args: &RebuildArgs, output: &mut Output) -> Result<(), Error> {
    let path = args.project.path();
    super::recover(path, output)?;
    let mut project = Project::open(path)?;
    let before = old_model(path);
    let Generated {
        files,
        model: after,
        tables,
    } = generated(&project, output).await?;

    let edited = if args.overwrite {
        Edited::Overwrite
    } else {
        Edited::Refuse
    };
    let mut plan = match project.plan(files, edited) {
        Ok(plan) => plan,
        Err(error) => return Err(refused(&project, error, args, output)),
    };
    let changes = Changes {
        before: before.as_ref(),
        after: &after,
        tables: &tables,
    };
    changes.explain(&mut plan);
    output.planned(&plan.report());
    if plan.report().steps.is_empty() {
        output.hint(format!(
            "`{}` is as its database says: nothing to do",
            path.display()
        ));
    }
    if args.dry_run {
        return tell_errors(&project, &after, output);
    }
    project.apply(plan)?;
    tell_errors(&project, &after, output)?;
    for gone in changes.gone() {
        output.hint(format!(
            "{gone}; `cargo check` shows where your code still uses it"
        ));
    }
    Ok(())
}

/// Says what of `admin.yaml` as it is now cannot be used; the rest of it is.
fn tell_errors(project: &Project, model: &Model, output: &mut Output) -> Result<(), Error> {
    const MOST: usize = 10;
    let Some(text) = read(&project.root().join(ADMIN_YAML))? else {
        return Ok(());
    };
    let errors = admin::errors(&text, model, project.root());
    for error in errors.iter().take(MOST) {
        let (line, column, path) = (error.line, error.column, &error.path);
        output.warning(format_args!(
            "{ADMIN_YAML}:{line}:{column}: `{path}` stays as you have it and is not used: {}",
            error.message
        ));
    }
    if let Some(more) = errors.len().checked_sub(MOST).filter(|more| *more > 0) {
        output.warning(format_args!("{ADMIN_YAML}: {more} more of the kind"));
    }
    if !errors.is_empty() {
        output.hint(format_args!(
            "mend `{ADMIN_YAML}`; `formwork admin check` shows the lines"
        ));
    }
    Ok(())
}

/// What the project would be created with today.
struct Generated {
    files: Vec<File>,
    model: Model,
    /// Every table that the database has, also those left out.
    tables: Vec<TableName>,
}

async fn generated(project: &Project, output: &mut Output) -> Result<Generated, Error> {
    let root = project.root();
    let database = ProjectDatabase::of(root)?;
    let options = ReadOptions {
        schemas: database.overrides.schemas.clone(),
        ..ReadOptions::default()
    };
    let schema = introspect(&database.address, &options)
        .await
        .map_err(|error| match error {
            IntrospectError::MissingFile { path } => Error::NoProjectDatabase { path },
            other => other.into(),
        })?;
    let title = &database.title;
    output.status(
        Verb::Read,
        format!("{} from `{title}`", super::create::counted(&schema)),
    );

    let ModelReport { model, notes } = database.model(&schema)?;
    tell(&notes, root, output);
    let name = crate_name(root)?;
    let mut templates = Templates::ours();
    if let Some(tree) = &project.record().options.template {
        templates = templates.with_tree(Path::new(tree))?;
    }
    let server = database.configuration.config.server;
    if let Some(former) = &database.overrides.former_api_name
        && *former != server.api_name
    {
        output.warning(format_args!(
            "`api_name: {former}` of `formwork.yaml` is passed over: `config.yaml` says `{}`",
            server.api_name
        ));
    }
    let mut files = render::project(
        &Blueprint {
            name: &name,
            model: &model,
            formwork_yaml: &database.overrides_text,
            schema_sql: &super::create::schema_sql(&database.address, &schema).await?,
            admin_yaml: &admin_yaml(
                &model,
                Application {
                    title: &name.as_str().to_title_case(),
                    api_name: &server.api_name,
                },
                &database.overrides,
            ),
            database_url: as_in_the_project(title, root),
            settings: Settings {
                host: server.host,
                port: server.port,
                api_name: server.api_name,
                opt_locking: server.opt_locking,
            },
            runtime: runtime(project),
        },
        &templates,
    )?;
    files.push(render::notes(&notes));
    // The project keeps the runtime that it was written for.
    files.retain(|file| !is_runtime_copy(&file.path));
    let read = schema.tables.into_iter().map(|table| table.name);
    let left_out = schema.left_out.into_iter().map(|left_out| left_out.table);
    Ok(Generated {
        files,
        model,
        tables: read.chain(left_out).collect(),
    })
}

/// Says what is treated specially, as far as the project does not say it already.
fn tell(notes: &[Note], root: &Path, output: &mut Output) {
    // A file that cannot be read is as good as none: then everything is told.
    let before = fs::read_to_string(root.join(render::NOTES)).unwrap_or_default();
    let (new, known) = render::new_and_known(&before, notes);
    for note in new {
        output.status(Verb::Note, note);
    }
    for note in known {
        output.detail(note);
    }
}

/// The address as the project writes it, also where the command runs elsewhere.
fn as_in_the_project(shown: &str, root: &Path) -> String {
    let elsewhere = format!("sqlite:{}/", root.display());
    match shown.strip_prefix(&elsewhere) {
        Some(inside) => format!("sqlite:{inside}"),
        None => shown.to_owned(),
    }
}

fn runtime(project: &Project) -> RuntimeSource {
    match project
        .record()
        .options
        .runtime
        .as_deref()
        .and_then(|text| text.strip_prefix("path="))
    {
        Some(root) => RuntimeSource::Path(PathBuf::from(root)),
        None => RuntimeSource::Copied,
    }
}

/// The name of the crate: the directory may have another by now.
fn crate_name(root: &Path) -> Result<CrateName, Error> {
    let manifest = read(&root.join("Cargo.toml"))?.unwrap_or_default();
    let package = manifest
        .split_once("[package]")
        .map_or("", |(_, rest)| rest);
    let name = package
        .lines()
        .filter_map(|line| line.split_once('='))
        .find(|(key, _)| key.trim() == "name")
        .map(|(_, value)| value.trim().trim_matches('"').to_owned());
    let path = match &name {
        Some(name) => PathBuf::from(name),
        None => std::path::absolute(root).unwrap_or_else(|_| root.to_owned()),
    };
    Ok(CrateName::from_path(&path)?)
}

/// The Model that the project was last generated from; none if it is gone or no longer one.
fn old_model(root: &Path) -> Option<Model> {
    // An edited one stops the plan, which names it.
    serde_json::from_slice(&fs::read(root.join(MODEL)).ok()?).ok()
}

/// Where the merge could not decide, lays what is generated now beside its base.
fn refused(
    project: &Project,
    error: ProjectError,
    args: &RebuildArgs,
    output: &mut Output,
) -> Error {
    if !args.dry_run {
        match project.offer(&error) {
            Ok(Some(path)) => output.hint(format!("`{path}` is what would be generated now")),
            Ok(None) => {}
            Err(second) => return second.into(),
        }
    }
    error.into()
}
