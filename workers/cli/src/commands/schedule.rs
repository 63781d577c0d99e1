//! `ionet emission schedule`: pure arithmetic, no chain.

use anyhow::{Result, ensure};
use ionet_core::emission::{Month, months};
use serde_json::json;

use crate::{
    amounts,
    cli::{Months, PresetArg, ScheduleArgs},
    output::{Output, table},
    plot::{self, PlotTarget},
};

/// Prints or draws the schedule.
pub fn run(output: Output, args: &ScheduleArgs) -> Result<()> {
    let Months(wanted) = &args.months;
    let months: Vec<Month> = months(args.preset.into())
        .filter(|month| wanted.contains(&month.month))
        .collect();
    ensure!(
        !months.is_empty(),
        "the schedule is over before month {}: official ends in month 240, literal in month 244",
        wanted.start()
    );
    match &args.plot {
        Some(PlotTarget::Svg(path)) => {
            plot::svg(&months, path)?;
            output.note(format!("wrote {}", path.display()));
        }
        Some(PlotTarget::Terminal) if !output.is_json() => println!("{}", plot::terminal(&months)),
        _ => print(output, args.preset, &months),
    }
    Ok(())
}

fn print(output: Output, preset: PresetArg, months: &[Month]) {
    let rows: Vec<_> = months
        .iter()
        .map(|month| {
            json!({
                "month": month.month,
                "emission": month.emission.to_string(),
                "mint": month.mint.to_string(),
                "supply": month.supply.to_string(),
            })
        })
        .collect();
    let name = match preset {
        PresetArg::Official => "official",
        PresetArg::Literal => "literal",
    };
    output.result(
        &json!({ "preset": name, "unit": "base units, 8 decimals", "months": rows }),
        || {
            let rows = months.iter().map(|month| {
                [
                    month.month.to_string(),
                    amounts::io(month.mint),
                    amounts::io(month.supply),
                ]
            });
            table(["month", "minted (IO)", "supply (IO)"], &[0, 1, 2], rows).to_string()
        },
    );
}
