//! The socket that waits for clients, of which the program may close the descriptor.

use std::io;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;

use crate::util::own_file::{Descriptor, FileId};

/// A socket that listens.
#[derive(Debug)]
pub(super) struct Listener {
    /// `None` only while it is dropped.
    socket: Option<UnixListener>,
    id: FileId,
}

impl Listener {
    pub(super) fn bind(path: &Path) -> io::Result<Self> {
        let socket = UnixListener::bind(path)?;
        let id = FileId::of_descriptor(&socket)?;
        Ok(Self { socket: Some(socket), id })
    }

    /// Waits for a client. `None` means that the program has closed the descriptor: its number may be
    /// that of another socket, whose clients are not the door's.
    pub(super) fn accept(&self) -> Option<io::Result<UnixStream>> {
        let accepted = self.own()?.accept();
        Some(accepted.map(|(stream, _)| stream))
    }

    /// Ends the wait for a client. `path` is the socket's.
    pub(super) fn wake(&self, path: &Path) {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        if let Some(socket) = self.own() {
            let _ = rustix::net::shutdown(socket, rustix::net::Shutdown::Both);
            return;
        }
        // Other systems do not shut down a socket that listens, and one without a descriptor still waits.
        let _ = UnixStream::connect(path);
    }

    fn own(&self) -> Option<&UnixListener> {
        let socket = self.socket.as_ref()?;
        let is_own =
            Descriptor::of_found(FileId::of_descriptor(socket), self.id) == Descriptor::Own;
        is_own.then_some(socket)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let is_own = self.own().is_some();
        if let Some(socket) = self.socket.take().filter(|_| !is_own) {
            std::mem::forget(socket);
        }
    }
}
