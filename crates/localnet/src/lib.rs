//! ionet-localnet
