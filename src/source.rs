//! What `--db-url` names: the address of a database, or a sample. A sample is made in a temporary folder.

use std::{path::Path, str::FromStr};

use tempfile::TempDir;

use crate::{
    error::Error,
    files::File,
    introspect::{Address, AddressError},
    samples::{self, SAMPLES, Sample},
    sqlite_file,
};

/// What `--db-url` names.
#[derive(Debug, Clone)]
pub enum Source {
    Address(Address),
    Sample(&'static Sample),
    /// A sample whose name is followed by a `+`: a project of it starts with its customizations.
    Customized(&'static Sample),
}

/// Why a text names no database. It never shows a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    #[error(transparent)]
    Address(AddressError),
    #[error("`{text}` is neither the address of a database nor the name of a sample")]
    Unknown { text: String },
    #[error("there are no customizations of the sample `{sample}`")]
    NoCustomizations { sample: &'static str },
}

impl SourceError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Address(error) => error.hint(),
            Self::NoCustomizations { sample } => {
                format!("leave out the `+`: `{sample}`; {} have some", samples::list_of_customized())
            }
            Self::Unknown { text } => match similar_sample(text) {
                Some(name) => format!("did you mean `{name}`? `formwork examples` lists the samples"),
                None => "write it as `sqlite:FILE`, `postgres://USER:PASSWORD@HOST/DATABASE` or `mysql://…`; \
                         `formwork examples` lists the samples"
                    .to_owned(),
            },
        }
    }
}

fn similar_sample(text: &str) -> Option<&'static str> {
    SAMPLES
        .iter()
        .map(|sample| (strsim::damerau_levenshtein(text, sample.name), sample.name))
        .min()
        .filter(|(distance, name)| *distance <= name.len() / 3)
        .map(|(_, name)| name)
}

impl FromStr for Source {
    type Err = SourceError;

    fn from_str(text: &str) -> Result<Self, SourceError> {
        if let Some(sample) = samples::find(text) {
            return Ok(Self::Sample(sample));
        }
        if let Some(sample) = text.strip_suffix('+').and_then(samples::find) {
            return if sample.is_customized() {
                Ok(Self::Customized(sample))
            } else {
                Err(SourceError::NoCustomizations {
                    sample: sample.name,
                })
            };
        }
        text.parse()
            .map(Self::Address)
            .map_err(|error| match error {
                AddressError::NotAnAddress { text } => SourceError::Unknown { text },
                other => SourceError::Address(other),
            })
    }
}

/// A database that can be read, and the folder it lives in if it was made for that.
#[derive(Debug)]
pub struct OpenSource {
    pub address: Address,
    /// What it is called in messages, without password.
    pub title: String,
    /// The sample that it was made as.
    pub sample: Option<&'static Sample>,
    /// What a project of it starts with, beside what every project has.
    pub customizations: Vec<File>,
    /// Removed when this is dropped.
    _folder: Option<TempDir>,
}

impl Source {
    /// Makes the database, if it has to be made.
    pub async fn open(&self) -> Result<OpenSource, Error> {
        match self {
            Self::Address(address) => Ok(OpenSource {
                address: address.clone(),
                title: address.to_string(),
                sample: None,
                customizations: Vec::new(),
                _folder: None,
            }),
            Self::Sample(sample) | Self::Customized(sample) => {
                let (folder, address) = temporary_file()?;
                sample
                    .build(address.path().expect("a SQLite address has a path"))
                    .await?;
                Ok(OpenSource {
                    address,
                    title: sample.name.to_owned(),
                    sample: Some(sample),
                    customizations: match self {
                        Self::Customized(_) => sample.customizations(),
                        _ => Vec::new(),
                    },
                    _folder: Some(folder),
                })
            }
        }
    }
}

impl OpenSource {
    /// A database made from the statements in a file.
    pub async fn from_sql(sql: &Path) -> Result<Self, Error> {
        let (folder, address) = temporary_file()?;
        sqlite_file::build_from(sql, address.path().expect("a SQLite address has a path")).await?;
        Ok(Self {
            address,
            title: sql.display().to_string(),
            sample: None,
            customizations: Vec::new(),
            _folder: Some(folder),
        })
    }
}

/// The address of a file that does not exist yet.
fn temporary_file() -> Result<(TempDir, Address), Error> {
    let folder = tempfile::tempdir().map_err(Error::Temporary)?;
    let path = folder.path().join("db.sqlite");
    let address = Address::from_str(&format!("sqlite:{}", path.display()))?;
    Ok((folder, address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_no_sample_suggests_one() {
        let error = "nortwind".parse::<Source>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`nortwind` is neither the address of a database nor the name of a sample"
        );
        assert!(error.hint().contains("`northwind`"));
        assert!(
            "shop"
                .parse::<Source>()
                .unwrap_err()
                .hint()
                .contains("sqlite:FILE")
        );
        assert!(matches!("nw-".parse(), Ok(Source::Sample(_))));
        assert!(matches!("nw+".parse(), Ok(Source::Customized(_))));
        let error = "chinook+".parse::<Source>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "there are no customizations of the sample `chinook`"
        );
        assert_eq!(
            error.hint(),
            "leave out the `+`: `chinook`; `northwind`, `basic_demo`, `allocation` have some"
        );
        assert!(matches!("sqlite:nw-".parse(), Ok(Source::Address(_))));
    }
}
