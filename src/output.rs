//! What the user sees: status lines, reports, errors with their causes and hints.
//!
//! What a script may read goes to standard output, everything else to standard error. Nothing is
//! told by colour alone, and colour is only where it is wanted: `--color`, `NO_COLOR`, a terminal.

use std::{
    error::Error as StdError,
    fmt::{self, Display, Write as _},
    io::{self, Write},
};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use clap::ColorChoice;
use serde::Serialize;

use crate::{
    error::Error,
    project::{Action, CreateReport, PlanReport},
};

/// How much is said, and in which colours.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct OutputArgs {
    /// Print only errors and what was asked for
    #[arg(
        long,
        short,
        global = true,
        help_heading = "Output",
        conflicts_with = "verbose"
    )]
    pub quiet: bool,
    /// Print more of what is done
    #[arg(long, short, global = true, help_heading = "Output")]
    pub verbose: bool,
    /// When to use colour
    #[arg(
        long,
        global = true,
        help_heading = "Output",
        value_name = "WHEN",
        default_value_t
    )]
    pub color: ColorChoice,
}

/// What a status line says is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Read,
    Add,
    Update,
    Remove,
    Merge,
    Build,
    Serve,
    /// Something that was treated specially.
    Note,
}

/// Where we print to.
pub struct Output {
    is_quiet: bool,
    is_verbose: bool,
    answer: Box<dyn Write + Send>,
    messages: Box<dyn Write + Send>,
}

const VERB: Style = AnsiColor::Green.on_default().bold();
const ERROR: Style = AnsiColor::Red.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// How wide the column of verbs is.
const COLUMN: usize = 8;

impl Output {
    /// Prints to the streams of this process.
    #[must_use]
    pub fn new(args: OutputArgs) -> Self {
        let choice = match args.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        let in_colour = match choice {
            anstream::ColorChoice::Auto => AutoStream::choice(&io::stderr()),
            asked => asked,
        };
        // A server that we run writes to the same place: a line in pieces would be torn apart.
        let whole_lines: Box<dyn Write + Send> = Box::new(io::BufWriter::new(io::stderr()));
        Self {
            is_quiet: args.quiet,
            is_verbose: args.verbose,
            answer: Box::new(AutoStream::new(io::stdout(), choice)),
            messages: Box::new(AutoStream::new(whole_lines, in_colour)),
        }
    }

    /// Prints what was asked for, such as a model, to standard output.
    pub fn answer(&mut self, text: &str) -> Result<(), Error> {
        match self
            .answer
            .write_all(text.as_bytes())
            .and_then(|()| self.answer.flush())
        {
            // `formwork inspect | head` has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            printed => printed.map_err(Error::Print),
        }
    }

    /// Prints what a script asked for.
    pub fn json(&mut self, answer: &impl Serialize) -> Result<(), Error> {
        let mut text = serde_json::to_string_pretty(answer).expect("answers are plain data");
        text.push('\n');
        self.answer(&text)
    }

    /// Prints a status line: `    Read  14 tables`.
    pub fn status(&mut self, verb: Verb, message: impl Display) {
        if !self.is_quiet {
            let verb = format!("{verb:?}");
            self.line(format_args!(
                "{VERB}{verb:>COLUMN$}{VERB:#}  {}",
                Printable(&message)
            ));
        }
    }

    /// Whether only errors and answers are printed.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.is_quiet
    }

    /// Prints lines of another program as they are, such as a compiler's.
    pub fn relay(&mut self, lines: &str) {
        if !self.is_quiet {
            self.line(format_args!("{lines}"));
        }
    }

    /// Prints what only `--verbose` is for.
    pub fn detail(&mut self, message: impl Display) {
        if self.is_verbose {
            self.line(format_args!("{:COLUMN$}  {}", "", Printable(&message)));
        }
    }

    /// Prints what the user should know, though all went well.
    pub fn warning(&mut self, message: impl Display) {
        if !self.is_quiet {
            self.line(format_args!(
                "{WARNING}warning:{WARNING:#} {}",
                Printable(&message)
            ));
        }
    }

    /// Prints what the user can do next.
    pub fn hint(&mut self, message: impl Display) {
        if !self.is_quiet {
            self.line(format_args!("{HINT}hint:{HINT:#} {}", Printable(&message)));
        }
    }

    /// Prints an error, its causes, and what to do about it.
    pub fn error(&mut self, error: &Error) {
        self.line(format_args!("{ERROR}error:{ERROR:#} {}", Printable(error)));
        let mut said = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            if let Some(answer) = answer_of_postgres(error) {
                self.line(format_args!(
                    "{ERROR}caused by:{ERROR:#} {}",
                    Printable(answer)
                ));
                break;
            }
            let text = error.to_string();
            // Some errors end with what their cause says.
            if !said.ends_with(&text) {
                self.line(format_args!(
                    "{ERROR}caused by:{ERROR:#} {}",
                    Printable(&text)
                ));
            }
            said = text;
            cause = StdError::source(error);
        }
        for mistake in error.mistakes() {
            self.line(format_args!(
                "{ERROR}caused by:{ERROR:#} {}",
                Printable(mistake)
            ));
            self.line(format_args!(
                "{HINT}hint:{HINT:#} {}",
                Printable(&mistake.hint)
            ));
        }
        if let Some(hint) = error.hint() {
            self.line(format_args!("{HINT}hint:{HINT:#} {}", Printable(&hint)));
        }
    }

    /// Says which project was created.
    pub fn created(&mut self, report: &CreateReport) {
        let path = report.path.display().to_string();
        let slash = if path.ends_with(['/', '\\']) { "" } else { "/" };
        self.status(
            Verb::Add,
            format_args!("{path}{slash} ({} files)", report.files),
        );
    }

    /// Says what a rebuild does, file by file, and what the user has to look at.
    pub fn planned(&mut self, report: &PlanReport<'_>) {
        let width = report
            .steps
            .iter()
            .filter(|step| step.explanation.is_some())
            .map(|step| step.path.chars().count())
            .max()
            .unwrap_or(0);
        for step in &report.steps {
            let verb = match step.action {
                Action::Add => Verb::Add,
                Action::Update => Verb::Update,
                Action::Remove => Verb::Remove,
                Action::Merge => Verb::Merge,
                Action::Keep => continue,
            };
            match &step.explanation {
                Some(why) => self.status(verb, format_args!("{:width$}  {why}", step.path)),
                None => self.status(verb, &step.path),
            }
        }
        for (path, merge) in report.merges {
            for (old, new) in &merge.renamed {
                self.warning(format_args!(
                    "`{old}` went and `{new}` came: if it was renamed, move what you wrote about `{old}` in `{path}`"
                ));
            }
            for conflict in &merge.conflicts {
                let (line, subject, message) =
                    (conflict.line, &conflict.subject, &conflict.message);
                self.warning(format_args!(
                    "{path}:{line}: `{subject}` stays as you have it; it is {message}"
                ));
            }
        }
        match report.would_start_differently {
            [] => {}
            [path] => self.warning(format_args!(
                "`{path}` is yours and stays; a project created now would start with another one"
            )),
            paths => self.warning(format_args!(
                "`{}` are yours and stay; a project created now would start with others",
                paths.join("`, `")
            )),
        }
    }

    fn line(&mut self, line: fmt::Arguments<'_>) {
        // Nobody is left to tell that standard error is gone.
        let _ = writeln!(self.messages, "{line}").and_then(|()| self.messages.flush());
    }
}

/// What PostgreSQL answered, without the line of its own sources where it says so.
fn answer_of_postgres<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e str> {
    let sqlx::Error::Database(answer) = error.downcast_ref()? else {
        return None;
    };
    let answer = answer.try_downcast_ref::<sqlx::postgres::PgDatabaseError>()?;
    Some(answer.message())
}

/// A message without what could steer a terminal: names come from databases.
struct Printable<T>(T);

impl<T: Display> Display for Printable<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        write!(text, "{}", self.0)?;
        text.chars().try_for_each(|letter| {
            if letter.is_control() && !matches!(letter, '\n' | '\t') {
                write!(formatter, "{}", letter.escape_default())
            } else {
                formatter.write_char(letter)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{
        path::PathBuf,
        sync::{Arc, Mutex},
    };

    use super::*;
    use crate::project::{
        ProjectError, Step,
        merge::{Conflict, MergeReport},
    };

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is printed, without colours.
    fn printed(args: OutputArgs, print: impl FnOnce(&mut Output)) -> (String, String) {
        let (answer, messages) = (Shared::default(), Shared::default());
        let mut output = Output {
            is_quiet: args.quiet,
            is_verbose: args.verbose,
            answer: Box::new(answer.clone()),
            messages: Box::new(anstream::StripStream::new(
                Box::new(messages.clone()) as Box<dyn Write + Send>
            )),
        };
        print(&mut output);
        let text = |shared: &Shared| String::from_utf8(shared.0.lock().unwrap().clone()).unwrap();
        (text(&answer), text(&messages))
    }

    #[test]
    fn verbs_stand_in_a_column_and_answers_apart() {
        let (answer, messages) = printed(OutputArgs::default(), |output| {
            output.status(Verb::Read, "14 tables from `sqlite:shop.sqlite`");
            output.created(&CreateReport {
                path: PathBuf::from("shop"),
                files: 48,
            });
            output.answer("{}\n").unwrap();
            output.detail("not shown");
        });
        assert_eq!(answer, "{}\n");
        assert_eq!(
            messages,
            "    Read  14 tables from `sqlite:shop.sqlite`\n     Add  shop/ (48 files)\n"
        );
    }

    #[test]
    fn an_error_has_its_cause_and_its_hint_even_when_quiet() {
        let error = Error::Project(ProjectError::Io {
            action: "write",
            path: PathBuf::from("shop/src/main.rs"),
            source: io::ErrorKind::StorageFull.into(),
        });
        let quiet = OutputArgs {
            quiet: true,
            ..OutputArgs::default()
        };
        let (_, messages) = printed(quiet, |output| {
            output.status(Verb::Read, "not shown");
            output.hint("not shown");
            output.error(&error);
        });
        assert_eq!(
            messages,
            "error: could not write `shop/src/main.rs`\ncaused by: no storage space\n\
             hint: free some space, then run the command again: nothing was changed\n"
        );
    }

    #[test]
    fn a_name_from_a_database_cannot_steer_the_terminal() {
        let (_, messages) = printed(OutputArgs::default(), |output| {
            output.status(Verb::Add, "a\u{1b}[2Jb\u{7}");
        });
        assert_eq!(messages, "     Add  a\\u{1b}[2Jb\\u{7}\n");
    }

    #[test]
    fn a_plan_is_shown_with_its_reasons_and_conflicts() {
        let step = |action, path: &str, why: Option<&str>| Step {
            action,
            path: path.to_owned(),
            explanation: why.map(ToOwned::to_owned),
        };
        let steps = [
            step(Action::Add, "src/generated/voucher.rs", None),
            step(
                Action::Update,
                "src/generated/customer.rs",
                Some("loyalty_points added"),
            ),
            step(
                Action::Remove,
                "src/generated/old_log.rs",
                Some("its table is gone"),
            ),
            step(
                Action::Merge,
                "admin/admin.yaml",
                Some("Voucher, 1 conflict"),
            ),
        ];
        let merge = MergeReport {
            conflicts: vec![Conflict {
                line: 12,
                subject: "Customer.Balance.type".to_owned(),
                message: "now Integer in the database".to_owned(),
            }],
            renamed: vec![("OldLog".to_owned(), "Log".to_owned())],
            ..MergeReport::default()
        };
        let report = PlanReport {
            steps: steps.iter().collect(),
            would_start_differently: &["README.md".to_owned()],
            merges: &[("admin/admin.yaml".to_owned(), merge)],
        };
        let (_, messages) = printed(OutputArgs::default(), |output| output.planned(&report));
        assert_eq!(
            messages,
            "     Add  src/generated/voucher.rs\n\
             \x20 Update  src/generated/customer.rs  loyalty_points added\n\
             \x20 Remove  src/generated/old_log.rs   its table is gone\n\
             \x20  Merge  admin/admin.yaml           Voucher, 1 conflict\n\
             warning: `OldLog` went and `Log` came: if it was renamed, move what you wrote about `OldLog` in `admin/admin.yaml`\n\
             warning: admin/admin.yaml:12: `Customer.Balance.type` stays as you have it; it is now Integer in the database\n\
             warning: `README.md` is yours and stays; a project created now would start with another one\n"
        );

        // Many of them, as after a change of the port, are one line.
        let report = PlanReport {
            steps: Vec::new(),
            would_start_differently: &["Dockerfile", "README.md"].map(str::to_owned),
            merges: &[],
        };
        let (_, messages) = printed(OutputArgs::default(), |output| output.planned(&report));
        assert_eq!(
            messages,
            "warning: `Dockerfile`, `README.md` are yours and stay; a project created now would start with others\n"
        );
    }
}
