//! The largest job.
