//! The app's own files, as `make admin` builds them into `runtime/assets`; none if nobody has built them.

/// A file of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppFile {
    /// Below `runtime/assets`, with `/` between its parts; it ends in `.br` or `.gz` if it is compressed.
    pub path: &'static str,
    pub bytes: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/app_files.rs"));

/// All files of the app.
#[must_use]
pub fn app_files() -> &'static [AppFile] {
    FILES
}

/// The file of the path.
pub(super) fn find(path: &str) -> Option<&'static AppFile> {
    FILES.iter().find(|file| file.path == path)
}

/// What a file is.
pub(super) fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
