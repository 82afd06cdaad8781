//! A module with a client that many tasks share: opened by the first, without its dependencies' noise,
//! with the whole cause of an error in the log, and closed at the end. The server is a thread of this
//! program. Needs the feature `http_client`: `cargo run --example http_client --features http_client`.
//!
//! ```text
//! 2026-11-28 07:31:00,123 - shop.client - DEBUG - opened resource=http_client
//! 2026-11-28 07:31:00,245 - shop.client - INFO - fetched orders=1000 bytes=20890
//! 2026-11-28 07:31:00,246 - shop.client - ERROR - order not fetched order_id=7 error="error sending request"
//!     caused by: client error (Connect)
//!     caused by: tcp connect error
//!     caused by: Connection refused (os error 111)
//! 2026-11-28 07:31:00,247 - shop.client - DEBUG - closed resource=http_client
//! ```

use std::error::Error;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use logkit::{Level, module_logger};

#[module_logger("shop.client", level = "debug")]
mod client {
    use std::error::Error;
    use std::net::SocketAddr;
    use std::time::Duration;

    use logkit::Resource;

    static HTTP: Resource<reqwest::Client> = Resource::new("http_client", || {
        Box::pin(async {
            let client = reqwest::Client::builder().timeout(Duration::from_secs(10));
            Ok(client.build()?)
        })
    })
    .with_logger(&LOGGER);

    /// Fetches an order.
    pub(crate) async fn order(server: SocketAddr, order_id: u32) -> Option<String> {
        let url = format!("http://{server}/orders/{order_id}");
        match get(url).await {
            Ok(order) => Some(order),
            Err(error) => {
                exception!(error, "order not fetched", order_id);
                None
            }
        }
    }

    async fn get(url: String) -> Result<String, Box<dyn Error + Send + Sync>> {
        let client = HTTP.get().await?;
        let response = client.get(url).send().await.map_err(reqwest::Error::without_url)?;
        Ok(response.error_for_status()?.text().await?)
    }

    pub(crate) fn report(orders: &[String]) {
        let bytes: usize = orders.iter().map(String::len).sum();
        info!(orders = orders.len(), bytes, "fetched");
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    // Third parties' lines from WARNING on, those of the client's crates from ERROR on.
    let _logkit = logkit::init();
    logkit::silence(["hyper", "reqwest"], Level::Error);
    // A panic would be a line of the module in which it happens.
    logkit::log_panics();

    let server = serve()?;
    tokio::runtime::Runtime::new()?.block_on(async {
        // Closes the client within the runtime.
        let _shutdown = logkit::shutdown_guard();
        let tasks: Vec<_> =
            (0..1_000).map(|order_id| tokio::spawn(client::order(server, order_id))).collect();
        let mut orders = Vec::new();
        for task in tasks {
            orders.extend(task.await?);
        }
        client::report(&orders);
        // Nothing listens there.
        let closed = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        client::order(closed, 7).await;
        Ok(())
    })
}

/// Starts a server that answers every request.
fn serve() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            thread::spawn(move || answer(&connection));
        }
    });
    Ok(address)
}

/// Answers the requests of a connection.
fn answer(mut connection: &TcpStream) -> io::Result<()> {
    let mut lines = BufReader::new(connection).lines();
    while let Some(request) = lines.next().transpose()? {
        let path = request.split(' ').nth(1).unwrap_or_default();
        // The header.
        while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
        let body = format!("the order {path}");
        let length = body.len();
        write!(connection, "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}")?;
    }
    Ok(())
}
