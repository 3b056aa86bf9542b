//! The tree of templates, which is the tree of a project: a file's template is at the same path, plus `.tera`.
//!
//! `[resource]` in a path means "once per resource". A user's own tree, given with `--template`, is laid over
//! ours: a template there replaces ours of the same path, and other files are taken as they are.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};
use walkdir::WalkDir;

use super::{RenderError, filters};
use crate::files::{File, Mode};

static OURS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates/project");

/// What a template's name ends with.
const ENDING: &str = ".tera";
/// What stands in a path for the name of a resource's module.
const RESOURCE: &str = "[resource]";

/// The templates of a project's files.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    /// Path in the project without `.tera`, then what is there.
    entries: BTreeMap<String, Entry>,
}

#[derive(Debug)]
enum Entry {
    Template,
    /// A file of the user's tree that is no template.
    Plain(PathBuf),
}

impl Templates {
    /// Our templates.
    #[must_use]
    pub fn ours() -> Self {
        let mut sources = Vec::new();
        read_embedded(&OURS, &mut sources);
        Self::empty()
            .with(sources)
            .expect("our templates are well-formed")
    }

    /// Our templates under those of a directory.
    pub fn with_tree(self, directory: &Path) -> Result<Self, RenderError> {
        let mut templates = self;
        let mut sources = Vec::new();
        for entry in WalkDir::new(directory).sort_by_file_name() {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(directory).to_owned();
                RenderError::Unreadable {
                    path,
                    // What it says beyond the system's words is the path.
                    source: error
                        .into_io_error()
                        .unwrap_or_else(|| io::Error::other("a link leads back to its own folder")),
                }
            })?;
            if entry.file_type().is_dir() {
                continue;
            }
            let path = entry
                .path()
                .strip_prefix(directory)
                .expect("what is found in a directory is inside");
            let path = slashes(path);
            match path.strip_suffix(ENDING) {
                Some(target) => {
                    let text = fs::read_to_string(entry.path()).map_err(|source| {
                        RenderError::Unreadable {
                            path: entry.path().to_owned(),
                            source,
                        }
                    })?;
                    sources.push((target.to_owned(), text));
                }
                None => {
                    templates
                        .entries
                        .insert(path, Entry::Plain(entry.path().to_owned()));
                }
            }
        }
        templates.with(sources)
    }

    fn empty() -> Self {
        let mut tera = Tera::new();
        // Nothing we write is HTML.
        tera.autoescape_on(Vec::<String>::new());
        tera.register_filter("comment", |text: &str, _: Kwargs, _: &State| {
            filters::comment(text)
        });
        tera.register_filter("json", |text: &str, _: Kwargs, _: &State| {
            filters::json(text)
        });
        tera.register_filter("yaml", |text: &str, _: Kwargs, _: &State| {
            crate::yaml::scalar(text)
        });
        Self {
            tera,
            entries: BTreeMap::new(),
        }
    }

    fn with(mut self, sources: Vec<(String, String)>) -> Result<Self, RenderError> {
        for (path, _) in &sources {
            self.entries.insert(path.clone(), Entry::Template);
        }
        self.tera
            .add_raw_templates(sources)
            .map_err(|error| RenderError::Template {
                reason: reason(&error),
            })?;
        Ok(self)
    }

    /// Every file: those of the project, and those of each resource.
    pub(super) fn render(
        &self,
        project: &impl Serialize,
        resources: &[super::view::ResourceView<'_>],
    ) -> Result<Vec<File>, RenderError> {
        let mut context = Context::new();
        context.insert("project", project);
        let mut files = Vec::new();
        for (path, entry) in &self.entries {
            match entry {
                Entry::Plain(source) => files.push(File::copy_of(path, source)),
                Entry::Template if path.contains(RESOURCE) => {
                    for resource in resources {
                        let mut context = Context::new();
                        context.insert("resource", resource);
                        files.push(self.file(
                            path,
                            path.replace(RESOURCE, resource.module),
                            &context,
                        )?);
                    }
                }
                Entry::Template => files.push(self.file(path, path.clone(), &context)?),
            }
        }
        Ok(files)
    }

    fn file(&self, template: &str, path: String, context: &Context) -> Result<File, RenderError> {
        let text = self
            .tera
            .render(template, context)
            .map_err(|error| RenderError::Template {
                reason: reason(&error),
            })?;
        // A script says so in its first line; an attribute of Rust begins alike.
        let is_script = text.starts_with("#!/");
        let mode = if is_script {
            Mode::Executable
        } else {
            Mode::Plain
        };
        Ok(File::text(path, text).with_mode(mode))
    }
}

fn read_embedded(folder: &Dir<'_>, sources: &mut Vec<(String, String)>) {
    for file in folder.files() {
        let path = slashes(file.path());
        let target = path
            .strip_suffix(ENDING)
            .expect("every file of our tree is a template");
        let text = file.contents_utf8().expect("our templates are text");
        sources.push((target.to_owned(), text.to_owned()));
    }
    for inner in folder.dirs() {
        read_embedded(inner, sources);
    }
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The error of the template engine with its causes, on one line.
fn reason(error: &tera::Error) -> String {
    let mut reason = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        reason.push_str(": ");
        reason.push_str(&cause.to_string());
        source = cause.source();
    }
    reason
}
