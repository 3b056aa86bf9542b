//! What the tests share: databases of their own.

mod app;
mod cli;
mod database;
mod log;
mod project;
#[cfg(unix)]
mod server;

pub(crate) use app::{Answer, Client, MEDIA_TYPE, TestApp, patient};
pub(crate) use cli::{Said, formwork};
#[cfg(target_os = "linux")]
pub(crate) use database::skip;
pub(crate) use database::{Database, TestDatabase, read};
pub(crate) use log::{logic_with, spans_with};
pub(crate) use project::{TestProject, files};
#[cfg(unix)]
pub(crate) use server::{Connection, Server};

/// Makes tests of functions that take a [`Database`]: one for each kind, called `function::sqlite` and so on.
/// `on [Postgres Mysql]` makes those only.
///
/// A server that is not there skips the test with a line on the real standard error, see `tests/README.md`.
macro_rules! each_database {
    (on $databases:tt $($function:ident),+ $(,)?) => {
        $($crate::support::each_database!(@module $function $databases);)+
    };
    (@module $function:ident [$($database:ident)+]) => {
        mod $function {
            $($crate::support::each_database!(@test $function $database);)+
        }
    };
    (@test $function:ident Sqlite) => {
        #[test]
        fn sqlite() {
            super::$function($crate::support::Database::Sqlite);
        }
    };
    (@test $function:ident Postgres) => {
        #[test]
        fn postgres() {
            if $crate::support::Database::Postgres.is_there(module_path!()) {
                super::$function($crate::support::Database::Postgres);
            }
        }
    };
    (@test $function:ident Mysql) => {
        #[test]
        fn mysql() {
            if $crate::support::Database::Mysql.is_there(module_path!()) {
                super::$function($crate::support::Database::Mysql);
            }
        }
    };
    ($($function:ident),+ $(,)?) => {
        $crate::support::each_database!(on [Sqlite Postgres Mysql] $($function),+);
    };
}
pub(crate) use each_database;
