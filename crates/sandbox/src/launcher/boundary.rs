//! Landlock: the same boundary of the file system once more, drawn by other means, so that a
//! mount that is wrong does not open it.

use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, BitFlags, LandlockStatus, PathBeneath, PathFd, Ruleset, RulesetAttr,
    RulesetCreated, RulesetCreatedAttr, RulesetStatus, Scope,
};

/// The newest interface whose rights are asked for; older kernels enforce what they know.
const NEWEST: ABI = ABI::V7;

/// Restricts this process and all it will start. `writable` are folders of the sandbox.
/// Returns the version of the kernel's interface, 0 where there is none.
pub fn restrict(writable: &[&Path]) -> Result<u32, String> {
    let status = ruleset(writable)
        .and_then(|rules| rules.restrict_self().map_err(|error| error.to_string()))?;
    if status.ruleset == RulesetStatus::NotEnforced {
        return Ok(0);
    }
    Ok(match status.landlock {
        LandlockStatus::Available { effective_abi, .. } => effective_abi as u32,
        _ => 0,
    })
}

fn ruleset(writable: &[&Path]) -> Result<RulesetCreated, String> {
    let text = |error: landlock::RulesetError| error.to_string();
    let all = AccessFs::from_all(NEWEST);
    let read = AccessFs::from_read(NEWEST);
    // Opening a device for writing and its ioctls, e.g. CUDA's; of /proc, a thread's own name.
    let processes = read | AccessFs::WriteFile | AccessFs::Truncate;
    let devices = processes | AccessFs::IoctlDev;
    let mut rules = Ruleset::default()
        .handle_access(all)
        .and_then(|rules| rules.scope(Scope::from_all(NEWEST)))
        .and_then(Ruleset::create)
        .map_err(text)?;
    rules = allow(rules, Path::new("/"), read)?;
    rules = allow(rules, Path::new("/dev"), devices)?;
    rules = allow(rules, Path::new("/proc"), processes)?;
    for folder in writable {
        rules = allow(rules, folder, all)?;
    }
    Ok(rules)
}

fn allow(
    rules: RulesetCreated,
    folder: &Path,
    access: BitFlags<AccessFs>,
) -> Result<RulesetCreated, String> {
    let descriptor = PathFd::new(folder).map_err(|error| error.to_string())?;
    let rule = PathBeneath::new(descriptor, access);
    rules.add_rule(rule).map_err(|error| error.to_string())
}
