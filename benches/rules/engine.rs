//! The work through the engine: sessions of the runtime.

use std::path::Path;
use std::sync::Arc;

use formwork::introspect::{Address, ReadOptions, introspect};
use formwork::model::{Overrides, from_schema};
use formwork_runtime::config::DatabaseConfig;
use formwork_runtime::generated::Decimal;
use formwork_runtime::rules::Logic;
use formwork_runtime::session::{Handle, New};
use formwork_runtime::store::Store;
use formwork_runtime::{Session, State};

use crate::Result;
use crate::measure::Work;
use crate::note::Note;
use crate::over_http::Purchase;
use crate::rules::rows::{self, Order, OrderDetail};
use crate::wide::{self, CONSTRAINTS, Wide};

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

/// All rules of the benchmark.
pub(crate) fn declare(logic: &mut Logic) {
    rows::declare(logic);
    wide::declare(logic);
}

/// One transaction.
pub(crate) async fn run(state: &Arc<State>, work: Work, number: i64) -> Result<()> {
    let mut session = state.session();
    match work {
        Work::Order { items } => {
            add_order(&mut session, &Purchase::numbered(number, items));
        }
        Work::Wide => {
            session.insert(New::<Wide>::default().set(Wide::BASE, number + CONSTRAINTS));
        }
        Work::Plain => {
            session.insert(New::<Note>::default().set(Note::AMOUNT, Decimal::TEN));
        }
    }
    let saved = session.commit().await;
    saved.map(drop).map_err(|error| format!("{error:?}").into())
}

/// Adds an order and its details to what the session commits; the rules do the rest.
pub(crate) fn add_order(session: &mut Session, purchase: &Purchase) -> Handle<Order> {
    let order = session.insert(New::<Order>::default().set(Order::CUSTOMER_ID, purchase.customer));
    for item in &purchase.items {
        session.insert(
            New::<OrderDetail>::default()
                .set_from(OrderDetail::ORDER_ID, order, Order::ID)
                .set(OrderDetail::PRODUCT_ID, item.product)
                .set(OrderDetail::QUANTITY, item.quantity),
        );
    }
    order
}
