//! Futures stay `Send` with any `await` in the arguments.

#![allow(clippy::pedantic, clippy::style, clippy::complexity, reason = "written in every way")]
#![allow(unused_qualifications, reason = "as above")]

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use logkit::module_logger;

use support::lines::lines;

async fn ready<T>(value: T) -> T {
    std::future::ready(()).await;
    value
}

#[module_logger("call_site.awaited")]
mod awaited {
    use logkit::Level;

    use super::{Cell, ready};

    pub(super) async fn all() {
        let not_sync = Cell::new(0);
        info!("before {}", 1);
        ready(()).await;
        info!(a = ready(1).await, b = %ready("b").await, c = ?ready('c').await, "{} {d}", ready(2).await, d = ready(3).await);
        info!("{:>1$} {2}", ready(1).await, ready(2).await, ready("x").await);
        info!("{:>4}", ready(1).await);
        event!(ready(Level::Info).await, x = ready(4).await);
        exception!(
            ready(std::fmt::Error).await,
            y = ready(5).await,
            "{}",
            ready(6).await,
            z = ready(7).await
        );
        info!(sum = not_sync.get(), last = ready(8).await);
        ready(not_sync.replace(1)).await;
    }
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[test]
fn futures_stay_send_and_arguments_may_await() {
    let run = || {
        let mut future = pin!(is_send(awaited::all()));
        let poll = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(poll, Poll::Ready(()));
    };
    assert_eq!(
        lines(&awaited::LOGGER, run),
        [
            "INFO - before 1",
            "INFO - 2 3 a=1 b=b c='c'",
            "INFO -  1 x",
            "INFO -    1",
            "INFO - x=4",
            "ERROR - 6 y=5 z=7 error=\"an error occurred when formatting an argument\"",
            "INFO - sum=0 last=8",
        ]
    );
}
