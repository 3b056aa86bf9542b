//! A key is known twice: as the id of a resource object, and as attributes. A problem with a key is told where the client has said it.

use serde_json::Value as Json;

use super::document::Errors;
use crate::catalog::Catalog;
use crate::jsonapi::Source;

impl Errors {
    /// The same, at the id where the attribute of a key is pointed at that the document has not, because its id says it.
    pub(super) fn at_sent_ids(self, catalog: &Catalog, document: &[u8]) -> Self {
        if !self.pointers().any(|each| each.contains("/attributes/")) {
            return self;
        }
        let Ok(document) = serde_json::from_slice::<Json>(document) else {
            return self;
        };
        self.moved(|pointer| {
            let (place, name) = pointer.rsplit_once("/attributes/")?;
            let resource = document.pointer(place)?;
            let table = catalog.find(resource["type"].as_str()?)?;
            let name = name.replace("~1", "/").replace("~0", "~");
            let is_of_key = table.key.contains(&table.attribute(&name)?);
            let is_sent = document.pointer(pointer).is_some();
            (is_of_key && !is_sent && resource["id"].is_string()).then(|| format!("{place}/id"))
        })
    }

    fn pointers(&self) -> impl Iterator<Item = &str> {
        self.objects()
            .iter()
            .filter_map(|error| match &error.source {
                Some(Source::Pointer(pointer)) => Some(pointer.as_str()),
                _ => None,
            })
    }
}
