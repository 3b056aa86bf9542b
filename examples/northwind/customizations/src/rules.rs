//! The rules of this application: what is always true, whoever writes. One use case per file in `rules/`.

mod check_credit;
mod clone_order;
mod counts;
mod defaults;
mod raise;
mod ready_flag;
mod ship_order;
#[cfg(test)]
mod tests;

use formwork_runtime::prelude::*;

/// Declares the rules of each use case; their order does not matter.
pub fn declare(logic: &mut Logic) {
    check_credit::declare(logic);
    clone_order::declare(logic);
    counts::declare(logic);
    defaults::declare(logic);
    raise::declare(logic);
    ready_flag::declare(logic);
    ship_order::declare(logic);
}
