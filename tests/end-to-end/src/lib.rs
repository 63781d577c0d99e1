//! ionet-end-to-end
