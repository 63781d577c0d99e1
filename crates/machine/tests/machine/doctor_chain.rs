//! A device in good standing, made worse in one way after the other.

use ionet_machine::doctor::{
    Answer, ChainFacts, DeviceFacts, Endpoint, Finding, Held, Offer, Verdict, chain, worst,
};

const HASH: [u8; 32] = [7; 32];
const IO: u64 = 100_000_000;

fn good() -> ChainFacts {
    ChainFacts {
        endpoints: vec![endpoint("http://a", 1_000), endpoint("http://b", 1_001)],
        host_time: 2_000_000,
        offer: Some(Offer {
            class: "H100 80GB".to_owned(),
            gpus: 8,
            hardware_hash: Some(HASH),
            hardware_changes: None,
        }),
        held: Some(Held {
            time: 1_999_995,
            epoch: 100,
            device: Some(DeviceFacts {
                owner: "OWNER".to_owned(),
                class: "H100 80GB".to_owned(),
                class_active: true,
                gpus: 8,
                available: true,
                hardware_hash: HASH,
            }),
            is_operator: true,
            draining: false,
            has_record: true,
            lamports: 100_000_000,
            claim_lamports: 10_000_000,
            self_stake: 16_000 * IO,
            locked_bond: 1_000 * IO,
            verified: Some((8, 90)),
            hired: 3,
        }),
    }
}

fn endpoint(address: &str, slot: u64) -> Endpoint {
    Endpoint {
        address: address.to_owned(),
        answer: Ok(Answer {
            milliseconds: 20,
            slot,
            has_network: true,
        }),
    }
}

fn held(facts: &mut ChainFacts) -> &mut Held {
    facts.held.as_mut().unwrap()
}

fn device(facts: &mut ChainFacts) -> &mut DeviceFacts {
    held(facts).device.as_mut().unwrap()
}

fn offer(facts: &mut ChainFacts) -> &mut Offer {
    facts.offer.as_mut().unwrap()
}

fn answer(facts: &mut ChainFacts, index: usize) -> &mut Answer {
    facts.endpoints[index].answer.as_mut().unwrap()
}

/// The worst of a check: several endpoints have one each.
fn of<'a>(findings: &'a [Finding], check: &str) -> &'a Finding {
    let found = findings.iter().filter(|finding| finding.check == check);
    let worst = found.max_by_key(|finding| finding.verdict);
    worst.unwrap_or_else(|| panic!("no {check} in {findings:?}"))
}

#[test]
fn a_device_in_good_standing_passes() {
    let findings = chain(&good());
    assert_eq!(worst(&findings), Verdict::Pass, "{findings:?}");
    let checks = [
        "rpc", "clock", "balance", "device", "hardware", "operator", "stake", "capacity",
    ];
    for check in checks {
        of(&findings, check);
    }
}

type Break = fn(&mut ChainFacts);

#[test]
#[allow(clippy::too_many_lines)] // A table.
fn each_fault_is_found_with_its_cure() {
    let table: [(&str, Verdict, Break, &str, &str); 28] = [
        (
            "rpc",
            Verdict::Fail,
            |it| it.endpoints.clear(),
            "no endpoint",
            "worker.toml",
        ),
        (
            "rpc",
            Verdict::Warn,
            |it| it.endpoints[0].answer = Err("refused".to_owned()),
            "refused",
            "firewall",
        ),
        (
            "rpc",
            Verdict::Fail,
            |it| {
                for endpoint in &mut it.endpoints {
                    endpoint.answer = Err("refused".to_owned());
                }
                it.held = None;
            },
            "refused",
            "second endpoint",
        ),
        (
            "rpc",
            Verdict::Warn,
            |it| answer(it, 0).has_network = false,
            "programs are not there",
            "another cluster",
        ),
        (
            "rpc",
            Verdict::Fail,
            |it| {
                for index in 0..2 {
                    answer(it, index).has_network = false;
                }
            },
            "programs are not there",
            "another cluster",
        ),
        (
            "rpc",
            Verdict::Warn,
            |it| answer(it, 0).slot = 950,
            "51 slots behind",
            "late",
        ),
        (
            "rpc",
            Verdict::Warn,
            |it| answer(it, 0).milliseconds = 1_001,
            "1001 ms",
            "nearer",
        ),
        (
            "clock",
            Verdict::Warn,
            |it| it.host_time -= 36,
            "31 s apart",
            "NTP",
        ),
        (
            "clock",
            Verdict::Warn,
            |it| it.host_time += 296,
            "301 s apart",
            "certificates",
        ),
        (
            "clock",
            Verdict::Pass,
            |it| it.host_time += 25,
            "30 s apart",
            "",
        ),
        (
            "balance",
            Verdict::Fail,
            |it| held(it).lamports = 9_999_999,
            "for 0 claims",
            "0.0300",
        ),
        (
            "balance",
            Verdict::Warn,
            |it| held(it).lamports = 29_999_999,
            "for 2 claims",
            "worker init --fund",
        ),
        (
            "balance",
            Verdict::Pass,
            |it| held(it).lamports = 30_000_000,
            "for 3 claims",
            "",
        ),
        (
            "device",
            Verdict::Fail,
            |it| held(it).device = None,
            "no device",
            "worker init",
        ),
        (
            "device",
            Verdict::Fail,
            |it| offer(it).gpus = 9,
            "offers 9 ×",
            "revoke",
        ),
        (
            "device",
            Verdict::Fail,
            |it| offer(it).class = "cpu".to_owned(),
            "offers 8 × cpu",
            "revoke",
        ),
        (
            "device",
            Verdict::Pass,
            |it| offer(it).gpus = 4,
            "8 × H100",
            "",
        ),
        (
            "device",
            Verdict::Warn,
            |it| device(it).class_active = false,
            "closed",
            "retired",
        ),
        (
            "device",
            Verdict::Warn,
            |it| device(it).available = false,
            "takes no work",
            "device update",
        ),
        (
            "hardware",
            Verdict::Warn,
            |it| offer(it).hardware_hash = None,
            "no record",
            "hardware-record",
        ),
        (
            "hardware",
            Verdict::Fail,
            |it| device(it).hardware_hash = [8; 32],
            "does not give",
            "another device",
        ),
        (
            "hardware",
            Verdict::Fail,
            |it| offer(it).hardware_changes = Some("card GPU-2 is gone".to_owned()),
            "GPU-2 is gone",
            "revoke",
        ),
        (
            "operator",
            Verdict::Fail,
            |it| held(it).is_operator = false,
            "no operator",
            "worker init",
        ),
        (
            "operator",
            Verdict::Fail,
            |it| held(it).has_record = false,
            "no record",
            "opens one",
        ),
        (
            "operator",
            Verdict::Warn,
            |it| held(it).draining = true,
            "takes no new jobs",
            "operator resume",
        ),
        (
            "stake",
            Verdict::Fail,
            |it| held(it).self_stake = 1_000 * IO,
            "1000.00 IO staked",
            "stake IO",
        ),
        (
            "capacity",
            Verdict::Warn,
            |it| held(it).verified = None,
            "no H100 80GB",
            "localnet verify",
        ),
        (
            "capacity",
            Verdict::Fail,
            |it| held(it).verified = Some((8, 75)),
            "epoch 75 of 100",
            "next root",
        ),
    ];
    for (check, verdict, break_it, found, cure) in table {
        let mut broken = good();
        break_it(&mut broken);
        let findings = chain(&broken);
        let finding = of(&findings, check);
        assert_eq!(finding.verdict, verdict, "{finding:?}");
        assert!(finding.found.contains(found), "{finding:?}");
        assert!(finding.cure.contains(cure), "{finding:?}");
        assert_eq!(
            worst(&findings),
            verdict,
            "{check}: nothing else is wrong: {findings:?}"
        );
    }
    let mut hired = good();
    held(&mut hired).hired = 8;
    let finding = of(&chain(&hired), "capacity").clone();
    assert_eq!(
        (finding.verdict, finding.check),
        (Verdict::Warn, "capacity")
    );
    assert!(finding.found.contains("8 hired"), "{finding:?}");
}
