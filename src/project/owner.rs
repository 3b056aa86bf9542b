//! Whose a file of a project is. The only place that knows.

/// Who may change a file after `create` wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The tool's: a rebuild overwrites it, and removes it when its table is gone.
    Generated,
    /// The user's: written once, never touched again.
    User,
    /// Both: a rebuild brings what is new into the user's text.
    Merged,
}

/// What the merge of `admin/admin.yaml` starts from: the file as last generated.
const BASE_FOLDER: &str = "formwork/base/";

/// The admin app's configuration, which is merged.
pub const ADMIN_YAML: &str = "admin/admin.yaml";

/// What the user says differs from the schema.
pub const OVERRIDES: &str = "formwork.yaml";

impl Owner {
    /// The owner of the file at `path`, which is relative to the project with `/` between its parts.
    #[must_use]
    pub fn of(path: &str) -> Self {
        match path {
            ADMIN_YAML => Self::Merged,
            "admin/admin.schema.json" => Self::Generated,
            _ if path.starts_with("src/generated/") || path.starts_with("formwork/") => {
                Self::Generated
            }
            _ => Self::User,
        }
    }
}

/// Whether a file belongs to the project's copy of our crates, which `upgrade` replaces.
#[must_use]
pub fn is_runtime_copy(path: &str) -> bool {
    path.starts_with("formwork/runtime/") || path.starts_with("formwork/macros/")
}

/// Where the file that a merged one is merged against is kept: `formwork/base/admin.yaml`.
#[must_use]
pub(super) fn base_of(merged: &str) -> String {
    let name = merged.rsplit('/').next().unwrap_or(merged);
    format!("{BASE_FOLDER}{name}")
}

/// Where the newly generated file is laid if it could not be merged: beside the base, so that the
/// two show what changed.
#[must_use]
pub(super) fn offer_of(merged: &str) -> String {
    format!("{}.new", base_of(merged))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_tells_the_owner() {
        for (path, owner) in [
            ("src/generated/customer.rs", Owner::Generated),
            ("src/generated/alt/customer.rs", Owner::Generated),
            ("formwork/record.yaml", Owner::Generated),
            ("formwork/runtime/src/lib.rs", Owner::Generated),
            ("admin/admin.schema.json", Owner::Generated),
            ("admin/admin.yaml", Owner::Merged),
            ("admin/logo.svg", Owner::User),
            ("src/generated.rs", Owner::User),
            ("src/rules/generated/credit.rs", Owner::User),
            ("formwork.yaml", Owner::User),
            ("Cargo.toml", Owner::User),
        ] {
            assert_eq!(Owner::of(path), owner, "{path}");
        }
    }

    #[test]
    fn the_base_of_a_merged_file_is_the_tools() {
        assert_eq!(base_of(ADMIN_YAML), "formwork/base/admin.yaml");
        assert_eq!(Owner::of(&base_of(ADMIN_YAML)), Owner::Generated);
    }
}
