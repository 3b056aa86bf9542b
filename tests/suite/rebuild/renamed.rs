//! A schema that changes under somebody's edits: what was written about something that is gone is kept, and named.

use super::{Rebuilt, changed, files};
use crate::support::{Database, each_database};

each_database!(nothing_is_lost_when_columns_and_tables_are_renamed);

fn nothing_is_lost_when_columns_and_tables_are_renamed(database: Database) {
    let project = Rebuilt::create(database);
    project.edit("admin/admin.yaml", |text| {
        text.replacen(
            "      - name: ShipCountry\n",
            "      - name: ShipCountry\n        label: \"Land\"   # of the ship\n",
            1,
        )
        .replacen(
            "        type: Decimal\n",
            "        type: Decimal # dear\n        label: Cost\n",
            1,
        )
        .replacen(
            "  Shipper:\n",
            "  # who carries\n  Shipper:\n    label: Carriers\n",
            1,
        )
    });
    let reference = match database {
        // It adds a reference with its column only.
        Database::Sqlite => {
            r#"ALTER TABLE "Customer" ADD COLUMN "HomeId" INTEGER REFERENCES "Region" ("Id");"#
        }
        Database::Postgres | Database::Mysql => {
            r#"ALTER TABLE "Customer" ADD COLUMN "HomeId" INTEGER;
               ALTER TABLE "Customer" ADD FOREIGN KEY ("HomeId") REFERENCES "Region" ("Id");"#
        }
    };
    project.0.change_database(&format!(
        r#"ALTER TABLE "Order" RENAME COLUMN "ShipCountry" TO "ShipNation";
           ALTER TABLE "Order" DROP COLUMN "RequiredDate";
           ALTER TABLE "Shipper" RENAME TO "Carrier";
           DROP TABLE "EmployeeAudit";
           CREATE TABLE "OrderNote" ("OrderId" INTEGER NOT NULL PRIMARY KEY, "Text" VARCHAR(40),
               FOREIGN KEY ("OrderId") REFERENCES "Order" ("Id"));
           {reference}"#
    ));
    let said = project.rebuild(&[]).done();
    for line in [
        "Update  src/generated/order.rs           ShipNation added, ",
        "RequiredDate removed",
        "Update  src/generated/customer.rs        HomeId added, Home added",
        "Remove  src/generated/employee_audit.rs  its table is gone",
        "Remove  src/generated/shipper.rs         its table is gone",
        "2 conflicts",
        "`Shipper` went and `Carrier` came: if it was renamed, move what you wrote about `Shipper`",
        "`Order.ShipCountry` went and `Order.ShipNation` came",
        "`Order.ShipCountry` stays as you have it; it is no longer in the database",
        "`Shipper` stays as you have it; it is no longer in the database",
    ] {
        assert!(said.contains(line), "no `{line}` in:\n{said}");
    }
    let admin = project.read("admin/admin.yaml");
    for there in [
        "        label: \"Land\"   # of the ship\n",
        "        type: Decimal # dear\n        label: Cost\n",
        "  # who carries\n  Shipper:  # formwork: no longer in the database\n    label: Carriers\n",
        "      - name: ShipNation\n",
        "      - name: ShipCountry  # formwork: no longer in the database\n",
        "  Carrier:\n",
        "      - name: HomeId\n",
        "      - name: Home\n",
        "      - name: OrderNote\n",
    ] {
        assert!(admin.contains(there), "no `{there}` in:\n{admin}");
    }
    for gone in ["RequiredDate", "EmployeeAudit"] {
        assert!(!admin.contains(gone), "`{gone}` in:\n{admin}");
    }
    // The server takes the file as it is, and a second time there is nothing left to do.
    project.0.formwork(&["admin", "check"]).answer();
    let before = files(&project.root());
    assert!(project.rebuild(&[]).done().contains("nothing to do"));
    assert_eq!(changed(&before, &files(&project.root())), [""; 0]);
}

#[test]
fn a_table_that_is_left_out_or_called_otherwise_is_not_gone() {
    let project = Rebuilt::create(Database::Sqlite);
    project.edit("formwork.yaml", |text| {
        format!("{text}\ntables:\n  Shipper: {{leave_out: true}}\n  Region: {{name: Area}}\n")
    });
    project.0.change_database(r#"DROP TABLE "EmployeeAudit";"#);
    let said = project.rebuild(&[]).done();
    for line in [
        "Remove  src/generated/employee_audit.rs  its table is gone\n",
        "Remove  src/generated/region.rs          its table is `Area` now\n",
        "Remove  src/generated/shipper.rs         its table is left out\n",
        "hint: `EmployeeAudit` is gone; `cargo check` shows where your code still uses it\n",
        "hint: `Region` is `Area` now; `cargo check` shows",
        "hint: `Shipper` is left out; `cargo check` shows",
    ] {
        assert!(said.contains(line), "no `{line}` in:\n{said}");
    }
    assert!(!said.contains("`formwork.yaml` is yours"), "{said}");
    project.rebuild(&[]).done();
}
