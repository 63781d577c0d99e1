//! ionet-program-tests
