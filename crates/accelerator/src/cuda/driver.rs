//! CUDA's driver interface: one kernel on one card.
//!
//! Calls into a library that is not there end the process, so each way in looks first.
#![allow(unsafe_code)]

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use cudarc::driver::sys::{CUevent_flags, is_culib_present};
use cudarc::driver::{
    CudaContext, CudaFunction, CudaStream, DriverError, LaunchConfig, PushKernelArg,
};
use cudarc::nvrtc::Ptx;

use super::ptx::{ENTRY, MATMUL_PTX};
use crate::{AcceleratorError, CardId, Matmul, Run};

/// Threads along each side of a block, as the kernel has it.
const TILE: u32 = 16;

/// Refuses where CUDA's library is missing.
pub fn check_present() -> Result<(), AcceleratorError> {
    // SAFETY: opens the driver's library, whose start-up code is NVIDIA's and is run by every
    // program that uses a card.
    if unsafe { is_culib_present() } {
        return Ok(());
    }
    Err(AcceleratorError::NoLibrary {
        library: "libcuda.so.1",
    })
}

/// The cards that CUDA sees.
pub fn visible() -> Result<Vec<CardId>, AcceleratorError> {
    check_present()?;
    cudarc::driver::result::init().map_err(at("start CUDA (cuInit)"))?;
    let count = CudaContext::device_count().map_err(at("count the cards"))?;
    let uuids = (0..count).map(|ordinal| {
        let device = cudarc::driver::result::device::get(ordinal)?;
        cudarc::driver::result::device::get_uuid(device)
    });
    let uuids: Result<Vec<_>, DriverError> = uuids.collect();
    let uuids = uuids.map_err(at("ask the cards for their names"))?;
    uuids
        .iter()
        .map(|uuid| name(uuid.bytes.map(|byte| byte.to_ne_bytes()[0])).parse())
        .collect()
}

/// A UUID as NVML and `nvidia-smi` write it.
fn name(bytes: [u8; 16]) -> String {
    let mut text = "GPU-".to_owned();
    for (index, byte) in bytes.iter().enumerate() {
        if [4, 6, 8, 10].contains(&index) {
            text.push('-');
        }
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Runs the kernel on a card.
pub fn multiply(card: &CardId, task: &Matmul) -> Result<Run, AcceleratorError> {
    let cards = visible()?;
    let ordinal = cards.iter().position(|found| found == card);
    let Some(ordinal) = ordinal else {
        let known: Vec<&str> = cards.iter().map(CardId::as_str).collect();
        return Err(AcceleratorError::UnknownCard {
            card: card.clone(),
            known: known.join(", "),
        });
    };
    let context = CudaContext::new(ordinal).map_err(at("open the card"))?;
    let module = context
        .load_module(Ptx::from_src(MATMUL_PTX))
        .map_err(at("compile the kernel"))?;
    let kernel = module.load_function(ENTRY).map_err(at("find the kernel"))?;
    run(&context, &context.default_stream(), &kernel, task)
}

fn run(
    context: &Arc<CudaContext>,
    stream: &Arc<CudaStream>,
    kernel: &CudaFunction,
    task: &Matmul,
) -> Result<Run, AcceleratorError> {
    let upload = at("copy to the card");
    let left = stream.clone_htod(&task.left()).map_err(&upload)?;
    let right = stream.clone_htod(&task.right()).map_err(&upload)?;
    let mut product = stream
        .alloc_zeros::<i32>(task.side() * task.side())
        .map_err(at("take memory of the card"))?;
    let timed = at("time the kernel");
    let event = || context.new_event(Some(CUevent_flags::CU_EVENT_DEFAULT));
    let (start, end) = (event().map_err(&timed)?, event().map_err(&timed)?);
    let size = task.size();
    let config = LaunchConfig {
        grid_dim: (size / TILE, size / TILE, 1),
        block_dim: (TILE, TILE, 1),
        shared_mem_bytes: 0,
    };
    start.record(stream).map_err(&timed)?;
    for _ in 0..task.rounds() {
        let mut launch = stream.launch_builder(kernel);
        launch.arg(&left).arg(&right).arg(&mut product).arg(&size);
        // SAFETY: the kernel reads `size` rows of `size` bytes of both and writes as many int32;
        // `Matmul` makes `size` a multiple of what a block covers.
        unsafe { launch.launch(config) }.map_err(at("start the kernel"))?;
    }
    end.record(stream).map_err(&timed)?;
    let milliseconds = start.elapsed_ms(&end).map_err(at("run the kernel"))?;
    let product = stream
        .clone_dtoh(&product)
        .map_err(at("copy from the card"))?;
    Ok(Run {
        product,
        kernel: Duration::from_secs_f32(milliseconds.max(0.0) / 1e3),
    })
}

fn at(step: &'static str) -> impl Fn(DriverError) -> AcceleratorError {
    move |error| {
        let code = error.0 as u32;
        let name = error
            .error_name()
            .map(|name| name.to_string_lossy().into_owned());
        AcceleratorError::Cuda {
            step,
            code,
            name: name.unwrap_or_else(|_| "unknown".to_owned()),
            cure: cure(code),
        }
    }
}

/// What others found these to mean in a sandbox or on a fresh machine.
fn cure(code: u32) -> &'static str {
    match code {
        2 => "Something else holds the card's memory: see `nvidia-smi`, end it",
        100 => {
            "The card's node is missing or not granted: see `ls -l /dev/nvidia*`, run `nvidia-modprobe -u -c 0`"
        }
        101 | 46 => "The card is in use exclusively or in prohibited mode: `nvidia-smi -c 0`",
        218 | 209 | 222 => "The driver is older than the kernel needs (450): update it",
        304 => {
            "/sys or /proc/driver/nvidia is not to be seen here: the sandbox shows it when a device is granted"
        }
        802 => "The cards' fabric is not up: start nvidia-fabricmanager of the driver's version",
        803 => "Driver and kernel module differ: restart the machine after an update of the driver",
        804 => "This card needs a newer driver: update it",
        _ => {
            "See `dmesg` for NVRM and Xid lines; create the nodes with `nvidia-modprobe -u -c 0`; then restart the machine"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_written_as_the_driver_writes_them() {
        let bytes = std::array::from_fn(|index| u8::try_from(index * 17).unwrap());
        assert_eq!(name(bytes), "GPU-00112233-4455-6677-8899-aabbccddeeff");
    }

    #[test]
    fn each_code_says_what_helps() {
        let table = [
            (100, "nvidia-modprobe"),
            (222, "update"),
            (304, "/sys"),
            (802, "fabricmanager"),
            (803, "restart"),
            (999, "dmesg"),
        ];
        for (code, expected) in table {
            assert!(cure(code).contains(expected), "{code}");
        }
    }
}
