//! A second, plain way to the same numbers.

use chacha20::{
    ChaCha8,
    cipher::{KeyIvInit as _, StreamCipher as _},
};
use ionet_challenge::{Binding, Hash, Product, Seed};

/// The seed of device `device`.
pub fn seed(device: u8) -> Seed {
    Seed::new(&Binding {
        instant: &[1; 32],
        epoch: 7,
        device: &[device; 32],
        gpu: 0,
    })
}

/// A product of device 1.
pub fn product(side: u32) -> Product {
    Product::new(seed(1), side).expect("an accepted side")
}

/// Row `row` of factor `factor` (0: `A`; 1: `B`, whose rows are columns), from the documentation
/// of `expand`.
fn row(product: &Product, factor: u8, row: u32) -> Vec<i64> {
    let key = blake3::derive_key("ionet challenge v1 factors", &product.seed().0);
    let mut nonce = [0; 12];
    nonce[0] = factor;
    nonce[4..8].copy_from_slice(&row.to_le_bytes());
    let mut bytes = vec![0; product.side() as usize];
    ChaCha8::new(&key.into(), &nonce.into()).apply_keystream(&mut bytes);
    let entry = |byte: u8| match byte.cast_signed() {
        i8::MIN => -127,
        entry => i64::from(entry),
    };
    bytes.into_iter().map(entry).collect()
}

/// The hashes of all tiles, by the definition of a product.
pub fn tiles(product: &Product) -> Vec<Hash> {
    let rows: Vec<_> = (0..product.side()).map(|at| row(product, 0, at)).collect();
    let columns: Vec<_> = (0..product.side()).map(|at| row(product, 1, at)).collect();
    let mut tiles = Vec::new();
    for tile_rows in rows.chunks(16) {
        for tile_columns in columns.chunks(16) {
            let mut hasher = blake3::Hasher::new();
            for row in tile_rows {
                for column in tile_columns {
                    let sum: i64 = row.iter().zip(column).map(|(x, y)| x * y).sum();
                    let sum = i32::try_from(sum).expect("sums fit 32 bits");
                    hasher.update(&sum.to_le_bytes());
                }
            }
            tiles.push(hasher.finalize().into());
        }
    }
    tiles
}
