//! `rebuild-from-database`: what follows the database, what is merged, what is the user's.

mod altered;
#[cfg(target_os = "linux")]
mod full;
mod refused;
mod renamed;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Database, TestProject, each_database, formwork};

each_database!(
    an_unchanged_schema_changes_nothing,
    a_changed_schema_is_followed,
    what_the_user_edited_stays,
    an_edited_generated_file_stops_everything,
    a_dry_run_writes_nothing,
    what_formwork_yaml_says_is_followed,
    what_is_treated_specially_is_told_once,
);

/// A project, and the database it was made from.
struct Rebuilt(TestProject);

impl Rebuilt {
    fn create(kind: Database) -> Self {
        Self(TestProject::create("northwind", kind))
    }

    fn root(&self) -> PathBuf {
        self.0.path()
    }

    fn rebuild(&self, options: &[&str]) -> crate::support::Said {
        formwork(
            &self.root(),
            &[&["rebuild-from-database"], options].concat(),
        )
    }

    /// Adds a table and a column, and drops a table.
    fn change_schema(&self) {
        self.0.change_database(
            r#"CREATE TABLE "Voucher" ("Id" INTEGER NOT NULL PRIMARY KEY, "Code" VARCHAR(10) NOT NULL, "ShipperId" INTEGER,
                   FOREIGN KEY ("ShipperId") REFERENCES "Shipper" ("Id"));
               ALTER TABLE "Customer" ADD COLUMN "LoyaltyPoints" INTEGER;
               DROP TABLE "SampleDBVersion";"#,
        );
    }

    fn read(&self, path: &str) -> String {
        self.0.read(path)
    }

    fn edit(&self, path: &str, edit: impl Fn(&str) -> String) {
        let text = self.read(path);
        let edited = edit(&text);
        assert_ne!(text, edited, "the edit of `{path}` changes nothing");
        fs::write(self.root().join(path), edited).unwrap();
    }
}

/// Every file of a project but its database, with its bytes.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    walkdir::WalkDir::new(root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| {
            entry.file_type().is_file() && !entry.path().starts_with(root.join("database"))
        })
        .map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap()))
        .collect()
}

/// The paths of files that are not the same, or not there in both.
fn changed(before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    let paths = before.keys().chain(after.keys());
    let mut changed: Vec<_> = paths
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| path.display().to_string())
        .collect();
    changed.dedup();
    changed
}

fn an_unchanged_schema_changes_nothing(database: Database) {
    let project = Rebuilt::create(database);
    let before = files(&project.root());
    let said = project.rebuild(&[]).done();
    assert!(said.contains("nothing to do"), "{said}");
    // Nor does it elsewhere, where the database has another path.
    let root = project.root();
    let name = root.file_name().unwrap().to_str().unwrap();
    let said = formwork(root.parent().unwrap(), &["rebuild-from-database", name]).done();
    assert!(
        said.contains("nothing to do") && !said.contains("warning"),
        "{said}"
    );
    assert_eq!(changed(&before, &files(&root)), [""; 0]);
}

fn a_changed_schema_is_followed(database: Database) {
    let project = Rebuilt::create(database);
    project.change_schema();
    let said = project.rebuild(&[]).done();
    for line in [
        "     Add  src/generated/voucher.rs",
        "  Update  src/generated/customer.rs",
        "  Remove  src/generated/sample_db_version.rs",
        "   Merge  admin/admin.yaml",
        "LoyaltyPoints added",
        "its table is gone",
    ] {
        assert!(said.contains(line), "no `{line}` in:\n{said}");
    }
    assert!(
        project
            .read("src/generated/customer.rs")
            .contains("pub loyalty_points: Option<i64>,")
    );
    assert!(
        project
            .read("src/generated/mod.rs")
            .contains("pub use voucher::Voucher;")
    );
    assert!(
        !project
            .root()
            .join("src/generated/sample_db_version.rs")
            .exists()
    );
    let admin = project.read("admin/admin.yaml");
    assert!(
        admin.contains("\n  Voucher:\n") && admin.contains("- name: VoucherList"),
        "{admin}"
    );
    assert!(!admin.contains("SampleDBVersion"));
    // The second time there is nothing left to do.
    let before = files(&project.root());
    assert!(project.rebuild(&[]).done().contains("nothing to do"));
    assert_eq!(changed(&before, &files(&project.root())), [""; 0]);
}

fn what_the_user_edited_stays(database: Database) {
    let project = Rebuilt::create(database);
    project.edit("src/routes.rs", |text| format!("{text}\n// mine\n"));
    project.edit("admin/admin.yaml", |text| {
        text.replacen(
            "  Customer:\n",
            "  Customer: # the people who pay\n    label: Clients\n",
            1,
        )
        .replacen(
            "      - name: CompanyName\n",
            "      - name: CompanyName\n        label: \"Firm\"   # shorter\n",
            1,
        )
    });
    project.change_schema();
    let said = project.rebuild(&[]).done();
    assert!(!said.contains("routes.rs"), "{said}");
    assert!(project.read("src/routes.rs").ends_with("// mine\n"));
    let admin = project.read("admin/admin.yaml");
    for kept in [
        "  Customer: # the people who pay\n    label: Clients\n",
        "        label: \"Firm\"   # shorter\n",
    ] {
        assert!(admin.contains(kept), "{admin}");
    }
    assert!(admin.contains("- name: LoyaltyPoints"), "{admin}");
}

fn an_edited_generated_file_stops_everything(database: Database) {
    let project = Rebuilt::create(database);
    project.edit("src/generated/customer.rs", |text| {
        text.replace("pub id: String", "pub id: Box<str>")
    });
    project.change_schema();
    let before = files(&project.root());
    let said = project.rebuild(&[]).refused();
    assert!(said.contains("`src/generated/customer.rs`"), "{said}");
    assert!(
        said.contains("hint: move the change to `src/`, or pass `--overwrite`"),
        "{said}"
    );
    assert_eq!(changed(&before, &files(&project.root())), [""; 0]);
    project.rebuild(&["--overwrite"]).done();
    assert!(
        project
            .read("src/generated/customer.rs")
            .contains("pub id: String")
    );
}

fn a_dry_run_writes_nothing(database: Database) {
    let project = Rebuilt::create(database);
    project.change_schema();
    let before = files(&project.root());
    let said = project.rebuild(&["--dry-run"]).done();
    assert!(said.contains("Add  src/generated/voucher.rs"), "{said}");
    assert_eq!(changed(&before, &files(&project.root())), [""; 0]);
}

fn what_is_treated_specially_is_told_once(database: Database) {
    let project = Rebuilt::create(database);
    let notes = project.read("formwork/notes.txt");
    let known = notes.lines().last().unwrap();
    assert!(project.0.said.contains(known), "{}", project.0.said);
    let note = "    Note  `Wishes` is only read: it has no primary key";
    project.0.change_database(
        r#"CREATE TABLE "Wishes" ("Text" VARCHAR(40)); DROP VIEW "ProductDetails_V";"#,
    );
    for options in [&["--dry-run"][..], &[]] {
        let said = project.rebuild(options).done();
        assert_eq!(said.matches("    Note  ").count(), 1, "{said}");
        assert!(said.contains(note), "{said}");
        assert!(said.contains("  Update  formwork/notes.txt"), "{said}");
    }
    let said = project.rebuild(&[]).done();
    assert!(
        said.contains("nothing to do") && !said.contains("Note"),
        "{said}"
    );
    let said = project.rebuild(&["--verbose"]).done();
    assert!(said.contains("`Wishes` is only read"), "{said}");
    let notes = project.read("formwork/notes.txt");
    assert!(notes.contains("`Wishes`") && !notes.contains("ProductDetails_V"));
}

fn what_formwork_yaml_says_is_followed(database: Database) {
    let project = Rebuilt::create(database);
    project.edit("formwork.yaml", |text| {
        format!("{text}\ntables:\n  Shipper:\n    name: Carrier\n  EmployeeAudit:\n    leave_out: true\n")
    });
    let said = project.rebuild(&[]).done();
    assert!(said.contains("Add  src/generated/carrier.rs"), "{said}");
    assert!(
        said.contains("Remove  src/generated/employee_audit.rs"),
        "{said}"
    );
    assert!(
        project
            .read("src/generated/carrier.rs")
            .contains("pub struct Carrier")
    );
    project.edit("formwork.yaml", |text| {
        text.replace("leave_out", "leaf_out")
    });
    let said = project.rebuild(&[]).refused();
    assert!(
        said.contains("leaf_out") && said.contains("leave_out"),
        "{said}"
    );
}

#[test]
fn the_name_of_the_api_is_that_of_the_servers_configuration() {
    let project = Rebuilt::create(Database::Sqlite);
    // As projects had it before.
    project.edit("formwork.yaml", |text| format!("api_name: v1\n{text}"));
    project.edit("config.yaml", |text| {
        text.replace("api_name: api", "api_name: shop/v2")
    });
    let said = project.rebuild(&[]).done();
    let warning =
        "warning: `api_name: v1` of `formwork.yaml` is passed over: `config.yaml` says `shop/v2`";
    assert!(said.contains(warning), "{said}");
    let admin = project.read("admin/admin.yaml");
    assert!(admin.contains("\napi_root: /shop/v2\n"), "{admin}");
}
