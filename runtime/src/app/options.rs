//! The command line of a project's server.

use std::path::PathBuf;

use super::StartError;
use super::question::Question;

/// What `--help` shows.
pub(super) const HELP: &str = "\
Serves this project.

Options:
  --host <HOST>    Address to listen on, instead of `server.host`
  --port <PORT>    Port to listen on, instead of `server.port`; 0 for any that is free
  --config <FILE>  Configuration to read; the project is the folder it is in [default: config.yaml]
  --help           Print this help
";

/// What the command line says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Options {
    pub(super) host: Option<String>,
    pub(super) port: Option<String>,
    pub(super) config: Option<PathBuf>,
    pub(super) help: bool,
    /// What the tool asks, instead of having us serve.
    pub(super) question: Option<Question>,
}

impl Options {
    /// Reads the arguments, without the name of the program.
    pub(super) fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self, StartError> {
        let mut options = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let (name, given) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            if matches!(name, "--help" | "-h") {
                options.help = true;
                continue;
            }
            if !matches!(name, "--host" | "--port" | "--config" | "--rules") {
                return Err(StartError::Usage(format!(
                    "there is no option `{argument}`"
                )));
            }
            let value = given.or_else(|| arguments.next());
            let value =
                value.ok_or_else(|| StartError::Usage(format!("`{name}` needs a value")))?;
            match name {
                "--host" => options.host = Some(value),
                "--port" => options.port = Some(value),
                "--rules" => options.question = Some(Question::parse(&value)?),
                _ => options.config = Some(value.into()),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        Options::parse(line.split_whitespace().map(str::to_owned))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn options_are_read_in_both_spellings() {
        let options = parse("--host=0.0.0.0 --port 80 --config /etc/shop/config.yaml").unwrap();
        assert_eq!(
            (options.host.as_deref(), options.port.as_deref()),
            (Some("0.0.0.0"), Some("80"))
        );
        assert_eq!(options.config, Some("/etc/shop/config.yaml".into()));
        assert!(parse("-h").unwrap().help);
    }

    #[test]
    fn the_tool_may_ask() {
        assert_eq!(
            parse("--rules=repair").unwrap().question,
            Some(Question::Repair)
        );
        let error = parse("--rules=mend").unwrap_err();
        assert!(error.ends_with("not `mend`"), "{error}");
    }

    #[test]
    fn anything_else_is_refused() {
        assert_eq!(parse("serve").unwrap_err(), "there is no option `serve`");
        assert_eq!(
            parse("--prot=1").unwrap_err(),
            "there is no option `--prot=1`"
        );
        assert_eq!(parse("--port").unwrap_err(), "`--port` needs a value");
    }
}
