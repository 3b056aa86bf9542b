//! Rows and closures for tests, in fewer lines than the tool and `#[rules]` write.

/// A struct of a table, as the tool writes it: `row! { Customer "Customer" ["OrderList"] { 0 ID id: i64 => "id", … } { 0 order: Order } }`.
macro_rules! row {
    (
        $name:ident $kind:literal [$($relationship:literal),*]
        { $($index:literal $constant:ident $field:ident: $type:ty = $value:ty => $attribute:literal,)* }
        { $($position:literal $parent_constant:ident $parent:ident: $target:ty,)* }
    ) => {
        #[allow(clippy::struct_field_names, reason = "columns have the names that they have")]
        #[derive(Debug, Clone, PartialEq)]
        pub(crate) struct $name {
            $(pub(crate) $field: $type,)*
            $(pub(crate) $parent: formwork_runtime::generated::Parent<$target>,)*
        }

        #[allow(dead_code, reason = "a table's columns are all there, as in generated structs")]
        impl $name {
            $(pub(crate) const $constant: formwork_runtime::generated::Column<Self, $value> =
                formwork_runtime::generated::Column::new($index);)*
            $(pub(crate) const $parent_constant: formwork_runtime::generated::ToOne<Self, $target> =
                formwork_runtime::generated::ToOne::new($position);)*
        }

        impl formwork_runtime::generated::Resource for $name {
            const KIND: &'static str = $kind;
            const ATTRIBUTES: &'static [&'static str] = &[$($attribute),*];
            const RELATIONSHIPS: &'static [&'static str] = &[$($relationship),*];

            fn read(row: &mut formwork_runtime::generated::RowData) -> Self {
                Self {
                    $($field: row.take($index),)*
                    $($parent: row.parent($position),)*
                }
            }

            fn write(&self, row: &mut formwork_runtime::generated::RowData) {
                $(row.put($index, &self.$field);)*
            }
        }
    };
}

/// What `#[rules]` makes of a closure: `over!(["quantity"] ["product", "unit_price"] |d: &Detail| …)`.
macro_rules! over {
    ($([$($field:literal),+])* |$row:ident: $type:ty| $body:expr) => {
        formwork_runtime::rules::notation::Closure::new(
            &formwork_runtime::rules::notation::Facts {
                reads: &[$(formwork_runtime::rules::notation::Read { from_old: false, fields: &[$($field),+] }),*],
                source: stringify!($body),
                file: file!(),
                line: line!(),
                is_opaque: false,
            },
            |$row: $type| $body,
        )
    };
}

pub(crate) use {over, row};
