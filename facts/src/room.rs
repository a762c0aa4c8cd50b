//! Room in a thread's heap, for the many small pieces of memory that each file leaves behind.

/// Less than what glibc gives back to the system at once (`M_TRIM_THRESHOLD`) or does not take from a
/// heap in the first place (`M_MMAP_THRESHOLD`): both begin with 128 KiB.
const SIZE: usize = 120 << 10;

/// Takes some memory from the allocator and gives it back.
///
/// On glibc a thread's heap grows by what the piece at its end needs, each time with a call of the
/// system for which all other threads wait: twenty of them for 1,000 lines. What is given back at the end
/// of a heap stays there, so with this it grows in few large steps. Elsewhere it costs what one
/// allocation costs.
pub(crate) fn make() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(SIZE)));
}
