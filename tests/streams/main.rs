//! The lines of standard streams and writers carry what their reader needs, and each lost line is
//! counted.

#[cfg(target_os = "linux")]
mod journal;
mod losses;
