//! Whether the cards compute, bare and in the sandbox.

use std::time::Duration;

use ionet_accelerator::CardId;

use super::Finding;

/// What came of the self-test on one card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KernelFacts {
    /// The card.
    pub card: CardId,
    /// Its model.
    pub model: String,
    /// Without a sandbox: time on the card, or what failed and what helps.
    pub bare: Result<Duration, String>,
    /// In the sandbox, likewise.
    pub sandboxed: Result<Duration, String>,
}

/// A card that computes bare and not in the sandbox is granted wrong; one that does neither is
/// broken.
pub fn kernels(cards: &[KernelFacts]) -> Vec<Finding> {
    if cards.is_empty() {
        let cure = "See the check `cards`";
        return vec![Finding::fail(
            "kernel",
            "there is nothing that computes",
            cure,
        )];
    }
    cards.iter().flat_map(each).collect()
}

fn each(facts: &KernelFacts) -> [Finding; 2] {
    let KernelFacts {
        card,
        model,
        bare,
        sandboxed,
    } = facts;
    let ran = |time: &Duration| {
        format!(
            "{model} ({card}) computed every number right, in {:.3} ms",
            time.as_secs_f64() * 1e3
        )
    };
    let failed = |reason: &String| format!("{model} ({card}): {reason}");
    let bare_finding = match bare {
        Ok(time) => Finding::pass("kernel", ran(time)),
        Err(reason) => {
            let cure = "Take the card out of the offer (`gpus` in worker.toml) until `ionet worker doctor` passes";
            Finding::fail("kernel", failed(reason), cure)
        }
    };
    let sandboxed = match sandboxed {
        Ok(time) => Finding::pass("kernel-in-sandbox", ran(time)),
        Err(reason) if bare.is_ok() => Finding::fail(
            "kernel-in-sandbox",
            failed(reason),
            "It computes outside: see the findings `cards`, `namespaces`, `landlock` and `container`; a driver whose \
             libraries lie outside of /usr is named in `read_only` of [runner]",
        ),
        Err(reason) => Finding::fail("kernel-in-sandbox", failed(reason), "See `kernel` first"),
    };
    [bare_finding, sandboxed]
}
