//! Lists, keys of several parts, order, pages; and that what is looked up by a key takes the index.

use std::sync::Arc;

use formwork_runtime::model::{Cardinality, ColumnType, Dialect, OnDelete, Relationship};
use formwork_runtime::store::{
    OrderBy, Page, Shape, Statement, Test, in_list, key_in, keys_at_once,
};
use formwork_runtime::value::Value;
use time::macros::datetime;

use crate::support::{Database, INTEGER, ReadRow, TEXT, on_databases, resource};

const SETUP: &str = "
    CREATE TABLE place (country varchar(20) NOT NULL, number integer NOT NULL, opened timestamp NULL, note varchar(20),
        PRIMARY KEY (country, number));
    INSERT INTO place VALUES ('a', 1, '2013-07-04 09:30:15', 'x'), ('a', 2, '2014-07-04 09:30:15', NULL),
        ('b', 1, NULL, 'it''s'), ('b_c', 7, NULL, '{}'), ('c', 9, NULL, 'NULL');
";

async fn create(dialect: Dialect) -> Option<Database> {
    let columns = [
        ("country", TEXT, "varchar(20)"),
        ("number", INTEGER, "integer"),
        ("opened", ColumnType::Timestamp, "timestamp"),
        ("note", TEXT, "varchar(20)"),
    ];
    Database::create(
        dialect,
        SETUP,
        vec![resource("Place", &["country", "number"], &columns)],
    )
    .await
}

/// The keys of the rows, as `a1 b1`.
fn keys(mut rows: Vec<ReadRow>) -> String {
    let mut keys: Vec<_> = rows
        .iter_mut()
        .map(|row| match row.values.as_slice() {
            [Value::Text(country), Value::Int(number), ..] => format!("{country}{number}"),
            other => panic!("{other:?}"),
        })
        .collect();
    keys.sort();
    keys.join(" ")
}

async fn a_list_finds_its_rows(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let find = async |attribute: usize, values: Vec<Value>| {
        let (test, parameters) = in_list(dialect, database.table("Place"), attribute, values);
        let select = database.select("Place", &["country", "number"], vec![test]);
        keys(database.rows(&select, parameters).await.unwrap())
    };
    assert_eq!(
        find(0, vec!["a".into(), "c".into(), "none".into()]).await,
        "a1 a2 c9"
    );
    assert_eq!(find(1, vec![Value::Int(1)]).await, "a1 b1");
    assert_eq!(
        find(1, vec![Value::Int(7), Value::Int(9), Value::Int(1)]).await,
        "a1 b1 b_c7 c9"
    );
    assert_eq!(
        find(3, vec!["it's".into(), "{}".into(), "NULL".into()]).await,
        "b1 b_c7 c9"
    );
    assert_eq!(find(3, vec![Value::Null]).await, "", "null equals nothing");
    assert_eq!(
        find(2, vec![datetime!(2013-07-04 09:30:15).into()]).await,
        "a1"
    );
}
on_databases!(a_list_finds_its_rows: sqlite, postgres, mysql);

async fn an_empty_list_finds_nothing(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let (test, parameters) = in_list(dialect, database.table("Place"), 1, vec![]);
    let select = database.select("Place", &["country", "number"], vec![test]);
    assert_eq!(database.rows(&select, parameters).await.unwrap(), []);
    let (test, parameters) = key_in(database.table("Place"), &[0, 1], vec![]);
    let select = database.select("Place", &["country", "number"], vec![test]);
    assert_eq!(database.rows(&select, parameters).await.unwrap(), []);
}
on_databases!(an_empty_list_finds_nothing: sqlite, postgres, mysql);

async fn a_key_of_two_parts_finds_its_row(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let pairs: Vec<Value> = vec![
        "a".into(),
        Value::Int(2),
        "b_c".into(),
        Value::Int(7),
        "a".into(),
        Value::Int(9),
    ];
    let (test, parameters) = key_in(database.table("Place"), &[0, 1], pairs);
    let select = database.select("Place", &["country", "number"], vec![test]);
    assert_eq!(
        keys(database.rows(&select, parameters).await.unwrap()),
        "a2 b_c7"
    );
}
on_databases!(a_key_of_two_parts_finds_its_row: sqlite, postgres, mysql);

async fn as_many_keys_as_are_taken_at_once_are_found(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let table = database.table("Place");
    for attributes in [vec![0], vec![1], vec![2], vec![0, 1]] {
        let count = keys_at_once(table, &attributes).min(50_000);
        // The last row is looked for last of all.
        let key = |number: usize| {
            let last = number + 1 == count;
            attributes.iter().map(move |attribute| match attribute {
                0 if last => "a".into(),
                0 => format!("none {number}").into(),
                1 if last => Value::Int(1),
                1 => Value::Int(1_000 + i64::try_from(number).unwrap()),
                _ if last => datetime!(2013-07-04 09:30:15).into(),
                _ => datetime!(2020-01-01 0:00).into(),
            })
        };
        let values: Vec<Value> = (0..count).flat_map(key).collect();
        let (test, parameters) = match attributes[..] {
            [attribute] => in_list(dialect, table, attribute, values),
            _ => key_in(table, &attributes, values),
        };
        let select = database.select("Place", &["country", "number"], vec![test]);
        let found = keys(database.rows(&select, parameters).await.unwrap());
        let expected = match attributes[..] {
            [0] => "a1 a2",
            [1] => "a1 b1",
            _ => "a1",
        };
        assert_eq!(found, expected, "{attributes:?} of {count}");
    }
}
on_databases!(as_many_keys_as_are_taken_at_once_are_found: sqlite, postgres, mysql);

async fn rows_come_in_order_and_in_pages(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let mut selection = database.selection("Place", &["country", "number"], vec![]);
    selection.order = vec![
        OrderBy::ascending(2),
        OrderBy::new(0, true),
        OrderBy::new(1, true),
    ];
    selection.page = Page::LimitOffset;
    let page = database.statement(&Shape::Select(selection));
    let rows = database
        .rows(&page, vec![Value::Int(3), Value::Int(1)])
        .await
        .unwrap();
    let in_order: Vec<_> = rows.into_iter().map(|row| keys(vec![row])).collect();
    // Nulls first, everywhere.
    assert_eq!(in_order, ["b_c7", "b1", "a1"]);

    let table = database.table("Place").id;
    let count = Shape::Count {
        table,
        condition: vec![Test::IsNull(2)],
        bounded: false,
    };
    let count = database
        .rows(&database.statement(&count), vec![])
        .await
        .unwrap();
    assert_eq!(count[0].values, [Value::Int(3)]);
}
on_databases!(rows_come_in_order_and_in_pages: sqlite, postgres, mysql);

async fn a_key_takes_the_index(dialect: Dialect) {
    let numbers: Vec<_> = (0..2_000)
        .map(|number| format!("({number},'k{number}',{number})"))
        .collect();
    let setup = format!(
        "CREATE TABLE item (id integer PRIMARY KEY, code varchar(20) NOT NULL UNIQUE, small smallint);
         CREATE INDEX item_small ON item (small);
         INSERT INTO item VALUES {}; ANALYZE{} item;",
        numbers.join(","),
        if dialect == Dialect::Mysql { " TABLE" } else { "" },
    );
    let small = ColumnType::Integer {
        bits: 16,
        unsigned: false,
    };
    let columns = [
        ("id", INTEGER, "integer"),
        ("code", TEXT, "varchar(20)"),
        ("small", small, "smallint"),
    ];
    let resources = vec![resource("Item", &["id"], &columns)];
    let Some(database) = Database::create(dialect, &setup, resources).await else {
        return;
    };
    let explain = async |test: Test, parameters: Vec<Value>| {
        let select = database.select("Item", &["id"], vec![test]);
        let columns = match dialect {
            Dialect::Sqlite => 4,
            Dialect::Postgres => 1,
            Dialect::Mysql => 10,
        };
        let plan = Statement {
            sql: format!(
                "EXPLAIN {}{}",
                if dialect == Dialect::Sqlite {
                    "QUERY PLAN "
                } else {
                    ""
                },
                select.sql
            )
            .into(),
            parameters: select.parameters.clone(),
            columns: vec![TEXT; columns].into(),
        };
        format!(
            "{:?}",
            database.rows(&Arc::new(plan), parameters).await.unwrap()
        )
    };
    let takes_index = |plan: &str| match dialect {
        Dialect::Sqlite => plan.contains("SEARCH"),
        Dialect::Postgres => plan.contains("Index") && !plan.contains("Seq Scan"),
        Dialect::Mysql => !plan.contains("\"ALL\"") && !plan.contains("\"index\""),
    };
    let pairs = (0..16)
        .flat_map(|number| [Value::Int(number), Value::Int(number)])
        .collect();
    let (test, parameters) = key_in(database.table("Item"), &[0, 2], pairs);
    let plan = explain(test, parameters).await;
    assert!(takes_index(&plan), "keys of two parts: {plan}");
    let values: [(usize, Value); 4] = [
        (0, Value::Int(7)),
        (1, "k7".into()),
        (2, Value::Int(7)),
        // What SQLite is asked for as bytes, too.
        (1, "0x01ff".into()),
    ];
    for (attribute, value) in values {
        let plan = explain(Test::Equal(attribute), vec![value.clone()]).await;
        assert!(takes_index(&plan), "{attribute}: {plan}");
        let (test, parameters) = in_list(
            dialect,
            database.table("Item"),
            attribute,
            vec![value.clone(), value],
        );
        let plan = explain(test, parameters).await;
        assert!(takes_index(&plan), "{attribute} in a list: {plan}");
    }
}
on_databases!(a_key_takes_the_index: sqlite, postgres, mysql);

/// Which statements ask for keys that may be spelled otherwise, and that an index answers.
async fn a_key_that_is_looked_up_to_be_written_takes_the_index(dialect: Dialect) {
    let setup = "CREATE TABLE shelf (code integer, since datetime, PRIMARY KEY (code, since)) WITHOUT ROWID;
        CREATE TABLE device (id uuid PRIMARY KEY);
        CREATE TABLE box (id integer PRIMARY KEY, code integer, since datetime, device uuid);";
    let own = [
        ("id", INTEGER, "integer"),
        ("code", INTEGER, "integer"),
        ("since", ColumnType::Timestamp, "datetime"),
        ("device", ColumnType::Uuid, "uuid"),
    ];
    let mut boxes = resource("Box", &["id"], &own);
    boxes.relationships = vec![
        parent("Shelf", &[("code", "code"), ("since", "since")]),
        parent("Device", &[("device", "id")]),
    ];
    let resources = vec![
        boxes,
        resource("Device", &["id"], &[("id", ColumnType::Uuid, "uuid")]),
        resource("Shelf", &["code", "since"], &own[1..3]),
    ];
    let Some(database) = Database::create(dialect, setup, resources).await else {
        return;
    };
    let insert = |attributes| database.insert("Box", attributes);
    let update = |attributes| database.update("Box", attributes, vec![Test::Equal(0)]);
    for plain in [insert(&["id", "code"]), update(&["id"])] {
        assert!(!plain.sql.contains("SELECT"), "{}", plain.sql);
    }
    for (statement, searches) in [
        (insert(&["id", "since", "code"]), 2),
        (insert(&["id", "since", "device"]), 2),
        (insert(&["device", "since", "code"]), 4),
        // A key that may be there.
        (database.insert("Device", &["id"]), 1),
        (database.insert("Shelf", &["since", "code"]), 1),
        (
            database.update("Shelf", &["since"], vec![Test::Equal(0)]),
            2,
        ),
        // The row is found by its key, too.
        (update(&["since", "code"]), 3),
        (update(&["code"]), 3),
        (update(&["device"]), 3),
    ] {
        let plan = Statement {
            sql: format!("EXPLAIN QUERY PLAN {}", statement.sql).into(),
            parameters: statement.parameters.clone(),
            columns: vec![TEXT; 4].into(),
        };
        let parameters = vec![Value::Null; statement.parameters.len()];
        let rows = database.rows(&Arc::new(plan), parameters).await.unwrap();
        let steps: Vec<_> = rows.into_iter().map(|row| row.values).collect();
        let plan = format!("{steps:?}");
        assert_eq!(plan.matches("SEARCH ").count(), searches, "{plan}");
        for scanned in ["SCAN p", "SCAN t", "SCAN same"] {
            assert!(!plan.contains(scanned), "{plan}");
        }
    }
}
on_databases!(a_key_that_is_looked_up_to_be_written_takes_the_index: sqlite);

fn parent(target: &str, pairs: &[(&str, &str)]) -> Relationship {
    Relationship {
        name: target.into(),
        field: format!("{}_row", target.to_lowercase()),
        to: Cardinality::One,
        target: target.into(),
        attributes: pairs.iter().map(|(own, _)| (*own).into()).collect(),
        target_attributes: pairs.iter().map(|(_, theirs)| (*theirs).into()).collect(),
        inverse: None,
        holds_key: true,
        on_delete: OnDelete::Restrict,
        is_virtual: false,
    }
}
