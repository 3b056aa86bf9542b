//! How far a build is: a bar on a terminal, a line elsewhere.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::{Output, Verb};

/// The progress of a build.
pub(super) struct Progress(ProgressBar);

impl Progress {
    pub(super) fn start(output: &mut Output) -> Self {
        let bar = if output.is_quiet() {
            ProgressBar::hidden()
        } else {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
        };
        if bar.is_hidden() {
            output.status(Verb::Build, "the project, with its dependencies");
        } else {
            bar.set_style(style("   Build  {spinner} {pos} packages"));
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self(bar)
    }

    pub(super) fn packages(&self, count: u64) {
        self.0.set_length(count);
        self.0
            .set_style(style("   Build  {bar:30} {pos}/{len} packages, {elapsed}"));
    }

    pub(super) fn compiled(&self, count: u64) {
        self.0.set_position(count);
    }

    /// Prints something else, with the bar out of the way.
    pub(super) fn aside(&self, print: impl FnOnce()) {
        self.0.suspend(print);
    }

    pub(super) fn end(self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("our templates are well-formed")
}
