//! The Unix domain socket of the door: who may connect, and how it ends.

use std::fmt;
use std::io;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use crate::control::response::ControlResponse;
use crate::control::socket_path::{self, BoundSocket};
use crate::control::{Control, http};
use crate::util::catch_panic::catch_panic;
use crate::util::diagnostics;
use crate::util::live_list::LiveList;
use crate::util::process_hooks;
use crate::util::process_id::process_id;

/// The doors of the process, to be closed at its end.
static OPEN: LiveList<Served> = LiveList::new();

/// The most clients that are served at once, and that are refused at once.
const MAX_CLIENTS: usize = 16;
/// The pause after a connection could not be accepted, for example for lack of descriptors.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves the door on a socket until it is dropped; see
/// [`Control::serve_unix`](crate::Control::serve_unix).
///
/// Dropping it removes the socket, and so do `process::exit` and `logkit::shutdown()`. Clients that are
/// connected still get their answers. In the child of a fork, dropping the parent's value does nothing.
#[must_use = "the socket is removed when this is dropped; bind it to a name such as `_socket`, because \
              `let _ =` drops it at once"]
pub struct ControlSocket(Arc<Served>);

struct Served {
    control: Control,
    path: PathBuf,
    socket: BoundSocket,
    process: u32,
    stopped: AtomicBool,
    /// The numbers of clients that are served and refused at the moment.
    clients: Arc<AtomicUsize>,
    refused: Arc<AtomicUsize>,
}

impl ControlSocket {
    pub(super) fn serve(control: Control, path: &Path) -> io::Result<Self> {
        let named = |error: io::Error| {
            io::Error::new(error.kind(), format!("control socket `{}`: {error}", path.display()))
        };
        let served = Arc::new(Served::open(control, path).map_err(named)?);
        let socket = Self(Arc::clone(&served));
        close_at_exit(&served);
        thread::Builder::new()
            .name("logkit-control".to_owned())
            .spawn(move || served.accept_all())
            .map_err(named)?;
        Ok(socket)
    }

    /// The path of the socket.
    pub fn path(&self) -> &Path {
        &self.0.path
    }
}

impl Served {
    fn open(control: Control, path: &Path) -> io::Result<Self> {
        // The program may change its directory.
        let path = std::path::absolute(path)?;
        let socket = socket_path::bind(&path)?;
        Ok(Self {
            control,
            path,
            socket,
            process: process_id(),
            stopped: AtomicBool::new(false),
            clients: Arc::default(),
            refused: Arc::default(),
        })
    }

    fn accept_all(self: &Arc<Self>) {
        while !self.stopped.load(Relaxed) {
            match self.socket.listener.accept() {
                Some(Ok(stream)) => self.admit(stream),
                Some(Err(_)) => thread::sleep(PAUSE),
                None => return self.end_without_descriptor(),
            }
        }
    }

    /// Serves or refuses a client on a thread of its own, so that none waits for another. Without a
    /// thread the connection is closed.
    fn admit(self: &Arc<Self>, stream: UnixStream) {
        let refusal = match self.check_user(&stream) {
            Ok(()) => match ClientPlace::take(&self.clients) {
                Some(place) => {
                    let served = Arc::clone(self);
                    return start(place, move || served.serve(&stream));
                }
                None => ControlResponse::failed(503, "too many clients are connected; try again"),
            },
            Err(refusal) => refusal,
        };
        // Beyond the limit the connection is closed without an answer.
        if let Some(place) = ClientPlace::take(&self.refused) {
            start(place, move || http::finish(&stream, &refusal));
        }
    }

    fn serve(&self, stream: &UnixStream) {
        http::serve(stream, |request| {
            self.control.handle(&request.method, &request.path, request.body)
        });
    }

    /// Lets in the user of this process, and root.
    ///
    /// # Errors
    ///
    /// The answer for any other client.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn check_user(&self, stream: &UnixStream) -> Result<(), ControlResponse> {
        let refused = |reason: &str| Err(ControlResponse::failed(403, reason));
        match rustix::net::sockopt::socket_peercred(stream) {
            Ok(peer) if [self.socket.owner, 0].contains(&peer.uid.as_raw()) => Ok(()),
            Ok(_) => refused("this socket serves the user of its process only"),
            Err(_) => refused("the user of the client is unknown"),
        }
    }

    /// The mode of the socket is the check.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "Linux has a check")]
    fn check_user(&self, _stream: &UnixStream) -> Result<(), ControlResponse> {
        Ok(())
    }

    /// Removes the socket and ends the thread.
    fn stop(&self) {
        if process_id() != self.process || self.stopped.swap(true, Relaxed) {
            return;
        }
        self.socket.remove(&self.path, || self.socket.listener.wake(&self.path));
    }

    #[cold]
    fn end_without_descriptor(&self) {
        // The door may have been dropped meanwhile.
        if !self.stopped.load(Relaxed) {
            diagnostics::report(format_args!(
                "control socket `{}`: the program has closed its descriptor",
                self.path.display()
            ));
            self.stop();
        }
    }
}

impl Drop for ControlSocket {
    fn drop(&mut self) {
        self.0.stop();
    }
}

impl fmt::Debug for ControlSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ControlSocket").field("path", &self.path()).finish_non_exhaustive()
    }
}

/// Removes the sockets of all doors, at the end of the process.
pub(crate) fn close_sockets() {
    OPEN.all().iter().for_each(|served| served.stop());
}

/// Removes the socket in `process::exit`, which drops nothing.
fn close_at_exit(served: &Arc<Served>) {
    static INSTALLED: AtomicBool = AtomicBool::new(false);
    extern "C" fn at_exit() {
        // A panic in `atexit` would abort the process.
        let _ = catch_panic(close_sockets);
    }
    process_hooks::install(at_exit, &INSTALLED);
    OPEN.add(served);
}

/// Starts a thread for one client. The end of the thread closes the connection.
fn start(place: ClientPlace, work: impl FnOnce() + Send + 'static) {
    let work = move || {
        let _ = catch_panic(work);
        drop(place);
    };
    let _ = thread::Builder::new().name("logkit-client".to_owned()).spawn(work);
}

/// One of the clients that are served, or refused, at once.
struct ClientPlace(Arc<AtomicUsize>);

impl ClientPlace {
    fn take(taken: &Arc<AtomicUsize>) -> Option<Self> {
        let place = Self(Arc::clone(taken));
        (taken.fetch_add(1, Relaxed) < MAX_CLIENTS).then_some(place)
    }
}

impl Drop for ClientPlace {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}
