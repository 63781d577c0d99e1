//! The processor, which is always there.

use std::fs;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use crate::{Accelerator, AcceleratorError, Card, CardId, Kind, Matmul, Run, Telemetry};

/// The processor of this machine.
#[derive(Debug, Default)]
pub struct Cpu {
    /// What `/proc/stat` said last: utilisation is a difference.
    last: Mutex<Option<Busy>>,
}

impl Cpu {
    /// The processor.
    pub fn new() -> Self {
        Self::default()
    }

    fn utilisation(&self, now: Option<Busy>) -> Option<u32> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *last, now);
        now?.since(before?)
    }
}

impl Accelerator for Cpu {
    fn kind(&self) -> Kind {
        Kind::Cpu
    }

    fn probe(&self) -> Result<Vec<Card>, AcceleratorError> {
        let text = |path| fs::read_to_string(path).unwrap_or_default();
        let model = model(&text("/proc/cpuinfo"));
        Ok(vec![Card {
            id: CardId::cpu(),
            kind: Kind::Cpu,
            model: model.unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            memory_mib: memory(&text("/proc/meminfo"), "MemTotal").unwrap_or_default(),
            compute_capability: None,
            threads: u32::try_from(threads()).ok(),
            driver: None,
            nodes: Vec::new(),
        }])
    }

    fn telemetry(&self, card: &CardId) -> Result<Telemetry, AcceleratorError> {
        known(card)?;
        let memory_text = fs::read_to_string("/proc/meminfo").unwrap_or_default();
        let all = memory(&memory_text, "MemTotal");
        let free = memory(&memory_text, "MemAvailable");
        let stat = fs::read_to_string("/proc/stat").ok();
        Ok(Telemetry {
            temperature_c: temperature(),
            utilisation_percent: self.utilisation(stat.as_deref().and_then(Busy::read)),
            memory_used_mib: all.zip(free).map(|(all, free)| all.saturating_sub(free)),
            memory_mib: all,
            ..Telemetry::default()
        })
    }

    fn multiply(&self, card: &CardId, task: &Matmul) -> Result<Run, AcceleratorError> {
        known(card)?;
        let (side, left, right) = (task.side(), task.left(), task.right());
        let mut product = vec![0; side * side];
        // Whole rows for each thread.
        let share = side.div_ceil(threads()) * side;
        let start = Instant::now();
        for _ in 0..task.rounds() {
            let right = &right;
            thread::scope(|scope| {
                for (rows, sums) in left.chunks(share).zip(product.chunks_mut(share)) {
                    scope.spawn(move || multiply_rows(rows, right, sums, side));
                }
            });
        }
        Ok(Run {
            product,
            kernel: start.elapsed(),
        })
    }
}

fn multiply_rows(rows: &[i8], right: &[i8], sums: &mut [i32], side: usize) {
    let rows = rows.chunks_exact(side).zip(sums.chunks_exact_mut(side));
    for (row, sums) in rows {
        for (sum, column) in sums.iter_mut().zip(right.chunks_exact(side)) {
            let products = row.iter().zip(column);
            *sum = products.map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        }
    }
}

fn known(card: &CardId) -> Result<(), AcceleratorError> {
    if *card == CardId::cpu() {
        return Ok(());
    }
    Err(AcceleratorError::UnknownCard {
        card: card.clone(),
        known: CardId::cpu().to_string(),
    })
}

fn threads() -> usize {
    thread::available_parallelism().map_or(1, Into::into)
}

/// The model in the text of `/proc/cpuinfo`.
fn model(cpuinfo: &str) -> Option<String> {
    let mut lines = cpuinfo.lines().filter_map(|line| line.split_once(':'));
    let (_, model) = lines.find(|(name, _)| name.trim() == "model name")?;
    Some(model.trim().to_owned()).filter(|model| !model.is_empty())
}

/// MiB of one line of `/proc/meminfo`, which has KiB.
fn memory(meminfo: &str, name: &str) -> Option<u64> {
    let mut lines = meminfo.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = lines.find(|(found, _)| *found == name)?;
    let kib: u64 = value.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1_024)
}

/// °C of the processor's own sensor.
fn temperature() -> Option<u32> {
    let sensors = fs::read_dir("/sys/class/hwmon").ok()?;
    let of_processor = sensors.flatten().map(|sensor| sensor.path()).find(|path| {
        let name = fs::read_to_string(path.join("name")).unwrap_or_default();
        ["coretemp", "k10temp", "zenpower", "cpu_thermal"].contains(&name.trim())
    })?;
    let millis = fs::read_to_string(of_processor.join("temp1_input")).ok()?;
    Some(millis.trim().parse::<u32>().ok()? / 1_000)
}

/// Processor time since the machine started, in ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Busy {
    busy: u64,
    all: u64,
}

impl Busy {
    /// From the text of `/proc/stat`: user, nice, system, idle, iowait, then more that is busy.
    fn read(stat: &str) -> Option<Self> {
        let line = stat.lines().find_map(|line| line.strip_prefix("cpu "))?;
        let ticks = line.split_whitespace().take(8).map(str::parse);
        let ticks: Vec<u64> = ticks.collect::<Result<_, _>>().ok()?;
        let all: u64 = ticks.iter().sum();
        let idle: u64 = ticks.get(3..5)?.iter().sum();
        Some(Self {
            busy: all - idle,
            all,
        })
    }

    /// Percent between two looks.
    fn since(self, before: Self) -> Option<u32> {
        let all = self.all.checked_sub(before.all)?;
        let busy = self.busy.checked_sub(before.busy)?;
        u32::try_from((busy * 100).checked_div(all)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_texts_are_read() {
        let cpuinfo = "processor\t: 0\nmodel name\t: AMD EPYC 9654\ncache size\t: 1024 KB\n";
        assert_eq!(model(cpuinfo).as_deref(), Some("AMD EPYC 9654"));
        assert_eq!(model("processor\t: 0\n"), None);
        let meminfo = "MemTotal:       16384000 kB\nMemAvailable:    8192000 kB\n";
        assert_eq!(memory(meminfo, "MemTotal"), Some(16_000));
        assert_eq!(memory(meminfo, "MemAvailable"), Some(8_000));
        assert_eq!(memory(meminfo, "MemFree"), None);
    }

    #[test]
    fn utilisation_is_a_difference() {
        let first = Busy::read("cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 1 1 1 1 1 1\n").unwrap();
        let (busy, all) = (200, 1_000);
        assert_eq!(first, Busy { busy, all });
        let later = Busy::read("cpu  160 0 115 720 105 0 0 0 0 0\n").unwrap();
        assert_eq!(later.since(first), Some(75));
        assert_eq!(first.since(later), None, "a clock that went back");
        assert_eq!(first.since(first), None, "no time between");
        assert_eq!(Busy::read("intr 1 2 3"), None);
        let cpu = Cpu::new();
        assert_eq!(
            cpu.utilisation(Some(first)),
            None,
            "nothing to compare with"
        );
        assert_eq!(cpu.utilisation(Some(later)), Some(75));
    }
}
