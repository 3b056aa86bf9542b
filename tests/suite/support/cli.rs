//! The command line tool, run as a user runs it.

use std::path::Path;
use std::process::{Command, Output};

/// What a command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs `formwork` in a folder, with no configuration from the environment.
pub(crate) fn formwork<S: AsRef<str>>(folder: &Path, arguments: &[S]) -> Said {
    Said::from(command(folder, arguments).output().unwrap())
}

/// `formwork` in a folder, not started yet.
pub(super) fn command<S: AsRef<str>>(folder: &Path, arguments: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_formwork"));
    command
        .current_dir(folder)
        .args(arguments.iter().map(AsRef::as_ref));
    for variable in [
        "COLUMNS",
        "DATABASE_URL",
        "PORT",
        "HOST",
        "NO_COLOR",
        "RUST_BACKTRACE",
    ] {
        command.env_remove(variable);
    }
    command
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Said {
    /// What it said to the user, if it did what it was asked.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        self.stderr
    }

    /// What it answered, if it did what it was asked.
    #[track_caller]
    pub(crate) fn answer(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.stdout, self.stderr);
        self.stdout
    }

    /// What it said to the user, if it refused.
    #[track_caller]
    pub(crate) fn refused(self) -> String {
        assert_eq!(self.code, Some(1), "{}{}", self.stdout, self.stderr);
        assert!(
            self.stderr.starts_with("error: ") || self.stderr.contains("\nerror: "),
            "{}",
            self.stderr
        );
        self.stderr
    }
}
