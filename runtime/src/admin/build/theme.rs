//! What the theme takes from elsewhere: files beside `admin.yaml`, and pictures of other servers.

use serde_json::Value as Json;

use super::{Builder, json, texts};
use crate::admin::Diagnostic;
use crate::admin::files::is_own_file;
use crate::admin::tree::Node;

/// The keys of the theme that are files.
const FILES: [&str; 3] = ["css", "logo", "favicon"];

impl Builder<'_> {
    /// The theme, its files by their addresses on this server.
    pub(super) fn theme(&mut self, settings: Option<&Node>) -> Json {
        let mut theme = json(settings, "theme");
        let Some(node) = settings.and_then(|settings| settings.get("theme")) else {
            return theme;
        };
        for key in FILES {
            let Some(given) = node.get(key).filter(|given| given.text().is_some()) else {
                continue;
            };
            let text = given.text().unwrap_or_default();
            let problem = match self.file(text) {
                Ok(address) => {
                    theme[key] = Json::String(address);
                    continue;
                }
                // A picture of elsewhere is the browser's matter, by the hosts that it may ask.
                Err(_) if key == "logo" && text.starts_with("http") => continue,
                Err(problem) => problem,
            };
            let path = format!("settings.theme.{key}");
            self.found
                .push(Diagnostic::warning(given.place, &path, problem));
            if let Some(theme) = theme.as_object_mut() {
                theme.remove(key);
            }
        }
        theme
    }

    /// The address of a file beside `admin.yaml`, or a path of this server as it is.
    fn file(&self, text: &str) -> Result<String, String> {
        if text.starts_with('/') && !text.starts_with("//") && !text.starts_with("/\\") {
            return Ok(text.to_owned());
        }
        if !is_own_file(text) {
            return Err(format!(
                "`{text}` is neither a style sheet or picture beside this file nor a path of this server"
            ));
        }
        if self
            .ground
            .folder
            .is_some_and(|folder| !folder.join(text).is_file())
        {
            return Err(format!("there is no file `{text}` beside this one"));
        }
        Ok(format!("/ui/admin/{text}"))
    }

    /// The other servers that pictures may come from.
    pub(super) fn image_hosts(&mut self, settings: Option<&Node>) -> Vec<String> {
        let items = settings
            .and_then(|settings| settings.get("image_hosts"))
            .map_or(&[][..], Node::items);
        for (index, item) in items.iter().enumerate() {
            let text = item.text().unwrap_or_default();
            if !is_host(text) {
                let message = format!("`{text}` is no server that pictures could come from");
                let path = format!("settings.image_hosts[{index}]");
                let hint = "give its address without a path, such as `https://images.example.com` or `https://*.example.com`";
                let warning = Diagnostic::warning(item.place, &path, message);
                self.found.push(warning.hint(Some(hint.to_owned())));
            }
        }
        texts(settings, "image_hosts")
            .into_iter()
            .filter(|text| is_host(text))
            .collect()
    }
}

/// Whether the text names a server and nothing else; it becomes part of the page's policy.
fn is_host(text: &str) -> bool {
    let Some(rest) = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
    else {
        return false;
    };
    let (name, port) = rest.split_once(':').unwrap_or((rest, "443"));
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == b'-')
    };
    let name = name.strip_prefix("*.").unwrap_or(name);
    port.parse::<u16>().is_ok() && name.split('.').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::is_host;

    #[test]
    fn a_host_is_a_server_and_nothing_else() {
        for host in [
            "https://images.example.com",
            "http://10.0.0.7:8080",
            "https://*.example.com",
        ] {
            assert!(is_host(host), "{host}");
        }
        for other in [
            "images.example.com",
            "https://",
            "https://*",
            "https://a.example/path",
            "https://a.example; script-src *",
            "https://a.example https://b.example",
            "https://a..example",
            "https://a.example:port",
            "data:",
            "'unsafe-inline'",
        ] {
            assert!(!is_host(other), "{other}");
        }
    }
}
