//! Every `--help` is in `reference.md`, which therefore cannot drift.

use std::{env, fmt::Write as _, fs, path::Path};

use clap::CommandFactory;
use formwork::cli::Cli;

use crate::support::formwork;

#[test]
fn every_help_is_in_the_reference() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut reference = String::from("# The command line\n");
    let mut add = |arguments: &[&str]| {
        let help = formwork(here, &[arguments, &["--help"]].concat()).answer();
        let title = [&["formwork"], arguments].concat().join(" ");
        let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
        let help = lines.join("\n");
        write!(reference, "\n## `{title}`\n\n```text\n{help}\n```\n").unwrap();
    };
    add(&[]);
    for command in Cli::command().get_subcommands() {
        add(&[command.get_name()]);
        for inner in command.get_subcommands() {
            add(&[command.get_name(), inner.get_name()]);
        }
    }

    let path = here.join("tests/suite/reference.md");
    if env::var_os("FORMWORK_UPDATE_EXPECTED").is_some() {
        fs::write(&path, &reference).unwrap();
    }
    assert!(
        fs::read_to_string(&path).is_ok_and(|expected| expected == reference),
        "`{}` is not what `--help` says; look at the difference after FORMWORK_UPDATE_EXPECTED=1 cargo test help",
        path.display()
    );
}

#[test]
fn the_forerunners_spelling_is_accepted_and_hidden() {
    let here = tempfile::tempdir().unwrap();
    formwork(
        here.path(),
        &[
            "create",
            "--project_name",
            "shop",
            "--db_url",
            "todo",
            "--infer_primary_key",
        ],
    )
    .done();
    let help = formwork(here.path(), &["create", "--help"]).answer();
    assert!(!help.contains("db_url"), "{help}");
}

#[test]
fn wrong_usage_ends_with_2_and_a_suggestion() {
    let here = tempfile::tempdir().unwrap();
    let run = formwork(here.path(), &["creat"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("'create'"), "{}", run.stderr);
}
