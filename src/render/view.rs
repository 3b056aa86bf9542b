//! What the templates see: everything decided, so that they only loop and print.

use formwork_runtime::model::{
    Attribute, Cardinality, Dialect, Model, ReadOnly, Relationship, Resource,
};
use serde::Serialize;

use super::{Blueprint, filters, layout};
use crate::model::{constant, types};

/// What every template sees, as `project`.
#[derive(Debug, Serialize)]
pub(super) struct ProjectView<'a> {
    name: &'a str,
    /// The name as Rust code uses it.
    crate_name: String,
    /// The version of the tool.
    version: &'static str,
    host: &'a str,
    port: u16,
    api_name: &'a str,
    opt_locking: String,
    database: DatabaseView<'a>,
    runtime: RuntimeView,
    formwork_yaml: &'a str,
    schema_sql: &'a str,
    admin_yaml: &'a str,
    /// The runtime's, so that editors check by what the server checks by.
    admin_schema: &'static str,
    model_json: String,
    /// A resource to speak of in examples.
    example: &'a str,
    /// The modules of `generated/mod.rs`, in order.
    modules: Vec<&'a str>,
    /// What they export, in the order of the exports.
    exports: Vec<Export<'a>>,
    /// `View::of` each resource, as a slice.
    views: String,
    imports: String,
    /// Whether Rust names have letters beyond ASCII. Lints about them can be allowed for a whole crate only.
    has_foreign_names: bool,
}

#[derive(Debug, Serialize)]
struct DatabaseView<'a> {
    /// Without its password.
    url: &'a str,
    title: &'static str,
    /// The feature of the runtime that has its driver.
    feature: &'static str,
    /// The server that `compose.yaml` starts beside the application; none for a file.
    container: Option<Container>,
    /// How many copies of the application may run.
    replicas: u8,
}

#[derive(Debug, Serialize)]
struct Container {
    image: &'static str,
    /// The address of the database there.
    url: &'static str,
    /// Its variable for the password.
    password_variable: &'static str,
    /// Its variable for the name of the database.
    name_variable: &'static str,
    data: &'static str,
    initial_sql: &'static str,
    check: &'static str,
}

#[derive(Debug, Serialize)]
struct RuntimeView {
    /// The folder of the runtime crate.
    path: String,
    is_copied: bool,
}

#[derive(Debug, Serialize)]
struct Export<'a> {
    module: &'a str,
    rust_type: &'a str,
}

impl<'a> ProjectView<'a> {
    pub(super) fn new(blueprint: &'a Blueprint<'a>) -> Self {
        let model = blueprint.model;
        let mut exports: Vec<_> = model
            .resources
            .iter()
            .map(|resource| Export {
                module: &resource.module,
                rust_type: &resource.rust_type,
            })
            .collect();
        let views: Vec<_> = exports
            .iter()
            .map(|export| format!("View::of::<{}>()", export.rust_type))
            .collect();
        exports.sort_by(|one, other| layout::compare_imports(one.module, other.module));
        let mut modules: Vec<_> = exports.iter().map(|export| export.module).collect();
        modules.sort_unstable();
        Self {
            name: blueprint.name.as_str(),
            crate_name: blueprint.name.identifier(),
            version: env!("CARGO_PKG_VERSION"),
            host: &blueprint.settings.host,
            port: blueprint.settings.port,
            api_name: &blueprint.settings.api_name,
            opt_locking: blueprint.settings.opt_locking.to_string(),
            database: DatabaseView::new(blueprint),
            runtime: RuntimeView {
                path: blueprint.runtime.folder("runtime"),
                is_copied: blueprint.runtime.is_copied(),
            },
            formwork_yaml: blueprint.formwork_yaml,
            schema_sql: blueprint.schema_sql,
            admin_yaml: blueprint.admin_yaml,
            admin_schema: formwork_runtime::admin::SCHEMA,
            model_json: model_json(model),
            example: model
                .resources
                .first()
                .map_or("Customer", |resource| &resource.kind),
            modules,
            exports,
            views: layout::slice("const VIEWS: &[View] =", &views),
            imports: layout::import(
                "formwork_runtime::generated",
                vec!["Generated".to_owned(), "View".to_owned()],
            ),
            has_foreign_names: has_foreign_names(model),
        }
    }
}

impl<'a> DatabaseView<'a> {
    fn new(blueprint: &'a Blueprint<'a>) -> Self {
        let dialect = blueprint
            .model
            .databases
            .first()
            .map_or(Dialect::Sqlite, |database| database.dialect);
        let (title, feature, container) = match dialect {
            Dialect::Sqlite => ("SQLite", "sqlite", None),
            Dialect::Postgres => ("PostgreSQL", "postgres", Some(POSTGRES)),
            Dialect::Mysql => ("MySQL", "mysql", Some(MYSQL)),
        };
        let replicas = if container.is_some() { 2 } else { 1 };
        Self {
            url: &blueprint.database_url,
            title,
            feature,
            container,
            replicas,
        }
    }
}

const POSTGRES: Container = Container {
    image: "postgres:18",
    url: "postgres://postgres@database/app",
    password_variable: "POSTGRES_PASSWORD",
    name_variable: "POSTGRES_DB",
    data: "/var/lib/postgresql",
    initial_sql: "/docker-entrypoint-initdb.d/schema.sql",
    check: "pg_isready --username postgres --dbname app",
};

const MYSQL: Container = Container {
    image: "mysql:8.4",
    url: "mysql://root@database/app",
    password_variable: "MYSQL_ROOT_PASSWORD",
    name_variable: "MYSQL_DATABASE",
    data: "/var/lib/mysql",
    initial_sql: "/docker-entrypoint-initdb.d/schema.sql",
    check: "mysqladmin ping --host 127.0.0.1",
};

fn has_foreign_names(model: &Model) -> bool {
    model.resources.iter().any(|resource| {
        let fields = resource.attributes.iter().map(|attribute| &attribute.field);
        let relationships = resource
            .relationships
            .iter()
            .map(|relationship| &relationship.field);
        let mut names = fields.chain(relationships).chain([&resource.rust_type]);
        names.any(|name| !name.is_ascii())
    })
}

fn model_json(model: &Model) -> String {
    let mut text =
        serde_json::to_string_pretty(model).expect("a Model is plain data with text keys");
    text.push('\n');
    text
}

/// What the templates of one resource see, as `resource`.
#[derive(Debug, Serialize)]
pub(super) struct ResourceView<'a> {
    pub(super) module: &'a str,
    /// For a comment: the table, qualified.
    table: String,
    rust_type: &'a str,
    /// A literal.
    kind: String,
    /// Lines of the struct's documentation.
    documentation: Vec<String>,
    /// `use` items.
    imports: Vec<String>,
    fields: Vec<FieldView>,
    /// `pub const` items.
    constants: Vec<String>,
    /// `const` items of the trait: names of the attributes and relationships.
    attributes: String,
    relationships: String,
    /// What `read` returns.
    read: String,
    /// The statements of `write`.
    write: Vec<String>,
}

#[derive(Debug, Serialize)]
struct FieldView {
    documentation: Vec<String>,
    declaration: String,
}

impl<'a> ResourceView<'a> {
    pub(super) fn new(resource: &'a Resource, model: &'a Model) -> Self {
        let parents: Vec<&Relationship> = resource
            .relationships
            .iter()
            .filter(|relationship| relationship.holds_key)
            .collect();
        Self {
            module: &resource.module,
            table: table(resource),
            rust_type: &resource.rust_type,
            kind: filters::literal(&resource.kind),
            documentation: documentation(resource),
            imports: imports(resource, model),
            fields: fields(resource, &parents, model),
            constants: constants(resource, model),
            attributes: names(
                "ATTRIBUTES",
                resource.attributes.iter().map(|attribute| &attribute.name),
            ),
            relationships: names(
                "RELATIONSHIPS",
                resource
                    .relationships
                    .iter()
                    .map(|relationship| &relationship.name),
            ),
            read: read(resource, &parents),
            write: write(resource),
        }
    }
}

fn table(resource: &Resource) -> String {
    match &resource.schema {
        Some(schema) => format!("{schema}.{}", resource.table),
        None => resource.table.clone(),
    }
}

fn documentation(resource: &Resource) -> Vec<String> {
    let mut lines = filters::documentation(&format!("One row of `{}`.", table(resource)));
    match resource.read_only {
        Some(ReadOnly::View) => {
            lines.extend([String::new(), "Read only: it is a view.".to_owned()]);
        }
        Some(ReadOnly::NoKey) => {
            lines.extend([
                String::new(),
                "Read only: the table has no primary key.".to_owned(),
            ]);
        }
        Some(ReadOnly::Declared) => {
            lines.extend([
                String::new(),
                "Read only: `formwork.yaml` says so.".to_owned(),
            ]);
        }
        None => {}
    }
    if let Some(comment) = &resource.comment {
        lines.push(String::new());
        lines.extend(filters::documentation(comment));
    }
    lines
}

fn imports(resource: &Resource, model: &Model) -> Vec<String> {
    let mut runtime = vec!["Column", "Resource", "RowData"];
    runtime.extend(
        resource
            .attributes
            .iter()
            .filter_map(|attribute| types::import(&attribute.column_type)),
    );
    for relationship in &resource.relationships {
        runtime.push(handle(relationship));
        if relationship.holds_key {
            runtime.push("Parent");
        }
    }
    let runtime = layout::import(
        "formwork_runtime::generated",
        runtime.into_iter().map(str::to_owned).collect(),
    );
    let targets: Vec<String> = resource
        .relationships
        .iter()
        .map(|relationship| target(relationship, model).to_owned())
        .filter(|target| *target != resource.rust_type)
        .collect();
    if targets.is_empty() {
        vec![runtime]
    } else {
        vec![layout::import("super", targets), runtime]
    }
}

fn fields(resource: &Resource, parents: &[&Relationship], model: &Model) -> Vec<FieldView> {
    let columns = resource.attributes.iter().map(|attribute| FieldView {
        documentation: attribute
            .comment
            .as_deref()
            .map(filters::documentation)
            .unwrap_or_default(),
        declaration: layout::field(&attribute.field, &types::rust_type(attribute)),
    });
    let parents = parents.iter().map(|relationship| FieldView {
        documentation: vec![points_to(relationship, resource)],
        declaration: layout::field(
            &relationship.field,
            &format!("Parent<{}>", target(relationship, model)),
        ),
    });
    columns.chain(parents).collect()
}

/// "The `Order` that `order_id` points to."
fn points_to(relationship: &Relationship, resource: &Resource) -> String {
    let fields: Vec<String> = relationship
        .attributes
        .iter()
        .filter_map(|name| {
            resource
                .attributes
                .iter()
                .find(|attribute| attribute.name == *name)
        })
        .map(|attribute| format!("`{}`", attribute.field))
        .collect();
    let point = if fields.len() == 1 { "points" } else { "point" };
    format!(
        "The `{}` that {} {point} to.",
        relationship.target,
        fields.join(" and ")
    )
}

fn constants(resource: &Resource, model: &Model) -> Vec<String> {
    let columns = resource
        .attributes
        .iter()
        .enumerate()
        .map(|(index, attribute)| {
            let value = types::value_type(&attribute.column_type);
            layout::handle(&constant(&attribute.field), "Column", &value, index)
        });
    let relationships = resource
        .relationships
        .iter()
        .enumerate()
        .map(|(index, relationship)| {
            let name = constant(&relationship.field);
            layout::handle(
                &name,
                handle(relationship),
                target(relationship, model),
                index,
            )
        });
    columns.chain(relationships).collect()
}

fn names<'a>(constant: &str, names: impl Iterator<Item = &'a String>) -> String {
    let literals: Vec<String> = names.map(|name| filters::literal(name)).collect();
    layout::slice(
        &format!("    const {constant}: &'static [&'static str] ="),
        &literals,
    )
}

fn read(resource: &Resource, parents: &[&Relationship]) -> String {
    let take =
        |(index, attribute): (usize, &Attribute)| format!("{}: row.take({index})", attribute.field);
    let columns = resource.attributes.iter().enumerate().map(take);
    let parent = |(index, relationship): (usize, &&Relationship)| {
        format!("{}: row.parent({index})", relationship.field)
    };
    // Those that hold the key are the first of the Model's relationships.
    let parents = parents.iter().enumerate().map(parent);
    layout::literal(&columns.chain(parents).collect::<Vec<_>>())
}

fn write(resource: &Resource) -> Vec<String> {
    let put = |(index, attribute): (usize, &Attribute)| {
        layout::call(
            "row.put",
            &index.to_string(),
            &format!("&self.{}", attribute.field),
        )
    };
    resource.attributes.iter().enumerate().map(put).collect()
}

fn handle(relationship: &Relationship) -> &'static str {
    match relationship.to {
        Cardinality::One => "ToOne",
        Cardinality::Many => "ToMany",
    }
}

/// The struct at the other end.
fn target<'a>(relationship: &Relationship, model: &'a Model) -> &'a str {
    let target = model
        .resources
        .iter()
        .find(|resource| resource.kind == relationship.target);
    &target
        .expect("a relationship leads to a resource of the Model")
        .rust_type
}
