//! `formwork rebuild-from-database`: a project follows its database.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use clap::Args;
use formwork_runtime::model::{Model, Resource};
use heck::ToTitleCase as _;

use super::project_database::{ProjectDatabase, read};
use crate::{
    admin_yaml::{Application, admin_yaml},
    cli::ProjectArgs,
    error::Error,
    introspect::{ReadOptions, introspect},
    model,
    output::{Output, Verb},
    project::{
        Action, CrateName, Edited, Plan, Project, ProjectError, Step, owner::is_runtime_copy,
    },
    render::{self, Blueprint, RuntimeSource, Settings, Templates},
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
    let before = old_model(path)?;
    let (files, after) = files(&project, output).await?;

    let edited = if args.overwrite {
        Edited::Overwrite
    } else {
        Edited::Refuse
    };
    let mut plan = match project.plan(files, edited) {
        Ok(plan) => plan,
        Err(error) => return Err(refused(&project, error, args, output)),
    };
    explain(&mut plan, before.as_ref(), &after);
    output.planned(&plan.report());
    if plan.report().steps.is_empty() {
        output.hint(format!(
            "`{}` is as its database says: nothing to do",
            path.display()
        ));
    }
    if args.dry_run {
        return Ok(());
    }
    project.apply(plan)?;
    for kind in gone(before.as_ref(), &after) {
        output.hint(format!(
            "`{kind}` is gone; `cargo check` shows where your code still uses it"
        ));
    }
    Ok(())
}

/// The files that the project would be created with today, and their Model.
async fn files(
    project: &Project,
    output: &mut Output,
) -> Result<(Vec<crate::files::File>, Model), Error> {
    let root = project.root();
    let database = ProjectDatabase::of(root)?;
    let options = ReadOptions {
        schemas: database.overrides.schemas.clone(),
        ..ReadOptions::default()
    };
    let schema = introspect(&database.address, &options).await?;
    let title = database.title;
    output.status(
        Verb::Read,
        format!("{} from `{title}`", super::create::counted(&schema)),
    );

    let model::ModelReport { model, notes } = model::from_schema(&schema, &database.overrides)?;
    for note in notes {
        output.detail(format!("`{}` {}", note.subject, note.text));
    }
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
            database_url: as_in_the_project(&title, root),
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
    // The project keeps the runtime that it was written for.
    files.retain(|file| !is_runtime_copy(&file.path));
    Ok((files, model))
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
fn old_model(root: &Path) -> Result<Option<Model>, Error> {
    let text = read(&root.join(MODEL))?;
    // An edited one stops the plan, which names it.
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
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

/// Says of each generated file what of its table has changed.
fn explain(plan: &mut Plan, before: Option<&Model>, after: &Model) {
    let Some(before) = before else { return };
    let by_path = |model: &Model| -> BTreeMap<String, Resource> {
        model
            .resources
            .iter()
            .map(|resource| {
                (
                    format!("src/generated/{}.rs", resource.module),
                    resource.clone(),
                )
            })
            .collect()
    };
    let (before, after) = (by_path(before), by_path(after));
    plan.explain(|step: &Step| {
        match (step.action, before.get(&step.path), after.get(&step.path)) {
            (Action::Remove, Some(_), None) => Some("its table is gone".to_owned()),
            (Action::Update, Some(before), Some(after)) => changes(before, after),
            _ => None,
        }
    });
}

/// `loyalty_points added, fax removed`.
fn changes(before: &Resource, after: &Resource) -> Option<String> {
    let names = |resource: &Resource| -> Vec<String> {
        let attributes = resource
            .attributes
            .iter()
            .map(|attribute| attribute.name.clone());
        attributes
            .chain(
                resource
                    .relationships
                    .iter()
                    .map(|relationship| relationship.name.clone()),
            )
            .collect()
    };
    let (old, new) = (names(before), names(after));
    let added = new
        .iter()
        .filter(|name| !old.contains(name))
        .map(|name| format!("{name} added"));
    let removed = old
        .iter()
        .filter(|name| !new.contains(name))
        .map(|name| format!("{name} removed"));
    let changed = after.attributes.iter().filter_map(|attribute| {
        let earlier = before
            .attributes
            .iter()
            .find(|earlier| earlier.name == attribute.name)?;
        (earlier != attribute).then(|| format!("{} changed", attribute.name))
    });
    let all: Vec<String> = added.chain(removed).chain(changed).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The kinds that there are no more.
fn gone(before: Option<&Model>, after: &Model) -> Vec<String> {
    let is_left = |kind: &str| after.resources.iter().any(|resource| resource.kind == kind);
    before
        .into_iter()
        .flat_map(|model| &model.resources)
        .filter(|resource| !is_left(&resource.kind))
        .map(|resource| resource.kind.clone())
        .collect()
}
