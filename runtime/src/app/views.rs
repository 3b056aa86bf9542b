//! Whether the structs in `src/generated` show the tables of `model.json`.

use crate::generated::View;
use crate::model::{Model, Resource};

/// The first difference between the structs and the Model, if there is one.
pub(super) fn difference(views: &[View], model: &Model) -> Option<String> {
    let without_struct = model
        .resources
        .iter()
        .find(|resource| !views.iter().any(|view| view.kind == resource.kind));
    if let Some(resource) = without_struct {
        return Some(format!("there is no struct of `{}`", resource.kind));
    }
    views.iter().find_map(|view| {
        match model
            .resources
            .iter()
            .find(|resource| resource.kind == view.kind)
        {
            None => Some(format!(
                "there is a struct of `{}`, and no such resource",
                view.kind
            )),
            Some(resource) => of_members(view, resource),
        }
    })
}

fn of_members(view: &View, resource: &Resource) -> Option<String> {
    let attributes: Vec<_> = resource
        .attributes
        .iter()
        .map(|attribute| attribute.name.as_str())
        .collect();
    let relationships: Vec<_> = resource
        .relationships
        .iter()
        .map(|relationship| relationship.name.as_str())
        .collect();
    [
        ("attributes", view.attributes, attributes),
        ("relationships", view.relationships, relationships),
    ]
    .into_iter()
    .find(|(_, in_struct, in_model)| in_struct != in_model)
    .map(|(what, in_struct, in_model)| {
        let missing = in_model.iter().find(|name| !in_struct.contains(name));
        let surplus = in_struct.iter().find(|name| !in_model.contains(name));
        match (missing, surplus) {
            (Some(name), _) => format!("the struct of `{}` lacks `{name}`", view.kind),
            (None, Some(name)) => {
                format!("the struct of `{}` has `{name}`, which is gone", view.kind)
            }
            (None, None) => format!("the {what} of `{}` are in another order", view.kind),
        }
    })
}
