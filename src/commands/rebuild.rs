//! `formwork rebuild-from-database`: a project follows its database.

mod changes;
mod mentions;

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use formwork_runtime::model::Model;
use heck::ToTitleCase as _;

use self::{
    changes::{Changes, Fate},
    mentions::Code,
};
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
    schema::Schema,
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
        schema,
    } = generated(&project, output).await?;

    let edited = if args.overwrite {
        Edited::Overwrite
    } else {
        Edited::Refuse
    };
    let changes = Changes::new(before.as_ref(), &after, &schema);
    let mut plan = match project.plan(files, edited, changes.names().clone()) {
        Ok(plan) => plan,
        Err(error) => return Err(refused(&project, error, args, output)),
    };
    changes.explain(&mut plan);
    output.planned(&plan.report());
    if plan.report().steps.is_empty() {
        output.hint(format!(
            "`{}` is as its database says: nothing to do",
            path.display()
        ));
    }
    if !args.dry_run {
        project.apply(plan)?;
    }
    tell_errors(&project, &after, output)?;
    tell_former_names(&changes, path, output);
    Ok(())
}

/// Says which names there are no more, and where the user's code may still have them.
fn tell_former_names(changes: &Changes<'_>, root: &Path, output: &mut Output) {
    let code = Code::of(root);
    for (resource, fate) in changes.gone() {
        let places = code.of_resource(resource);
        if places.is_empty() {
            continue;
        }
        let (kind, places) = (&resource.kind, some(&places));
        output.hint(match fate {
            Fate::Gone => format!("`{kind}` is gone: take it out of {places}"),
            Fate::LeftOut => format!("`{kind}` is left out: take it out of {places}"),
            Fate::Renamed(after) => {
                format!("`{kind}` is `{}` now: write that in {places}", after.kind)
            }
        });
    }
    for [(before, old), (after, new)] in changes.renamed() {
        let places = code.of_attribute(old, [&before.rust_type, &after.rust_type]);
        if !places.is_empty() {
            let (old, new) = if old.name == new.name {
                (&old.field, &new.field)
            } else {
                (&old.name, &new.name)
            };
            output.hint(format!(
                "`{}.{old}` is `{new}` now: see whether it is meant in {}",
                before.kind,
                some(&places)
            ));
        }
    }
}

/// The first of some places.
fn some(places: &[String]) -> String {
    const MOST: usize = 6;
    let named: Vec<String> = places
        .iter()
        .take(MOST)
        .map(|place| format!("`{place}`"))
        .collect();
    match places.len().saturating_sub(MOST) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
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
    /// All that the database has.
    schema: Schema,
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
    Ok(Generated {
        files,
        model,
        schema,
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
