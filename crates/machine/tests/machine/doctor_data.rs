//! Spec stores and the data plane, in order and out of it.

use ionet_machine::doctor::{DataFacts, Port, Verdict, data, worst};

fn good() -> DataFacts {
    DataFacts {
        stores: vec![
            ("https://a/".to_owned(), Ok(())),
            ("https://b/".to_owned(), Ok(())),
        ],
        listen: Some("0.0.0.0:7443".parse().unwrap()),
        port: Some(Port::Answers),
        public: Some(("203.0.113.7:7443".parse().unwrap(), Ok(()))),
    }
}

#[test]
fn with_the_agent_running_all_answers() {
    let findings = data(&good(), true);
    assert_eq!(worst(&findings), Verdict::Pass, "{findings:?}");
    let mut before = good();
    before.port = Some(Port::Free);
    before.public = before
        .public
        .map(|(address, _)| (address, Err("refused".to_owned())));
    let findings = data(&before, false);
    assert_eq!(
        worst(&findings),
        Verdict::Pass,
        "before the first start: {findings:?}"
    );
}

type Break = fn(&mut DataFacts);

#[test]
fn each_fault_is_found_with_its_cure() {
    let table: [(&str, Verdict, bool, Break, &str, &str); 9] = [
        (
            "spec-stores",
            Verdict::Fail,
            true,
            |it| it.stores.clear(),
            "no spec store",
            "spec_stores",
        ),
        (
            "spec-stores",
            Verdict::Warn,
            true,
            |it| it.stores[1].1 = Err("403".to_owned()),
            "403",
            "bucket",
        ),
        (
            "spec-stores",
            Verdict::Fail,
            true,
            |it| it.stores = vec![("https://a/".to_owned(), Err("403".to_owned()))],
            "403",
            "bucket",
        ),
        (
            "data-plane",
            Verdict::Warn,
            true,
            |it| it.listen = None,
            "is off",
            "[data_plane]",
        ),
        (
            "data-plane",
            Verdict::Fail,
            false,
            |_| {},
            "taken by another program",
            "sport = :7443",
        ),
        (
            "data-plane",
            Verdict::Fail,
            true,
            |it| it.port = Some(Port::Free),
            "nobody answers",
            "Restart",
        ),
        (
            "data-plane",
            Verdict::Fail,
            false,
            |it| it.port = Some(Port::Refused("EACCES".to_owned())),
            "EACCES",
            "above 1,023",
        ),
        (
            "public-address",
            Verdict::Fail,
            true,
            |it| it.public = Some(("0.0.0.0:7443".parse().unwrap(), Ok(()))),
            "no address",
            "clients use",
        ),
        (
            "public-address",
            Verdict::Warn,
            true,
            |it| {
                it.public = Some((
                    "203.0.113.7:1".parse().unwrap(),
                    Err("timed out".to_owned()),
                ));
            },
            "timed out",
            "router",
        ),
    ];
    for (check, verdict, agent_runs, break_it, found, cure) in table {
        let mut broken = good();
        break_it(&mut broken);
        let findings = data(&broken, agent_runs);
        let of_check = findings.iter().filter(|finding| finding.check == check);
        let finding = of_check.max_by_key(|finding| finding.verdict).unwrap();
        assert_eq!(finding.verdict, verdict, "{finding:?}");
        assert!(finding.found.contains(found), "{finding:?}");
        assert!(finding.cure.contains(cure), "{finding:?}");
        assert_eq!(
            worst(&findings),
            verdict,
            "nothing else is wrong: {findings:?}"
        );
    }
}
