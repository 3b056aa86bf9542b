//! Where a server listens.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};

use tokio::net::TcpListener;

use crate::config::ServerConfig;

/// Binds the configured address.
pub async fn bind(config: &ServerConfig) -> io::Result<TcpListener> {
    TcpListener::bind((config.host.as_str(), config.port)).await
}

/// The addresses to open in a browser, as they are printed at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    root: String,
    api: String,
}

impl Addresses {
    /// The addresses of a server that listens there.
    #[must_use]
    pub fn new(listens: SocketAddr, api_name: &str) -> Self {
        let port = listens.port();
        let root = match listens.ip() {
            ip if ip.is_loopback() || ip.is_unspecified() => format!("http://localhost:{port}/"),
            IpAddr::V4(ip) => format!("http://{ip}:{port}/"),
            IpAddr::V6(ip) => format!("http://[{ip}]:{port}/"),
        };
        let api = format!("{root}{api_name}");
        Self { root, api }
    }

    /// The address of the first page.
    #[must_use]
    pub fn root(&self) -> &str {
        &self.root
    }
}

impl fmt::Display for Addresses {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.api.len();
        writeln!(
            formatter,
            "   Serve  {:width$}  {}",
            self.root,
            first_page()
        )?;
        write!(formatter, "          {:width$}  {REFERENCE}", self.api)
    }
}

/// What is at the root.
fn first_page() -> &'static str {
    #[cfg(feature = "admin")]
    if !crate::admin::app_files().is_empty() {
        return "admin app";
    }
    "resources"
}

/// What a browser is shown where the API is.
const REFERENCE: &str = if cfg!(feature = "swagger") {
    "API reference"
} else {
    "JSON:API"
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_can_open_what_is_printed() {
        for (listens, root) in [
            ("127.0.0.1:5656", "http://localhost:5656/"),
            ("0.0.0.0:80", "http://localhost:80/"),
            ("[::]:80", "http://localhost:80/"),
            ("192.0.2.7:80", "http://192.0.2.7:80/"),
            ("[2001:db8::1]:80", "http://[2001:db8::1]:80/"),
        ] {
            assert_eq!(Addresses::new(listens.parse().unwrap(), "api").root(), root);
        }
        let shown = Addresses::new("127.0.0.1:5656".parse().unwrap(), "api").to_string();
        assert_eq!(
            shown,
            format!(
                "   Serve  http://localhost:5656/     {}\n          http://localhost:5656/api  {REFERENCE}",
                first_page()
            )
        );
    }
}
