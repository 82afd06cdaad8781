//! hyper's and reqwest's clients in the process of a host: their details are silent, their warnings are
//! shown, and a rule changes that.
//!
//! hyper itself logs only if it is compiled with `--cfg hyper_unstable_tracing`; its client, `hyper-util`,
//! logs with its feature `tracing`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::thread;
use std::time::Duration;

use hyper::{Request, Version};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use logkit::Level;
use support::alone::{Seen, alone};
use tracing_subscriber::layer::SubscriberExt as _;

/// Starts a server that answers every request, on connections of their own.
fn serve() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let lines = BufReader::new(connection.try_clone().unwrap()).lines();
            assert!(lines.map_while(Result::ok).any(|line| line.is_empty()));
            let answer = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok";
            connection.write_all(answer).unwrap();
        }
    });
    address
}

/// Fetches a page with each client. Each also has a reason for a warning: a limit that no clock reaches,
/// and a version of HTTP that the client does not speak.
fn fetch() {
    let url = format!("http://{}/", serve());
    let client = reqwest::blocking::Client::builder().timeout(Duration::MAX).build().unwrap();
    assert_eq!(client.get(&url).send().unwrap().text().unwrap(), "ok");

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = Client::builder(TokioExecutor::new()).build_http::<String>();
        assert!(client.get(url.parse().unwrap()).await.unwrap().status().is_success());
        let mut request = Request::new(String::new());
        *request.uri_mut() = url.parse().unwrap();
        *request.version_mut() = Version::HTTP_09;
        assert!(client.request(request).await.is_err());
    });
}

/// Asserts that the two warnings are all that a process shows.
fn assert_only_warnings(seen: &Seen) {
    let mut parts: Vec<String> = seen.errors();
    for part in &mut parts {
        // The name and the level; the words are the crates' own.
        *part = part.splitn(3, " - ").take(2).collect::<Vec<_>>().join(" ");
    }
    parts.sort();
    parts.dedup();
    assert_eq!(
        parts,
        ["hyper_util::client::legacy::client WARNING", "reqwest::blocking::wait WARNING"],
        "{}",
        seen.stderr
    );
}

#[test]
fn with_init_only_warnings_are_shown() {
    let Some(seen) = alone(|| {
        let _logkit = logkit::init();
        fetch();
    }) else {
        return;
    };
    assert_only_warnings(&seen);
}

#[test]
fn with_a_layer_of_the_host_only_warnings_are_shown() {
    let Some(seen) = alone(|| {
        let layer = logkit::layer();
        log::set_boxed_logger(Box::new(layer.log_bridge())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        let host = tracing_subscriber::registry().with(layer);
        tracing::subscriber::set_global_default(host).unwrap();
        fetch();
    }) else {
        return;
    };
    assert_only_warnings(&seen);
}

#[test]
fn a_rule_silences_them() {
    let Some(seen) = alone(|| {
        let _logkit = logkit::init();
        logkit::silence(["hyper-util", "reqwest"], Level::Error);
        fetch();
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn a_rule_shows_their_details() {
    let Some(seen) = alone(|| {
        let _logkit = logkit::init();
        logkit::silence(["hyper-util"], Level::Debug);
        logkit::silence(["reqwest::connect"], Level::Debug);
        fetch();
    }) else {
        return;
    };
    for start in ["hyper_util::client::legacy::connect::http - DEBUG", "reqwest::connect - DEBUG"] {
        assert!(seen.errors().iter().any(|line| line.starts_with(start)), "{}", seen.stderr);
    }
}
