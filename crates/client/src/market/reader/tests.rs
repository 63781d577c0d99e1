use borsh::BorshDeserialize;

use super::*;
use crate::market::{Newer, claim_record};

/// An account of zeros, but for the discriminator.
fn blank<T: ProgramAccount>() -> Vec<u8> {
    let mut data = vec![0; T::LEN];
    data[..8].copy_from_slice(&T::DISCRIMINATOR);
    data
}

/// Where a change of a field shows.
fn first_change(mut change: impl FnMut(&mut Job)) -> usize {
    let before = blank::<Job>();
    let mut job = Job::try_from_slice(&before).unwrap();
    change(&mut job);
    let after = borsh::to_vec(&job).unwrap();
    before
        .iter()
        .zip(&after)
        .position(|(one, other)| one != other)
        .unwrap()
}

#[test]
fn questions_look_where_the_fields_are() {
    assert_eq!(first_change(|job| job.end = 1), JOB_END);
    assert_eq!(first_change(|job| job.filters.class = 1), JOB_CLASS);
    let before = blank::<Claim>();
    let mut claim = Claim::try_from_slice(&before).unwrap();
    claim.lead_device = Address::new_from_array([1; 32]);
    let after = borsh::to_vec(&claim).unwrap();
    let place = before
        .iter()
        .zip(&after)
        .position(|(one, other)| one != other);
    assert_eq!(place, Some(CLAIM_LEAD_DEVICE));
}

#[test]
fn codes_of_a_later_version_are_named() {
    let mut job = Job::try_from_slice(&blank::<Job>()).unwrap();
    job.replicas = 1;
    job_state(&job).unwrap();
    for change in [
        (|job: &mut Job| job.end = 200) as fn(&mut Job),
        |job| job.verification = 200,
        |job| job.partial_fill = 200,
    ] {
        let mut later = job.clone();
        change(&mut later);
        assert_eq!(job_state(&later), Err(Newer { kind: "Job" }));
    }
    let mut claim = Claim::try_from_slice(&blank::<Claim>()).unwrap();
    claim.state = 200;
    let error = claim_record(&claim).unwrap_err();
    assert!(error.to_string().contains("update ionet"), "{error}");
}

#[test]
fn a_clock_is_read_where_it_lies() {
    let rpc = RpcClient::new_mock("succeeds".to_owned());
    let reader = MarketReader::new(Arc::new(rpc));
    let mut data = vec![0; 40];
    data[..8].copy_from_slice(&77_u64.to_le_bytes());
    data[32..].copy_from_slice(&1_800_000_000_i64.to_le_bytes());
    let account = Account {
        data,
        ..Account::default()
    };
    let clock = reader.clock_of(Some(&account)).unwrap();
    assert_eq!((clock.slot, clock.now), (77, 1_800_000_000));
    assert!(reader.clock_of(None).is_err());
}
