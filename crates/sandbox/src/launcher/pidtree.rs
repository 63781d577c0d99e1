//! What a tree of processes uses, added up from `/proc` where there is no cgroup to ask.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `/proc` counts in hundredths of a second on every architecture we run on.
const TICK: Duration = Duration::from_millis(10);

/// What the tree uses now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Processor time of the living, and of the dead that were waited for.
    pub cpu: Duration,
    /// Memory that is theirs alone, in bytes: shared memory is counted where it is kept.
    pub memory_bytes: u64,
    /// Processes and threads.
    pub tasks: usize,
}

/// Adds up `process` and all below it. All of a sandbox is below its process 1, which inherits
/// every orphan.
pub fn add_up(process: i32) -> Sum {
    let mut sum = Sum::default();
    let mut seen = BTreeSet::new();
    let mut open = vec![process];
    while let Some(pid) = open.pop() {
        if !seen.insert(pid) {
            continue;
        }
        let folder = PathBuf::from(format!("/proc/{pid}"));
        sum.cpu += cpu_time(&folder).unwrap_or_default();
        sum.memory_bytes += own_memory(&folder).unwrap_or_default();
        let tasks = tasks(&folder);
        sum.tasks += tasks.len();
        open.extend(tasks.iter().flat_map(|task| children(task)));
    }
    sum
}

fn tasks(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("task"))
        .into_iter()
        .flatten()
        .flatten();
    entries.map(|entry| entry.path()).collect()
}

fn children(task: &Path) -> Vec<i32> {
    let list = fs::read_to_string(task.join("children")).unwrap_or_default();
    list.split_whitespace()
        .filter_map(|pid| pid.parse().ok())
        .collect()
}

/// Fields 14 to 17 of `stat`: own time and that of children waited for. The name before them is
/// in parentheses and may hold anything.
fn cpu_time(folder: &Path) -> Option<Duration> {
    let text = fs::read_to_string(folder.join("stat")).ok()?;
    let (_, fields) = text.rsplit_once(") ")?;
    let times = fields.split(' ').skip(11).take(4);
    let ticks: u32 = times.filter_map(|ticks| ticks.parse::<u32>().ok()).sum();
    Some(TICK.saturating_mul(ticks))
}

fn own_memory(folder: &Path) -> Option<u64> {
    let text = fs::read_to_string(folder.join("statm")).ok()?;
    let mut pages = text
        .split(' ')
        .skip(1)
        .filter_map(|pages| pages.parse::<u64>().ok());
    let (resident, shared) = (pages.next()?, pages.next()?);
    Some(resident.saturating_sub(shared) * rustix::param::page_size() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Not of this process's own tree: other tests' threads come and go in it.
    #[test]
    fn a_shell_has_used_memory_and_its_child_counts() {
        let mut shell = std::process::Command::new("sh")
            .args(["-c", "sleep 10; true"])
            .spawn()
            .unwrap();
        let pid = i32::try_from(shell.id()).unwrap();
        let deadline = std::time::Instant::now() + Duration::from_secs(8);
        let mut sum = add_up(pid);
        while sum.tasks < 2 && std::time::Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
            sum = add_up(pid);
        }
        shell.kill().unwrap();
        shell.wait().unwrap();
        assert_eq!(sum.tasks, 2);
        assert!(sum.memory_bytes > 0);
    }
}
