//! The name of a project's crate, which comes from the name of its directory.

use std::{
    borrow::Cow,
    fmt, io,
    path::{Path, PathBuf},
};

use heck::ToSnakeCase;

/// A name that cargo takes for a package, and Rust for a crate beside those a project uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrateName(String);

/// Why a directory's name cannot be the name of a crate.
#[derive(Debug, thiserror::Error)]
pub enum CrateNameError {
    #[error("`{}` has no name that a crate could take", path.display())]
    Missing { path: PathBuf },
    #[error("could not find out the name of `{}`", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("`{name}` cannot be the name of a crate: {reason}")]
    Refused {
        name: String,
        reason: Cow<'static, str>,
    },
}

/// Crates that a generated project depends on, by the names its code uses.
const DEPENDENCIES: [&str; 14] = [
    "axum",
    "cucumber",
    "formwork",
    "formwork_macros",
    "formwork_runtime",
    "http",
    "rust_decimal",
    "serde",
    "serde_json",
    "sqlx",
    "time",
    "tokio",
    "tracing",
    "uuid",
];

/// Crates that come with Rust, and those that a compiler's message would confuse with them.
const STANDARD: [&str; 5] = ["alloc", "core", "proc_macro", "std", "test"];

const KEYWORDS: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "_",
];

/// Directories of cargo's `target`, which a program of that name would collide with.
const BUILD_DIRECTORIES: [&str; 4] = ["build", "deps", "examples", "incremental"];

/// Device names, which Windows takes for no file.
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];

/// As crates.io has it; also keeps file names of the build within every system's limit.
const LONGEST: usize = 64;

impl CrateName {
    /// The name for the crate of a project at `path`: the directory's name, in snake case if it
    /// has capitals, since Rust warns of a crate called `MyShop`.
    pub fn from_path(path: &Path) -> Result<Self, CrateNameError> {
        let absolute = match path.canonicalize() {
            Ok(absolute) => absolute,
            // The usual case: it does not exist yet.
            Err(_) => std::path::absolute(path).map_err(|source| CrateNameError::Unreadable {
                path: path.to_owned(),
                source,
            })?,
        };
        let name = absolute
            .file_name()
            .ok_or_else(|| CrateNameError::Missing {
                path: path.to_owned(),
            })?;
        Self::new(&name.to_string_lossy())
    }

    fn new(name: &str) -> Result<Self, CrateNameError> {
        match reason_against(name) {
            Some(reason) => Err(CrateNameError::Refused {
                name: name.to_owned(),
                reason,
            }),
            None if name.contains(|letter: char| letter.is_ascii_uppercase()) => {
                Self::new(&name.to_snake_case())
            }
            None => Ok(Self(name.to_owned())),
        }
    }

    /// The package's name as in `Cargo.toml`: `web-shop`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as Rust code uses it: `web_shop`.
    #[must_use]
    pub fn identifier(&self) -> String {
        self.0.replace('-', "_")
    }
}

impl fmt::Display for CrateName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl CrateNameError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Missing { .. } => {
                "give the path of a directory to create, such as `shop`".to_owned()
            }
            Self::Unreadable { .. } => "give the full path of the directory to create".to_owned(),
            Self::Refused { name, .. } => format!(
                "call the directory something else, such as `{}`",
                suggestion(name)
            ),
        }
    }
}

fn reason_against(name: &str) -> Option<Cow<'static, str>> {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    let word = name.replace('-', "_").to_lowercase();
    if let Some(letter) = name.chars().find(|letter| !allowed(*letter)) {
        return Some(
            format!("{letter:?} is neither an ASCII letter or digit, nor `-`, nor `_`").into(),
        );
    }
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return Some("it must start with a letter".into());
    }
    if name.len() > LONGEST {
        return Some(format!("it is longer than {LONGEST} letters").into());
    }
    for (names, reason) in [
        (&KEYWORDS[..], "it is a keyword of Rust"),
        (&STANDARD[..], "Rust has a crate of that name"),
        (&DEPENDENCIES[..], "the project uses a crate of that name"),
        (
            &BUILD_DIRECTORIES[..],
            "cargo has a directory of that name in `target`",
        ),
        (&DEVICES[..], "Windows has a device of that name"),
    ] {
        if names.contains(&word.as_str()) {
            return Some(reason.into());
        }
    }
    None
}

/// A name close to the one refused that would be taken.
fn suggestion(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                ' '
            }
        })
        .take(LONGEST)
        .collect();
    let mut close = plain
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("-")
        .to_lowercase();
    if close.is_empty() {
        return "shop".to_owned();
    }
    if close.starts_with(|first: char| first.is_ascii_digit()) {
        close.insert_str(0, "app-");
    }
    if reason_against(&close).is_some() {
        close.truncate(LONGEST - "-app".len());
        close.push_str("-app");
    }
    close
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_are_taken_as_they_are_and_capitals_become_snake_case() {
        for (path, expected) in [
            ("/nowhere/shop", "shop"),
            ("/nowhere/web-shop", "web-shop"),
            ("/nowhere/web_shop2/", "web_shop2"),
            ("/nowhere/ApiLogicProject", "api_logic_project"),
            ("/nowhere/Web-Shop", "web_shop"),
        ] {
            assert_eq!(
                CrateName::from_path(Path::new(path)).unwrap().as_str(),
                expected
            );
        }
        assert_eq!(CrateName::new("web-shop").unwrap().identifier(), "web_shop");
    }

    #[test]
    fn the_current_directory_has_a_name() {
        let expected = std::env::current_dir().unwrap();
        let expected = expected.file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(
            CrateName::from_path(Path::new(".")).unwrap().as_str(),
            expected
        );
    }

    #[test]
    fn a_refusal_suggests_a_name_that_is_taken() {
        for name in [
            "",
            "my shop",
            "größe",
            "商店",
            "2shop",
            "shop.v2",
            "-shop",
            "_shop",
            "type",
            "Self",
            "self",
            "test",
            "std",
            "core",
            "proc-macro",
            "tokio",
            "formwork-runtime",
            "Serde",
            "build",
            "con",
            "a\"b",
            "gen",
            &"x".repeat(65),
            &"é".repeat(90),
        ] {
            let error = CrateName::new(name).expect_err(name);
            let hint = error.hint();
            let suggested = hint.split('`').nth(1).expect("the hint names a name");
            assert!(CrateName::new(suggested).is_ok(), "{name}: {hint}");
        }
    }

    #[test]
    fn the_message_names_the_directory_and_the_reason() {
        let error = CrateName::from_path(Path::new("/nowhere/my shop")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`my shop` cannot be the name of a crate: ' ' is neither an ASCII letter or digit, nor `-`, nor `_`"
        );
        assert_eq!(
            error.hint(),
            "call the directory something else, such as `my-shop`"
        );
        assert!(matches!(
            CrateName::from_path(Path::new("/")).unwrap_err(),
            CrateNameError::Missing { .. }
        ));
    }
}
