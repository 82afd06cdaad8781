//! The resources whose functions wait for another resource: a request that would close a circle is
//! refused, because none of them would ever be open.

use crate::resource::contained::{self, Running};
use crate::resource::per_process::PerProcess;

#[derive(Default)]
struct Waits {
    last_id: u64,
    list: Vec<Wait>,
}

/// A function of one resource waits for another resource.
struct Wait {
    id: u64,
    waiting: Running,
    /// The address of the other one.
    waits_for: usize,
}

static WAITS: PerProcess<Waits> = PerProcess::new();

/// A wait that has begun. It ends when this is dropped.
pub(super) struct Waiting {
    /// `None` outside the functions of resources.
    id: Option<u64>,
}

/// Begins to wait for a resource that another task opens or closes.
///
/// # Errors
///
/// The resource is waiting for this task. The error names those through which it does; it is empty in a
/// function of the resource itself.
pub(super) fn begin(resource: Running) -> Result<Waiting, Vec<&'static str>> {
    let running = contained::running();
    let address = resource.address;
    if let Some(at) = running.iter().position(|running| running.address == address) {
        return Err(running.iter().skip(at + 1).map(|running| running.name).collect());
    }
    if running.is_empty() {
        return Ok(Waiting { id: None });
    }
    WAITS.with(|waits| {
        if let Some(through) = waits.path(address, &running) {
            return Err(through);
        }
        waits.last_id += 1;
        let id = waits.last_id;
        waits.list.extend(running.iter().map(|waiting| Wait {
            id,
            waiting: *waiting,
            waits_for: address,
        }));
        Ok(Waiting { id: Some(id) })
    })
}

impl Waits {
    /// The names of the resources by which that at `start` waits for one of `ends`, with that one's.
    fn path(&self, start: usize, ends: &[Running]) -> Option<Vec<&'static str>> {
        // Each address with the names on the way to it. There are few.
        let mut reached = vec![(start, Vec::new())];
        let mut at = 0;
        while let Some((address, names)) = reached.get(at).cloned() {
            if ends.iter().any(|end| end.address == address) {
                return Some(names);
            }
            for wait in self.list.iter().filter(|wait| wait.waiting.address == address) {
                if !reached.iter().any(|(known, _)| *known == wait.waits_for) {
                    let mut names = names.clone();
                    names.extend(self.name(wait.waits_for, ends));
                    reached.push((wait.waits_for, names));
                }
            }
            at += 1;
        }
        None
    }

    /// The name of a resource that waits, or is one of `ends`.
    fn name(&self, address: usize, ends: &[Running]) -> Option<&'static str> {
        let known = self.list.iter().map(|wait| &wait.waiting).chain(ends);
        known.into_iter().find(|one| one.address == address).map(|one| one.name)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            WAITS.with(|waits| waits.list.retain(|wait| wait.id != id));
        }
    }
}
