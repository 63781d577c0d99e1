//! The tests are in `tests/conformance`.
