//! A server whose database has changed since the last rebuild starts, and says what is gone.
#![cfg(unix)]

use std::{path::Path, process::Command};

use crate::support::{Database, Server, TestProject, each_database};

each_database!(what_is_gone_is_warned_of_at_the_start);

fn what_is_gone_is_warned_of_at_the_start(database: Database) {
    let project = TestProject::create("northwind", database);
    project.cargo(&["build", "--quiet", "--offline"]).done();
    let start = || {
        let name = format!("northwind_{}", database.name());
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects/debug");
        let mut command = Command::new(target.join(name));
        command
            .args(["--port", "0"])
            .current_dir(project.path())
            .env_remove("DATABASE_URL");
        Server::start(command)
    };
    let is_warning = "the database has changed";

    let server = start();
    assert_eq!(server.get("/api/Customer/ALFKI").status, 200);
    server.terminate();
    let log = server.ended().1;
    assert!(!log.contains(is_warning), "{log}");

    project.change_database(
        r#"ALTER TABLE "Customer" DROP COLUMN "Fax"; DROP TABLE "SampleDBVersion";"#,
    );
    let mut server = start();
    for gone in [
        "the column `Fax` of `Customer`",
        "the table `SampleDBVersion`",
    ] {
        server.wait_for(&format!(
            "{is_warning}: {gone} is gone; run `formwork rebuild-from-database`"
        ));
    }
    assert_eq!(
        server.log().matches(is_warning).count(),
        2,
        "{}",
        server.log()
    );
    // What is still there is served.
    assert_eq!(server.get("/api/Shipper").status, 200);
}
