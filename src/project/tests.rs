mod overlay;

use super::*;
use crate::{
    files::Mode,
    project::{disk::fault::Kind, tree::tree},
};

const ADMIN: &str = "resources:\n  Customer:\n    attributes:\n      - name: Id\n";

/// The files of a project with these tables.
fn files(tables: &[&str], admin: &str) -> Vec<File> {
    let generated = tables.iter().map(|table| {
        File::text(
            format!("src/generated/{table}.rs"),
            format!("// @generated\nstruct {table};\n"),
        )
    });
    generated
        .chain([
            File::text("src/generated/mod.rs", format!("// {}\n", tables.join(" "))),
            File::text("src/rules.rs", "// your rules\n"),
            File::text("README.md", format!("# Shop\n\n{} tables\n", tables.len())),
            File::text(".env", format!("SECRET={}\n", tables.len())).with_mode(Mode::Secret),
            File::text("admin/admin.yaml", admin),
        ])
        .collect()
}

/// A project with the tables `customer` and `log`, in a folder that goes with the guard.
fn project() -> (tempfile::TempDir, Project) {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path().join("shop");
    Project::create(
        &root,
        files(&["customer", "log"], ADMIN),
        CreateOptions::default(),
    )
    .unwrap();
    let project = Project::open(&root).unwrap();
    (directory, project)
}

fn write(project: &Project, path: &str, text: &str) {
    fs::create_dir_all(project.root().join(path).parent().unwrap()).unwrap();
    fs::write(project.root().join(path), text).unwrap();
}

fn read(project: &Project, path: &str) -> String {
    fs::read_to_string(project.root().join(path)).unwrap()
}

/// The steps of a plan as `Action path`.
fn steps(plan: &Plan) -> Vec<String> {
    let step = |step: &&Step| format!("{:?} {}", step.action, step.path);
    plan.report().steps.iter().map(step).collect()
}

#[test]
fn a_rebuild_without_changes_is_empty() {
    let (_guard, project) = project();
    let before = tree(project.root());
    let plan = project
        .plan(
            files(&["customer", "log"], ADMIN),
            Edited::Refuse,
            Names::default(),
        )
        .unwrap();
    assert!(plan.is_empty());
    assert_eq!(steps(&plan), [""; 0]);
    let mut project = project;
    project.apply(plan).unwrap();
    assert_eq!(tree(project.root()), before);
}

#[test]
fn a_rebuild_adds_updates_removes_and_merges_and_a_second_one_does_nothing() {
    let (_guard, mut project) = project();
    write(&project, "src/rules.rs", "// mine\n");
    write(
        &project,
        "admin/admin.yaml",
        &ADMIN.replace("- name: Id", "- name: Id # key"),
    );
    let admin = format!("{ADMIN}  Voucher:\n    attributes:\n      - name: Id\n");
    let new = || files(&["customer", "voucher"], &admin);
    let mut plan = project
        .plan(new(), Edited::Refuse, Names::default())
        .unwrap();
    plan.explain(|step| (step.action == Action::Remove).then(|| "its table is gone".to_owned()));
    assert_eq!(
        steps(&plan),
        [
            "Merge admin/admin.yaml",
            "Remove src/generated/log.rs",
            "Update src/generated/mod.rs",
            "Add src/generated/voucher.rs",
        ]
    );
    let explanations: Vec<_> = plan
        .report()
        .steps
        .iter()
        .map(|step| step.explanation.clone())
        .collect();
    assert_eq!(
        explanations,
        [
            Some("Voucher".to_owned()),
            Some("its table is gone".to_owned()),
            None,
            None
        ]
    );
    project.apply(plan).unwrap();
    assert!(!project.root().join("src/generated/log.rs").exists());
    assert_eq!(read(&project, "src/rules.rs"), "// mine\n");
    assert_eq!(read(&project, "formwork/base/admin.yaml"), admin);
    assert_eq!(
        read(&project, "admin/admin.yaml"),
        admin.replacen("- name: Id", "- name: Id # key", 1)
    );
    let project = Project::open(project.root()).unwrap();
    let again = project
        .plan(new(), Edited::Refuse, Names::default())
        .unwrap();
    assert!(again.is_empty(), "{again:?}");
    assert_eq!(again.report().would_start_differently, [""; 0]);
}

#[test]
fn files_of_the_user_stay_and_a_new_start_is_reported_once() {
    let (_guard, mut project) = project();
    fs::remove_file(project.root().join("src/rules.rs")).unwrap();
    let mut new = files(&["customer", "log", "voucher"], ADMIN);
    new.push(File::text("src/jobs.rs", "// new in this version\n"));
    let plan = project
        .plan(new.clone(), Edited::Refuse, Names::default())
        .unwrap();
    // Not `.env`, whose secret is another in each run.
    assert_eq!(plan.report().would_start_differently, ["README.md"]);
    project.apply(plan).unwrap();
    assert_eq!(read(&project, "README.md"), "# Shop\n\n2 tables\n");
    assert_eq!(read(&project, ".env"), "SECRET=2\n");
    assert!(
        !project.root().join("src/rules.rs").exists(),
        "the user deleted it"
    );
    assert_eq!(read(&project, "src/jobs.rs"), "// new in this version\n");
    assert!(
        project
            .plan(new, Edited::Refuse, Names::default())
            .unwrap()
            .is_empty()
    );
    assert!(project.is_as_written("README.md").unwrap());
    assert!(!project.is_as_written("src/rules.rs").unwrap());
}

#[test]
fn edited_generated_files_stop_the_rebuild_unless_asked_for() {
    let (_guard, mut project) = project();
    write(&project, "src/generated/customer.rs", "// edited\n");
    write(&project, "src/generated/log.rs", "// edited\n");
    let before = tree(project.root());
    let new = || files(&["customer"], ADMIN);
    let error = project
        .plan(new(), Edited::Refuse, Names::default())
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`src/generated/customer.rs`, `src/generated/log.rs` were edited since formwork generated them"
    );
    assert_eq!(
        error.hint().unwrap(),
        "move the change to `src/`, or pass `--overwrite`"
    );
    assert_eq!(tree(project.root()), before);
    let plan = project
        .plan(new(), Edited::Overwrite, Names::default())
        .unwrap();
    project.apply(plan).unwrap();
    assert_eq!(
        read(&project, "src/generated/customer.rs"),
        "// @generated\nstruct customer;\n"
    );
    assert!(!project.root().join("src/generated/log.rs").exists());
}

#[test]
fn line_ends_are_no_edit_and_a_deleted_generated_file_comes_back() {
    let (_guard, mut project) = project();
    write(
        &project,
        "src/generated/log.rs",
        "// @generated\r\nstruct log;\r\n",
    );
    fs::remove_file(project.root().join("src/generated/customer.rs")).unwrap();
    let plan = project
        .plan(
            files(&["customer", "log"], ADMIN),
            Edited::Refuse,
            Names::default(),
        )
        .unwrap();
    assert_eq!(steps(&plan), ["Add src/generated/customer.rs"]);
    project.apply(plan).unwrap();
    assert!(read(&project, "src/generated/log.rs").contains("\r\n"));
}

#[test]
fn a_file_of_the_users_where_a_generated_one_belongs_is_refused() {
    let (_guard, project) = project();
    write(&project, "src/generated/voucher.rs", "// mine\n");
    for edited in [Edited::Refuse, Edited::Overwrite] {
        let error = project
            .plan(
                files(&["customer", "log", "voucher"], ADMIN),
                edited,
                Names::default(),
            )
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "`src/generated/voucher.rs` is not from formwork, and a generated file belongs there"
        );
    }
}

#[test]
fn the_copied_runtime_stays_unless_a_new_one_comes_along() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path().join("shop");
    let mut first = files(&["customer"], ADMIN);
    first.push(File::text("formwork/runtime/src/lib.rs", "//! old\n"));
    Project::create(&root, first, CreateOptions::default()).unwrap();
    let project = Project::open(&root).unwrap();
    assert!(
        project
            .plan(
                files(&["customer"], ADMIN),
                Edited::Refuse,
                Names::default()
            )
            .unwrap()
            .is_empty()
    );
    let mut second = files(&["customer"], ADMIN);
    second.push(File::text("formwork/runtime/src/app.rs", "//! new\n"));
    let plan = project
        .plan(second, Edited::Refuse, Names::default())
        .unwrap();
    assert_eq!(
        steps(&plan),
        [
            "Add formwork/runtime/src/app.rs",
            "Remove formwork/runtime/src/lib.rs"
        ]
    );
}

#[test]
fn an_admin_yaml_that_cannot_be_merged_stops_the_rebuild_and_names_the_line() {
    let (_guard, mut project) = project();
    write(&project, "admin/admin.yaml", "resources:\n  A: [\n");
    let new = || files(&["customer"], "resources: {}\n");
    let error = project
        .plan(new(), Edited::Refuse, Names::default())
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "could not merge the changes into `admin/admin.yaml`"
    );
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(
        cause,
        "line 2 of the file: this is no YAML: unclosed bracket '['"
    );
    for _ in 0..2 {
        let offered = project.offer(&error).unwrap().unwrap();
        assert_eq!(offered, "formwork/base/admin.yaml.new");
        assert_eq!(read(&project, &offered), "resources: {}\n");
    }
    assert_eq!(read(&project, "admin/admin.yaml"), "resources:\n  A: [\n");

    // What was offered goes as soon as the file can be merged.
    write(&project, "admin/admin.yaml", ADMIN);
    let plan = project
        .plan(new(), Edited::Refuse, Names::default())
        .unwrap();
    assert!(
        steps(&plan).contains(&"Remove formwork/base/admin.yaml.new".to_owned()),
        "{plan:?}"
    );
    project.apply(plan).unwrap();
    assert!(!project.root().join("formwork/base/admin.yaml.new").exists());
    assert!(
        project
            .plan(new(), Edited::Refuse, Names::default())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn whatever_fails_or_dies_a_project_is_as_before_or_complete() {
    for kind in [Kind::Fails, Kind::Killed] {
        for at in 0.. {
            let (_guard, mut project) = project();
            write(&project, "src/rules.rs", "// mine\n");
            let before = tree(project.root());
            let new = files(
                &["customer", "voucher"],
                &format!("{ADMIN}settings: {{}}\n"),
            );
            let plan = project.plan(new, Edited::Refuse, Names::default()).unwrap();
            let disk = Disk::with_fault(kind, at);
            let applied = project.apply_on(&disk, plan);
            // What the user saves after a kill stays, wherever it stopped.
            write(&project, "src/rules.rs", "// mine, later\n");
            let project = Project::open(project.root()).unwrap();
            let mut found = tree(project.root());
            let rules = found.insert("src/rules.rs".to_owned(), before["src/rules.rs"].clone());
            assert_eq!(rules.unwrap().0, b"// mine, later\n");
            if found.contains_key("src/generated/voucher.rs") {
                assert!(
                    !found.contains_key("src/generated/log.rs"),
                    "{kind:?} at {at}"
                );
                assert!(found["admin/admin.yaml"].0.ends_with(b"settings: {}\n"));
                assert_eq!(found["admin/admin.yaml"], found["formwork/base/admin.yaml"]);
                assert!(!found.keys().any(|path| path.starts_with(apply::PENDING)));
            } else {
                assert_eq!(found, before, "{kind:?} at operation {at}");
                assert!(applied.is_err());
            }
            if !disk.has_failed() {
                assert!(at > 40, "only {at} operations were counted");
                break;
            }
        }
    }
}

#[test]
fn an_edit_between_a_kill_and_the_next_run_is_kept() {
    for at in 0.. {
        let (_guard, mut project) = project();
        let new = files(
            &["customer", "log", "voucher"],
            &format!("{ADMIN}settings: {{}}\n"),
        );
        let plan = project.plan(new, Edited::Refuse, Names::default()).unwrap();
        let disk = Disk::with_fault(Kind::Killed, at);
        let _ = project.apply_on(&disk, plan);
        write(&project, "admin/admin.yaml", "mine: true\n");
        let project = Project::open(project.root()).unwrap();
        assert_eq!(
            read(&project, "admin/admin.yaml"),
            "mine: true\n",
            "killed at {at}"
        );
        if !disk.has_failed() {
            break;
        }
    }
}

#[test]
fn a_file_saved_between_plan_and_change_stops_the_change() {
    let (_guard, mut project) = project();
    let plan = project
        .plan(
            files(&["customer"], ADMIN),
            Edited::Refuse,
            Names::default(),
        )
        .unwrap();
    write(&project, "src/generated/log.rs", "// just now\n");
    let before = tree(project.root());
    let error = project.apply(plan).unwrap_err();
    assert!(matches!(error, ProjectError::ChangedMeanwhile { .. }));
    assert_eq!(tree(project.root()), before);
}

#[test]
#[cfg(unix)]
fn nothing_is_written_through_a_link() {
    let (guard, project) = project();
    let elsewhere = guard.path().join("elsewhere");
    fs::rename(project.root().join("src/generated"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, project.root().join("src/generated")).unwrap();
    let error = project
        .plan(
            files(&["customer"], ADMIN),
            Edited::Overwrite,
            Names::default(),
        )
        .unwrap_err();
    assert!(
        matches!(error, ProjectError::Plan(PlanError::NoFile { .. })),
        "{error:?}"
    );
}

#[test]
fn a_folder_that_is_no_project_is_named() {
    let directory = tempfile::tempdir().unwrap();
    for path in [
        directory.path().to_owned(),
        directory.path().join("nowhere"),
    ] {
        let error = Project::open(&path).unwrap_err();
        assert!(matches!(error, ProjectError::NoProject { .. }), "{error:?}");
    }
}
