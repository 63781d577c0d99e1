//! Waits for what happens to a sandbox.

use std::io;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::Monitor;
use crate::End;
use crate::launcher::fault::{Fault, Step};
use crate::launcher::message::{self, Message};
use crate::launcher::{Start, print};

/// How often limits are looked at that the kernel does not end a job at.
const TICK: Duration = Duration::from_millis(100);

/// Where something happened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Init,
    Messages,
    Control,
    Stdout,
    Stderr,
}

impl Monitor {
    /// Until the init is gone.
    pub fn watch(&mut self) -> Result<(), Fault> {
        loop {
            let ready = self.wait_for_something().at("wait")?;
            for source in &ready {
                match source {
                    Source::Init => {}
                    Source::Messages => drop(self.hear()?),
                    Source::Control => self.serve(),
                    Source::Stdout => self.stdout.pump(),
                    Source::Stderr => self.stderr.pump(),
                }
            }
            if ready.contains(&Source::Init) {
                // A short program has ended before its start was read.
                while self.hear()? {}
                return Ok(());
            }
            self.enforce();
        }
    }

    fn wait_for_something(&self) -> io::Result<Vec<Source>> {
        let input = |descriptor| PollFd::from_borrowed_fd(descriptor, PollFlags::IN);
        let mut sources = vec![Source::Init, Source::Control];
        let mut descriptors = vec![input(self.init_fd.as_fd()), input(self.control.as_fd())];
        let mut add = |source, descriptor| {
            sources.push(source);
            descriptors.push(input(descriptor));
        };
        // Once it is to end, the init may have hung up, and its socket would wake us for ever.
        if self.end.is_none() {
            add(Source::Messages, self.socket.as_fd());
        }
        if let Some(pipe) = self.stdout.pipe() {
            add(Source::Stdout, pipe.as_fd());
        }
        if let Some(pipe) = self.stderr.pipe() {
            add(Source::Stderr, pipe.as_fd());
        }
        let timeout = Timespec {
            tv_sec: 0,
            tv_nsec: TICK.subsec_nanos().into(),
        };
        match poll(&mut descriptors, Some(&timeout)) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let ready = descriptors.iter().zip(sources);
        let ready = ready.filter(|(descriptor, _)| !descriptor.revents().is_empty());
        Ok(ready.map(|(_, source)| source).collect())
    }

    /// What the init has to say. False when it has hung up.
    fn hear(&mut self) -> Result<bool, Fault> {
        let Some((message, descriptors)) = message::receive(&self.socket).at("hear the init")?
        else {
            return Ok(false);
        };
        let mut descriptors = descriptors.into_iter();
        match message {
            Message::Built => {
                let scratch = descriptors.next();
                let has_output = self.plan.sandbox.output.is_some();
                let output = if has_output { descriptors.next() } else { None };
                self.meter.keep(scratch, output);
                self.start_proxy(descriptors.next())?;
            }
            Message::Started => {
                self.program = descriptors.next();
                self.began = true;
                self.meter.start();
                if print(&Start::Started) != 0 {
                    // The agent died meanwhile. Its next life finds us by the folder.
                }
            }
            Message::Failed(fault) => return Err(fault),
            Message::Exited(code) => self.finish(End::Exited(code)),
            Message::Signaled(signal) => self.finish(End::Signaled(signal)),
        }
        Ok(true)
    }

    fn enforce(&mut self) {
        // Measuring reads a file for each count: not at every line that a program writes.
        if !self.began || self.end.is_some() || self.looked.elapsed() < TICK {
            return;
        }
        self.looked = Instant::now();
        let measure = self.meter.measure(&self.plan);
        self.touched.extend(&measure.touched);
        if let Some(limit) = measure.ends_at(&self.plan) {
            self.finish(End::Limit(limit));
        }
    }
}
