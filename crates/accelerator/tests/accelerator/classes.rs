//! Which class a card belongs to.

use ionet_accelerator::{Card, CardId, ClassRow, Kind, class_of, registered_vram_mib};

/// The book of the local chain, with a smaller A100, a newer model and a retired one besides.
fn book() -> Vec<ClassRow> {
    let row = |id, name: &str, vram_mib, active| ClassRow {
        id,
        name: name.to_owned(),
        vram_mib,
        active,
    };
    vec![
        row(0, "cpu", 1_024, true),
        row(1, "RTX 4090", 24_576, true),
        row(2, "L40S", 49_152, true),
        row(3, "A100 80GB", 81_920, true),
        row(4, "H100 80GB", 81_920, true),
        row(5, "H200 141GB", 144_384, true),
        row(6, "A100 40GB", 40_960, true),
        row(7, "RTX 4090 D", 24_576, true),
        row(8, "V100 32GB", 32_768, false),
    ]
}

fn card(model: &str, memory_mib: u64) -> Card {
    Card {
        id: "GPU-1".parse().unwrap(),
        kind: Kind::Cuda,
        model: model.to_owned(),
        memory_mib,
        compute_capability: None,
        threads: None,
        driver: None,
        nodes: Vec::new(),
    }
}

#[test]
fn models_go_to_their_class() {
    // Names and memories as drivers give them.
    let table = [
        ("NVIDIA GeForce RTX 4090", 24_564, 1),
        ("NVIDIA GeForce RTX 4090 D", 24_564, 7),
        ("NVIDIA L40S", 46_068, 2),
        ("NVIDIA A100-SXM4-80GB", 81_920, 3),
        ("NVIDIA A100 80GB PCIe", 81_920, 3),
        ("NVIDIA A100-SXM4-40GB", 40_960, 6),
        ("A100-PCIE-40GB", 40_536, 6),
        ("NVIDIA H100 80GB HBM3", 81_559, 4),
        ("NVIDIA H100 PCIe", 81_559, 4),
        ("NVIDIA H100 NVL", 95_830, 4),
        ("NVIDIA H200", 143_771, 5),
        ("NVIDIA H200 NVL", 143_771, 5),
    ];
    let book = book();
    for (model, memory, class) in table {
        let found = class_of(&card(model, memory), &book).map(|class| class.id);
        assert_eq!(found, Ok(class), "{model}");
    }
}

#[test]
fn other_models_are_refused_with_the_reason() {
    let table = [
        ("NVIDIA GeForce RTX 4090 Laptop GPU", 16_376, "no class"),
        ("NVIDIA GeForce RTX 4080 SUPER", 16_376, "RTX 4090, L40S"),
        ("NVIDIA L40", 46_068, "no class"),
        ("NVIDIA H20", 97_871, "no class"),
        ("NVIDIA H100 80GB HBM3 MIG 1g.10gb", 9_984, "no class"),
        ("NVIDIA H100 80GB HBM3 MIG", 81_559, "no class"),
        ("NVIDIA GH200 480GB", 97_871, "no class"),
        ("NVIDIA H100 64GB", 65_247, "needs 81920 MiB"),
        ("NVIDIA A100-SXM-30GB", 30_000, "needs 40960 MiB"),
        ("Tesla V100-SXM2-32GB", 32_768, "takes no new devices"),
        ("80GB", 81_920, "no class"),
        ("", 81_920, "no class"),
    ];
    let book = book();
    for (model, memory, expected) in table {
        let error = class_of(&card(model, memory), &book)
            .unwrap_err()
            .to_string();
        assert!(error.contains(expected), "{model}: {error}");
    }
}

#[test]
fn a_card_never_takes_the_processors_class() {
    let error = class_of(&card("cpu", 81_920), &book()).unwrap_err();
    assert!(error.to_string().contains("no class"), "{error}");
    let mut processor = card("AMD EPYC 9654", 2_048);
    processor.kind = Kind::Cpu;
    processor.id = CardId::cpu();
    assert_eq!(class_of(&processor, &book()).map(|class| class.id), Ok(0));
    let error = class_of(&processor, &book()[1..]).unwrap_err().to_string();
    assert!(error.contains("AMD EPYC 9654"), "{error}");
}

#[test]
fn what_is_registered_is_at_least_what_is_sold() {
    let book = book();
    let table = [
        ("NVIDIA H100 80GB HBM3", 81_559, 81_920),
        ("NVIDIA H100 NVL", 95_830, 95_830),
        ("NVIDIA L40S", 46_068, 49_152),
    ];
    for (model, memory, expected) in table {
        let card = card(model, memory);
        let class = class_of(&card, &book).unwrap();
        assert_eq!(registered_vram_mib(&card, class), expected, "{model}");
    }
    let mut processor = card("AMD EPYC 9654", 512_000);
    processor.kind = Kind::Cpu;
    assert_eq!(registered_vram_mib(&processor, &book[0]), 1_024);
}
