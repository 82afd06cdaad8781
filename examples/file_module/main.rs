//! A module that is a file declares its logger at the top; its child file shares it.
//!
//! ```text
//! 2026-11-22 07:31:00,123 - payments - INFO - charging order=7 cents=1999
//! 2026-11-22 07:31:00,124 - payments - WARNING - no answer, trying again attempt=1
//! 2026-11-22 07:31:00,125 - payments - INFO - charged order=7
//! ```
//!
//! The files: [`payments.rs`](payments.rs), [`payments/gateway.rs`](payments/gateway.rs).

mod payments;

fn main() {
    payments::charge(7, 1_999);
}
