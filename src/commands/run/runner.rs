//! From the preview to the compiled server, and from that to the next, until somebody ends it.

use std::{
    io,
    net::TcpListener,
    path::{Path, PathBuf},
    process::ExitStatus,
    time::{Duration, Instant},
};

use formwork_runtime::server::{Serving, Signal, Signals};
use tokio::task::JoinSet;

use super::{
    RunArgs, RunError,
    build::{Build, Event},
    compiled::Compiled,
    progress::Progress,
    watch::Watch,
};
use crate::{
    output::{Output, Verb},
    preview::{self, Preview},
};

/// How long a connection may be without a request before it is closed: a client may be about to ask on it.
const IDLE: Duration = Duration::from_secs(2);

/// A project that is served.
pub(super) struct Runner<'a> {
    pub(super) directory: PathBuf,
    /// Ours from the beginning to the end, so that the port is never closed in between.
    pub(super) listener: TcpListener,
    pub(super) signals: Signals,
    pub(super) serves: Serves,
    /// Servers that finish what they were asked.
    pub(super) retiring: JoinSet<()>,
    pub(super) watch: Watch,
    pub(super) output: &'a mut Output,
}

/// Which server takes new connections.
pub(super) enum Serves {
    Preview {
        preview: Preview,
        serving: Serving,
    },
    Compiled(Compiled),
    /// The compiled server ended by itself; the next one is waited for.
    Nothing,
}

/// What ends a wait.
enum Next {
    Signal(Signal),
    /// Files of the project changed.
    Changed,
    /// The compiled server ended by itself.
    Ended(io::Result<ExitStatus>),
    Built(Option<PathBuf>),
}

impl Runner<'_> {
    pub(super) async fn build_and_hand_over(
        &mut self,
        cargo: &Path,
        args: &RunArgs,
    ) -> Result<(), RunError> {
        let is_watched = args.watch;
        loop {
            self.note(preview::Compiled::Soon);
            let build =
                Build::start(cargo, &self.directory, args.release).map_err(RunError::System)?;
            let mut next = self.wait_for(build, args).await;
            if let Next::Built(executable) = next {
                if let Some(executable) = executable {
                    self.hand_over(&executable, args).await;
                } else {
                    self.note(preview::Compiled::Failed { is_watched });
                    self.say_that_it_does_not_compile(args);
                }
                next = self.wait(args).await;
            }
            match next {
                Next::Signal(signal) => return self.stop(signal).await,
                Next::Changed | Next::Built(_) => {}
                Next::Ended(status) => {
                    let status = status.map_err(RunError::System)?;
                    if !args.watch {
                        return if status.success() {
                            Ok(())
                        } else {
                            Err(RunError::Ended { status })
                        };
                    }
                    self.serves = Serves::Nothing;
                    self.output
                        .warning(format_args!("the server ended: {status}"));
                    self.output
                        .hint("it starts again when a file of the project changes");
                    if let Next::Signal(signal) = self.wait(args).await {
                        return self.stop(signal).await;
                    }
                }
            }
        }
    }

    /// Serves the preview to the end.
    pub(super) async fn only_preview(&mut self) -> Result<(), RunError> {
        loop {
            tokio::select! {
                signal = self.signals.next() => return self.stop(signal).await,
                () = self.watch.change() => look_again(&self.serves),
            }
        }
    }

    /// Waits for the end of a build, or for what makes it pointless.
    async fn wait_for(&mut self, mut build: Build, args: &RunArgs) -> Next {
        let began = Instant::now();
        let progress = Progress::start(self.output);
        let next = loop {
            tokio::select! {
                event = build.next() => match event {
                    Event::Packages(count) => progress.packages(count),
                    Event::Compiled(count) => progress.compiled(count),
                    Event::Message(text) => progress.aside(|| self.output.relay(&text)),
                    Event::End(executable) => break Next::Built(executable),
                },
                signal = self.signals.next() => break Next::Signal(signal),
                () = self.watch.change() => {
                    look_again(&self.serves);
                    if args.watch {
                        break Next::Changed;
                    }
                }
            }
        };
        progress.end();
        match &next {
            Next::Built(Some(_)) => {
                self.output.status(
                    Verb::Build,
                    format_args!("done in {:.1} s", began.elapsed().as_secs_f32()),
                );
            }
            Next::Built(None) => {}
            _ => build.stop().await,
        }
        next
    }

    /// Waits for anything that asks for something to be done.
    async fn wait(&mut self, args: &RunArgs) -> Next {
        loop {
            let ended = async {
                match &mut self.serves {
                    Serves::Compiled(server) => server.ended().await,
                    Serves::Preview { .. } | Serves::Nothing => std::future::pending().await,
                }
            };
            tokio::select! {
                signal = self.signals.next() => return Next::Signal(signal),
                status = ended => return Next::Ended(status),
                () = self.watch.change() => {
                    look_again(&self.serves);
                    if args.watch {
                        return Next::Changed;
                    }
                }
            }
        }
    }

    /// Lets the compiled server serve; whoever served before finishes what it was asked.
    async fn hand_over(&mut self, executable: &Path, args: &RunArgs) {
        if !cfg!(unix) {
            // Two processes cannot have the port here: stop, then start.
            self.retire(Serves::Nothing, Duration::ZERO).await;
            while self.retiring.join_next().await.is_some() {}
        }
        match Compiled::start(executable, &self.directory, &self.listener).await {
            Ok(server) => {
                self.retire(Serves::Compiled(server), IDLE).await;
                self.output
                    .status(Verb::Serve, "the compiled server has taken over");
            }
            Err(error) => {
                self.note(preview::Compiled::NotServing {
                    is_watched: args.watch,
                });
                self.output
                    .warning(format_args!("the compiled server does not serve: {error}"));
            }
        }
    }

    /// Has the next one serve; returns when the one before takes no new connections.
    async fn retire(&mut self, next: Serves, idle: Duration) {
        match std::mem::replace(&mut self.serves, next) {
            Serves::Preview {
                preview,
                mut serving,
            } => {
                serving.close().await;
                self.retiring.spawn(async move {
                    serving.finish(idle).await;
                    preview.close().await;
                });
            }
            Serves::Compiled(mut server) => {
                server.close().await;
                self.retiring.spawn(async move {
                    // Whatever it ends with: nobody asks it any more.
                    let _ = server.ended().await;
                });
            }
            Serves::Nothing => {}
        }
    }

    /// Tells the preview, if it still serves, how it stands with the compiled server.
    fn note(&self, compiled: preview::Compiled) {
        if let Serves::Preview { preview, .. } = &self.serves {
            preview.note(compiled);
        }
    }

    fn say_that_it_does_not_compile(&mut self, args: &RunArgs) {
        match self.serves {
            Serves::Preview { .. } => self
                .output
                .warning("the project does not compile; the preview goes on"),
            Serves::Compiled(_) => self
                .output
                .warning("the project does not compile; the server from before goes on"),
            Serves::Nothing => self.output.warning("the project does not compile"),
        }
        if !args.watch {
            self.output
                .hint("correct it, then run this again; `--watch` does so by itself");
        }
    }

    /// Ends what serves, after what it was asked; a second signal ends it at once.
    async fn stop(&mut self, signal: Signal) -> Result<(), RunError> {
        let idle = match signal {
            Signal::Interrupt => Duration::ZERO,
            Signal::Terminate => IDLE,
        };
        if let Serves::Compiled(server) = &mut self.serves {
            server.signal(signal);
            let status = loop {
                tokio::select! {
                    status = server.ended() => break status.map_err(RunError::System)?,
                    again = self.signals.next() => server.signal(again),
                }
            };
            return if status.success() {
                Ok(())
            } else {
                Err(RunError::Ended { status })
            };
        }
        self.retire(Serves::Nothing, idle).await;
        let all = async { while self.retiring.join_next().await.is_some() {} };
        tokio::select! {
            () = all => {}
            _ = self.signals.next() => {}
        }
        Ok(())
    }
}

/// The preview may do less when the project's code has changed.
fn look_again(serves: &Serves) {
    if let Serves::Preview { preview, .. } = serves {
        preview.look_again();
    }
}
