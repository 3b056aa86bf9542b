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

/// Whether the name is that of a style sheet or a picture of the project's own, beside its `admin.yaml`.
pub(super) fn is_own_file(name: &str) -> bool {
    let is_name = name
        .bytes()
        .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, b'.' | b'_' | b'-'));
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    is_name && !name.starts_with('.') && ending.is_some_and(|ending| OWN.contains(&ending))
}

/// The endings of a project's own files that are served.
const OWN: [&str; 8] = ["css", "svg", "png", "jpg", "jpeg", "gif", "webp", "ico"];

/// What a file is.
pub(super) fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        _ => "application/octet-stream",
    }
}
