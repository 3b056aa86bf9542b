//! The first page and its cards.

use super::{Builder, number, text};
use crate::admin::config::{Card, CardKind, Home};
use crate::admin::tree::Node;
use crate::admin::{Diagnostic, Severity};
use crate::model::{Attribute, ColumnType};

impl Builder<'_> {
    /// The first page, if the file says what it shows.
    pub(super) fn home(&mut self, root: &Node) -> Option<Home> {
        let home = root.get("home")?;
        let cards = home.get("cards").map_or(&[][..], Node::items);
        let cards = cards
            .iter()
            .enumerate()
            .filter_map(|(index, card)| self.card(card, &format!("home.cards[{index}]")));
        Some(Home {
            cards: cards.collect(),
            title: text(Some(home), "title"),
            text: text(Some(home), "text"),
        })
    }

    /// A card; none if it cannot be drawn, which is said.
    fn card(&mut self, card: &Node, path: &str) -> Option<Card> {
        // Any other word is said by the check of the keys.
        let kind = match text(Some(card), "kind")?.as_str() {
            "count" => CardKind::Count,
            "sum" => CardKind::Sum,
            "bar" => CardKind::Bar,
            "line" => CardKind::Line,
            "pie" => CardKind::Pie,
            "list" => CardKind::List,
            _ => return None,
        };
        let place_of = |key: &str| card.get(key).map_or(card.place, |node| node.place);
        let mut warn = |message: String| {
            let diagnostic = Diagnostic::new(Severity::Warning, card.place, path, message);
            self.found.push(diagnostic);
        };
        let Some(name) = text(Some(card), "resource") else {
            warn("a card needs a `resource`".to_owned());
            return None;
        };
        let found = self.names.iter().find(|(known, _)| *known == name);
        let Some((_, resource)) = found.cloned() else {
            self.unknown_resource(place_of("resource"), path, &name);
            return None;
        };
        let mut find = |key: &str| -> Option<Option<&Attribute>> {
            let Some(name) = text(Some(card), key) else {
                return Some(None);
            };
            let known = resource.attributes.iter().find(|each| each.name == name);
            if known.is_none() {
                self.unknown_attribute(place_of(key), path, resource, &name);
            }
            known.map(Some)
        };
        let (attribute, group) = (find("attribute"), find("group_by"));
        let (attribute, group) = (attribute?, group?);
        let by = text(Some(card), "by");
        let problem = match kind {
            CardKind::Sum if attribute.is_none() => Some("a sum needs an `attribute`".to_owned()),
            CardKind::Bar | CardKind::Line | CardKind::Pie if group.is_none() => {
                Some("a chart needs `group_by`".to_owned())
            }
            // A list shows it.
            CardKind::List => None,
            _ => attribute
                .filter(|each| !is_number(&each.column_type))
                .map(|each| format!("`{}` is no number that could be added up", each.name))
                .or_else(|| {
                    let group = group.filter(|each| by.is_some() && !is_time(&each.column_type))?;
                    Some(format!("`by` is for dates, and `{}` is none", group.name))
                }),
        };
        if let Some(problem) = problem {
            let diagnostic = Diagnostic::new(Severity::Warning, card.place, path, problem);
            self.found.push(diagnostic);
            return None;
        }
        Some(Card {
            kind,
            title: text(Some(card), "title"),
            resource: name,
            attribute: attribute.map(|each| each.name.clone()),
            group_by: group.map(|each| each.name.clone()),
            by,
            filter: super::json(Some(card), "filter"),
            limit: number(Some(card), "limit"),
            link: text(Some(card), "link"),
        })
    }
}

fn is_number(column_type: &ColumnType) -> bool {
    matches!(
        column_type,
        ColumnType::Integer { .. } | ColumnType::Decimal { .. } | ColumnType::Float { .. }
    )
}

fn is_time(column_type: &ColumnType) -> bool {
    matches!(
        column_type,
        ColumnType::Date | ColumnType::Timestamp | ColumnType::TimestampTz
    )
}
