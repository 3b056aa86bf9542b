//! A schema that changes under somebody's edits: what was written about something that is gone is kept, and named.

use std::fs;

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
    fs::write(
        project.root().join("tests/mine.rs"),
        "use shop::generated::{EmployeeAudit, Region};\nconst PATH: &str = \"/api/Shipper\";\n",
    )
    .unwrap();
    project.edit("src/lib.rs", |text| {
        let (first, rest) = text.split_once("\n\n").unwrap();
        format!("{first}\n\npub use generated::Region;\n{rest}")
    });
    let said = project.rebuild(&[]).done();
    for line in [
        "Remove  src/generated/employee_audit.rs  its table is gone\n",
        "     Add  src/generated/area.rs            renamed from `Region`\n",
        "Remove  src/generated/region.rs          renamed to `Area`\n",
        "Remove  src/generated/shipper.rs         its table is left out\n",
        "hint: `EmployeeAudit` is gone: take it out of `tests/mine.rs:1`\n",
        "hint: `Region` is `Area` now: write that in `src/lib.rs:3`, `tests/mine.rs:1`\n",
        "hint: `Shipper` is left out: take it out of `tests/mine.rs:2`\n",
    ] {
        assert!(said.contains(line), "no `{line}` in:\n{said}");
    }
    assert!(!said.contains("`formwork.yaml` is yours"), "{said}");
    project.rebuild(&[]).done();
}

each_database!(what_formwork_yaml_calls_otherwise_keeps_what_was_said_of_it);

fn what_formwork_yaml_calls_otherwise_keeps_what_was_said_of_it(database: Database) {
    let project = Rebuilt::create(database);
    project.edit("admin/admin.yaml", |text| {
        text.replacen("api_root:", "menu: [Order, Shipper]\napi_root:", 1)
            .replacen(
                "  Shipper:\n",
                "  # who carries\n  Shipper:\n    label: Carriers\n",
                1,
            )
            .replacen(
                "      - name: Freight\n",
                "      - name: Freight   # in euros\n        label: Costs\n",
                1,
            )
            .replacen(
                "      - name: CompanyName\n",
                "      - name: CompanyName\n        show_when: record.Phone != null\n",
                1,
            )
            .replacen(
                "      - name: Fax\n",
                "      - name: Fax   # who still has one?\n        label: Telefax\n",
                1,
            )
    });
    fs::write(
        project.root().join("src/shipping.rs"),
        "//! Nobody ships for nothing.\nuse crate::generated::Order;\n\n\
         pub fn is_free(order: &Order) -> bool {\n    order.freight.is_none()\n}\n\n\
         pub const CARRIER: &str = \"Shipper\";\n",
    )
    .unwrap();
    project.edit("formwork.yaml", |text| {
        format!(
            "{text}\ntables:\n  Shipper: {{name: Carrier}}\n  Order: {{columns: {{Freight: {{name: Cost}}}}}}\n  \
             Customer: {{columns: {{Fax: {{leave_out: true}}, Phone: {{name: Telephone}}}}}}\n\
             relationships:\n  - {{from: Order, columns: [CustomerId], to: Customer, inverse: Purchases}}\n"
        )
    });
    let plan = project.rebuild(&["--dry-run"]).done();
    for line in [
        "   Merge  admin/admin.yaml",
        "Customer.OrderList renamed to Customer.Purchases",
        "     Add  src/generated/carrier.rs   renamed from `Shipper`\n",
        "  Remove  src/generated/shipper.rs   renamed to `Carrier`\n",
        "Freight renamed to Cost",
        "Phone renamed to Telephone, OrderList renamed to Purchases",
        "Fax left out",
        "`Customer.Fax` stays as you have it; it is left out, see `formwork/notes.txt`\n",
        "hint: `Shipper` is `Carrier` now: write that in `src/shipping.rs:8`\n",
        "hint: `Order.Freight` is `Cost` now: see whether it is meant in `src/shipping.rs:5`\n",
    ] {
        assert!(plan.contains(line), "no `{line}` in:\n{plan}");
    }
    assert!(
        !plan.contains("no longer in the database") && !plan.contains("if it was renamed"),
        "{plan}"
    );
    assert_eq!(project.rebuild(&[]).done(), plan);

    let admin = project.read("admin/admin.yaml");
    for there in [
        "menu: [Order, Carrier]\n",
        "  # who carries\n  Carrier:\n    label: Carriers\n    type: Carrier\n",
        "      - name: Cost   # in euros\n        label: Costs\n",
        "        show_when: record.Telephone != null\n",
        "      - name: Purchases\n",
        "      - name: Fax   # who still has one?  # formwork: left out, see `formwork/notes.txt`\n        label: Telefax\n",
    ] {
        assert!(admin.contains(there), "no `{there}` in:\n{admin}");
    }
    assert!(
        !admin.contains("Shipper\n") && !admin.contains("Freight"),
        "{admin}"
    );
    let said = project.0.formwork(&["admin", "check"]).answer();
    assert!(!said.contains("warning") || said.contains("Fax"), "{said}");
    assert!(project.rebuild(&[]).done().contains("nothing to do"));
}
