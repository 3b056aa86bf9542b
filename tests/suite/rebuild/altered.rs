//! A schema that is altered in place: types, keys, checks, views; what became of each is said.

use super::{Rebuilt, changed, files};
use crate::support::{Database, each_database};

each_database!(an_altered_table_is_followed_and_what_it_means_is_said);

/// Another type of `Phone`, a condition, no key, and a view.
fn alter(database: Database) -> &'static str {
    match database {
        // It alters a table by making it anew.
        Database::Sqlite => {
            r#"PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;
               ALTER TABLE "Shipper" RENAME TO "OldShipper";
               CREATE TABLE "Shipper" ("Id" INTEGER NOT NULL PRIMARY KEY, "CompanyName" VARCHAR(80) NOT NULL, "Phone" INTEGER,
                   CHECK ("CompanyName" <> ''));
               INSERT INTO "Shipper" SELECT "Id", "CompanyName", NULL FROM "OldShipper";
               DROP TABLE "OldShipper";
               CREATE TABLE "Bare" AS SELECT * FROM "CustomerDemographic";
               DROP TABLE "CustomerDemographic";
               ALTER TABLE "Bare" RENAME TO "CustomerDemographic";
               CREATE VIEW "Cities" AS SELECT DISTINCT "City" FROM "Customer";"#
        }
        Database::Postgres => {
            r#"ALTER TABLE "Shipper" ALTER COLUMN "Phone" TYPE INTEGER USING NULL;
               ALTER TABLE "Shipper" ADD CHECK ("CompanyName" <> '');
               ALTER TABLE "CustomerDemographic" DROP CONSTRAINT "CustomerDemographic_pkey";
               CREATE VIEW "Cities" AS SELECT DISTINCT "City" FROM "Customer";"#
        }
        Database::Mysql => {
            r#"UPDATE "Shipper" SET "Phone" = NULL;
               ALTER TABLE "Shipper" MODIFY "Phone" INTEGER, ADD CHECK ("CompanyName" <> '');
               ALTER TABLE "CustomerDemographic" DROP PRIMARY KEY;
               CREATE VIEW "Cities" AS SELECT DISTINCT "City" FROM "Customer";"#
        }
    }
}

fn an_altered_table_is_followed_and_what_it_means_is_said(database: Database) {
    let project = Rebuilt::create(database);
    project.edit("admin/admin.yaml", |text| {
        text.replacen(
            "      - name: Phone\n",
            "      - name: Phone   # by day\n        label: Telephone\n",
            1,
        )
    });
    project.0.change_database(alter(database));
    let plan = project.rebuild(&["--dry-run"]).done();
    for line in [
        "    Note  `Cities` is only read: it is a view\n",
        "    Note  `CustomerDemographic` is only read: it has no primary key\n",
        "     Add  src/generated/city.rs\n",
        "  Update  src/generated/customer_demographic.rs  ",
        "only read now, without a key\n",
        "  Update  src/generated/shipper.rs               Phone changed\n",
    ] {
        assert!(plan.contains(line), "no `{line}` in:\n{plan}");
    }
    assert_eq!(project.rebuild(&[]).done(), plan);
    assert!(
        project
            .read("src/generated/shipper.rs")
            .contains("pub phone: Option<i64>,")
    );
    let admin = project.read("admin/admin.yaml");
    assert!(
        admin.contains("      - name: Phone   # by day\n        label: Telephone\n"),
        "{admin}"
    );
    project.0.formwork(&["admin", "check"]).answer();
    let before = files(&project.root());
    assert!(project.rebuild(&[]).done().contains("nothing to do"));
    assert_eq!(changed(&before, &files(&project.root())), [""; 0]);
}
