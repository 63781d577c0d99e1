//! io-token
