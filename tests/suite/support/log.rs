//! What servers log, in the output of the test that fails; the logic log is also kept, to be looked at.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

/// The lines of the logic log, of all tests.
static LOGIC: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Begins to log, unless another test has begun.
pub(crate) fn begin() {
    let log = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_thread_ids(true)
        .with_writer(|| Tee);
    drop(log.try_init());
}

/// The logic log of whatever thread has written a line with the text: each application writes on threads of its own.
pub(crate) fn logic_with(text: &str) -> Vec<String> {
    let lines = LOGIC.lock().unwrap_or_else(PoisonError::into_inner);
    let thread = |line: &str| {
        line.split_whitespace()
            .find(|word| word.starts_with("ThreadId"))
            .map(str::to_owned)
    };
    let wanted = lines.iter().find(|line| line.contains(text));
    let wanted = wanted.and_then(|line| thread(line));
    lines
        .iter()
        .filter(|line| thread(line) == wanted)
        .filter_map(|line| Some(line.split_once("formwork::logic: ")?.1.to_owned()))
        .collect()
}

/// The harness's output, and the kept lines.
struct Tee;

impl Write for Tee {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let line = String::from_utf8_lossy(bytes);
        #[expect(clippy::print_stdout, reason = "the harness keeps what is printed so")]
        {
            print!("{line}");
        }
        if line.contains("formwork::logic") {
            let mut lines = LOGIC.lock().unwrap_or_else(PoisonError::into_inner);
            lines.push(line.trim_end().to_owned());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
