//! support/token-cpi
