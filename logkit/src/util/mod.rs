//! Mechanisms without a subject of their own, used by several folders.

pub(crate) mod arc_cell;
pub(crate) mod buffer;
pub(crate) mod catch_panic;
pub(crate) mod clock;
pub(crate) mod debug_as_display;
pub(crate) mod diagnostics;
#[cfg(feature = "control")]
pub(crate) mod duration;
#[cfg(any(feature = "file", all(unix, feature = "control")))]
pub(crate) mod file_lock;
pub(crate) mod fork_mutex;
pub(crate) mod intern;
pub(crate) mod line;
#[cfg(any(
    feature = "file",
    feature = "queue",
    feature = "testing",
    all(unix, feature = "control")
))]
pub(crate) mod live_list;
pub(crate) mod module_name;
pub(crate) mod nearest;
pub(crate) mod once;
pub(crate) mod own_file;
pub(crate) mod pause;
pub(crate) mod pointers;
#[cfg(any(unix, feature = "file", feature = "queue", feature = "resource"))]
pub(crate) mod process_hooks;
pub(crate) mod process_id;
pub(crate) mod reentry;
#[cfg(feature = "layer")]
pub(crate) mod shards;
pub(crate) mod site_texts;
pub(crate) mod specialize;
#[cfg(unix)]
pub(crate) mod std_descriptor;
pub(crate) mod sync;
pub(crate) mod thread_slot;
#[cfg(all(target_arch = "x86_64", target_os = "linux", not(miri)))]
pub(crate) mod ticks;
