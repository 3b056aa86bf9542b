//! The first page, shown in the browser.

use crate::output::Output;

/// Shows an address in the browser.
pub(super) fn open(address: &str, output: &mut Output) {
    let mut command = if cfg!(windows) {
        let mut command = std::process::Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        std::process::Command::new(if cfg!(target_os = "macos") {
            "open"
        } else {
            "xdg-open"
        })
    };
    let quiet = std::process::Stdio::null;
    if let Err(error) = command
        .arg(address)
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn()
    {
        output.warning(format_args!("no browser could be opened: {error}"));
    }
}
