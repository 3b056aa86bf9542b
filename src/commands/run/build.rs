//! `cargo build` of a project, at low priority, as events.

use std::{
    collections::HashSet,
    env,
    ffi::OsStr,
    io,
    path::{Path, PathBuf},
    process::Stdio,
};

use serde::Deserialize;
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, BufReader},
    process::{Child, Command},
    sync::mpsc,
};

/// A build that goes on. Dropped, it ends.
#[derive(Debug)]
pub(super) struct Build {
    child: Child,
    lines: mpsc::Receiver<Line>,
    packages: HashSet<String>,
    executable: Option<PathBuf>,
    manifest: PathBuf,
}

/// Something that happens in a build.
#[derive(Debug)]
pub(super) enum Event {
    /// How many packages there are.
    Packages(u64),
    /// How many packages are compiled.
    Compiled(u64),
    /// A message of the compiler or of cargo, as it is printed.
    Message(String),
    /// The end, with the executable if the project compiles.
    End(Option<PathBuf>),
}

#[derive(Debug)]
enum Line {
    Json(String),
    Said(String),
    Packages(u64),
}

/// What cargo tells as JSON, as far as we listen:
/// <https://doc.rust-lang.org/cargo/reference/external-tools.html#json-messages>.
#[derive(Debug, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
enum Told {
    CompilerArtifact {
        package_id: String,
        manifest_path: PathBuf,
        target: Target,
        executable: Option<PathBuf>,
    },
    CompilerMessage {
        message: Diagnostic,
    },
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize)]
struct Target {
    kind: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Diagnostic {
    rendered: Option<String>,
}

/// Where cargo is: what `CARGO` says, or on the `PATH`.
pub(in crate::commands) fn cargo() -> Option<PathBuf> {
    env::var_os("CARGO")
        .map(PathBuf::from)
        .or_else(|| on_path(OsStr::new("cargo")))
}

fn on_path(program: &OsStr) -> Option<PathBuf> {
    let name = Path::new(program).with_extension(env::consts::EXE_EXTENSION);
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(&name))
        .find(|path| path.is_file())
}

impl Build {
    /// Starts a build of the project in the directory.
    pub(super) fn start(cargo: &Path, directory: &Path, release: bool) -> io::Result<Self> {
        let mut command = at_low_priority(cargo);
        command
            .args(["build", "--message-format", "json-diagnostic-rendered-ansi"])
            .args(release.then_some("--release"))
            .current_dir(directory)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn()?;
        let (sender, lines) = mpsc::channel(64);
        let stdout = child.stdout.take().expect("the output is a pipe");
        let stderr = child.stderr.take().expect("the output is a pipe");
        tokio::spawn(read(stdout, sender.clone(), Line::Json));
        tokio::spawn(read(stderr, sender.clone(), Line::Said));
        tokio::spawn(count_packages(
            cargo.to_owned(),
            directory.to_owned(),
            sender,
        ));
        Ok(Self {
            child,
            lines,
            packages: HashSet::new(),
            executable: None,
            manifest: directory.join("Cargo.toml"),
        })
    }

    /// Waits for the next event.
    pub(super) async fn next(&mut self) -> Event {
        while let Some(line) = self.lines.recv().await {
            let event = match line {
                Line::Packages(count) => Some(Event::Packages(count)),
                Line::Said(text) => (!is_status(&text)).then_some(Event::Message(text)),
                Line::Json(text) => self.told(&text),
            };
            if let Some(event) = event {
                return event;
            }
        }
        let is_success = self.child.wait().await.is_ok_and(|status| status.success());
        Event::End(self.executable.take().filter(|_| is_success))
    }

    fn told(&mut self, text: &str) -> Option<Event> {
        match serde_json::from_str(text) {
            Ok(Told::CompilerMessage { message }) => message
                .rendered
                .map(|text| Event::Message(text.trim_end().to_owned())),
            Ok(Told::CompilerArtifact {
                package_id,
                manifest_path,
                target,
                executable,
            }) => {
                if let Some(executable) = executable
                    && target.kind.iter().any(|kind| kind == "bin")
                    && is_same(&manifest_path, &self.manifest)
                {
                    self.executable.get_or_insert(executable);
                }
                let is_new = target.kind.iter().all(|kind| kind != "custom-build")
                    && self.packages.insert(package_id);
                is_new.then_some(Event::Compiled(self.packages.len() as u64))
            }
            // What is no message of cargo's is what a build script printed.
            Ok(Told::Other) | Err(_) => None,
        }
    }

    /// Ends the build, with the compilers it started.
    pub(super) async fn stop(mut self) {
        #[cfg(unix)]
        if let Some(group) = self
            .child
            .id()
            .and_then(|id| rustix::process::Pid::from_raw(i32::try_from(id).ok()?))
        {
            // It may have ended by itself meanwhile.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::TERM);
        }
        #[cfg(not(unix))]
        let _ = self.child.start_kill();
        let _ = self.child.wait().await;
    }
}

/// Cargo through `nice`, where there is one: whoever asks the preview comes first.
fn at_low_priority(cargo: &Path) -> Command {
    match on_path(OsStr::new("nice")).filter(|_| cfg!(unix)) {
        Some(nice) => {
            let mut command = Command::new(nice);
            command.arg("-n").arg("10").arg(cargo);
            command
        }
        None => Command::new(cargo),
    }
}

async fn read(output: impl AsyncRead + Unpin, lines: mpsc::Sender<Line>, line: fn(String) -> Line) {
    let mut output = BufReader::new(output).lines();
    while let Ok(Some(text)) = output.next_line().await {
        if lines.send(line(text)).await.is_err() {
            break;
        }
    }
}

/// Counts what will be compiled, for the progress bar. A build without this number goes on as well.
async fn count_packages(cargo: PathBuf, directory: PathBuf, lines: mpsc::Sender<Line>) {
    let tree = Command::new(cargo)
        .args([
            "tree",
            "--quiet",
            "--prefix",
            "none",
            "--edges",
            "normal,build",
            "--format",
            "{p}",
        ])
        .current_dir(directory)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await;
    let Some(tree) = tree.ok().filter(|tree| tree.status.success()) else {
        return;
    };
    let tree = String::from_utf8_lossy(&tree.stdout);
    let packages: HashSet<_> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .collect();
    // Nobody wants to know any more.
    let _ = lines.send(Line::Packages(packages.len() as u64)).await;
}

/// Whether a line of cargo's is a status line such as `   Compiling shop v0.1.0`: its verb ends in the twelfth column.
fn is_status(line: &str) -> bool {
    let verb = line.trim_start().split(' ').next().unwrap_or_default();
    line.starts_with(' ') && line.len() - line.trim_start().len() + verb.len() == 12
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_does_is_told_from_what_it_says() {
        for status in [
            "   Compiling shop v0.1.0 (/shop)",
            "    Finished `dev` profile in 1s",
            "    Blocking waiting for file lock on build directory",
        ] {
            assert!(is_status(status), "{status}");
        }
        for message in [
            "error: failed to parse manifest at `/shop/Cargo.toml`",
            "Caused by:",
            "  could not find `Cargo.toml`",
            "",
        ] {
            assert!(!is_status(message), "{message}");
        }
    }
}
