//! `formwork.yaml` has its say.

use formwork_runtime::model::{OnDelete, ReadOnly};

use super::*;
use crate::model::{ModelError, overrides::RelationshipOverride};

/// What is wrong, each with its hint.
fn refused(overrides: &str, tables: impl IntoIterator<Item = Table>) -> Vec<(String, String)> {
    let parsed = Overrides::parse(overrides).expect("overrides");
    let error = from_schema(&schema(tables), &parsed).expect_err("a refusal");
    let ModelError::Overrides(mistakes) = error.within(overrides) else {
        panic!("nothing in `formwork.yaml` is wrong")
    };
    let told = mistakes
        .iter()
        .map(|mistake| (mistake.to_string(), mistake.hint.clone()));
    told.collect()
}

fn shop() -> Vec<Table> {
    vec![
        table("customers", "id: integer*, code: text, name: text").unique("code"),
        table(
            "order_details",
            "id: integer*, qty: text, memo: text, customer_id: integer, customer_code: text",
        )
        .refers("customer_id", "customers", "id"),
    ]
}

#[test]
fn nothing_said_is_the_default() {
    for text in [
        "",
        "\n",
        "# only a comment\n",
        "tables: {}",
        "tables:\nrelationships:\n",
    ] {
        assert_eq!(
            Overrides::parse(text).unwrap(),
            Overrides::default(),
            "for {text:?}"
        );
    }
}

#[test]
fn the_first_text_says_what_create_was_told() {
    assert_eq!(
        Overrides::parse(&Overrides::default().first_text()).unwrap(),
        Overrides::default()
    );
    let told = Overrides {
        schemas: vec!["sales".to_owned(), "yes".to_owned()],
        include: vec!["or.*|cust\\w+".parse().unwrap()],
        exclude: vec!["it's: #1".parse().unwrap(), "[a-c]".parse().unwrap()],
        infer_primary_key: true,
        id_column_alias: "Key".to_owned(),
        favorites: vec!["title".to_owned()],
        non_favorites: Vec::new(),
        ..Overrides::default()
    };
    assert_eq!(Overrides::parse(&told.first_text()).unwrap(), told);
}

#[test]
fn the_name_of_the_api_in_an_older_file_is_passed_over() {
    let older = Overrides::parse("infer_primary_key: true\napi_name: v1\n").unwrap();
    assert_eq!(older.former_api_name.as_deref(), Some("v1"));
    assert!(!older.first_text().contains("api_name"));
}

#[test]
fn the_examples_in_the_first_text_are_right() {
    let text = Overrides::default().first_text();
    let is_example = |line: &str| {
        line.strip_prefix('#')
            .is_some_and(|rest| !rest.starts_with(' ') || rest.starts_with("  "))
    };
    let examples: Vec<&str> = text
        .lines()
        .filter(|line| is_example(line))
        .map(|line| &line[1..])
        .collect();
    let examples = examples.join("\n");
    let overrides =
        Overrides::parse(&examples).unwrap_or_else(|error| panic!("{error}\n{examples}"));
    assert_eq!(overrides.schemas, ["public", "sales"]);
    assert!(overrides.exclude[0].matches("orders_backup", None));
    assert_eq!(overrides.tables.len(), 3);
    assert_eq!(
        overrides.tables["order_details"].columns["qty"]
            .field
            .as_deref(),
        Some("count")
    );
    assert_eq!(
        overrides.relationships,
        [RelationshipOverride {
            from: "orders".to_owned(),
            columns: vec!["customer_code".to_owned()],
            to: "customers".to_owned(),
            to_columns: Some(vec!["code".to_owned()]),
            name: Some("Customer".to_owned()),
            inverse: Some("OrderList".to_owned()),
        }]
    );
}

#[track_caller]
fn refused_at(text: &str, message: &str, hint: &str) {
    let error = Overrides::parse(text).unwrap_err();
    let told = (error.to_string(), &*error.hint);
    assert_eq!(
        told,
        (format!("could not read `formwork.yaml`: {message}"), hint)
    );
}

#[test]
fn a_mistake_is_told_with_its_place() {
    for (text, message, hint) in [
        (
            "favourites: [name]",
            "line 1, column 1: unknown key `favourites`",
            "did you mean `favorites`?",
        ),
        (
            "tables:\n  orders:\n    colums: {}\n",
            "line 3, column 5: unknown key `colums` in `tables.orders`",
            "did you mean `columns`?",
        ),
        (
            "tables:\n  orders:\n    zzz: 1\n",
            "line 3, column 5: unknown key `zzz` in `tables.orders`",
            "the keys here are `name`, `leave_out`, `key`, `user_key`, `read_only` and `columns`",
        ),
        (
            "\nid_column_alias: type",
            "line 2, column 1: `type` cannot be what a column `id` is called: JSON:API reserves the name",
            "choose another name, such as `Id`",
        ),
        (
            "tables: {t: {key: []}}",
            "line 1, column 14: the key of `t` has no column",
            "name at least one, as `key: [id]`, or remove the line",
        ),
        (
            "relationships:\n- {from: a, columns: [x], to: b,\n   to_columns: [y, z]}",
            "line 3, column 4: the relationship of `a` to `b` has 1 in `columns` and 2 in `to_columns`",
            "name as many `columns` as `to_columns`, at least one",
        ),
        (
            "relationships:\n- {from: a, to: b, columns: []}",
            "line 2, column 20: the relationship of `a` to `b` has no column",
            "name as many `columns` as `to_columns`, at least one",
        ),
    ] {
        refused_at(text, message, hint);
    }
}

#[test]
fn something_else_than_what_belongs_there_is_told_with_what_does() {
    for (text, message, hint) in [
        (
            "tables:\n  t: [a]\n",
            "line 2, column 6: `tables.t` is a list, where keys and values should be",
            "write them below `t:`, each in a line `key: value` that begins two spaces further right",
        ),
        (
            "tables:\n  t:\n    columns: {id: {name: [a]}}\n",
            "line 3, column 26: `tables.t.columns.id.name` is a list, where a single value should be",
            "write it as `name: value`",
        ),
        (
            "include: todo\n",
            "line 1, column 10: `include` is a text, where a list should be",
            "write it as `include: [one, two]`",
        ),
        (
            "include: [todo, {a: 1}]\n",
            "line 1, column 17: `include[1]` has keys and values, where a single value should be",
            "write it as `- value`",
        ),
        (
            "exclude:\n- a\n- 'a('\n",
            "line 3, column 3: `exclude[1]`: no regular expression: unclosed group",
            "correct that line, then run the command again",
        ),
        (
            "infer_primary_key:\n",
            "line 1, column 18: `infer_primary_key` has no value, where `true` or `false` should be",
            "write the value after `infer_primary_key:`, or remove the line",
        ),
        (
            "id_column_alias:\n",
            "line 1, column 16: `id_column_alias` has no value, where a text should be",
            "write the value after `id_column_alias:`, or remove the line",
        ),
        (
            "relationships:\n  - from: todo\n",
            "line 2, column 5: `relationships[0]` has no `columns`",
            "add the key `columns`",
        ),
        (
            "x\n",
            "line 1, column 1: the file is a text, where keys and values should be",
            "begin lines with a key, as `key: value`",
        ),
        (
            "schemas: [a]\n<<<<<<< HEAD\nexclude: [a]\n=======\n>>>>>>> x\n",
            "line 2, column 1: a merge has left both versions here",
            "keep what is right, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`",
        ),
    ] {
        refused_at(text, message, hint);
    }
    for (text, line, part) in [
        (
            "infer_primary_key: yes",
            1,
            "is `yes`, where `true` or `false`",
        ),
        ("exclude: ['(']", 1, "unclosed group"),
        (
            "tables:\n  t:\n    columns:\n      c: {type: varchar}",
            4,
            "`varchar` is no type",
        ),
        ("relationships: [{from: a}]", 1, "columns"),
        ("favorites: [a]\nfavorites: [b]", 2, "favorites"),
        ("favorites: [a", 1, ""),
        ("[]", 1, ""),
    ] {
        let error = Overrides::parse(text).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(
            error.problem.contains(part) && !error.problem.is_empty(),
            "{error}"
        );
        assert!(!error.to_string().contains('\n'), "{error}");
    }
}

#[test]
fn names_are_as_they_are_said() {
    let overrides = "
tables:
  order_details:
    name: OrderLine
    user_key: memo
    read_only: true
    columns:
      qty: {name: Quantity, field: count, type: 'decimal(10, 2)'}
      customer_code: {leave_out: true}
";
    let report = model_with(overrides, shop());
    let line = report.resource("OrderLine");
    assert_eq!(
        (line.rust_type.as_str(), line.module.as_str()),
        ("OrderLine", "order_line")
    );
    assert_eq!(
        attribute_names(line),
        ["Id", "Quantity", "memo", "customer_id"]
    );
    assert_eq!(line.attributes[1].field, "count");
    assert_eq!(line.attributes[1].column(), "qty");
    assert_eq!(
        line.attributes[1].column_type,
        ColumnType::Decimal {
            precision: Some(10),
            scale: Some(2)
        }
    );
    assert_eq!(line.user_key, "memo");
    assert_eq!(line.read_only, Some(ReadOnly::Declared));
    assert_eq!(
        described(report.resource("Customer")),
        ["OrderLineList ->> OrderLine by customer_id"]
    );
    assert_eq!(
        report.notes_of(NoteKind::LeftOut),
        ["order_details.customer_code is left out: `formwork.yaml` says so"]
    );
}

#[test]
fn a_name_that_is_said_comes_before_those_that_are_not() {
    let report = model_with(
        "tables: {t: {columns: {b: {name: a}}}}",
        [table("t", "a: text*, b: text")],
    );
    assert_eq!(attribute_names(report.resource("T")), ["a1", "a"]);
    let report = model_with(
        "tables: {b: {name: A}}",
        [table("a", "x: text*"), table("b", "x: text*")],
    );
    assert_eq!((report.kind_of("a"), report.kind_of("b")), ("A1", "A"));
}

#[test]
fn a_name_that_is_not_possible_is_refused() {
    for (overrides, message) in [
        (
            "tables: {customers: {name: customer}}",
            "line 1, column 22: `tables.customers.name` is `customer`: a type begins with a capital letter",
        ),
        (
            "tables: {customers: {name: A-B}}",
            "line 1, column 22: `tables.customers.name` is `A-B`: a type consists of letters and digits",
        ),
        (
            "tables: {customers: {name: A}, order_details: {name: A}}",
            "line 1, column 48: `tables.order_details.name` is `A`: another table has the name",
        ),
        (
            "tables: {customers: {columns: {name: {name: type}}}}",
            "line 1, column 39: `tables.customers.columns.name.name` is `type`: JSON:API reserves the name",
        ),
        (
            "tables: {customers: {columns: {name: {name: a/b}}}}",
            "line 1, column 39: `tables.customers.columns.name.name` is `a/b`: JSON:API allows letters, digits, `_`, `-` and spaces only",
        ),
        (
            "tables: {customers: {columns: {name: {field: fn}}}}",
            "line 1, column 39: `tables.customers.columns.name.field` is `fn`: it is a keyword",
        ),
        (
            "tables: {customers: {columns: {name: {field: a b}}}}",
            "line 1, column 39: `tables.customers.columns.name.field` is `a b`: a field consists of letters, digits and `_`",
        ),
        (
            "relationships: [{from: order_details, columns: [customer_id], to: customers, name: qty}]",
            "line 1, column 78: `relationships[0].name` is `qty`: another member has the name",
        ),
    ] {
        let told = refused(overrides, shop());
        assert_eq!(
            told,
            [(message.to_owned(), "choose another name".to_owned())]
        );
    }
}

#[test]
fn what_does_not_exist_is_told_with_its_place_and_what_may_be_meant() {
    for (overrides, message, hint) in [
        (
            "tables: {costumers: {leave_out: true}}",
            "line 1, column 10: `tables.costumers` names a table that the database does not have",
            "did you mean `customers`? If the table is gone, remove it here too",
        ),
        (
            "tables: {customers: {columns: {nme: {leave_out: true}}}}",
            "line 1, column 32: `tables.customers.columns.nme` names a column that the table `customers` does not have",
            "did you mean `name`? If the column is gone, remove it here too",
        ),
        (
            "tables: {customers: {user_key: zzzzzz}}",
            "line 1, column 22: `tables.customers.user_key` is `zzzzzz`, where a column of the table `customers` should be",
            "there are `code`, `id`, `name`; if the column is gone, remove it here too",
        ),
        (
            "tables:\n  customers:\n    key:\n    - code\n    - nam\n",
            "line 5, column 7: `tables.customers.key[1]` is `nam`, where a column of the table `customers` should be",
            "did you mean `name`? If the column is gone, remove it here too",
        ),
        (
            "tables: {customers: {columns: {id: {leave_out: true}}}}",
            "line 1, column 32: `tables.customers.columns.id` is left out, and the key of the table `customers` has it",
            "keep `id`, or name another key",
        ),
        (
            "tables: {customers: {user_key: code, columns: {code: {leave_out: true}}}}",
            "line 1, column 22: `tables.customers.user_key` is `code`, which is left out",
            "keep `code`, or name another",
        ),
        (
            "relationships: [{from: order_details, columns: [qty], to: custmers}]",
            "line 1, column 55: `relationships[0].to` is `custmers`, where a table of the database should be",
            "did you mean `customers`? If the table is gone, remove it here too",
        ),
        (
            "tables: {customers: {leave_out: true}}\nrelationships: [{from: order_details, columns: [qty], to: customers}]",
            "line 2, column 55: `relationships[0].to` is `customers`, which is left out",
            "take `customers` in, or remove the relationship",
        ),
        (
            "relationships: [{from: order_details, columns: [qty, memo], to: customers}]",
            "line 1, column 39: `relationships[0].columns` has 2 columns, and the key of `customers` has 1",
            "name the columns referred to in `to_columns`",
        ),
    ] {
        let told = refused(overrides, shop());
        assert_eq!(told, [(message.to_owned(), hint.to_owned())]);
    }
}

#[test]
fn all_that_does_not_exist_is_told_at_once() {
    let overrides = "
relationships:
  - from: order_detail
    columns: [customer_cod, qty]
    to: customers
    to_columns: [code, zip]
  - {from: order_details, columns: [customer_cod, qty], to: shops}
tables:
  order_details:
    key: [id, line]
    user_key: memmo
    columns:
      qyt: {name: Quantity}
      memo: {name: type}
  order_lines: {leave_out: true}
";
    let told = refused(overrides, shop());
    let told: Vec<String> = told
        .into_iter()
        .map(|(message, _)| message.replace(" should be", ""))
        .collect();
    assert_eq!(
        told,
        [
            "line 3, column 5: `relationships[0].from` is `order_detail`, where a table of the database",
            "line 6, column 24: `relationships[0].to_columns[1]` is `zip`, where a column of the table `customers`",
            "line 7, column 37: `relationships[1].columns[0]` is `customer_cod`, where a column of the table `order_details`",
            "line 7, column 57: `relationships[1].to` is `shops`, where a table of the database",
            "line 10, column 15: `tables.order_details.key[1]` is `line`, where a column of the table `order_details`",
            "line 11, column 5: `tables.order_details.user_key` is `memmo`, where a column of the table `order_details`",
            "line 13, column 7: `tables.order_details.columns.qyt` names a column that the table `order_details` does not have",
            "line 14, column 14: `tables.order_details.columns.memo.name` is `type`: JSON:API reserves the name",
            "line 15, column 3: `tables.order_lines` names a table that the database does not have",
        ]
    );
}

#[test]
fn a_relationship_that_the_schema_lacks_can_be_declared() {
    let overrides = "
relationships:
  - {from: order_details, columns: [customer_code], to: customers, to_columns: [code], name: Buyer, inverse: Bought}
";
    let report = model_with(overrides, shop());
    let buyer = &report.resource("OrderDetail").relationships[1];
    assert_eq!(
        (buyer.name.as_str(), buyer.is_virtual, buyer.on_delete),
        ("Buyer", true, OnDelete::Restrict)
    );
    assert_eq!(
        described(report.resource("Customer")),
        [
            "Bought ->> OrderDetail by customer_code",
            "OrderDetailList ->> OrderDetail by customer_id"
        ]
    );
}

#[test]
fn a_foreign_key_can_be_given_names() {
    let overrides = "relationships: [{from: order_details, columns: [customer_id], to: customers, name: payer, inverse: Payments}]";
    let report = model_with(overrides, shop());
    assert_eq!(
        described(report.resource("OrderDetail")),
        ["payer -> Customer by customer_id"]
    );
    assert_eq!(
        described(report.resource("Customer")),
        ["Payments ->> OrderDetail by customer_id"]
    );
    assert!(!report.resource("Customer").relationships[0].is_virtual);
}

#[test]
fn tables_are_taken_and_left_out_by_whole_names() {
    let names = ["item", "items_old", "order", "order_old"];
    let tables = || names.map(|name| table(name, "a: text*"));
    let kinds = |overrides: &str| -> Vec<String> {
        model_with(overrides, tables())
            .model
            .resources
            .into_iter()
            .map(|resource| resource.table)
            .collect()
    };
    assert_eq!(
        kinds("exclude: [item]"),
        ["items_old", "order", "order_old"]
    );
    assert_eq!(kinds("exclude: ['.*_old', order]"), ["item"]);
    assert_eq!(kinds("include: ['order.*']"), ["order", "order_old"]);
    assert_eq!(kinds("include: [order.*]\nexclude: ['.*_old']"), ["order"]);
    assert_eq!(kinds("include: ['item|order']"), ["item", "order"]);
    let report = model_with("include: [item]\nexclude: [order]", tables());
    assert_eq!(
        report.notes_of(NoteKind::LeftOut),
        [
            "items_old is left out: no pattern includes it",
            "order is left out: `order` excludes it",
            "order_old is left out: no pattern includes it"
        ]
    );
}

#[test]
fn a_table_outside_of_the_default_schema_is_named_with_it() {
    let tables = [
        table("a", "x: text*").in_schema("public"),
        table("a", "x: text*").in_schema("hr"),
    ];
    let schema = Schema {
        dialect: Dialect::Postgres,
        default_schema: Some("public".to_owned()),
        ..schema(tables)
    };
    let overrides =
        Overrides::parse("tables: {hr.a: {name: Person}}\nexclude: [public.a]").unwrap();
    let report = from_schema(&schema, &overrides).unwrap();
    assert_eq!(report.model.resources.len(), 1);
    assert_eq!(report.model.resources[0].kind, "Person");
}

#[test]
fn the_alias_of_id_and_the_favorites_can_be_chosen() {
    let report = model_with(
        "id_column_alias: Key\nfavorites: [titel]",
        [table("t", "id: integer*, name: text, Titel: text")],
    );
    assert_eq!(
        attribute_names(report.resource("T")),
        ["Key", "name", "Titel"]
    );
    assert_eq!(report.resource("T").user_key, "Titel");
}

#[test]
fn a_declared_key_lets_a_table_be_written() {
    let report = model_with(
        "tables: {log: {key: [at, line]}}",
        [table("log", "line: text, at: timestamp")],
    );
    assert_eq!(report.resource("Log").key, ["at", "line"]);
    assert_eq!(report.resource("Log").read_only, None);
}
