//! The lines of standard streams and writers carry what their reader needs, and each lost line is
//! counted.

mod losses;
