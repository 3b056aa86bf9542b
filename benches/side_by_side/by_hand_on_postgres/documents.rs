//! Documents of JSON:API as structs that serde writes.

use serde::Serialize;

use super::rows;

#[derive(Serialize)]
struct Version {
    version: &'static str,
}

const VERSION: Version = Version { version: "1.1" };

/// A document of one resource.
#[derive(Serialize)]
pub(super) struct One<T> {
    data: T,
    links: DocumentLinks,
    jsonapi: Version,
}

#[derive(Serialize)]
struct DocumentLinks {
    #[serde(rename = "self")]
    here: String,
    describedby: &'static str,
}

const DESCRIPTION: &str = "/api/openapi.json";

impl<'a> One<Order<'a>> {
    pub(super) fn new(data: Order<'a>) -> Self {
        Self {
            links: DocumentLinks {
                here: data.links.here.clone(),
                describedby: DESCRIPTION,
            },
            data,
            jsonapi: VERSION,
        }
    }
}

/// A document of a page.
#[derive(Serialize)]
pub(super) struct Many<'a> {
    data: Vec<Order<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    included: Option<Vec<OrderDetail<'a>>>,
    links: PageLinks,
    meta: Meta,
    jsonapi: Version,
}

#[derive(Serialize)]
struct Meta {
    count: i64,
    limit: i64,
    total: i64,
}

#[derive(Serialize)]
struct PageLinks {
    #[serde(rename = "self")]
    here: String,
    describedby: &'static str,
    first: String,
    last: String,
    prev: Option<String>,
    next: Option<String>,
}

/// Where a page is among the others.
pub(super) struct PageOf<'a> {
    pub(super) offset: i64,
    pub(super) limit: i64,
    pub(super) count: i64,
    pub(super) total: i64,
    /// The parameters that links repeat.
    pub(super) repeated: &'a str,
}

impl PageOf<'_> {
    fn links(&self) -> PageLinks {
        let Self {
            offset,
            limit,
            total,
            repeated,
            ..
        } = *self;
        let link = |offset: i64| {
            format!("/api/Order?{repeated}page%5Boffset%5D={offset}&page%5Blimit%5D={limit}")
        };
        PageLinks {
            here: link(offset),
            describedby: DESCRIPTION,
            first: link(0),
            last: link((total - 1).max(0) / limit * limit),
            prev: (offset > 0).then(|| link((offset - limit).max(0))),
            next: (offset + limit < total).then(|| link(offset + limit)),
        }
    }
}

impl<'a> Many<'a> {
    pub(super) fn new(
        data: Vec<Order<'a>>,
        included: Option<Vec<OrderDetail<'a>>>,
        page: &PageOf<'_>,
    ) -> Self {
        Self {
            data,
            included,
            links: page.links(),
            meta: Meta {
                count: page.count,
                limit: page.limit,
                total: page.total,
            },
            jsonapi: VERSION,
        }
    }
}

#[derive(Serialize)]
struct SelfLink {
    #[serde(rename = "self")]
    here: String,
}

#[derive(Serialize)]
struct Identifier {
    r#type: &'static str,
    id: String,
}

impl Identifier {
    fn new(r#type: &'static str, id: &impl ToString) -> Self {
        Self {
            r#type,
            id: id.to_string(),
        }
    }
}

#[derive(Serialize)]
struct RelationshipLinks {
    #[serde(rename = "self")]
    here: String,
    related: String,
}

impl RelationshipLinks {
    fn new(path: &str, name: &str) -> Self {
        Self {
            here: format!("{path}/relationships/{name}"),
            related: format!("{path}/{name}"),
        }
    }
}

#[derive(Serialize)]
struct ToOne {
    links: RelationshipLinks,
    data: Option<Identifier>,
}

impl ToOne {
    fn new(path: &str, name: &str, data: Option<Identifier>) -> Self {
        Self {
            links: RelationshipLinks::new(path, name),
            data,
        }
    }
}

#[derive(Serialize)]
struct ToMany {
    links: RelationshipLinks,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Vec<Identifier>>,
}

impl ToMany {
    fn new(path: &str, name: &str, data: Option<Vec<Identifier>>) -> Self {
        Self {
            links: RelationshipLinks::new(path, name),
            data,
        }
    }
}

/// An order.
#[derive(Serialize)]
pub(super) struct Order<'a> {
    r#type: &'static str,
    id: String,
    attributes: &'a rows::Order,
    relationships: OrderRelationships,
    links: SelfLink,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct OrderRelationships {
    customer: ToOne,
    employee: ToOne,
    shipper: ToOne,
    location: ToOne,
    order: ToOne,
    order_detail_list: ToMany,
    order_list: ToMany,
}

impl<'a> Order<'a> {
    /// With details, their linkage is in it.
    pub(super) fn new(row: &'a rows::Order, details: Option<&[rows::OrderDetail]>) -> Self {
        let id = row.id.to_string();
        let path = format!("/api/Order/{id}");
        let location = row.country.as_ref().zip(row.city.as_ref());
        let location = location.map(|(country, city)| {
            let id = format!("{}_{}", escaped(country), escaped(city));
            Identifier::new("Location", &id)
        });
        let details = details.map(|details| {
            let own = details.iter().filter(|detail| detail.order_id == row.id);
            own.map(|detail| Identifier::new("OrderDetail", &detail.id))
                .collect()
        });
        let employee = row.employee_id.map(|id| Identifier::new("Employee", &id));
        let shipper = row.ship_via.map(|id| Identifier::new("Shipper", &id));
        let order = row.clone_from_order.map(|id| Identifier::new("Order", &id));
        let customer = Some(Identifier::new("Customer", &row.customer_id));
        Self {
            r#type: "Order",
            id,
            attributes: row,
            relationships: OrderRelationships {
                customer: ToOne::new(&path, "Customer", customer),
                employee: ToOne::new(&path, "Employee", employee),
                shipper: ToOne::new(&path, "Shipper", shipper),
                location: ToOne::new(&path, "Location", location),
                order: ToOne::new(&path, "Order", order),
                order_detail_list: ToMany::new(&path, "OrderDetailList", details),
                order_list: ToMany::new(&path, "OrderList", None),
            },
            links: SelfLink { here: path },
        }
    }
}

/// A part of an id of several.
fn escaped(part: &str) -> String {
    part.replace('%', "%25").replace('_', "%5F")
}

/// A detail of an order.
#[derive(Serialize)]
pub(super) struct OrderDetail<'a> {
    r#type: &'static str,
    id: String,
    attributes: &'a rows::OrderDetail,
    relationships: OrderDetailRelationships,
    links: SelfLink,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct OrderDetailRelationships {
    order: ToOne,
    product: ToOne,
}

impl<'a> OrderDetail<'a> {
    pub(super) fn new(row: &'a rows::OrderDetail) -> Self {
        let id = row.id.to_string();
        let path = format!("/api/OrderDetail/{id}");
        let order = Some(Identifier::new("Order", &row.order_id));
        let product = Some(Identifier::new("Product", &row.product_id));
        Self {
            r#type: "OrderDetail",
            id,
            attributes: row,
            relationships: OrderDetailRelationships {
                order: ToOne::new(&path, "Order", order),
                product: ToOne::new(&path, "Product", product),
            },
            links: SelfLink { here: path },
        }
    }
}
