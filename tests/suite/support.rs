//! What the tests share: databases of their own.

mod app;
mod database;

pub(crate) use app::TestApp;
pub(crate) use database::{Database, TestDatabase, read};

/// Makes tests of functions that take a [`Database`]: one for each kind, called `function::sqlite` and so on.
///
/// A server that is not there skips the test with a line on the real standard error, see `tests/README.md`.
macro_rules! each_database {
    ($($function:ident),+ $(,)?) => {
        $(
            mod $function {
                use crate::support::Database;

                #[test]
                fn sqlite() {
                    super::$function(Database::Sqlite);
                }

                #[test]
                fn postgres() {
                    if Database::Postgres.is_there(module_path!()) {
                        super::$function(Database::Postgres);
                    }
                }

                #[test]
                fn mysql() {
                    if Database::Mysql.is_there(module_path!()) {
                        super::$function(Database::Mysql);
                    }
                }
            }
        )+
    };
}
pub(crate) use each_database;
