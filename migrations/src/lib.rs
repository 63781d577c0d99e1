//! ionet-migrations
