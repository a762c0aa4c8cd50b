//! Whole systems in memory.
