//! Whatever tables and columns are called, every name is possible and different from the others.

use std::collections::HashSet;

use unicode_ident::{is_xid_continue, is_xid_start};

use super::*;
use crate::model::{naming, reserved};

/// Pieces that names are put together from: letters, words with a meaning, and what breaks things.
const PIECES: &[&str] = &[
    "",
    "a",
    "A",
    "b",
    "id",
    "Id",
    "ID",
    "_",
    "__",
    "-",
    " ",
    ".",
    "$",
    "\"",
    "'",
    "`",
    "/",
    "\\",
    "%",
    "#",
    "[",
    "]",
    "0",
    "1",
    "2fa",
    "type",
    "Type",
    "self",
    "Self",
    "crate",
    "order",
    "Order",
    "item",
    "items",
    "List",
    "result",
    "Option",
    "ß",
    "SS",
    "é",
    "e\u{301}",
    "ñ",
    "日",
    "本",
    "語",
    "и",
    "ف",
    "🙂",
    "\u{200b}",
    "\u{0}",
    "\n",
    "\u{7f}",
    "\u{85}",
    "½",
    "ª",
    "İ",
    "ﬁ",
    "links",
    "and",
    "search",
    "model",
    "mod",
    "aux",
    "fn",
    "S_CheckSum",
];

/// A sequence of numbers that is the same in every run.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new() -> Self {
        Self(0x5eed)
    }

    fn below(&mut self, end: usize) -> usize {
        // Xorshift.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % end
    }

    fn name(&mut self) -> String {
        (0..=self.below(4))
            .map(|_| PIECES[self.below(PIECES.len())])
            .collect()
    }

    fn names(&mut self, count: usize) -> Vec<String> {
        let mut names: Vec<String> = (0..count).map(|_| self.name()).collect();
        names.sort();
        names.dedup();
        names
    }

    pub(crate) fn tables(&mut self) -> Vec<Table> {
        let names = self.names(30);
        let mut tables: Vec<Table> = Vec::new();
        for name in &names {
            let mut one = table(name, "");
            for column_name in self.names(12) {
                one.columns.push(column(
                    &column_name,
                    ColumnType::Integer {
                        bits: 64,
                        unsigned: false,
                    },
                    false,
                ));
            }
            one.primary_key = Some(PrimaryKey {
                name: None,
                columns: vec![one.columns[0].name.clone()],
            });
            tables.push(one);
        }
        for index in 0..tables.len() {
            for _ in 0..self.below(4) {
                let parent = &tables[self.below(tables.len())];
                let (parent, key) = (parent.name.name.clone(), parent.columns[0].name.clone());
                let columns = &tables[index].columns;
                let column = columns[self.below(columns.len())].name.clone();
                tables[index].foreign_keys.push(ForeignKey {
                    name: None,
                    columns: vec![column],
                    target: TableName {
                        schema: None,
                        name: parent,
                    },
                    target_columns: vec![key],
                    on_update: Action::NoAction,
                    on_delete: Action::NoAction,
                    deferrable: Deferrable::No,
                });
            }
        }
        tables
    }
}

fn is_identifier(name: &str) -> bool {
    let mut letters = name.chars();
    letters
        .next()
        .is_some_and(|first| first == '_' || is_xid_start(first))
        && letters.all(is_xid_continue)
        && name != "_"
        && !reserved::is_keyword(name)
}

fn assert_all_different<'a>(names: impl Iterator<Item = &'a str>, what: &str) {
    let mut seen = HashSet::new();
    for name in names {
        assert!(seen.insert(name.to_owned()), "{what} `{name}` twice");
    }
}

fn assert_possible(model: &formwork_runtime::model::Model) {
    let resources = || model.resources.iter();
    assert_all_different(
        resources().map(|resource| resource.kind.as_str()),
        "the kind",
    );
    assert_all_different(
        resources().map(|resource| resource.rust_type.as_str()),
        "the struct",
    );
    assert_all_different(
        resources().map(|resource| resource.module.as_str()),
        "the module",
    );
    for resource in resources() {
        let kind = &resource.kind;
        assert_eq!(naming::kind_problem(kind), None, "the kind `{kind}`");
        assert!(
            is_identifier(&resource.rust_type),
            "the struct `{}`",
            resource.rust_type
        );
        assert!(
            !reserved::is_in_prelude(&resource.rust_type),
            "the struct `{}`",
            resource.rust_type
        );
        let module = &resource.module;
        assert!(
            is_identifier(module) && !reserved::is_module(module),
            "the module `{module}`"
        );
        assert!(
            module.is_ascii() && *module == module.to_lowercase(),
            "the module `{module}`"
        );

        let attributes = resource
            .attributes
            .iter()
            .map(|attribute| (&attribute.name, &attribute.field));
        let relationships = resource
            .relationships
            .iter()
            .map(|relationship| (&relationship.name, &relationship.field));
        let members: Vec<_> = attributes.chain(relationships).collect();
        assert_all_different(members.iter().map(|(name, _)| name.as_str()), "the member");
        assert_all_different(members.iter().map(|(_, field)| field.as_str()), "the field");
        let constants: Vec<String> = members
            .iter()
            .map(|(_, field)| naming::constant(field))
            .collect();
        assert_all_different(constants.iter().map(String::as_str), "the constant");
        for (name, field) in members {
            assert_eq!(
                naming::member_problem(name),
                None,
                "the member `{name}` of `{kind}`"
            );
            assert!(is_identifier(field), "the field `{field}` of `{kind}`");
        }
        for constant in constants {
            assert!(
                is_identifier(&constant),
                "the constant `{constant}` of `{kind}`"
            );
        }
    }
}

#[test]
fn any_names_become_possible_and_different_ones() {
    let mut numbers = Numbers::new();
    for _ in 0..200 {
        let tables = numbers.tables();
        let report = model_of(tables.clone());
        assert_possible(&report.model);
        formwork_runtime::catalog::Catalog::new(&report.model).expect("a model that can be served");

        let mut shuffled = tables;
        for index in (1..shuffled.len()).rev() {
            shuffled.swap(index, numbers.below(index + 1));
        }
        assert_eq!(
            model_of(shuffled),
            report,
            "the order of the catalog matters"
        );
    }
}
