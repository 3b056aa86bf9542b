//! A sample's customizations, laid over a project.

use super::*;

/// One file that `create` wrote, and one that is new.
fn customizations() -> Vec<File> {
    vec![
        File::text("src/rules.rs", "mod check_credit;\n"),
        File::text("src/rules/check_credit.rs", "// five rules\n"),
    ]
}

#[test]
fn they_are_laid_over_what_create_wrote_and_a_second_time_changes_nothing() {
    let (_guard, mut project) = project();
    let plan = project.plan_overlay(customizations()).unwrap();
    assert_eq!(
        steps(&plan),
        ["Update src/rules.rs", "Add src/rules/check_credit.rs"]
    );
    project.apply(plan).unwrap();
    assert_eq!(read(&project, "src/rules.rs"), "mod check_credit;\n");
    assert_eq!(
        read(&project, "src/rules/check_credit.rs"),
        "// five rules\n"
    );

    let project = Project::open(project.root()).unwrap();
    let before = tree(project.root());
    let again = project.plan_overlay(customizations()).unwrap();
    assert!(again.is_empty(), "{again:?}");
    assert!(
        !project.is_as_written("src/rules.rs").unwrap(),
        "the code is no longer what `create` wrote"
    );
    let rebuild = project
        .plan(
            files(&["customer", "log"], ADMIN),
            Edited::Refuse,
            Names::default(),
        )
        .unwrap();
    assert!(rebuild.is_empty(), "{rebuild:?}");
    assert_eq!(tree(project.root()), before);
}

#[test]
fn files_that_the_user_changed_stop_them_and_are_all_named() {
    let (_guard, project) = project();
    write(&project, "src/rules.rs", "// mine\n");
    write(&project, "src/rules/check_credit.rs", "// mine too\n");
    let before = tree(project.root());
    let mut files = customizations();
    files.push(File::text("src/rules/counts.rs", "// two rules\n"));
    let error = project.plan_overlay(files).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`src/rules.rs`, `src/rules/check_credit.rs` are not as formwork wrote them, and the customizations have another"
    );
    assert!(error.hint().unwrap().contains("run the command again"));
    assert_eq!(tree(project.root()), before);
}

#[test]
fn a_newer_version_takes_the_place_of_an_older_one() {
    let (_guard, mut project) = project();
    let plan = project.plan_overlay(customizations()).unwrap();
    project.apply(plan).unwrap();
    let newer = vec![
        File::text("src/rules.rs", "mod check_credit;\n"),
        File::text("src/rules/check_credit.rs", "// six rules\n"),
    ];
    let mut project = Project::open(project.root()).unwrap();
    let plan = project.plan_overlay(newer.clone()).unwrap();
    assert_eq!(steps(&plan), ["Update src/rules/check_credit.rs"]);
    project.apply(plan).unwrap();

    write(&project, "src/rules/check_credit.rs", "// mine\n");
    let error = project.plan_overlay(customizations()).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("`src/rules/check_credit.rs` is"),
        "{error}"
    );
}

#[test]
fn what_the_user_wrote_alike_or_removed_is_no_obstacle() {
    let (_guard, mut project) = project();
    write(&project, "src/rules.rs", "mod check_credit;\r\n");
    let plan = project.plan_overlay(customizations()).unwrap();
    assert_eq!(steps(&plan), ["Add src/rules/check_credit.rs"]);
    project.apply(plan).unwrap();
    fs::remove_file(project.root().join("src/rules/check_credit.rs")).unwrap();
    let plan = project.plan_overlay(customizations()).unwrap();
    assert_eq!(steps(&plan), ["Add src/rules/check_credit.rs"]);
}

/// Whatever operation of the disk fails, the project is as it was or has them all.
#[test]
fn all_or_nothing() {
    for kind in [Kind::Fails, Kind::Killed] {
        for at in 0.. {
            let (_guard, mut project) = project();
            let before = tree(project.root());
            let plan = project.plan_overlay(customizations()).unwrap();
            let disk = Disk::with_fault(kind, at);
            let applied = project.apply_on(&disk, plan);
            if !disk.has_failed() {
                break;
            }
            let project = Project::open(project.root()).unwrap();
            let is_done = project.plan_overlay(customizations()).unwrap().is_empty();
            assert!(
                is_done || tree(project.root()) == before,
                "{kind:?} at operation {at}"
            );
            assert!(is_done || applied.is_err(), "{kind:?} at operation {at}");
        }
    }
}
