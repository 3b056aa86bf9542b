//! The menu and the first page.

use serde_json::Value as Json;

use super::{Builder, text};
use crate::admin::config::{MenuEntry, Resource};
use crate::admin::tree::Node;

impl Builder<'_> {
    /// The menu as the file has it, or all resources that are not hidden.
    pub(super) fn menu(&mut self, root: &Node, resources: &[Resource]) -> Vec<MenuEntry> {
        let Some(listed) = root.get("menu") else {
            let visible = resources.iter().filter(|resource| !resource.hidden);
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
                is_known.then(|| name.to_owned())
            };
            match text(Some(node), "group") {
                None => menu.extend(name(self, node).map(MenuEntry::Resource)),
                Some(group) => {
                    let items = node.get("items").map_or(&[][..], Node::items);
                    let items = items.iter().filter_map(|item| name(self, item)).collect();
                    menu.push(MenuEntry::Group { group, items });
                }
            }
        }
        menu
    }

    /// The first page, if the file says what it shows.
    pub(super) fn home(&mut self, root: &Node) -> Option<Json> {
        let home = root.get("home")?;
        let cards = home.get("cards").map_or(&[][..], Node::items);
        for (index, card) in cards.iter().enumerate() {
            let path = format!("home.cards[{index}]");
            let Some(name) = text(Some(card), "resource") else {
                continue;
            };
            let place = card.get("resource").map_or(card.place, |node| node.place);
            let found = self.names.iter().find(|(known, _)| *known == name);
            let Some((_, resource)) = found.cloned() else {
                self.unknown_resource(place, &path, &name);
                continue;
            };
            for key in ["attribute", "group_by"] {
                if let Some(attribute) = text(Some(card), key)
                    && !resource
                        .attributes
                        .iter()
                        .any(|each| each.name == attribute)
                {
                    let place = card.get(key).map_or(card.place, |node| node.place);
                    self.unknown_attribute(place, &path, resource, &attribute);
                }
            }
        }
        Some(home.to_json())
    }
}
