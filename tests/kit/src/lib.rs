//! ionet-test-kit
