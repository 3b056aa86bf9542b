//! What both servers by hand know of orders: their columns, and which pages of them the benchmark asks for.

pub(crate) mod csv;

use serde::Deserialize;

/// A statement that reads orders, each with its columns in the order in which answers show them.
macro_rules! select_orders {
    ($rest:literal) => {
        concat!(
            r#"SELECT "Id", "CustomerId", "EmployeeId", "OrderDate", "RequiredDate", "ShippedDate", "ShipVia", "Freight", "ShipName",
                "ShipAddress", "ShipCity", "ShipRegion", "ShipPostalCode", "ShipCountry", "AmountTotal", "Country", "City",
                "Ready", "OrderDetailCount", "CloneFromOrder" FROM "Order" "#,
            $rest
        )
    };
}
pub(crate) use select_orders;

/// The parameters of a page.
#[derive(Deserialize)]
pub(crate) struct Page {
    #[serde(rename = "page[offset]", default)]
    pub(crate) offset: u32,
    #[serde(rename = "page[limit]", default = "default_limit")]
    pub(crate) limit: u32,
    pub(crate) include: Option<String>,
    sort: Option<String>,
    #[serde(rename = "filter[ShipCountry]")]
    country: Option<String>,
    #[serde(rename = "filter[search]")]
    word: Option<String>,
}

fn default_limit() -> u32 {
    250
}

/// Which orders are asked for, and in which order.
pub(crate) enum Orders {
    All,
    /// Dearest freight first.
    ByFreight,
    OfCountry(String),
    /// With the word in where they are shipped to, whatever the case of its letters.
    With(String),
}

impl Page {
    /// Its orders; none if the servers by hand do not know such a page.
    pub(crate) fn orders(&mut self) -> Option<Orders> {
        match (self.country.take(), self.word.take(), self.sort.as_deref()) {
            (None, None, None) => Some(Orders::All),
            (Some(country), None, None) => Some(Orders::OfCountry(country)),
            (None, Some(word), None) => Some(Orders::With(word)),
            (None, None, Some("-Freight")) => Some(Orders::ByFreight),
            _ => None,
        }
    }
}

impl Orders {
    /// The parameters that links repeat.
    pub(crate) fn repeated(&self) -> String {
        match self {
            Self::All => String::new(),
            Self::ByFreight => "sort=-Freight&".to_owned(),
            Self::OfCountry(country) => format!("filter%5BShipCountry%5D={}&", encoded(country)),
            Self::With(word) => format!("filter%5Bsearch%5D={}&", encoded(word)),
        }
    }
}

fn encoded(text: &str) -> impl std::fmt::Display {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
}
