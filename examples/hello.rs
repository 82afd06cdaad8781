//! The sample of README.md, unchanged.
//!
//! ```text
//! 2026-11-22 07:31:00,123 - payments - INFO - charging card=Card { holder: "Ada", number: ****1111, cvv: [redacted] } cents=1999
//! ```

#![allow(dead_code, unreachable_pub, reason = "the sample is a piece of a library")]

#[logkit::module_logger("payments")]
mod payments {
    #[derive(logkit::Redact)]
    pub struct Card {
        pub holder: String,
        #[redact(keep_last = 4)]
        pub number: String,
        #[redact]
        pub cvv: String,
    }

    pub fn charge(card: &Card, cents: u64) {
        info!(?card, cents, "charging");
    }
}

fn main() {
    let card = payments::Card {
        holder: "Ada".to_owned(),
        number: "4111 1111 1111 1111".to_owned(),
        cvv: "737".to_owned(),
    };
    payments::charge(&card, 1_999);
}
