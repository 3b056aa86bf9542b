//! Attributes that views, tabs and lookups name: in their orders, filters and columns.

use super::Builder;
use crate::admin::tree::{Node, Place};
use crate::model;

impl Builder<'_> {
    /// Says which of the attributes are not there.
    pub(super) fn named(&mut self, node: &Node, path: &str, resource: &model::Resource) {
        if let Some(sort) = node.get("sort") {
            self.sorted(sort, &format!("{path}.sort"), resource);
        }
        for entry in node.get("filter").map_or(&[][..], Node::entries) {
            let path = format!("{path}.filter");
            self.must_have(entry.place, Some(&entry.name), &path, resource);
        }
        for key in ["columns", "attributes"] {
            for item in node.get(key).map_or(&[][..], Node::items) {
                let name = item.text().or_else(|| item.get("name")?.text());
                self.must_have(item.place, name, &format!("{path}.{key}"), resource);
            }
        }
    }

    /// Says whether an order such as `-Name` is of an attribute that is not there.
    pub(super) fn sorted(&mut self, sort: &Node, path: &str, resource: &model::Resource) {
        let name = sort.text().map(|text| text.trim_start_matches('-'));
        self.must_have(sort.place, name, path, resource);
    }

    fn must_have(
        &mut self,
        place: Place,
        name: Option<&str>,
        path: &str,
        resource: &model::Resource,
    ) {
        let Some(name) = name else { return };
        if name != "id" && !resource.attributes.iter().any(|each| each.name == name) {
            self.unknown_attribute(place, path, resource, name);
        }
    }
}
