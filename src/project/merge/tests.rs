use super::*;

mod carried;
#[expect(
    clippy::format_push_string,
    reason = "what a test writes is read, not timed"
)]
mod random;

const BASE: &str = "\
# yaml-language-server: $schema=./admin.schema.json
api_root: /api
resources:
  Customer:
    type: Customer
    user_key: CompanyName
    attributes:
      - name: CompanyName
        search: true
      - name: Balance
        type: Decimal
      - name: Phone
    tab_groups:
      - name: OrderList
        direction: tomany
        fks: [CustomerId]
  OldLog:
    type: OldLog
    attributes:
      - name: Id
        type: Integer
  Order:
    type: Order
    attributes:
      - name: Id
        type: Integer
settings:
  max_list_columns: 8
";

/// Merges what is called as it was.
fn merge(base: &str, yours: &str, new: &str) -> Result<Merged, MergeError> {
    super::merge(base, yours, new, &Names::default())
}

/// The merged text and its report; merging again must change nothing.
fn merged(base: &str, yours: &str, new: &str) -> Merged {
    let merged = merge(base, yours, new).unwrap_or_else(|error| panic!("{error:?}"));
    let again = merge(new, &merged.text, new).unwrap();
    assert_eq!(again.text, merged.text, "a second merge changes nothing");
    assert_eq!(again.report.conflicts, [], "and has no conflicts");
    merged
}

#[test]
fn an_untouched_file_becomes_the_new_one() {
    let new = BASE.replace(
        "  OldLog:\n    type: OldLog\n    attributes:\n      - name: Id\n        type: Integer\n",
        "",
    );
    let result = merged(BASE, BASE, &new);
    assert_eq!(result.text, new);
    assert_eq!(result.report.removed, ["OldLog"]);
    let windows = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(merged(BASE, &windows(BASE), &new).text, windows(&new));
    assert_eq!(merged(BASE, &windows(BASE), BASE).text, windows(BASE));
}

#[test]
fn without_changes_of_ours_the_users_text_stays_to_the_byte() {
    for yours in [
        "# only a comment\n",
        "",
        "resources: {}   \n",
        "a: &x {b: 1}\nc: *x\n\n\n# end",
        "\u{feff}api_root: /api\r\n\r\n",
    ] {
        assert_eq!(merged(BASE, yours, BASE).text, yours);
    }
}

#[test]
fn additions_come_beside_their_neighbours_and_everything_else_stays() {
    let yours = include_str!("tests/neighbours/yours.yaml");
    let new = include_str!("tests/neighbours/new.yaml");
    let result = merged(BASE, yours, new);
    let expected = include_str!("tests/neighbours/merged.yaml");
    assert_eq!(result.text, expected);
    assert_eq!(
        result.report.added,
        [
            "Customer.LoyaltyPoints",
            "Customer.tab_groups.VoucherList",
            "Voucher"
        ]
    );
    assert_eq!(result.report.removed, ["OldLog"]);
    assert_eq!(
        result.report.changed,
        ["Customer.Balance.type", "Order.Id.type"]
    );
    assert_eq!(result.report.conflicts, []);
}

#[test]
fn a_conflict_keeps_the_users_value_with_the_new_one_beside_it() {
    let yours = BASE.replace("type: Decimal", "type: Percent # as sales wants it");
    let new = BASE.replace("type: Decimal", "type: Integer");
    let result = merged(BASE, &yours, &new);
    let marked = "type: Percent # as sales wants it  # formwork: now Integer in the database\n";
    assert!(result.text.contains(marked), "{}", result.text);
    let line = result
        .text
        .lines()
        .position(|line| line.contains("# formwork:"))
        .unwrap()
        + 1;
    assert_eq!(
        result.report.conflicts,
        [Conflict {
            line,
            subject: "Customer.Balance.type".to_owned(),
            message: "now Integer in the database".to_owned()
        }]
    );
    // The next one takes the place of the comment.
    let newer = BASE.replace("type: Decimal", "type: Text");
    let again = merged(&new, &result.text, &newer);
    assert!(
        again
            .text
            .contains("type: Percent # as sales wants it  # formwork: now Text in the database\n")
    );
    assert_eq!(again.text.matches("# formwork:").count(), 1);
}

#[test]
fn what_the_user_changed_in_something_that_is_gone_stays_and_is_marked() {
    let without_log = |text: &str| {
        let start = text.find("  OldLog:").unwrap();
        let end = text.find("  Order:").unwrap();
        format!("{}{}", &text[..start], &text[end..])
    };
    for yours in [
        BASE.replace("  OldLog:\n", "  OldLog:\n    label: Log\n"),
        BASE.replace(
            "    type: OldLog\n",
            "    # kept for the auditors\n    type: OldLog\n",
        ),
        BASE.replace("    type: OldLog\n", "    type: &log OldLog\n"),
    ] {
        let result = merged(BASE, &yours, &without_log(BASE));
        assert!(
            result
                .text
                .contains("  OldLog:  # formwork: no longer in the database\n"),
            "{}",
            result.text
        );
        assert_eq!(result.report.conflicts.len(), 1);
        assert_eq!(result.report.conflicts[0].subject, "OldLog");
    }
    let yours = BASE.replace(
        "      - name: Phone\n",
        "      - name: Phone\n        label: Call\n",
    );
    let new = BASE.replace("      - name: Phone\n", "");
    let result = merged(BASE, &yours, &new);
    assert!(
        result.text.contains(
            "- name: Phone  # formwork: no longer in the database\n        label: Call\n"
        )
    );
}

#[test]
fn what_the_user_deleted_stays_deleted() {
    let yours = BASE
        .replace("      - name: Phone\n", "")
        .replace("    user_key: CompanyName\n", "");
    let new = BASE
        .replace(
            "      - name: Phone\n",
            "      - name: Phone\n        type: Text\n",
        )
        .replace("user_key: CompanyName", "user_key: Phone");
    let result = merged(BASE, &yours, &new);
    assert_eq!(result.text, yours);
    assert_eq!(result.report.conflicts, []);
}

#[test]
fn the_last_member_and_the_first_key_behind_a_dash_can_go() {
    let base = "resources:\n  A:\n    attributes:\n      - name: x\n        type: T\n";
    let yours =
        "resources:\n  A:\n    attributes: # all of them\n      - type: T\n        name: x\n";
    let new = "resources:\n  A:\n    attributes:\n      - name: x\n";
    let result = merged(base, yours, new);
    assert_eq!(
        result.text,
        "resources:\n  A:\n    attributes: # all of them\n      - name: x\n"
    );
    let emptied = merged(base, yours, "resources:\n  A:\n    attributes: []\n");
    assert_eq!(
        emptied.text,
        "resources:\n  A:\n    attributes: [] # all of them\n"
    );
    let swapped = merged(
        base,
        yours,
        "resources:\n  A:\n    attributes:\n      - name: y\n",
    );
    assert_eq!(
        swapped.text,
        "resources:\n  A:\n    attributes: # all of them\n      - name: y\n"
    );
}

#[test]
fn renames_are_named_where_the_user_wrote_something() {
    let new = BASE.replace("Phone", "Telephone").replace(
        "  OldLog:\n    type: OldLog",
        "  AuditLog:\n    type: AuditLog",
    );
    assert_eq!(merged(BASE, BASE, &new).report.renamed, []);
    let yours = BASE
        .replace("  OldLog:\n", "  OldLog:\n    label: Past\n")
        .replace(
            "      - name: Phone\n",
            "      - name: Phone\n        label: Line\n",
        );
    let result = merged(BASE, &yours, &new);
    assert_eq!(
        result.report.renamed,
        [
            ("OldLog".to_owned(), "AuditLog".to_owned()),
            ("Customer.Phone".to_owned(), "Customer.Telephone".to_owned())
        ]
    );
}

#[test]
fn the_summary_is_short_and_says_what_matters() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let report = MergeReport {
        added: names(&["Voucher", "Customer.LoyaltyPoints"]),
        removed: names(&["OldLog", "OldJob", "OldNote"]),
        changed: names(&["info.number_tables"]),
        conflicts: vec![Conflict {
            line: 3,
            subject: "A".to_owned(),
            message: "now B".to_owned(),
        }],
        ..MergeReport::default()
    };
    assert_eq!(
        report.summary().unwrap(),
        "Voucher, Customer.LoyaltyPoints, without OldLog, without OldJob, 1 more, 1 conflict"
    );
    assert_eq!(MergeReport::default().summary(), None);
}

#[test]
fn anchors_aliases_and_tags_are_left_alone_and_named() {
    let yours = BASE
        .replace("        type: Decimal\n", "        type: &money Decimal\n")
        .replace(
            "      - name: Phone\n",
            "      - name: Phone\n        type: *money\n",
        );
    let new = BASE.replace("type: Decimal", "type: Integer").replace(
        "      - name: Phone\n",
        "      - name: Phone\n        type: Text\n",
    );
    let result = merged(BASE, &yours, &new);
    assert!(
        result
            .text
            .contains("type: &money Decimal  # formwork: changed in the database; ")
    );
    assert!(
        result
            .text
            .contains("type: *money  # formwork: changed in the database; ")
    );
    assert_eq!(result.report.conflicts.len(), 2);
}

#[test]
fn braces_are_edited_within_and_refused_with_comments() {
    let yours = "resources: {A: {attributes: [{name: x, type: T}, {name: z}]}}  # short\n";
    let base =
        "resources:\n  A:\n    attributes:\n      - name: x\n        type: T\n      - name: z\n";
    let new = "resources:\n  A:\n    attributes:\n      - name: x\n        type: U\n      - name: y\n        label: \"a, b\"\n      - name: z\n";
    let result = merged(base, yours, new);
    assert_eq!(
        result.text,
        "resources: {A: {attributes: [{name: x, type: U}, {name: y, label: \"a, b\"}, {name: z}]}}  # short\n"
    );
    let commented = "resources: {A: {attributes: [{name: x, type: T}, # mine\n  {name: z}]}}\n";
    let result = merged(base, commented, new);
    assert_eq!(result.report.conflicts.len(), 1);
    assert!(
        result.text.starts_with(commented.trim_end()),
        "{}",
        result.text
    );
}

#[test]
fn texts_over_several_lines_are_replaced_and_marked() {
    let base = "a: one\nb: two\nc: three\nd: 4\n";
    let yours = "a: |\n  one\nb: >-\n  my\n  text\nc: \"three\"\nd: 4\n";
    let new = "a: 1\nb: 2\nc: |\n  x\n  y: # z\nd: 5\n";
    let result = merged(base, yours, new);
    assert_eq!(
        result.text,
        "a: |  # formwork: now 1 in the database\n  one\nb: >-  # formwork: now 2 in the database\n  my\n  text\n\
         c: \"x\\ny: # z\\n\"\nd: 5\n"
    );
}

#[test]
fn windows_line_ends_stay() {
    let yours = "a: 1\r\nm:\r\n  b: 2 # mine\r\n";
    let new = "a: 2\nm:\n  b: 2\n  c:\n    - name: x\n";
    let result = merged("a: 1\nm:\n  b: 2\n", yours, new);
    assert_eq!(
        result.text,
        "a: 2\r\nm:\r\n  b: 2 # mine\r\n  c:\r\n    - name: x\r\n"
    );
}

#[test]
fn without_a_base_nothing_counts_as_deleted_and_nothing_is_lost() {
    let result = merged("", "b: 1\nmine: 2\n", "a: 1\nb: 2\n");
    assert_eq!(
        result.text,
        "a: 1\nb: 1  # formwork: now 2 in the database\nmine: 2\n"
    );
    assert_eq!(
        merged("", "# nothing yet", "a: 1\n").text,
        "# nothing yet\na: 1\n"
    );
}

#[test]
fn what_is_no_yaml_or_not_understood_is_refused_by_line() {
    for (yours, expected) in [
        (
            "a: 1\nb: [1\n",
            "line 2 of the file: this is no YAML: unclosed bracket '['",
        ),
        (
            "a:\n\tb: 1\n",
            "line 2 of the file: a tab stands before what is written here",
        ),
        (
            "a: 1\n<<<<<<< HEAD\nb: 1\n=======\n",
            "line 2 of the file: a merge has left both versions here",
        ),
        (
            "a: 1\nb: 2\n\na: 3\n",
            "line 4 of the file has the key `a` a second time",
        ),
        (
            "a: 1\n---\nb: 2\n",
            "line 2 of the file has a second document, which the merge does not support",
        ),
        (
            "a: 1\n? [x, y]\n: 2\n",
            "line 2 of the file has a key that is no plain name, which the merge does not support",
        ),
        (
            "- a\n- b\n",
            "line 1 of the file has something else than keys and values, which the merge does not support",
        ),
        (
            "? a\n: 1\n",
            "line 1 of the file has a key without a colon beside it, which the merge does not support",
        ),
    ] {
        let error = merge("a: 1\n", yours, "a: 2\n").unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert!(error.hint().is_some());
    }
}

#[test]
fn a_thousand_tables_merge_in_a_moment() {
    let resource = |index: usize, kind: &str| {
        format!(
            "  Table{index}:\n    attributes:\n      - name: Id\n        type: {kind}\n      - name: Text\n        search: true\n"
        )
    };
    let file = |kind: &str| {
        let resources: String = (0..1000).map(|index| resource(index, kind)).collect();
        format!("resources:\n{resources}")
    };
    let yours = file("Integer").replace("  Table500:\n", "  Table500: # mine\n");
    let start = std::time::Instant::now();
    let result = merge(&file("Integer"), &yours, &file("Long")).unwrap();
    assert_eq!(result.report.changed.len(), 1000);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}
