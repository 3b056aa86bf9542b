//! Files of a project that somebody broke: named, with the line and what to do; and nothing is changed.

use std::fs;

use super::{Database, Rebuilt};
use crate::support::formwork;

/// What a rebuild says that changes nothing.
#[track_caller]
fn refused(project: &Rebuilt) -> String {
    let before = project.0.files();
    let said = project.rebuild(&[]).refused();
    assert!(project.0.files() == before, "something was changed: {said}");
    said
}

#[test]
fn what_is_no_project() {
    let folder = tempfile::tempdir().unwrap();
    let said = formwork(folder.path(), &["rebuild-from-database"]).refused();
    insta::assert_snapshot!(said, @r"
        error: `.` is not a project of formwork: it has no `formwork/record.yaml`
        hint: run the command in a project's directory, or give its path; `formwork create` makes one
        ");

    let project = Rebuilt::create(Database::Sqlite);
    fs::remove_file(project.root().join("formwork/record.yaml")).unwrap();
    insta::assert_snapshot!(refused(&project), @r"
        error: `.` is not a project of formwork: it has no `formwork/record.yaml`
        hint: restore it from version control: `git checkout HEAD -- formwork/record.yaml`
        ");
}

#[test]
fn a_broken_record() {
    let project = Rebuilt::create(Database::Sqlite);
    project.edit("formwork/record.yaml", |text| {
        text.replacen("files:", "filez:", 1)
    });
    let said = refused(&project);
    insta::assert_snapshot!(said, @r"
        error: line 5 of `formwork/record.yaml` is not as formwork wrote it: unknown key `filez`
        hint: restore it from version control: `git checkout HEAD -- formwork/record.yaml`
        ");
}

#[test]
fn a_broken_formwork_yaml() {
    let project = Rebuilt::create(Database::Sqlite);
    let break_it = |text: &str| {
        fs::write(project.root().join("formwork.yaml"), text).unwrap();
        refused(&project)
    };
    insta::assert_snapshot!(break_it("exclude: [a\n"), @r"
        error: could not read `formwork.yaml`: line 1, column 10: this is no YAML: unclosed bracket '['
        hint: close brackets and quotes, put `: ` after keys, begin what belongs together in the same column, and quote texts that begin with a sign
        ");
    insta::assert_snapshot!(break_it("exclude:\n- 'a(b'\n"), @r"
        error: could not read `formwork.yaml`: line 2, column 3: `exclude[0]`: no regular expression: unclosed group
        hint: correct that line, then run the command again
        ");
    insta::assert_snapshot!(break_it("tabels:\n"), @r"
        error: could not read `formwork.yaml`: line 1, column 1: unknown key `tabels`
        hint: did you mean `tables`?
        ");
    insta::assert_snapshot!(break_it("tables: 7\n"), @r"
        error: could not read `formwork.yaml`: line 1, column 9: `tables` is a text, where keys and values should be
        hint: write them below `tables:`, each in a line `key: value` that begins two spaces further right
        ");
}

#[test]
fn names_in_formwork_yaml_that_the_database_does_not_have() {
    let project = Rebuilt::create(Database::Sqlite);
    let said_of = |text: &str| {
        fs::write(project.root().join("formwork.yaml"), text).unwrap();
        let said = refused(&project);
        assert_eq!(project.rebuild(&["--dry-run"]).refused(), said);
        said
    };
    insta::assert_snapshot!(said_of("tables:\n  Shiper: {leave_out: true}\n"), @r"
            Read  17 tables and 1 view from `sqlite:database/db.sqlite`
        error: `formwork.yaml` does not fit the database
        caused by: line 2, column 3: `tables.Shiper` names a table that the database does not have
        hint: did you mean `Shipper`? If the table is gone, remove it here too
        ");
    let several = "
tables:
  Shiper: {leave_out: true}
  Order:
    user_key: Nothing
    columns:
      ShipNme: {name: Ship}
";
    insta::assert_snapshot!(said_of(several), @r"
            Read  17 tables and 1 view from `sqlite:database/db.sqlite`
        error: `formwork.yaml` does not fit the database, in 3 places
        caused by: line 3, column 3: `tables.Shiper` names a table that the database does not have
        hint: did you mean `Shipper`? If the table is gone, remove it here too
        caused by: line 5, column 5: `tables.Order.user_key` is `Nothing`, where a column of the table `Order` should be
        hint: there are `City`, `Country`, `Id`, `Freight`, `Ready` and 15 more; if the column is gone, remove it here too
        caused by: line 7, column 7: `tables.Order.columns.ShipNme` names a column that the table `Order` does not have
        hint: did you mean `ShipName`? If the column is gone, remove it here too
        ");
    // `inspect` says the same, and the schema itself can be seen all the same.
    let said = formwork(&project.root(), &["inspect", "--model"]).refused();
    assert!(
        said.contains("line 5, column 5: `tables.Order.user_key`"),
        "{said}"
    );
    formwork(&project.root(), &["inspect"]).answer();
}

#[test]
fn a_broken_configuration() {
    let project = Rebuilt::create(Database::Sqlite);
    let path = project.root().join("config.yaml");
    fs::write(&path, "database: [\n").unwrap();
    insta::assert_snapshot!(refused(&project), @r"
        error: line 1 of `./config.yaml`: this is no YAML: unclosed bracket '['
        hint: close brackets and quotes, put `: ` after keys, begin what belongs together in the same column, and quote texts that begin with a sign
        ");
    fs::write(&path, "server: {}\ndatabase:\n  url: shop\n").unwrap();
    insta::assert_snapshot!(refused(&project), @r"
        error: the address of the database cannot be used (line 3 of `config.yaml`)
        caused by: `shop` is not the address of a database
        hint: write it as `sqlite:FILE`, `postgres://USER:PASSWORD@HOST/DATABASE` or `mysql://USER:PASSWORD@HOST/DATABASE`
        ");
    fs::remove_file(&path).unwrap();
    insta::assert_snapshot!(refused(&project), @r"
        error: the address of the database is not set
        hint: write it as `database.url` in the project's `config.yaml`, or set `DATABASE_URL` in the environment
        ");
}

#[test]
fn a_broken_model_is_written_anew_when_asked() {
    let project = Rebuilt::create(Database::Sqlite);
    let whole = project.read("src/generated/model.json");
    project.edit("src/generated/model.json", |text| text[..100].to_owned());
    insta::assert_snapshot!(refused(&project), @r"
            Read  17 tables and 1 view from `sqlite:database/db.sqlite`
        error: `src/generated/model.json` was edited since formwork generated it
        hint: move the change to `src/`, or pass `--overwrite`
        ");
    let said = formwork(&project.root(), &["admin", "check"]).refused();
    assert!(
        said.contains(
            "hint: run `formwork rebuild-from-database --overwrite`, which writes it anew"
        ),
        "{said}"
    );
    project.rebuild(&["--overwrite"]).done();
    assert_eq!(project.read("src/generated/model.json"), whole);
}

/// `admin.yaml` with other resources.
fn with_resources(admin: &str, resources: &str) -> String {
    let (before, _) = admin.split_once("resources:").unwrap();
    format!("{before}{resources}")
}

#[test]
fn an_admin_yaml_with_something_else_in_the_place_of_resources_is_told_of() {
    let project = Rebuilt::create(Database::Sqlite);
    let whole = project.read("admin/admin.yaml");
    let write = |text: &str| fs::write(project.root().join("admin/admin.yaml"), text).unwrap();

    // As long as there is nothing to bring into it, it stays and is told of.
    for (resources, told) in [
        (
            "resources: 7\n",
            "14:12: `resources` stays as you have it and is not used: expected a map, found a whole number",
        ),
        ("resources:\n- Order\n", "15:3: `resources` stays"),
        (
            "resources:\n  Region: Area\n",
            "15:11: `resources.Region` stays as you have it and is not used: expected a map, found a text",
        ),
        (
            "resources:\n  Region:\n    attributes: {a: b}\n    tab_groups: 9\n",
            "17:17: `resources.Region.tab_groups` stays",
        ),
    ] {
        let text = with_resources(&whole, resources);
        write(&text);
        let said = project.rebuild(&["--dry-run"]).done();
        let told = format!("warning: admin/admin.yaml:{told}");
        assert!(
            said.contains(&told) && said.contains("hint: mend"),
            "no `{told}` in:\n{said}"
        );
        assert_eq!(project.rebuild(&[]).done(), said);
        assert_eq!(project.read("admin/admin.yaml"), text);
    }

    // With something to bring, nothing is done: what is mended later gets it too.
    project.change_schema();
    for (resources, told) in [
        (
            "resources: 7\n",
            "line 14 of the file: `resources` is a single value, where keys and values should be",
        ),
        (
            "resources:\n- Order\n",
            "line 15 of the file: `resources` is a list of something else, where keys and values should be",
        ),
        (
            "resources:\n  Customer: hello\n",
            "line 15 of the file: `resources.Customer` is a single value, where",
        ),
        (
            "resources:\n  Customer:\n    attributes: [Id, Name]\n",
            "line 16 of the file: `resources.Customer.attributes` is a list of something else, where a list whose items have a `name` should be",
        ),
    ] {
        let text = with_resources(&whole, resources);
        write(&text);
        for options in [&["--dry-run"][..], &[]] {
            let said = project.rebuild(options).refused();
            assert!(said.contains(told), "no `{told}` in:\n{said}");
        }
        assert_eq!(project.read("admin/admin.yaml"), text);
        assert!(
            project
                .read("formwork/base/admin.yaml.new")
                .contains("  Voucher:\n")
        );
    }
    assert!(!project.root().join("src/generated/voucher.rs").exists());
    write(&whole);
    project.rebuild(&[]).done();
    assert!(project.read("admin/admin.yaml").contains("  Voucher:\n"));
}

#[test]
fn an_admin_yaml_that_is_none() {
    let project = Rebuilt::create(Database::Sqlite);
    project.change_schema();
    let before = project.read("admin/admin.yaml");
    fs::write(project.root().join("admin/admin.yaml"), "resources: [\n").unwrap();
    let said = project.rebuild(&[]).refused();
    assert!(
        said.contains(
            "error: could not merge the changes into `admin/admin.yaml`\ncaused by: line 1 "
        ) && said.contains("\nhint: close brackets and quotes"),
        "{said}"
    );
    assert_eq!(project.read("admin/admin.yaml"), "resources: [\n");
    assert!(!project.root().join("src/generated/voucher.rs").exists());

    // What was laid beside its base goes when the file is mended.
    let offered = project.root().join("formwork/base/admin.yaml.new");
    assert!(said.contains("hint: `formwork/base/admin.yaml.new` is what would be generated now"));
    fs::write(project.root().join("admin/admin.yaml"), before).unwrap();
    let is_told = |said: &str| {
        said.contains("  Remove  formwork/base/admin.yaml.new ")
            && said.contains("  `admin/admin.yaml` is merged again\n")
    };
    let said = project.rebuild(&["--dry-run"]).done();
    assert!(is_told(&said) && offered.exists(), "{said}");
    let said = project.rebuild(&[]).done();
    assert!(is_told(&said) && !offered.exists(), "{said}");
    assert!(project.rebuild(&[]).done().contains("nothing to do"));
}
