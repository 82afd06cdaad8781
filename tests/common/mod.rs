//! What the promises share: a process of its own for a scene, loggers made at run time, a host.

#![allow(dead_code, reason = "every file of promises uses its own part of this")]

pub(crate) mod alone;
pub(crate) mod host;
pub(crate) mod logger;
pub(crate) mod shared;
