//! Values of `TZ` that would block a reader or never end, and values that name no zone.

use std::process::Command;

use logkit::{Logger, info, module_logger};

use crate::output_of;
use support::alone::{child_of, is_child_of, succeeded};

#[module_logger("zone")]
static LOGGER: Logger;

#[test]
fn a_zone_that_is_a_pipe_or_a_device_is_utc_at_once() {
    let scene = || info!("line");
    if is_child_of(&scene) {
        return scene();
    }
    let pipe = std::env::temp_dir().join(format!("logkit-{}-zone", std::process::id()));
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    for zone in [pipe.to_str().unwrap(), "/dev/zero", "/dev/stdin", "/", "Nowhere/Land"] {
        let mut command = child_of(&scene);
        let child = command.env("TZ", zone).stderr(std::process::Stdio::piped());
        let child = child.stdout(std::process::Stdio::piped()).spawn().unwrap();
        let seen = succeeded(&output_of(child));
        assert_eq!(seen.errors(), ["zone - INFO - line"], "{zone}");
    }
    std::fs::remove_file(pipe).unwrap();
}
