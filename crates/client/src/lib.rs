//! ionet-client
