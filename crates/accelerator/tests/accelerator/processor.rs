//! The processor as an accelerator, and what a self-test finds.

use std::time::Duration;

use ionet_accelerator::{
    Accelerator, AcceleratorError, Card, CardId, Cpu, Kind, LARGEST, Matmul, Run, Telemetry, detect,
};

#[test]
fn the_processor_gets_what_plain_loops_get() {
    for (size, seed) in [(64, 1), (128, 2), (192, 3)] {
        let task = Matmul::new(size, seed, 2).unwrap();
        let run = Cpu::new().multiply(&CardId::cpu(), &task).unwrap();
        assert_eq!(run.product, task.reference(), "{size}");
        assert!(run.kernel > Duration::ZERO);
    }
}

#[test]
fn matrices_have_every_number_and_differ() {
    let task = Matmul::self_test();
    let (left, right) = (task.left(), task.right());
    for number in -127..=127 {
        assert!(
            left.contains(&number) && right.contains(&number),
            "{number}"
        );
    }
    assert!(!left.contains(&-128) && !right.contains(&-128));
    let same = left.iter().zip(&right).filter(|(a, b)| a == b).count();
    assert!(
        same < left.len() / 100,
        "{same} of {} are the same",
        left.len()
    );
    let other = Matmul::new(256, 7, 1).unwrap();
    assert_ne!(other.left(), left);
}

#[test]
fn sizes_that_the_kernel_does_not_take_are_refused() {
    for size in [0, 1, 63, 65, 100, LARGEST + 64] {
        let error = Matmul::new(size, 0, 1).unwrap_err().to_string();
        assert!(error.contains("multiples of 64"), "{error}");
    }
    assert!(Matmul::new(LARGEST, 0, 1).is_ok());
}

#[test]
fn the_processor_is_found_and_passes() {
    let cpu = Cpu::new();
    let cards = cpu.probe().unwrap();
    let [card] = cards.as_slice() else {
        panic!("{cards:?}")
    };
    assert!(card.memory_mib > 0 && card.threads.is_some_and(|threads| threads > 0));
    assert!(
        card.nodes.is_empty(),
        "a job on the processor needs no device"
    );
    let passed = cpu.self_test(&card.id).unwrap();
    assert_eq!(passed.numbers, 256 * 256);
    let telemetry = cpu.telemetry(&card.id).unwrap();
    assert!(telemetry.memory_used_mib < telemetry.memory_mib);
    assert_eq!(telemetry.power_mw, None, "not told, so not known");
    let text = serde_json::to_string(card).unwrap();
    assert_eq!(&serde_json::from_str::<Card>(&text).unwrap(), card);
}

#[test]
fn an_unknown_card_is_refused_with_those_there_are() {
    let other: CardId = "GPU-0".parse().unwrap();
    for error in [
        Cpu::new().telemetry(&other).unwrap_err(),
        Cpu::new()
            .multiply(&other, &Matmul::self_test())
            .unwrap_err(),
    ] {
        assert_eq!(
            error.to_string(),
            "there is no card GPU-0 here; there are: cpu"
        );
    }
    for text in ["", "GPU 0", "../nvidia0", &"x".repeat(65)] {
        assert!(text.parse::<CardId>().is_err(), "{text}");
    }
}

#[test]
fn without_a_driver_the_processor_is_used_and_the_reason_told() {
    let found = detect();
    match found.without_cuda {
        // On a machine with a card this is the other half.
        None => assert_eq!(found.accelerator.kind(), Kind::Cuda),
        Some(reason) => {
            assert_eq!(found.accelerator.kind(), Kind::Cpu);
            let text = reason.to_string();
            assert!(text.contains("NVIDIA") || text.contains("nvidia"), "{text}");
        }
    }
}

/// An accelerator that gets so many numbers wrong, or a few too many.
struct Broken {
    wrong: usize,
    too_many: usize,
}

impl Accelerator for Broken {
    fn kind(&self) -> Kind {
        Kind::Cuda
    }

    fn probe(&self) -> Result<Vec<Card>, AcceleratorError> {
        Ok(Vec::new())
    }

    fn telemetry(&self, _: &CardId) -> Result<Telemetry, AcceleratorError> {
        Ok(Telemetry::default())
    }

    fn multiply(&self, _: &CardId, task: &Matmul) -> Result<Run, AcceleratorError> {
        let mut product = task.reference();
        for number in product.iter_mut().rev().take(self.wrong) {
            *number ^= 1;
        }
        product.resize(product.len() + self.too_many, 0);
        Ok(Run {
            product,
            kernel: Duration::from_millis(1),
        })
    }
}

#[test]
fn one_wrong_bit_fails_the_self_test() {
    let card: CardId = "GPU-1".parse().unwrap();
    let right = Broken {
        wrong: 0,
        too_many: 0,
    };
    assert!(right.self_test(&card).is_ok());
    for (wrong, too_many) in [(1, 0), (3, 0), (0, 1), (1, 1)] {
        let error = Broken { wrong, too_many }.self_test(&card).unwrap_err();
        let found = wrong + too_many;
        let expected = format!("GPU-1 computed {found} of 65536 numbers wrong");
        assert!(error.to_string().starts_with(&expected), "{error}");
    }
}
