//! The allocator, and whether it may use large pages. They make the analysis a fifth quicker, since less time goes to finding
//! the page of what is looked up; but each is cleared when it is first used, half a millisecond in the whole: much of a
//! search, which needs few of them.

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
