//! The application: tables, what the project adds to them, and the server they become.

mod drift;
mod error;
mod log;
mod options;
mod question;
mod start;
mod state;
mod test;
mod views;

use std::process::ExitCode;

pub use error::StartError;
pub use log::start_log;
pub(crate) use state::Ignore;
pub use state::State;
pub use test::{Hammer, Hammered, TestApp, TestResponse, TestSession};

use crate::generated::Generated;
use crate::routes::Routes;
use crate::rules::Logic;

/// An application in the making.
#[derive(Debug)]
#[must_use]
pub struct App {
    pub(crate) generated: Generated,
    pub(crate) routes: Routes,
    pub(crate) logic: Logic,
}

impl App {
    /// The application of a project's tables.
    pub fn new(generated: Generated) -> Self {
        Self {
            generated,
            routes: Routes::new(),
            logic: Logic::new(),
        }
    }

    /// Adds the rules that a function declares.
    pub fn rules(mut self, declare: fn(&mut Logic)) -> Self {
        declare(&mut self.logic);
        self
    }

    /// Adds the project's own endpoints.
    pub fn routes(mut self, routes: Routes) -> Self {
        self.routes = routes;
        self
    }

    /// Serves until the process is asked to end; what `main` returns.
    ///
    /// The configuration is read from the project's folder, which is the current one or that of the executable. Errors
    /// are printed to the standard error output.
    // Neither generic nor async, so that the user's crate does not compile the server anew with each change.
    #[must_use]
    pub fn run(self) -> ExitCode {
        start::run(self)
    }

    /// The application for tests, without a port.
    ///
    /// With SQLite it works on a copy of the database, which is removed afterwards; otherwise on the configured one.
    #[must_use]
    pub fn test(self) -> TestApp {
        TestApp::new(self)
    }
}
