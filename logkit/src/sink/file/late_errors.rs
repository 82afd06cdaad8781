//! File systems that accept a line and refuse it later.

use std::fs::File;

use crate::sink::file::disk::Disk;

/// The numbers of the file systems for [`Disk::refuses_late`], from Linux's `magic.h` and their sources:
/// NFS, CIFS, SMB 2, FUSE, AFS twice, Ceph, 9P, Coda, Lustre and GPFS.
#[cfg(any(target_os = "linux", target_os = "android"))]
const REFUSE_LATE: [u32; 11] = [
    0x6969,
    0xFF53_4D42,
    0xFE53_4D42,
    0x6573_5546,
    0x5346_414F,
    0x6B41_4653,
    0x00C3_6400,
    0x0102_1997,
    0x7375_7245,
    0x0BD0_0BD0,
    0x4750_4653,
];

impl Disk {
    /// Returns `true` if the file system keeps writes for itself and may refuse them later, when room for
    /// them was never set aside: those of networks, and those of other programs (FUSE).
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "unit tests inject faults"))]
    pub(super) fn refuses_late(&self, file: &File) -> bool {
        #[cfg(test)]
        if self.is_scripted() {
            return self.faults.refuses_late();
        }
        #[cfg(any(target_os = "linux", target_os = "android"))]
        {
            // The numbers have 32 bits, in fields of different types.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "32 bits")]
            let kind = rustix::fs::fstatfs(file).map(|found| found.f_type as u32);
            kind.is_ok_and(|kind| REFUSE_LATE.contains(&kind))
        }
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        {
            let _ = file;
            false
        }
    }
}
