//! The supply over time, as a picture.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::{Result, anyhow};
use ionet_core::{
    emission::Month,
    supply::{GENESIS_SUPPLY, SUPPLY_CAP},
};
use plotters::prelude::*;
use textplots::{Chart, Plot, Shape};

use crate::amounts::io_millions;

/// Where a plot goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlotTarget {
    /// Braille dots in the terminal.
    Terminal,
    /// An SVG file.
    Svg(PathBuf),
}

impl FromStr for PlotTarget {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            None if text == "terminal" => Ok(Self::Terminal),
            Some(("svg", path)) if !path.is_empty() => Ok(Self::Svg(PathBuf::from(path))),
            _ => Err("accepted are `terminal` and `svg:PATH`, e.g. svg:supply.svg".to_owned()),
        }
    }
}

/// Supply in millions of IO at the end of each month, and before the first.
fn supply(months: &[Month]) -> Vec<(f64, f64)> {
    let before = months.first().map(|first| {
        let minted_before = first.supply.saturating_sub(first.mint);
        (
            f64::from(first.month.saturating_sub(1)),
            io_millions(minted_before),
        )
    });
    let later = months
        .iter()
        .map(|month| (f64::from(month.month), io_millions(month.supply)));
    before.into_iter().chain(later).collect()
}

/// From where to where the picture runs, in months.
fn span(points: &[(f64, f64)]) -> (f64, f64) {
    let month =
        |point: Option<&(f64, f64)>, otherwise| point.map_or(otherwise, |&(month, _)| month);
    (month(points.first(), 0.0), month(points.last(), 1.0))
}

/// The plot for a terminal of 80 columns.
#[allow(clippy::cast_possible_truncation)]
pub fn terminal(months: &[Month]) -> String {
    let points = supply(months);
    let (first, last) = span(&points);
    let points: Vec<(f32, f32)> = points.iter().map(|&(x, y)| (x as f32, y as f32)).collect();
    let (bottom, top) = (
        io_millions(GENESIS_SUPPLY) as f32,
        io_millions(SUPPLY_CAP) as f32,
    );
    let mut chart = Chart::new_with_y_range(140, 60, first as f32, last as f32, bottom, top);
    let lines = Shape::Lines(&points);
    let chart = chart.lineplot(&lines);
    chart.axis();
    chart.figures();
    format!("Supply of IO in millions by month\n{chart}")
}

/// Writes the plot as SVG.
pub fn svg(months: &[Month], path: &Path) -> Result<()> {
    let mut picture = String::new();
    draw(months, &mut picture).map_err(|error| anyhow!("cannot draw the plot: {error}"))?;
    std::fs::write(path, picture).map_err(|error| {
        anyhow!(
            "cannot write {}: {error}. Name a file in a folder that exists and may be written",
            path.display()
        )
    })
}

fn draw(months: &[Month], picture: &mut String) -> Result<(), Box<dyn std::error::Error>> {
    let points = supply(months);
    let (first, last) = span(&points);
    let range = io_millions(GENESIS_SUPPLY)..io_millions(SUPPLY_CAP);
    let root = SVGBackend::with_string(picture, (960, 540)).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .caption("Supply of IO", ("sans-serif", 24))
        .margin(16)
        .x_label_area_size(40)
        .y_label_area_size(64)
        .build_cartesian_2d(first..last, range.clone())?;
    chart
        .configure_mesh()
        .x_desc("month (730 hours)")
        .y_desc("million IO")
        .draw()?;
    let colour = RGBColor(37, 99, 235);
    chart.draw_series(
        AreaSeries::new(points, range.start, colour.mix(0.2)).border_style(colour.stroke_width(2)),
    )?;
    root.present()?;
    drop(chart);
    Ok(())
}

#[cfg(test)]
mod tests {
    use ionet_core::emission::{Preset, months};

    use super::*;

    #[test]
    fn targets_are_read() {
        assert_eq!("terminal".parse(), Ok(PlotTarget::Terminal));
        assert_eq!(
            "svg:a/b.svg".parse(),
            Ok(PlotTarget::Svg(PathBuf::from("a/b.svg")))
        );
        for wrong in ["", "svg", "svg:", "png:x.png", "terminal:x"] {
            assert!(
                wrong
                    .parse::<PlotTarget>()
                    .unwrap_err()
                    .contains("svg:PATH"),
                "{wrong}"
            );
        }
    }

    #[test]
    fn plots_run_from_genesis_to_the_cap() {
        let all: Vec<Month> = months(Preset::Official).collect();
        let points = supply(&all);
        assert_eq!(points.first(), Some(&(0.0, 500.0)));
        assert_eq!(points.last(), Some(&(240.0, 800.0)));
        let text = terminal(&all);
        assert!(
            text.contains("800.0") && text.contains("500.0") && text.contains("240.0"),
            "{text}"
        );
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("supply.svg");
        svg(&all, &file).unwrap();
        let picture = std::fs::read_to_string(file).unwrap();
        assert!(picture.starts_with("<svg") && picture.trim_end().ends_with("</svg>"));
        assert!(picture.contains("million IO"));
        let error = svg(&all, &folder.path().join("none/supply.svg"))
            .unwrap_err()
            .to_string();
        assert!(error.contains("folder that exists"), "{error}");
    }
}
