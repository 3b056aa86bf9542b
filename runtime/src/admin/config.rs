//! What the app loads: `admin.yaml` completed by the Model, with nothing left to guess.

use serde::Serialize;
use serde_json::Value as Json;

/// Everything the app is told when it starts.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    pub title: String,
    /// The path of the JSON:API.
    pub api_root: String,
    pub settings: Settings,
    pub menu: Vec<MenuEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<Home>,
    /// Whether there are rules to explore.
    pub has_rules: bool,
    /// In the order of the menu.
    pub resources: Vec<Resource>,
}

/// What holds for the whole app.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    pub max_list_columns: u64,
    /// Whether hints are open at first.
    pub info_shown: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locales: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Formats of the forerunner.
    pub style_guide: Json,
    pub theme: Json,
    pub pages: Json,
    /// Whether the menu says how many rows there are.
    pub menu_counts: bool,
    /// Servers that pictures may come from, besides this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub image_hosts: Vec<String>,
}

/// The first page, where the file says what it shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Home {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub cards: Vec<Card>,
}

/// A figure, a chart or a list of the first page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    pub kind: CardKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The name of the resource in the app.
    pub resource: String,
    /// What is added up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_by: Option<String>,
    /// The period that dates are grouped by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Which rows, as the file has it.
    pub filter: Json,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// A view of the resource, where the card leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// How a card is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CardKind {
    Count,
    Sum,
    Bar,
    Line,
    Pie,
    List,
}

/// A line of the menu.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum MenuEntry {
    Resource(String),
    Group {
        group: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        icon: Option<String>,
        items: Vec<String>,
    },
}

/// What is shown of a resource.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Resource {
    /// Its name in the app's addresses.
    pub name: String,
    /// Its JSON:API type.
    #[serde(rename = "type")]
    pub kind: String,
    pub label: String,
    pub label_plural: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub info_list: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub info_show: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// A text with the names of attributes in braces: what a person knows a row by.
    pub user_key: String,
    pub hidden: bool,
    /// Whether its rows have no buttons of the app's own.
    #[serde(skip_serializing_if = "is_false")]
    pub hide_actions: bool,
    /// Whether a change is sent without saying which state of the row it was made from.
    #[serde(skip_serializing_if = "is_false")]
    pub is_unlocked: bool,
    /// Whether its rows do not show their history.
    #[serde(skip_serializing_if = "is_false")]
    pub hide_history: bool,
    /// Whether its lists follow what others change.
    #[serde(skip_serializing_if = "is_false")]
    pub realtime: bool,
    pub can: Can,
    /// Names of the attributes that make the id.
    pub key: Vec<String>,
    /// Such as `-OrderDate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_page: Option<u64>,
    pub max_list_columns: u64,
    pub attributes: Vec<Attribute>,
    pub relationships: Vec<Relationship>,
    pub tabs: Vec<Tab>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub views: Vec<Json>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Json>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub row_color: Vec<Json>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Json>,
}

/// What can be done with the rows of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a button")]
pub struct Can {
    pub list: bool,
    pub show: bool,
    pub create: bool,
    pub edit: bool,
    pub delete: bool,
}

/// What is shown of an attribute.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Attribute {
    pub name: String,
    pub label: String,
    #[serde(rename = "type")]
    pub shown_as: ShownAs,
    /// What its values are in JSON.
    pub json: JsonType,
    pub nullable: bool,
    pub required: bool,
    pub search: bool,
    /// Part of the id.
    pub key: bool,
    /// Where it is not shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<&'static str>,
    pub readonly: Readonly,
    /// The database gives a value where there is none.
    pub automatic: bool,
    /// Computed by a rule, and written by nobody else.
    #[serde(skip_serializing_if = "is_false")]
    pub derived: bool,
    /// Taken over by a rule when a row is entered; it may be changed afterwards.
    #[serde(skip_serializing_if = "is_false")]
    pub copied: bool,
    /// A moment rather than what a clock shows.
    #[serde(skip_serializing_if = "is_false")]
    pub zoned: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<u16>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<ValueOption>,
    /// What the values of a list are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<JsonType>,
    /// The relationship that it is the key of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relationship: Option<String>,
    /// What the file says besides, as it stands there: `info`, `help`, `group`, `show_when`, …
    #[serde(flatten)]
    pub more: serde_json::Map<String, Json>,
}

/// When an attribute cannot be changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Readonly {
    Always(bool),
    Modes(Vec<String>),
    When(String),
}

/// How the values of an attribute are drawn and entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ShownAs {
    String,
    Text,
    Integer,
    Decimal,
    Money,
    Percent,
    Boolean,
    Date,
    DateTime,
    Time,
    Json,
    Code,
    Markdown,
    Html,
    Email,
    Url,
    Phone,
    Color,
    Image,
    File,
    Password,
    Option,
    Uuid,
}

/// What a value is in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum JsonType {
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Any,
}

/// A value to choose.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValueOption {
    pub value: Json,
    pub label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
}

/// One direction of a relationship between resources that are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Relationship {
    pub name: String,
    pub to: &'static str,
    /// The name of the resource at the other end.
    pub resource: String,
    pub attributes: Vec<String>,
    pub target_attributes: Vec<String>,
    /// Whether the attributes are a foreign key, so that the row at the other end can be chosen.
    pub holds_key: bool,
}

/// The related rows below a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tab {
    /// The relationship.
    pub name: String,
    pub label: String,
    pub resource: String,
    /// Whether it is the one row that is referred to.
    #[serde(skip_serializing_if = "is_false")]
    pub is_one: bool,
    /// What the file says besides, as it stands there: `sort`, `per_page`, `show_when`, …
    #[serde(flatten)]
    pub more: serde_json::Map<String, Json>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_false(value: &bool) -> bool {
    !*value
}
