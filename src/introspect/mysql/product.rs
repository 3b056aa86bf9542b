//! What answers, MySQL or MariaDB: their catalogs differ.

/// A server, by what its catalog has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Server {
    /// Major, minor, patch.
    Mysql(u32, u32, u32),
    MariaDb,
}

impl Server {
    /// From what `VERSION()` gives: `8.0.36`, or `10.11.6-MariaDB-0+deb12u1`.
    pub(super) fn from_version(version: &str) -> Self {
        if version.to_ascii_lowercase().contains("mariadb") {
            return Self::MariaDb;
        }
        let mut numbers = version
            .split(|c: char| !c.is_ascii_digit())
            .map(|number| number.parse().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0);
        Self::Mysql(next(), next(), next())
    }

    pub(super) fn has_checks(self) -> bool {
        match self {
            Self::MariaDb => true,
            Self::Mysql(major, minor, patch) => (major, minor, patch) >= (8, 0, 16),
        }
    }

    pub(super) fn has_expression_indexes(self) -> bool {
        matches!(self, Self::Mysql(major, minor, patch) if (major, minor, patch) >= (8, 0, 13))
    }

    /// An expression as one would write it. MySQL's catalog escapes the quotes in it once more.
    pub(super) fn expression(self, text: String) -> String {
        match self {
            Self::MariaDb => text,
            Self::Mysql(..) => text.replace("\\'", "'"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_known_by_its_version() {
        let mysql = Server::from_version("8.0.36-0ubuntu0.22.04.1");
        assert_eq!(mysql, Server::Mysql(8, 0, 36));
        assert!(mysql.has_checks() && mysql.has_expression_indexes());
        let old = Server::from_version("8.0.12");
        assert!(!old.has_checks() && !old.has_expression_indexes());
        assert!(!Server::from_version("5.7.44-log").has_checks());
        assert!(Server::from_version("9.1.0").has_checks());
        for version in ["10.11.6-MariaDB-0+deb12u1", "5.5.5-10.4.2-MariaDB"] {
            assert_eq!(Server::from_version(version), Server::MariaDb);
        }
    }

    #[test]
    fn the_catalog_of_mysql_escapes_quotes_once_more() {
        let mysql = Server::Mysql(8, 0, 36);
        assert_eq!(
            mysql.expression(r"(`status` in (_utf8mb4\'new\',_utf8mb4\'paid\'))".to_owned()),
            "(`status` in (_utf8mb4'new',_utf8mb4'paid'))"
        );
    }
}
