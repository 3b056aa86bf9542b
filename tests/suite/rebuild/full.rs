//! A disk that is full: a small file system of its own, in a mount namespace of its own.

use std::{
    env,
    process::{Command, Output},
};

use crate::support::skip;

/// Runs a script in an empty file system of so many kilobytes, with the tool as `$1`; none where that may not be made.
fn on_a_disk_of(kilobytes: usize, test: &str, script: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let mount = format!("mount -t tmpfs -o size={kilobytes}k tmpfs . && cd \"$PWD\"");
    let run = |script: &str| -> Output {
        Command::new("unshare")
            .args(["--mount", "--map-root-user", "sh", "-c", script, "sh"])
            .arg(env!("CARGO_BIN_EXE_formwork"))
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    if !run(&mount).status.success() {
        let test = format!("rebuild::full::{test}");
        skip(&test, "no file system may be mounted");
        return None;
    }
    let output = run(&format!("{mount} && {{ {script}\n}} 2>&1"));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_create_leaves_nothing() {
    let script = r#"
        "$1" create shop --db-url nw-; echo "exit $?"; ls -A
        mkdir here && cd here && "$1" create . --db-url nw-; echo "exit $?"; ls -A"#;
    if let Some(said) = on_a_disk_of(600, "a_create_leaves_nothing", script) {
        let said = without_folder(&said);
        insta::assert_snapshot!(said, @r"
            Read  17 tables and 1 view from `northwind`
        error: could not write `DISK/shop/database/db.sqlite`
        caused by: No space left on device (os error 28)
        hint: free some space, then run the command again: nothing was changed
        exit 1
            Read  17 tables and 1 view from `northwind`
        error: could not write `DISK/here/database/db.sqlite`
        caused by: No space left on device (os error 28)
        hint: free some space, then run the command again: nothing was changed
        exit 1
        ");
    }
}

#[test]
fn a_rebuild_changes_nothing() {
    let script = r#"
        sums() { find shop -type f -exec cksum {} + | sort; }
        "$1" --quiet create shop --db-url todo
        printf 'tables:\n  users:\n    name: Person\n' >> shop/formwork.yaml
        sums > before
        dd if=/dev/zero of=filling bs=1k status=none 2> /dev/null
        # Room for the first files, not for all.
        truncate --size=-20K filling
        "$1" --quiet rebuild-from-database shop; echo "exit $?"
        rm filling
        sums | cmp - before && echo "as before"
        "$1" rebuild-from-database shop 2>&1 | tail -1; ls -A | sort"#;
    if let Some(said) = on_a_disk_of(12_000, "a_rebuild_changes_nothing", script) {
        insta::assert_snapshot!(said, @r"
        error: could not write `shop/formwork/base/admin.yaml`
        caused by: No space left on device (os error 28)
        hint: free some space, then run the command again: nothing was changed
        exit 1
        as before
          Remove  src/generated/user.rs    renamed to `Person`
        before
        shop
        ");
    }
}

/// What was said, with the temporary folder as `DISK`.
fn without_folder(said: &str) -> String {
    let folder = env::temp_dir().display().to_string();
    let mut text = String::new();
    let mut rest = said;
    while let Some((before, after)) = rest.split_once(&folder) {
        let name = after[1..]
            .find(['/', '`'])
            .map_or(after.len(), |end| end + 1);
        text.push_str(before);
        text.push_str("DISK");
        rest = &after[name..];
    }
    text + rest
}
