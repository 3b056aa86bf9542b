//! Rows by hand, as the tool writes them, and a `Logic` that keeps what it is given.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::struct_field_names,
    clippy::needless_pass_by_value,
    clippy::allow_attributes,
    reason = "each of the programs that have this file uses some of it, and the shapes are those of the tool and of `Logic`"
)]

use std::marker::PhantomData;

use formwork_runtime::generated::{Column, Date, Decimal, Parent, Resource, RowData, ToOne};
use formwork_runtime::resource::Reading;
use formwork_runtime::rules::notation::{Derives, Facts, IntoTruth, RowExpression, RowMessage};

macro_rules! row {
    ($name:ident { $($field:ident $(as $constant:ident: $value:ty)?: $type:ty,)* }) => {
        #[derive(Debug, Clone, PartialEq, Default)]
        pub struct $name {
            $(pub $field: $type,)*
        }

        impl $name {
            $($(pub const $constant: Column<Self, $value> = Column::new(0);)?)*
        }

        impl Resource for $name {
            const KIND: &'static str = stringify!($name);
            const ATTRIBUTES: &'static [&'static str] = &[];
            const RELATIONSHIPS: &'static [&'static str] = &[];

            fn read(_row: &mut RowData) -> Self {
                Self::default()
            }

            fn write(&self, _row: &mut RowData) {}
        }
    };
}

row!(Customer {
    name: String,
    balance as BALANCE: Decimal: Decimal,
    credit_limit: Option<Decimal>,
    order_count as ORDER_COUNT: i64: Option<i64>,
    is_active: bool,
    r#type: Option<String>,
});

row!(Order {
    amount_total as AMOUNT_TOTAL: Decimal: Option<Decimal>,
    freight as FREIGHT: Decimal: Option<Decimal>,
    order_date: Option<Date>,
    shipped_date: Option<Date>,
    ship_city as SHIP_CITY: String: Option<String>,
    customer: Parent<Customer>,
});

row!(Product {
    unit_price as UNIT_PRICE: Decimal: Decimal,
    weight: f64,
    units_in_stock: u64,
});

row!(OrderDetail {
    unit_price as UNIT_PRICE: Decimal: Option<Decimal>,
    quantity as QUANTITY: i64: i64,
    discount: Decimal,
    amount as AMOUNT: Decimal: Option<Decimal>,
    is_gift: Option<bool>,
    order: Parent<Order>,
    product: Parent<Product>,
});

row!(Employee {
    salary: Decimal,
    title: Option<String>,
});

impl OrderDetail {
    pub const ORDER: ToOne<Self, Order> = ToOne::new(0);
    pub const PRODUCT: ToOne<Self, Product> = ToOne::new(1);
}

/// What a rule was given.
#[derive(Default)]
pub struct Logic {
    pub facts: Vec<Facts>,
    pub messages: Vec<String>,
    pub readings: usize,
}

pub struct Rule<'a, R> {
    logic: &'a mut Logic,
    row: PhantomData<R>,
}

impl Logic {
    pub fn sum<P, C, V, E>(&mut self, _column: Column<P, V>, value: E) -> Rule<'_, C>
    where
        E: RowExpression<C, Output: Derives<V>>,
    {
        self.rule(&value)
    }

    pub fn count<C>(&mut self, _column: Column<impl Resource, i64>) -> Rule<'_, C> {
        Rule {
            logic: self,
            row: PhantomData,
        }
    }

    pub fn formula<R, V, E>(&mut self, _column: Column<R, V>, value: E) -> Rule<'_, R>
    where
        E: RowExpression<R, Output: Derives<V>>,
    {
        self.rule(&value)
    }

    pub fn copy<R, V, E>(&mut self, column: Column<R, V>, value: E) -> Rule<'_, R>
    where
        E: RowExpression<R, Output: Derives<V>>,
    {
        self.formula(column, value)
    }

    pub fn constraint<R, E>(&mut self, condition: E) -> Rule<'_, R>
    where
        E: RowExpression<R, Output: IntoTruth>,
    {
        self.rule(&condition)
    }

    fn rule<R, E: RowExpression<R>>(&mut self, expression: &E) -> Rule<'_, R> {
        self.facts.push(*expression.facts());
        Rule {
            logic: self,
            row: PhantomData,
        }
    }
}

impl<R: Resource + Default> Rule<'_, R> {
    pub fn when<E>(self, condition: E) -> Self
    where
        E: RowExpression<R, Output: IntoTruth>,
    {
        self.logic.facts.push(*condition.facts());
        self
    }

    pub fn reads<const N: usize>(self, _readings: [Reading<R>; N]) -> Self {
        self.logic.readings += N;
        self
    }

    pub fn message(self, message: impl RowMessage<R>) -> Self {
        self.logic.messages.push(message.text(&R::default()));
        self.logic.facts.extend(message.facts());
        self
    }
}
