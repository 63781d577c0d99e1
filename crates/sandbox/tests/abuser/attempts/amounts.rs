//! More than was given.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::report::Report;
use crate::sys;

/// 200 processes that stay.
pub fn fork_bomb(_: &[&str]) -> Report {
    let mut children = Vec::new();
    let mut result = Ok(());
    for _ in 0..200 {
        match sys::victim() {
            Ok(pid) => children.push(pid),
            Err(error) => {
                result = Err(error);
                break;
            }
        }
    }
    // For the monitor to see, where no cgroup keeps count.
    std::thread::sleep(Duration::from_millis(250));
    for pid in children {
        let _ = sys::kill(pid, libc::SIGKILL);
        sys::wait_for(pid);
    }
    Report::default().tried("200 processes", result)
}

/// As many MiB as asked for, all of them touched, in two processes.
pub fn fill_memory(arguments: &[&str]) -> Report {
    let mebibytes: usize = arguments[0].parse().expect("MiB");
    let fill = || {
        let mut blocks = Vec::new();
        for _ in 0..mebibytes / 2 {
            let mut block = vec![0_u8; 1 << 20];
            block.iter_mut().step_by(4_096).for_each(|byte| *byte = 1);
            blocks.push(block);
        }
        std::hint::black_box(&blocks);
        std::thread::sleep(Duration::from_millis(300));
    };
    let child = sys::fork().expect("fork");
    fill();
    if child == 0 {
        std::process::exit(0);
    }
    Report::default().holds("all of it", sys::wait_for(child) == 0)
}

/// 64 MiB into one file.
pub fn fill_disk(arguments: &[&str]) -> Report {
    let path = Path::new(arguments[0]).join("large");
    let block = vec![1; 1 << 20];
    let result =
        File::create(&path).and_then(|mut file| (0..64).try_for_each(|_| file.write_all(&block)));
    // Otherwise it stays as full as it got, for the monitor to see.
    if result.is_ok() {
        let _ = fs::remove_file(&path);
    }
    std::thread::sleep(Duration::from_millis(250));
    Report::default().tried("64 MiB", result)
}

/// 5,000 empty files.
pub fn fill_files(arguments: &[&str]) -> Report {
    let folder = Path::new(arguments[0]);
    let result =
        (0..5_000).try_for_each(|number| File::create(folder.join(number.to_string())).map(drop));
    Report::default().tried("5,000 files", result)
}

/// 64 MiB to standard output and to standard error.
pub fn fill_log(_: &[&str]) -> Report {
    let block = vec![b'x'; 1 << 20];
    for _ in 0..64 {
        let _ = io::stdout().write_all(&block);
        let _ = io::stderr().write_all(&block);
    }
    println!("the very end");
    eprintln!("the very end");
    Report::default().holds("to write it all", false)
}

pub fn spin(_: &[&str]) -> Report {
    let until = Instant::now() + Duration::from_secs(30);
    let turn = move || {
        while Instant::now() < until {
            std::hint::black_box(0_u64);
        }
    };
    let threads = [std::thread::spawn(turn), std::thread::spawn(turn)];
    for thread in threads {
        thread.join().expect("spin");
    }
    Report::default().holds("30 s of two cores", true)
}

pub fn sleep(arguments: &[&str]) -> Report {
    let seconds = arguments[0].parse().expect("seconds");
    println!("asleep");
    std::thread::sleep(Duration::from_secs_f64(seconds));
    Report::default().holds("to sleep it all", true)
}

/// A process that has left its session, ignores what it can, and outlives its parent.
pub fn daemon(_: &[&str]) -> Report {
    if sys::fork().expect("fork") == 0 {
        sys::new_session();
        if sys::fork().expect("fork") == 0 {
            (1..32).for_each(sys::ignore);
            std::thread::sleep(Duration::from_mins(1));
        }
        std::process::exit(0);
    }
    std::thread::sleep(Duration::from_millis(50));
    Report::default().holds("to leave one behind", true)
}
