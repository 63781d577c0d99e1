//! NVML: which NVIDIA cards there are, and how they are.

use std::ffi::OsStr;
use std::path::Path;

use nvml_wrapper::bitmasks::device::ThrottleReasons;
use nvml_wrapper::enum_wrappers::device::TemperatureSensor;
use nvml_wrapper::error::NvmlError;
use nvml_wrapper::{Device, Nvml};

use super::nodes::nodes;
use crate::{AcceleratorError, Card, CardId, Kind, Telemetry};

/// The driver's own name; the one without a number comes with developers' packages only.
const LIBRARY: &str = "libnvidia-ml.so.1";

const MIB: u64 = 1 << 20;

/// Opens it.
pub fn open() -> Result<Nvml, AcceleratorError> {
    let opened = Nvml::builder().lib_path(OsStr::new(LIBRARY)).init();
    opened.map_err(|error| match error {
        NvmlError::LibloadingError(_) => AcceleratorError::NoLibrary { library: LIBRARY },
        other => explain("start NVML", &other),
    })
}

/// The cards, in the driver's order.
pub fn probe(nvml: &Nvml) -> Result<Vec<Card>, AcceleratorError> {
    let count = nvml.device_count().map_err(in_step("count the cards"))?;
    let driver = nvml.sys_driver_version().ok();
    let cards = (0..count).map(|index| {
        let step = in_step(format!("look at card {index}"));
        let device = nvml.device_by_index(index).map_err(&step)?;
        card(&device, driver.clone()).map_err(&step)?
    });
    cards.collect()
}

fn card(
    device: &Device<'_>,
    driver: Option<String>,
) -> Result<Result<Card, AcceleratorError>, NvmlError> {
    let mut model = device.name()?;
    // A card that is cut into slices runs nothing as a whole.
    if device.mig_mode().is_ok_and(|mode| mode.current == 1) {
        model.push_str(" MIG");
    }
    let capability = device.cuda_compute_capability().ok();
    let capability = capability.and_then(|found| {
        let major = u32::try_from(found.major).ok()?;
        Some((major, u32::try_from(found.minor).ok()?))
    });
    let (uuid, memory) = (device.uuid()?, device.memory_info()?.total);
    let minor = device.minor_number()?;
    Ok(uuid.parse().map(|id| Card {
        id,
        kind: Kind::Cuda,
        model,
        memory_mib: memory / MIB,
        compute_capability: capability,
        threads: None,
        driver,
        nodes: nodes(Path::new("/dev"), minor),
    }))
}

/// How a card is now.
pub fn telemetry(nvml: &Nvml, card: &CardId) -> Result<Telemetry, AcceleratorError> {
    let device = nvml.device_by_uuid(card.as_str());
    let device = device.map_err(|error| match error {
        NvmlError::NotFound | NvmlError::InvalidArg => unknown(nvml, card),
        other => explain(&format!("look at {card}"), &other),
    })?;
    let lost = |error: &NvmlError| matches!(error, NvmlError::GpuLost | NvmlError::ResetRequired);
    let temperature = device.temperature(TemperatureSensor::Gpu);
    // What a card cannot tell is left out; a card that fell off the bus is an error.
    if let Err(error) = &temperature
        && lost(error)
    {
        return Err(explain(&format!("look at {card}"), error));
    }
    let memory = device.memory_info().ok();
    Ok(Telemetry {
        temperature_c: temperature.ok(),
        power_mw: device.power_usage().ok(),
        power_limit_mw: device.enforced_power_limit().ok(),
        utilisation_percent: device.utilization_rates().ok().map(|rates| rates.gpu),
        memory_used_mib: memory.as_ref().map(|memory| memory.used / MIB),
        memory_mib: memory.map(|memory| memory.total / MIB),
        throttled_by: device.current_throttle_reasons().ok().map(words),
    })
}

/// Names of what slows a card down.
fn words(reasons: ThrottleReasons) -> Vec<String> {
    let names = [
        (ThrottleReasons::SW_POWER_CAP, "power limit"),
        (ThrottleReasons::HW_SLOWDOWN, "hardware slowdown"),
        (ThrottleReasons::SW_THERMAL_SLOWDOWN, "temperature"),
        (
            ThrottleReasons::HW_THERMAL_SLOWDOWN,
            "temperature (hardware)",
        ),
        (ThrottleReasons::HW_POWER_BRAKE_SLOWDOWN, "power brake"),
        (ThrottleReasons::SYNC_BOOST, "sync boost"),
    ];
    let active = names.iter().filter(|(reason, _)| reasons.contains(*reason));
    active.map(|(_, name)| (*name).to_owned()).collect()
}

fn unknown(nvml: &Nvml, card: &CardId) -> AcceleratorError {
    let known = probe(nvml).unwrap_or_default();
    let known: Vec<&str> = known.iter().map(|card| card.id.as_str()).collect();
    AcceleratorError::UnknownCard {
        card: card.clone(),
        known: known.join(", "),
    }
}

fn in_step(step: impl Into<String>) -> impl Fn(NvmlError) -> AcceleratorError {
    let step = step.into();
    move |error| explain(&step, &error)
}

fn explain(step: &str, error: &NvmlError) -> AcceleratorError {
    AcceleratorError::Nvml {
        step: step.to_owned(),
        reason: error.to_string(),
        cure: cure(error),
    }
}

fn cure(error: &NvmlError) -> &'static str {
    match error {
        NvmlError::DriverNotLoaded => {
            "Load the kernel's module (`modprobe nvidia`); after an update of the driver restart the machine"
        }
        NvmlError::LibRmVersionMismatch => {
            "The driver was updated under way: restart the machine, or reload the nvidia modules"
        }
        NvmlError::NoPermission => "Run the agent as a user that may open /dev/nvidiactl",
        NvmlError::GpuLost | NvmlError::ResetRequired => {
            "The card fell off the bus: drain, then reset it (`nvidia-smi -r`) or restart the machine; see `dmesg` for Xid"
        }
        _ => {
            "See `nvidia-smi` and `dmesg`; in a container, a `systemctl daemon-reload` takes the card away: restart it"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_holds_a_card_back_is_named() {
        let table = [
            (ThrottleReasons::GPU_IDLE, vec![]),
            (ThrottleReasons::NONE, vec![]),
            (
                ThrottleReasons::SW_POWER_CAP | ThrottleReasons::GPU_IDLE,
                vec!["power limit"],
            ),
            (
                ThrottleReasons::HW_SLOWDOWN | ThrottleReasons::HW_THERMAL_SLOWDOWN,
                vec!["hardware slowdown", "temperature (hardware)"],
            ),
        ];
        for (reasons, expected) in table {
            assert_eq!(words(reasons), expected, "{reasons:?}");
        }
    }

    #[test]
    fn each_failure_says_what_helps() {
        let table = [
            (NvmlError::DriverNotLoaded, "modprobe nvidia"),
            (NvmlError::LibRmVersionMismatch, "restart the machine"),
            (NvmlError::NoPermission, "/dev/nvidiactl"),
            (NvmlError::GpuLost, "nvidia-smi -r"),
            (NvmlError::Unknown, "daemon-reload"),
        ];
        for (error, expected) in table {
            let text = explain("look", &error).to_string();
            assert!(
                text.starts_with("look: ") && text.contains(expected),
                "{text}"
            );
        }
    }
}
