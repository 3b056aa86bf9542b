//! The database of a project, and what the project says differs from it.

use std::{fs, io, path::Path};

use formwork_runtime::config::{Configuration, Sources};

use crate::{
    error::Error,
    introspect::Address,
    model::{ModelError, ModelReport, Overrides, from_schema},
    project::owner::OVERRIDES,
    schema::Schema,
};

/// What a project says of its database.
#[derive(Debug)]
pub(super) struct ProjectDatabase {
    pub(super) address: Address,
    /// The address as the project writes it, without password.
    pub(super) title: String,
    pub(super) overrides: Overrides,
    /// The text of `formwork.yaml`.
    pub(super) overrides_text: String,
    pub(super) configuration: Configuration,
}

impl ProjectDatabase {
    /// Reads the configuration and `formwork.yaml` of the project in a directory.
    pub(super) fn of(root: &Path) -> Result<Self, Error> {
        let configuration = Configuration::load(&Sources::of(root)).map_err(Error::Config)?;
        let overrides_text = read(&root.join(OVERRIDES))?.unwrap_or_default();
        let overrides = Overrides::parse(&overrides_text)?;
        let address: Address = configuration
            .config
            .database
            .url
            .parse()
            .map_err(|source| Error::ProjectAddress {
                origin: configuration.origin("database.url").clone(),
                source,
            })?;
        let title = match address.path() {
            Some(_) => configuration.shown_address(),
            None => address.without_password(),
        };
        Ok(Self {
            address,
            title,
            overrides,
            overrides_text,
            configuration,
        })
    }

    /// What is made of the schema that the database has now.
    pub(super) fn model(&self, schema: &Schema) -> Result<ModelReport, ModelError> {
        from_schema(schema, &self.overrides).map_err(|error| error.within(&self.overrides_text))
    }
}

/// The text of a file; none if there is no such file.
pub(super) fn read(path: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Unreadable {
            path: path.to_owned(),
            source,
        }),
    }
}
