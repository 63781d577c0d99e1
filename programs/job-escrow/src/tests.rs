//! What other crates and stored accounts rely on: layouts, codes, seeds.
