//! Adds up the charges. The module is a file, so it declares its logger itself.

use std::collections::BTreeMap;

use logkit::{Logger, info, keep_first, module_logger, warn};

use crate::intake::Order;

#[module_logger("shop.ledger")]
pub(crate) static LOGGER: Logger;

/// Orders of at least this amount, in cents, are logged as large.
const LARGE: u64 = 50_000;

#[derive(Default)]
pub(crate) struct Ledger {
    /// Orders and cents, by currency.
    totals: BTreeMap<String, (u64, u64)>,
}

impl Ledger {
    pub(crate) fn book(&mut self, order: &Order) {
        let cents = order.cents();
        if cents >= LARGE {
            // A mask around a value that is not a field of one of your types.
            let email = keep_first(2, &order.email);
            warn!(order = order.id, customer = order.customer, email, cents, "large, needs a look");
        }
        let (orders, total) = self.totals.entry(order.currency.clone()).or_default();
        *orders += 1;
        *total += cents;
    }

    pub(crate) fn close(&self) {
        for (currency, (orders, cents)) in &self.totals {
            info!("{currency} {:>6}.{:02} in {orders} orders", cents / 100, cents % 100);
        }
        let booked: u64 = self.totals.values().map(|(orders, _)| orders).sum();
        info!(booked, "closed for today");
    }
}
