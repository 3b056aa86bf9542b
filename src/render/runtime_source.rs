//! Where a project has the runtime from.

use std::path::PathBuf;

use formwork_runtime::admin::{AppFile, app_files};
use include_dir::{Dir, include_dir};
use toml_edit::{DocumentMut, InlineTable, Item, TableLike, Value};

use crate::files::File;

/// Where a project has the runtime from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum RuntimeSource {
    /// From sources that are written into its `formwork` folder.
    #[default]
    Copied,
    /// From the repository at the path; for our own tests, which compile it once.
    Path(PathBuf),
}

/// A crate whose sources the tool carries.
struct Carried {
    /// Its folder, in the repository and in a project.
    name: &'static str,
    manifest: &'static str,
    readme: Option<&'static str>,
    build: Option<&'static str>,
    sources: Dir<'static>,
}

const WORKSPACE: &str = include_str!("../../Cargo.toml");

static CRATES: [Carried; 2] = [
    Carried {
        name: "runtime",
        manifest: include_str!("../../runtime/Cargo.toml"),
        readme: Some(include_str!("../../runtime/README.md")),
        build: Some(include_str!("../../runtime/build.rs")),
        sources: include_dir!("$CARGO_MANIFEST_DIR/runtime/src"),
    },
    Carried {
        name: "macros",
        manifest: include_str!("../../macros/Cargo.toml"),
        readme: None,
        build: None,
        sources: include_dir!("$CARGO_MANIFEST_DIR/macros/src"),
    },
];

impl RuntimeSource {
    /// The folder of one of our crates, as a path for a project's manifest.
    pub(super) fn folder(&self, name: &str) -> String {
        match self {
            Self::Copied => format!("formwork/{name}"),
            Self::Path(root) => root.join(name).to_string_lossy().replace('\\', "/"),
        }
    }

    pub(super) fn is_copied(&self) -> bool {
        *self == Self::Copied
    }

    /// The files that a project gets.
    #[must_use]
    pub fn files(&self) -> Vec<File> {
        match self {
            Self::Copied => CRATES
                .iter()
                .flat_map(Carried::files)
                .chain(app_files().iter().map(admin_app))
                .collect(),
            Self::Path(_) => Vec::new(),
        }
    }
}

impl Carried {
    fn files(&self) -> Vec<File> {
        let folder = format!("formwork/{}", self.name);
        let mut files = vec![File::text(
            format!("{folder}/Cargo.toml"),
            standalone(self.manifest),
        )];
        files.extend(
            self.readme
                .map(|readme| File::text(format!("{folder}/README.md"), readme)),
        );
        files.extend(
            self.build
                .map(|build| File::text(format!("{folder}/build.rs"), build)),
        );
        add_sources(&self.sources, &folder, &mut files);
        files
    }
}

/// A file of the admin app, where the copy of the runtime takes it from.
fn admin_app(file: &AppFile) -> File {
    File::bytes(format!("formwork/runtime/assets/{}", file.path), file.bytes)
}

fn add_sources(sources: &Dir<'static>, folder: &str, files: &mut Vec<File>) {
    for file in sources.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.push(File::bytes(format!("{folder}/src/{path}"), file.contents()));
    }
    for inner in sources.dirs() {
        add_sources(inner, folder, files);
    }
}

/// The manifest of a crate of ours without what it inherits from our workspace.
///
/// Its lints and tests stay at home: a project is not checked by our rules, and does not run our tests.
fn standalone(manifest: &str) -> String {
    let workspace = parse(WORKSPACE);
    let mut manifest = parse(manifest);
    let package = manifest["package"]
        .as_table_mut()
        .expect("a manifest has a package");
    for (key, item) in package.iter_mut() {
        if inherits(item) {
            *item = workspace["workspace"]["package"][key.get()].clone();
        }
    }
    package.remove("repository");
    package.insert("publish", toml_edit::value(false));
    let dependencies = manifest["dependencies"]
        .as_table_mut()
        .expect("a manifest has dependencies");
    for (name, item) in dependencies.iter_mut() {
        if inherits(item) {
            let shared = &workspace["workspace"]["dependencies"][name.get()];
            *item = Item::Value(Value::InlineTable(dependency(shared, item)));
        }
    }
    manifest.remove("dev-dependencies");
    manifest.remove("test");
    manifest.remove("lints");
    manifest["lib"].or_insert(toml_edit::table());
    for kind in ["test", "doctest"] {
        manifest["lib"][kind] = toml_edit::value(false);
    }
    manifest.to_string()
}

fn parse(manifest: &str) -> DocumentMut {
    manifest.parse().expect("cargo has read our manifests")
}

/// Whether the item is `workspace = true`, with or without more.
fn inherits(item: &Item) -> bool {
    item.as_table_like()
        .is_some_and(|table| table.contains_key("workspace"))
}

/// A dependency as the workspace has it, with what the crate adds.
fn dependency(shared: &Item, own: &Item) -> InlineTable {
    let mut merged = InlineTable::new();
    // `axum = "1"` is `axum = { version = "1" }`.
    if let Some(version) = shared.as_str() {
        merged.insert("version", version.into());
    }
    let empty = InlineTable::new();
    let shared: &dyn TableLike = shared.as_table_like().unwrap_or(&empty);
    let own = own.as_table_like().expect("what inherits is a table");
    for (key, item) in shared.iter().chain(own.iter()) {
        let value = item
            .as_value()
            .expect("dependencies are written inline")
            .clone();
        match (
            key,
            merged.get_mut(key).and_then(Value::as_array_mut),
            value.as_array(),
        ) {
            ("workspace", ..) => {}
            // Our crates lie side by side, in the repository as in a project.
            ("path", ..) => {
                let folder = value.as_str().expect("a path is text");
                merged.insert("path", format!("../{folder}").into());
            }
            ("features", Some(features), Some(more)) => {
                features.extend(more.iter().cloned());
                features.fmt();
            }
            _ => {
                merged.insert(key, value);
            }
        }
    }
    merged.fmt();
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_inherited_and_no_version_is_lost() {
        for carried in &CRATES {
            let manifest = standalone(carried.manifest);
            assert!(!manifest.contains("workspace"), "{manifest}");
            assert!(!manifest.contains("[lints]"), "{manifest}");
            let manifest = parse(&manifest);
            for (name, dependency) in manifest["dependencies"].as_table().unwrap() {
                let version = dependency
                    .as_str()
                    .or_else(|| dependency["version"].as_str());
                assert!(version.is_some(), "{name} has no version");
            }
        }
    }

    #[test]
    fn features_of_the_workspace_and_of_the_crate_add_up() {
        let shared = parse(r#"a = { version = "1", default-features = false, features = ["x"] }"#);
        let own = parse(r#"a = { workspace = true, optional = true, features = ["y"] }"#);
        assert_eq!(
            dependency(&shared["a"], &own["a"]).to_string(),
            r#"{ version = "1", default-features = false, features = ["x", "y"], optional = true }"#
        );
    }

    #[test]
    fn a_copy_has_the_manifest_and_every_source() {
        let files = RuntimeSource::Copied.files();
        for path in [
            "formwork/runtime/Cargo.toml",
            "formwork/runtime/README.md",
            "formwork/runtime/src/lib.rs",
            "formwork/runtime/src/store/sqlite/writer.rs",
            "formwork/macros/src/lib.rs",
        ] {
            assert!(files.iter().any(|file| file.path == path), "{path}");
        }
    }

    #[test]
    fn a_copy_does_not_ask_for_tests_that_it_lacks() {
        let manifest = standalone(CRATES[0].manifest);
        assert!(!manifest.contains("tests/"), "{manifest}");
    }
}
