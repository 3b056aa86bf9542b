//! Texts that are broken in every way one can think of, and what is said of them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::YamlProblem;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    server: Server,
    mode: Mode,
    tables: BTreeMap<String, Vec<Item>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Server {
    host: String,
    port: u16,
    rows: u64,
    sql: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    #[default]
    Optional,
    Required,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only what is wrong with it is looked at")]
struct Item {
    name: String,
}

fn problem(text: &str) -> YamlProblem {
    let options = serde_saphyr::options! { strict_booleans: true };
    let error = serde_saphyr::from_str_with_options::<File>(text, options).unwrap_err();
    YamlProblem::of(text, &error)
}

/// The line, the problem, the hint.
type Told = (&'static str, u64, &'static str, &'static str);

const CORRECT: &str = "correct that line, then run the command again";
const SYNTAX: &str = "close brackets and quotes, put `: ` after keys, begin what belongs together in the same column, and quote texts that begin with a sign";
const BELOW_SERVER: &str =
    "write them below `server:`, each in a line `key: value` that begins two spaces further right";
const BEGIN: &str = "begin lines with a key, as `key: value`";

const SOMETHING_ELSE: &[Told] = &[
    (
        "- a\n",
        1,
        "the file is a list, where keys and values should be",
        BEGIN,
    ),
    (
        "42\n",
        1,
        "the file is a text, where keys and values should be",
        BEGIN,
    ),
    (
        "server: 1\n",
        1,
        "`server` is a text, where keys and values should be",
        BELOW_SERVER,
    ),
    (
        "server:\n  []\n",
        2,
        "`server` is a list, where keys and values should be",
        BELOW_SERVER,
    ),
    (
        "server:\n  - port: 1\n",
        2,
        "`server` is a list, where keys and values should be",
        BELOW_SERVER,
    ),
    (
        "server:\n  port 7\n",
        2,
        "`server` is a text, where keys and values should be",
        BELOW_SERVER,
    ),
    (
        "server: &x\n  port: *y\n",
        2,
        "this refers to an anchor that is not there",
        "put a text that begins with `*` into quotes",
    ),
    (
        "server:\n  port: many\n",
        2,
        "`server.port` is `many`, where a whole number from 0 to 65535 should be",
        CORRECT,
    ),
    (
        "server:\n  port: 70000\n",
        2,
        "`server.port` is `70000`, where a whole number from 0 to 65535 should be",
        CORRECT,
    ),
    (
        "server: {port: 1.5}\n",
        1,
        "`server.port` is `1.5`, where a whole number from 0 to 65535 should be",
        CORRECT,
    ),
    (
        "server:\n  rows: -1\n",
        2,
        "`server.rows` is `-1`, where a whole number from 0 to 18446744073709551615 should be",
        CORRECT,
    ),
    (
        "server:\n  port:\n",
        2,
        "`server.port` has no value, where a whole number from 0 to 65535 should be",
        "write the value after `port:`, or remove the line",
    ),
    (
        "server:\n  port: [1]\n",
        2,
        "`server.port` is a list, where a single value should be",
        "write it as `port: value`",
    ),
    (
        "server:\n  port: {a: 1}\n",
        2,
        "`server.port` has keys and values, where a single value should be",
        "write it as `port: value`",
    ),
    (
        "server:\n  host:\n    a: 1\n",
        3,
        "`server.host` has keys and values, where a single value should be",
        "write it as `host: value`",
    ),
    (
        "tables:\n  a:\n    - nome: x\n",
        3,
        "`tables.a[0]` has no `name`",
        "add the key `name`",
    ),
    (
        "server:\n  host:\n  port: 1\n",
        2,
        "`server.host` has no value, where a text should be",
        "write the value after `host:`, or remove the line",
    ),
    (
        "server:\n  host: ~\n",
        2,
        "`server.host` has no value, where a text should be",
        "write the value after `host:`, or remove the line",
    ),
    (
        "server:\n  sql: no\n",
        2,
        "`server.sql` is `no`, where `true` or `false` should be",
        CORRECT,
    ),
    (
        "server:\n  sql:\n",
        2,
        "`server.sql` has no value, where `true` or `false` should be",
        "write the value after `sql:`, or remove the line",
    ),
    (
        "mode: maybe\n",
        1,
        "`mode` is `maybe`, where `optional` or `required` should be",
        "write one of them",
    ),
    (
        "mode: Require\n",
        1,
        "`mode` is `Require`, where `optional` or `required` should be",
        "did you mean `required`?",
    ),
    (
        "mode:\n",
        1,
        "`mode` has no value, where `optional` or `required` should be",
        "write the value after `mode:`, or remove the line",
    ),
    (
        "mode: [optional]\n",
        1,
        "`mode` is a list, where a single value should be",
        "write it as `mode: value`",
    ),
    (
        "mode: {optional: 1}\n",
        1,
        "`mode` has keys and values, where a single value should be",
        "write it as `mode: value`",
    ),
    (
        "tables:\n  a: b\n",
        2,
        "`tables.a` is a text, where a list should be",
        "write it as `a: [one, two]`",
    ),
    (
        "tables:\n  a:\n    - name: x\n    - y\n",
        4,
        "`tables.a[1]` is a text, where keys and values should be",
        "write them below `-`, each in a line `key: value` that begins two spaces further right",
    ),
    (
        "tables:\n  a:\n    - {}\n",
        3,
        "`tables.a[0]` has no `name`",
        "add the key `name`",
    ),
];

#[test]
fn something_else_than_what_belongs_there() {
    told(SOMETHING_ELSE);
}

#[test]
fn keys_that_are_wrong() {
    const CASES: &[Told] = &[
        (
            "sever: {}\n",
            1,
            "unknown key `sever`",
            "did you mean `server`?",
        ),
        (
            "server:\n  prot: 1\n",
            2,
            "unknown key `prot` in `server`",
            "did you mean `port`?",
        ),
        (
            "server:\n  colour: 1\n",
            2,
            "unknown key `colour` in `server`",
            "the keys here are `host`, `port`, `rows` and `sql`",
        ),
        (
            "server.port: 1\n",
            1,
            "unknown key `server.port`",
            "the keys here are `server`, `mode` and `tables`",
        ),
        (
            "server: {}\n? [a]\n: b\n",
            2,
            "this key is no plain name",
            "begin the line with a name, as `key: value`",
        ),
        (
            "server: {}\n: b\n",
            2,
            "this key is no plain name",
            "begin the line with a name, as `key: value`",
        ),
        (
            "server: {}\nmode: optional\nserver: {}\n",
            3,
            "`server` is there already, in line 1",
            "join the two, or remove one",
        ),
        (
            "server:\n  port: 1\n  port: 2\n",
            3,
            "`server.port` is there already, in line 2",
            "join the two, or remove one",
        ),
    ];
    told(CASES);
}

#[test]
fn what_is_no_yaml() {
    const CASES: &[Told] = &[
        (
            "server:\n\tport: 1\n",
            2,
            "a tab stands before what is written here",
            "indent with spaces, two for each level",
        ),
        (
            "server: {port: 1\n",
            1,
            "this is no YAML: unclosed bracket '{'",
            SYNTAX,
        ),
        (
            "server:\n  port: 1\n sql: true\n",
            3,
            "this is no YAML: while parsing a block mapping, did not find expected key",
            SYNTAX,
        ),
        (
            "server\nmode: optional\n",
            2,
            "this is no YAML: mapping values are not allowed in this context",
            SYNTAX,
        ),
        (
            "server: port: 1\n",
            1,
            "this is no YAML: mapping values are not allowed in this context",
            SYNTAX,
        ),
        (
            "mode: @a\n",
            1,
            "this is no YAML: unexpected character: `@'",
            SYNTAX,
        ),
        (
            "server: {}\n---\nmode: optional\n",
            3,
            "a second document begins here",
            "remove the line `---` above",
        ),
        (
            "server:\n<<<<<<< HEAD\n  port: 1\n=======\n  port: 2\n>>>>>>> other\n",
            2,
            "a merge has left both versions here",
            "keep what is right, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`",
        ),
    ];
    told(CASES);
}

fn told(cases: &[Told]) {
    for (text, line, message, hint) in cases {
        let YamlProblem {
            line: found,
            problem,
            hint: told,
            ..
        } = problem(text);
        assert_eq!(
            (found, &*problem, &*told),
            (*line, *message, *hint),
            "{text}"
        );
    }
}

#[test]
fn what_may_be_a_secret_in_the_wrong_place_is_not_repeated() {
    let problem = problem("server: postgres://ann:secret@db/shop\n");
    assert!(!format!("{problem:?}").contains("secret"), "{problem:?}");
}

#[test]
fn a_long_value_is_cut() {
    let problem = problem(&format!("mode: {}\n", "é".repeat(50)));
    assert!(
        problem.problem.contains(&format!("`{}…`", "é".repeat(40))),
        "{problem:?}"
    );
}
