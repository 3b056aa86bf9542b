//! The work through the engine: sessions of the runtime.

use std::path::Path;
use std::sync::Arc;

use formwork::introspect::{Address, ReadOptions, introspect};
use formwork::model::{Overrides, from_schema};
use formwork_runtime::State;
use formwork_runtime::config::DatabaseConfig;
use formwork_runtime::generated::Decimal;
use formwork_runtime::rules::Logic;
use formwork_runtime::session::New;
use formwork_runtime::store::Store;

use crate::Result;
use crate::measure::Work;
use crate::rules::rows::{Order, OrderDetail, Product};
use crate::wide::{CONSTRAINTS, Wide};

/// The runtime on a database, with rules.
pub(crate) async fn open(file: &Path, declare: impl FnOnce(&mut Logic)) -> Result<Arc<State>> {
    let url = format!("sqlite:{}", file.display());
    let address: Address = url.parse()?;
    let schema = introspect(&address, &ReadOptions::default()).await?;
    let model = from_schema(&schema, &Overrides::default())?.model;
    let config = DatabaseConfig {
        url,
        ..DatabaseConfig::default()
    };
    let store = Store::open(model.databases[0].dialect, &config).await?;
    let mut logic = Logic::new();
    declare(&mut logic);
    Ok(State::with_rules(&model, vec![store], "api", logic)?)
}

/// One transaction.
pub(crate) async fn run(state: &Arc<State>, work: Work, number: i64) -> Result<()> {
    let mut session = state.session();
    match work {
        Work::Order { items } => {
            let order =
                session.insert(New::<Order>::default().set(Order::CUSTOMER_ID, number % 100 + 1));
            for item in 0..items {
                session.insert(
                    New::<OrderDetail>::default()
                        .set_from(OrderDetail::ORDER_ID, order, Order::ID)
                        .set(OrderDetail::PRODUCT_ID, (number + item) % 20 + 1)
                        .set(OrderDetail::QUANTITY, 2),
                );
            }
        }
        Work::Wide => {
            session.insert(New::<Wide>::default().set(Wide::BASE, number + CONSTRAINTS));
        }
        Work::Plain => {
            session.insert(New::<Product>::default().set(Product::UNIT_PRICE, Decimal::TEN));
        }
    }
    let saved = session.commit().await;
    saved.map(drop).map_err(|error| format!("{error:?}").into())
}
