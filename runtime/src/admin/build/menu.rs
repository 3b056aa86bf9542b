//! The menu.

use super::{Builder, text};
use crate::admin::config::{MenuEntry, Resource};
use crate::admin::tree::Node;

impl Builder<'_> {
    /// The menu as the file has it, or all resources that are not hidden.
    pub(super) fn menu(&mut self, root: &Node, resources: &[Resource]) -> Vec<MenuEntry> {
        let Some(listed) = root.get("menu") else {
            let visible = resources
                .iter()
                .filter(|resource| !resource.hidden && resource.can.list);
            return visible
                .map(|resource| MenuEntry::Resource(resource.name.clone()))
                .collect();
        };
        let mut menu = Vec::new();
        for (index, node) in listed.items().iter().enumerate() {
            let path = format!("menu[{index}]");
            let name = |builder: &mut Self, item: &Node| {
                let name = item.text()?;
                let is_known = builder.names.iter().any(|(known, _)| known == name);
                if !is_known {
                    builder.unknown_resource(item.place, &path, name);
                }
                // Without a list it would lead nowhere.
                let has_list = || {
                    resources
                        .iter()
                        .any(|each| each.name == name && each.can.list)
                };
                (is_known && has_list()).then(|| name.to_owned())
            };
            match text(Some(node), "group") {
                None => menu.extend(name(self, node).map(MenuEntry::Resource)),
                Some(group) => {
                    let items = node.get("items").map_or(&[][..], Node::items);
                    let items = items.iter().filter_map(|item| name(self, item)).collect();
                    let icon = self.icon(Some(node), &path);
                    menu.push(MenuEntry::Group { group, icon, items });
                }
            }
        }
        menu
    }
}
