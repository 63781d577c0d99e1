//! The CPU: every core, with the vector units that it has.

use rayon::prelude::*;

use crate::{
    Backend, BackendError, Hash, Product, Residency, Tree,
    expand::{Block, Factor},
    tile::Tile,
};

/// The CPU of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cpu;

impl Backend for Cpu {
    fn name(&self) -> String {
        let threads = rayon::current_num_threads();
        format!("CPU, {threads} threads")
    }

    /// Keeps the columns, 2n² bytes, and makes rows as they come.
    fn multiply(&self, product: &Product) -> Result<Tree, BackendError> {
        let (side, blocks) = (product.tiles_per_side(), product.blocks());
        let mut columns = reserved::<Block>(side as usize * blocks)?;
        let column = |at| strip(product, Factor::B, at);
        columns.par_extend((0..side).into_par_iter().flat_map_iter(column));
        let row_of_tiles = |at: u32| {
            let row: Vec<Block> = strip(product, Factor::A, at).collect();
            let tiles = columns.chunks(blocks).map(|column| tile(&row, column));
            tiles.map(|tile| tile.hash()).collect::<Vec<Hash>>()
        };
        let rows = (0..side).into_par_iter();
        Ok(Tree::new(rows.flat_map_iter(row_of_tiles).collect()))
    }

    fn read(&self, residency: &Residency) -> Result<Tree, BackendError> {
        let cache = residency.cache();
        let count = usize::try_from(residency.items()).unwrap_or(usize::MAX);
        let mut items = reserved(count)?;
        items.par_extend((0..count as u64).into_par_iter().map(|at| cache.item(at)));
        let item = |at| items[usize::try_from(at).expect("items that fit have addresses that fit")];
        let walks = (0..residency.walks()).into_par_iter();
        let ends = walks.map(|walk| residency.walk(u64::from(walk), item));
        Ok(Tree::new(ends.collect()))
    }
}

/// All blocks of 16 rows of a factor.
fn strip(product: &Product, factor: Factor, at: u32) -> impl Iterator<Item = Block> + use<> {
    let mut rows = product.rows(factor, at);
    (0..product.blocks()).map(move |_| *rows.next_block())
}

fn tile(row: &[Block], column: &[Block]) -> Tile {
    let mut tile = Tile::default();
    for (a, b) in row.iter().zip(column) {
        tile.add(a, b);
    }
    tile
}

/// Asks for the memory, instead of dying for want of it.
fn reserved<T>(count: usize) -> Result<Vec<T>, BackendError> {
    let mut items = Vec::new();
    let needed = (count as u64).saturating_mul(size_of::<T>() as u64);
    let reserve = items.try_reserve_exact(count);
    reserve.map_err(|_| BackendError::Memory { needed })?;
    Ok(items)
}
