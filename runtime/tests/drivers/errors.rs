//! What a database refuses, in terms that the three share, with the name of what refused it.

use formwork_runtime::Error;
use formwork_runtime::config::DatabaseConfig;
use formwork_runtime::model::{ColumnType, Dialect};
use formwork_runtime::store::{Store, StoreError, Test, Violation};
use formwork_runtime::value::Value;

use crate::support::{Database, INTEGER, TEXT, on_databases, resource, server_url};

const SETUP: &str = "
    CREATE TABLE customer (id integer PRIMARY KEY, name varchar(5) NOT NULL, score smallint,
        CONSTRAINT customer_name UNIQUE (name), CONSTRAINT positive CHECK (score > 0));
    CREATE TABLE invoice (id integer PRIMARY KEY, customer_id integer NOT NULL,
        CONSTRAINT invoice_customer FOREIGN KEY (customer_id) REFERENCES customer (id));
    INSERT INTO customer VALUES (1, 'first', 1);
    INSERT INTO invoice VALUES (1, 1);
";

async fn create(dialect: Dialect) -> Option<Database> {
    let small = ColumnType::Integer {
        bits: 16,
        unsigned: false,
    };
    let customer = [
        ("id", INTEGER, "integer"),
        ("name", TEXT, "varchar(5)"),
        ("score", small, "smallint"),
    ];
    let invoice = [
        ("id", INTEGER, "integer"),
        ("customer_id", INTEGER, "integer"),
    ];
    let resources = vec![
        resource("Customer", &["id"], &customer),
        resource("Invoice", &["id"], &invoice),
    ];
    Database::create(dialect, SETUP, resources).await
}

fn violation(result: formwork_runtime::Result<u64>) -> (Violation, Option<String>) {
    let error = result.expect_err("the database refuses it");
    match error.as_store_error() {
        Some(StoreError::Violated {
            violation,
            constraint,
            ..
        }) => (*violation, constraint.clone()),
        other => panic!("{other:?}"),
    }
}

async fn a_violated_constraint_is_named(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let insert = database.insert("Customer", &["id", "name", "score"]);
    let customer = |id: i64, name: Value, score: i64| {
        database.execute(&insert, vec![id.into(), name, score.into()])
    };
    let named = |name: &str| Some(name.to_owned());

    let duplicate = violation(customer(2, "first".into(), 1).await);
    // SQLite names the column instead.
    let name = if dialect == Dialect::Sqlite {
        "name"
    } else {
        "customer_name"
    };
    assert_eq!(duplicate, (Violation::Unique, named(name)));
    assert_eq!(
        violation(customer(1, "other".into(), 1).await).0,
        Violation::Unique
    );
    assert_eq!(
        violation(customer(2, Value::Null, 1).await),
        (Violation::NotNull, named("name"))
    );
    assert_eq!(
        violation(customer(2, "other".into(), 0).await),
        (Violation::Check, named("positive"))
    );

    let invoice = database.insert("Invoice", &["id", "customer_id"]);
    // SQLite does not tell which.
    let name = if dialect == Dialect::Sqlite {
        None
    } else {
        named("invoice_customer")
    };
    let orphan = violation(
        database
            .execute(&invoice, vec![2_i64.into(), 9_i64.into()])
            .await,
    );
    assert_eq!(orphan, (Violation::ForeignKey, name.clone()));
    let customer_id = database.table("Customer").id;
    let delete = formwork_runtime::store::Shape::Delete {
        table: customer_id,
        condition: vec![Test::Equal(0)],
    };
    let referenced = violation(
        database
            .execute(&database.statement(&delete), vec![1_i64.into()])
            .await,
    );
    assert_eq!(referenced, (Violation::ForeignKey, name));
}
on_databases!(a_violated_constraint_is_named: sqlite, postgres, mysql);

async fn a_value_that_does_not_fit_is_told_apart(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let insert = database.insert("Customer", &["id", "name", "score"]);
    let unfit = async |parameters: Vec<Value>| {
        let error = database
            .execute(&insert, parameters)
            .await
            .expect_err("it does not fit");
        match error.as_store_error() {
            Some(StoreError::Unfit { column, .. }) => column.clone(),
            other => panic!("{other:?}"),
        }
    };
    let too_long = unfit(vec![2_i64.into(), "far too long".into(), 1_i64.into()]).await;
    let out_of_range = unfit(vec![2_i64.into(), "other".into(), 100_000_i64.into()]).await;
    if dialect == Dialect::Mysql {
        assert_eq!(too_long.as_deref(), Some("name"));
        assert_eq!(out_of_range.as_deref(), Some("score"));
    }
    let read = database
        .rows(&database.select("Customer", &["name"], vec![]), vec![])
        .await
        .unwrap();
    assert_eq!(read.len(), 1, "nothing was kept");
}
on_databases!(a_value_that_does_not_fit_is_told_apart: postgres, mysql);

async fn a_password_is_in_no_message(dialect: Dialect) {
    let Some(url) = server_url(dialect) else {
        return;
    };
    let (scheme, rest) = url.split_once("://").unwrap();
    let (_, host) = rest.rsplit_once('@').unwrap();
    let secret = "s3cr3t-and-wrong";
    for url in [
        format!("{scheme}://formwork:{secret}@{host}"),
        format!("{scheme}://formwork:{secret}@[broken"),
    ] {
        let config = DatabaseConfig {
            url,
            ..DatabaseConfig::default()
        };
        let error = Store::open(dialect, &config)
            .await
            .expect_err("the password is wrong");
        let error = Error::from(error);
        assert!(
            !format!("{error:?} {config:?}").contains(secret),
            "{error:?} {config:?}"
        );
    }
    let config = DatabaseConfig {
        url,
        ..DatabaseConfig::default()
    };
    let store = Store::open(dialect, &config).await.unwrap();
    assert!(
        !format!("{store:?} {config:?}").contains(":formwork@"),
        "{store:?} {config:?}"
    );
}
on_databases!(a_password_is_in_no_message: postgres, mysql);
