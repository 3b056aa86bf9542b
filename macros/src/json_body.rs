//! `#[derive(JsonBody)]`: a struct's fields, or an enum's names, as JSON.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Expr, ExprLit, Field, Fields, Lit, LitStr, Meta, Type};

use crate::check;

/// The implementations for a type, or what is wrong with it.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let expanded = syn::parse2(input).and_then(|input: DeriveInput| expand(&input));
    expanded.unwrap_or_else(|error| error.to_compile_error())
}

/// How names become those in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    AsTheyAre,
    Pascal,
    Camel,
}

fn expand(input: &DeriveInput) -> syn::Result<TokenStream> {
    if !input.generics.params.is_empty() {
        return Err(check::generic_body(input.generics.span()));
    }
    let case = case(&input.attrs)?;
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => {
                let fields = fields.named.iter().map(|field| Member::of(field, case));
                Ok(of_struct(input, &fields.collect::<syn::Result<Vec<_>>>()?))
            }
            _ => Err(check::unnamed_fields(input.ident.span())),
        },
        Data::Enum(data) => {
            let mut names = Vec::new();
            for variant in &data.variants {
                if !matches!(variant.fields, Fields::Unit) {
                    return Err(check::variant_with_fields(&variant.ident));
                }
                let name = renamed(&variant.attrs)?
                    .unwrap_or_else(|| in_case(&variant.ident.unraw().to_string(), case));
                names.push((&variant.ident, name));
            }
            Ok(of_enum(input, &names))
        }
        Data::Union(_) => Err(check::unnamed_fields(input.ident.span())),
    }
}

/// A field and its name in JSON.
struct Member<'a> {
    field: &'a Ident,
    type_: &'a Type,
    name: String,
    about: String,
}

impl<'a> Member<'a> {
    fn of(field: &'a Field, case: Case) -> syn::Result<Self> {
        let ident = field.ident.as_ref().expect("the fields are named");
        Ok(Self {
            field: ident,
            type_: &field.ty,
            name: renamed(&field.attrs)?
                .unwrap_or_else(|| in_case(&ident.unraw().to_string(), case)),
            about: about(&field.attrs),
        })
    }
}

fn of_struct(input: &DeriveInput, members: &[Member<'_>]) -> TokenStream {
    let (ident, about) = (&input.ident, about(&input.attrs));
    let body = quote!(::formwork_runtime::json_body);
    let fields: Vec<_> = members.iter().map(|member| member.field).collect();
    let types: Vec<_> = members.iter().map(|member| member.type_).collect();
    let names: Vec<_> = members.iter().map(|member| &member.name).collect();
    let abouts: Vec<_> = members.iter().map(|member| &member.about).collect();
    quote! {
        impl #body::Schema for #ident {
            fn schema(schemas: &mut #body::Schemas<'_>) -> ::formwork_runtime::serde_json::Value {
                schemas.named(concat!(module_path!(), "::", stringify!(#ident)), |schemas| {
                    let members = ::std::vec![#((
                        #names,
                        #body::Schemas::described(<#types as #body::Schema>::schema(schemas), #abouts),
                        <#types as #body::JsonBody>::absent().is_some(),
                    )),*];
                    #body::Schemas::object(#about, members)
                })
            }
        }

        impl #body::JsonBody for #ident {
            fn read(
                json: &::formwork_runtime::serde_json::value::RawValue,
                reader: &mut #body::JsonReader,
            ) -> ::std::option::Option<Self> {
                let members = reader.members(json, &[#(#names),*])?;
                #(let #fields = reader.member::<#types>(&members, #names);)*
                ::std::option::Option::Some(Self { #(#fields: #fields?),* })
            }

            fn write(&self, out: &mut ::std::vec::Vec<u8>) {
                #body::JsonObject::begin(out)#(.member(#names, &self.#fields))*.end();
            }
        }
    }
}

fn of_enum(input: &DeriveInput, variants: &[(&Ident, String)]) -> TokenStream {
    let (ident, about) = (&input.ident, about(&input.attrs));
    let body = quote!(::formwork_runtime::json_body);
    let idents: Vec<_> = variants.iter().map(|(ident, _)| *ident).collect();
    let names: Vec<_> = variants.iter().map(|(_, name)| name).collect();
    let positions = 0..variants.len();
    quote! {
        impl #body::Schema for #ident {
            fn schema(schemas: &mut #body::Schemas<'_>) -> ::formwork_runtime::serde_json::Value {
                schemas.named(concat!(module_path!(), "::", stringify!(#ident)), |_| {
                    #body::Schemas::one_of(#about, &[#(#names),*])
                })
            }
        }

        impl #body::JsonBody for #ident {
            fn read(
                json: &::formwork_runtime::serde_json::value::RawValue,
                reader: &mut #body::JsonReader,
            ) -> ::std::option::Option<Self> {
                match reader.one_of(json, &[#(#names),*])? {
                    #(#positions => ::std::option::Option::Some(Self::#idents),)*
                    _ => ::std::option::Option::None,
                }
            }

            fn write(&self, out: &mut ::std::vec::Vec<u8>) {
                let name = match self { #(Self::#idents => #names),* };
                #body::JsonBody::write(&::std::string::String::from(name), out);
            }
        }
    }
}

/// What `#[json(names = "…")]` says.
fn case(attributes: &[Attribute]) -> syn::Result<Case> {
    let Some(text) = said(attributes, "names")? else {
        return Ok(Case::AsTheyAre);
    };
    match text.value().as_str() {
        "PascalCase" => Ok(Case::Pascal),
        "camelCase" => Ok(Case::Camel),
        _ => Err(check::unknown_case(text.span())),
    }
}

/// What `#[json(name = "…")]` says.
fn renamed(attributes: &[Attribute]) -> syn::Result<Option<String>> {
    Ok(said(attributes, "name")?.map(|text| text.value()))
}

/// The text of the only word that `#[json(…)]` takes at a place.
fn said(attributes: &[Attribute], word: &str) -> syn::Result<Option<LitStr>> {
    let mut found = None;
    for attribute in attributes
        .iter()
        .filter(|each| each.path().is_ident("json"))
    {
        attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident(word) {
                return Err(check::unknown_word(meta.path.span(), word));
            }
            found = Some(meta.value()?.parse()?);
            Ok(())
        })?;
    }
    Ok(found)
}

/// The doc comment, as one text.
fn about(attributes: &[Attribute]) -> String {
    let lines = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        });
    lines.collect::<Vec<_>>().join("\n")
}

/// `unit_price` and `UnitPrice` in a case.
fn in_case(name: &str, case: Case) -> String {
    if case == Case::AsTheyAre {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    for part in name.split('_').filter(|part| !part.is_empty()) {
        let mut letters = part.chars();
        let first = letters.next().expect("the part has a letter");
        if case == Case::Camel && out.is_empty() {
            out.extend(first.to_lowercase());
        } else {
            out.extend(first.to_uppercase());
        }
        out.push_str(letters.as_str());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_in_the_case_of_the_type() {
        for (name, pascal, camel) in [
            ("unit_price", "UnitPrice", "unitPrice"),
            ("account_id", "AccountId", "accountId"),
            ("Shipped", "Shipped", "shipped"),
        ] {
            assert_eq!(in_case(name, Case::Pascal), pascal);
            assert_eq!(in_case(name, Case::Camel), camel);
            assert_eq!(in_case(name, Case::AsTheyAre), name);
        }
    }
}
