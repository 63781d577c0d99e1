//! One table per party of what came in and went out.

use comfy_table::presets::UTF8_BORDERS_ONLY;
use comfy_table::{CellAlignment, Table};

use super::books::{Books, Entry, SOL};

/// Every party's table, and one of all sums.
pub(super) fn tables(books: &Books, first: &[&str]) -> String {
    let mut all: Vec<String> = books
        .parties(first)
        .into_iter()
        .map(|party| party_table(books, party))
        .collect();
    all.push(sums(books));
    all.join("\n\n")
}

fn party_table(books: &Books, party: &str) -> String {
    let mut table = table(&[party, "in", "out"]);
    let mut rows: Vec<Entry> = Vec::new();
    for entry in books.entries().iter().filter(|entry| entry.party == party) {
        let same = rows
            .iter_mut()
            .find(|row| row.step == entry.step && row.asset == entry.asset);
        match same {
            Some(row) => row.change += entry.change,
            None => rows.push(entry.clone()),
        }
    }
    for row in rows.iter().filter(|row| row.change != 0) {
        let amount = amount(row.change.unsigned_abs(), &row.asset);
        let (came, went) = if row.change > 0 {
            (amount, String::new())
        } else {
            (String::new(), amount)
        };
        table.add_row([row.step.clone(), came, went]);
    }
    for asset in books.assets() {
        let net = books.net(party, asset);
        if net != 0 {
            let text = amount(net.unsigned_abs(), asset);
            let (came, went) = if net > 0 {
                (text, String::new())
            } else {
                (String::new(), text)
            };
            table.add_row([format!("= {asset}"), came, went]);
        }
    }
    right(&mut table);
    table.to_string()
}

/// Of each asset, what all parties have more and less: the two are equal.
fn sums(books: &Books) -> String {
    let mut table = table(&["all parties", "in", "out"]);
    for asset in books.assets() {
        let nets: Vec<i128> = books
            .parties(&[])
            .iter()
            .map(|party| books.net(party, asset))
            .collect();
        let more: i128 = nets.iter().filter(|net| **net > 0).sum();
        let less: i128 = nets.iter().filter(|net| **net < 0).sum();
        table.add_row([
            asset.to_owned(),
            amount(more.unsigned_abs(), asset),
            amount(less.unsigned_abs(), asset),
        ]);
    }
    right(&mut table);
    table.to_string()
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_preset(UTF8_BORDERS_ONLY).set_header(header);
    table
}

fn right(table: &mut Table) {
    for column in [1, 2] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// Base units as people read them.
fn amount(units: u128, asset: &str) -> String {
    let decimals: usize = match asset {
        SOL => 9,
        "IO" => 8,
        _ => 6,
    };
    let digits = format!("{units:0>width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    match fraction.trim_end_matches('0') {
        "" => format!("{whole} {asset}"),
        fraction => format!("{whole}.{fraction} {asset}"),
    }
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn amounts_have_the_decimals_of_their_token() {
        assert_eq!(amount(5_000, "SOL"), "0.000005 SOL");
        assert_eq!(amount(100_000_000, "IO"), "1 IO");
        assert_eq!(amount(1_642_500, "IOSD"), "1.6425 IOSD");
    }
}
