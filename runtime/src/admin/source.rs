//! The `admin.yaml` files of a project, as the app is given them.

use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use serde::Serialize;

use super::build::Ground;
use super::config::Config;
use super::diagnostic::Excerpt;
use super::files::is_own_file;
use super::tree::{Kind, Node, Place};
use super::{Diagnostic, Severity, build, check};
use crate::model::Model;
use crate::rules::RuleDescription;

/// The configuration of the admin apps of a server.
#[derive(Debug)]
pub struct Admin {
    /// Where the files are; without it the Model says everything.
    folder: Option<PathBuf>,
    model: Model,
    rules: Vec<RuleDescription>,
    /// The path of the API.
    prefix: String,
    /// Whether there is an audit log to look at.
    has_audit: bool,
    loaded: Mutex<HashMap<String, Arc<Loaded>>>,
}

/// A file as it was read last.
#[derive(Debug)]
pub(super) struct Loaded {
    stamp: Option<Stamp>,
    /// The configuration in use.
    pub(super) config: Arc<Config>,
    /// The last one of a file that could be used.
    config_of_file: Option<Arc<Config>>,
    /// What the app is answered.
    pub(super) body: String,
    pub(super) etag: String,
}

/// When a file was written, and how long it is.
type Stamp = (SystemTime, u64);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    #[serde(flatten)]
    config: &'a Config,
    has_audit: bool,
    /// The path of the file, for messages.
    file: &'a str,
    /// Whether the file could not be used, so that this is an earlier one or the Model's own.
    is_outdated: bool,
    /// Whether it is an earlier one.
    is_earlier: bool,
    diagnostics: Vec<Told<'a>>,
}

/// What is wrong, with the lines where it is.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    diagnostic: &'a Diagnostic,
    #[serde(skip_serializing_if = "Option::is_none")]
    excerpt: Option<Excerpt>,
}

impl Admin {
    pub(crate) fn new(
        folder: Option<PathBuf>,
        model: Model,
        rules: Vec<RuleDescription>,
        prefix: &str,
        has_audit: bool,
    ) -> Self {
        Self {
            folder,
            model,
            rules,
            prefix: prefix.to_owned(),
            has_audit,
            loaded: Mutex::default(),
        }
    }

    pub(super) fn model(&self) -> &Model {
        &self.model
    }

    pub(super) fn rules(&self) -> &[RuleDescription] {
        &self.rules
    }

    /// The text of a file; none if there is no such app.
    pub(super) fn text(&self, app: &str) -> Option<String> {
        fs::read_to_string(self.path(app)?).ok()
    }

    /// A style sheet or picture of the project's own; none if there is none of the name.
    pub(super) fn file(&self, name: &str) -> Option<Vec<u8>> {
        let folder = self.folder.as_ref().filter(|_| is_own_file(name))?;
        fs::read(folder.join(name)).ok()
    }

    /// The configuration of an app; none if there is no such app. Reads the file again when it has changed.
    pub(super) fn load(&self, app: &str) -> Option<Arc<Loaded>> {
        let path = self.path(app);
        let stamp = path.as_deref().and_then(stamp);
        // The app itself needs no file.
        if stamp.is_none() && app != MAIN_APP {
            return None;
        }
        let mut all = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        let last = all.get(app);
        if let Some(last) = last.filter(|last| last.stamp == stamp) {
            return Some(Arc::clone(last));
        }
        let (text, (config, diagnostics)) = match stamp.and(path).map(fs::read_to_string) {
            None => (String::new(), self.read("")),
            Some(Err(error)) => {
                let found =
                    Diagnostic::error(START, "", format!("the file cannot be read: {error}"));
                (String::new(), (None, vec![found]))
            }
            // Some editors empty a file before they write it.
            Some(Ok(text)) if text.trim().is_empty() => (
                text,
                (
                    None,
                    vec![Diagnostic::error(START, "", "the file is empty")],
                ),
            ),
            Some(Ok(text)) => {
                let found = self.read(&text);
                (text, found)
            }
        };
        let is_outdated = config.is_none();
        let earlier = last.and_then(|last| last.config_of_file.clone());
        let is_earlier = is_outdated && earlier.is_some();
        let config_of_file = config.map(Arc::new).or(earlier);
        let config = config_of_file
            .clone()
            .unwrap_or_else(|| Arc::new(self.of_the_model()));
        let told = diagnostics.iter().map(|diagnostic| Told {
            diagnostic,
            // What is only good to know has no place of its own in the file.
            excerpt: (diagnostic.severity != Severity::Info).then(|| diagnostic.excerpt(&text)),
        });
        let answer = Answer {
            config: &config,
            has_audit: self.has_audit,
            file: &format!("admin/{app}.yaml"),
            is_outdated,
            is_earlier,
            diagnostics: told.collect(),
        };
        let body = serde_json::to_string(&answer).expect("a configuration is JSON");
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        let loaded = Arc::new(Loaded {
            stamp,
            etag: format!("\"{:016x}\"", hasher.finish()),
            config,
            config_of_file,
            body,
        });
        log(&diagnostics, app, &text);
        all.insert(app.to_owned(), Arc::clone(&loaded));
        Some(loaded)
    }

    fn read(&self, text: &str) -> (Option<Config>, Vec<Diagnostic>) {
        read(text, self.ground())
    }

    fn ground(&self) -> Ground<'_> {
        Ground {
            model: &self.model,
            rules: &self.rules,
            prefix: &self.prefix,
            folder: self.folder.as_deref(),
            has_audit: Some(self.has_audit),
        }
    }

    /// The configuration without a file.
    fn of_the_model(&self) -> Config {
        let nothing = Node {
            place: START,
            kind: Kind::Map(Vec::new()),
        };
        build::build(&nothing, self.ground()).0
    }

    fn path(&self, app: &str) -> Option<PathBuf> {
        let is_name = !app.is_empty()
            && app
                .bytes()
                .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, b'_' | b'-'));
        let folder = self.folder.as_ref().filter(|_| is_name)?;
        Some(folder.join(format!("{app}.yaml")))
    }
}

/// Where a file begins.
const START: Place = Place { line: 1, column: 1 };

/// The app at `/`.
pub(super) const MAIN_APP: &str = "admin";

fn stamp(path: &std::path::Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// What the text says, if it is YAML, and what is wrong with it in the order of its lines.
pub(super) fn read(text: &str, ground: Ground<'_>) -> (Option<Config>, Vec<Diagnostic>) {
    let root = match Node::parse(text) {
        Ok(root) if matches!(root.kind, Kind::Map(_)) => root,
        Ok(root) => {
            let error = Diagnostic::error(root.place, "", "the file has no keys");
            return (None, vec![error]);
        }
        Err(error) => return (None, vec![*error]),
    };
    let mut diagnostics = if text.is_empty() {
        Vec::new()
    } else {
        check::check(&root)
    };
    let (config, found) = build::build(&root, ground);
    diagnostics.extend(found);
    diagnostics.sort_by_key(|each| (each.line, each.column));
    (Some(config), diagnostics)
}

/// Says what is wrong where the developer looks.
fn log(diagnostics: &[Diagnostic], app: &str, text: &str) {
    for diagnostic in diagnostics {
        let shown = || diagnostic.show(&format!("admin/{app}.yaml"), text);
        match diagnostic.severity {
            Severity::Error => tracing::error!("{}", shown().trim_end()),
            Severity::Warning => tracing::warn!("{}", shown().trim_end()),
            Severity::Info => {}
        }
    }
}
