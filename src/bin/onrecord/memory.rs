//! The allocator, and whether it may use large pages. With them indexing takes a sixth less processor time, since
//! look-ups that lie far apart find their pages sooner; but each is cleared when it is first used, half a millisecond in the
//! whole: a tenth of a search, which needs few of them. What is started from here, as the pager, inherits the switch.

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Allows large pages from now on, or forbids them; where the system has no such switch, it decides itself.
pub(crate) fn allow_large_pages(is_allowed: bool) {
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(!is_allowed);
    #[cfg(not(target_os = "linux"))]
    let _ = is_allowed;
}
