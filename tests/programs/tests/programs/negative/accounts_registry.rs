//! Every account of every instruction of registry, spoiled in every way that its constraints
//! exclude.

use super::{
    scenarios_registry::another_operator,
    tables::{
        AccountCase, CONSTRAINT_DUPLICATE_MUTABLE, CONSTRAINT_MUT, ILLEGAL_OWNER, INVALID_SEEDS,
        NO_SIGNATURE, OTHER_PROGRAM, READ_ONLY_IN_CALL, case, framework, own, runtime, substitute,
    },
};
use ionet_core::reputation::OutcomeLedger;
use ionet_test_kit::{
    World,
    addresses::{IO, REGISTER, client, device, operator, participant},
    negative::{
        Expected,
        Fault::{ForeignOwner, OtherAddress, OtherSigner, ReadOnly, Unsigned},
    },
    process::registry::{self, DETAILS},
    registry_world::{HARDWARE, RegistryWorld, participant_account},
};
use solana_address::Address;
use solana_instruction::error::InstructionError;

const MUT: Expected = framework(CONSTRAINT_MUT);
const DUPLICATE: Expected = framework(CONSTRAINT_DUPLICATE_MUTABLE);
/// An account of the right owner, but of another type.
const INVALID_DATA: Expected = runtime(InstructionError::InvalidAccountData);
/// An account that is too short for the type.
const TOO_SMALL: Expected = runtime(InstructionError::AccountDataTooSmall);
/// An account that does not exist.
const UNINITIALIZED: Expected = runtime(InstructionError::UninitializedAccount);

#[rustfmt::skip]
pub(super) const CASES: &[AccountCase] = &[
    // accept_role
    case("accept_role", "config", ReadOnly, MUT),
    case("accept_role", "config", OtherAddress, INVALID_SEEDS),
    case("accept_role", "config", ForeignOwner, ILLEGAL_OWNER),
    case("accept_role", "new_holder", Unsigned, NO_SIGNATURE),
    case("accept_role", "new_holder", OtherSigner, own("NotProposed")),
    // add_class
    case("add_class", "admin", Unsigned, NO_SIGNATURE),
    case("add_class", "admin", OtherSigner, own("NotAdmin")),
    case("add_class", "class_book", ReadOnly, MUT),
    case("add_class", "class_book", OtherAddress, INVALID_SEEDS),
    case("add_class", "class_book", ForeignOwner, ILLEGAL_OWNER),
    case("add_class", "config", OtherAddress, INVALID_SEEDS),
    case("add_class", "config", ForeignOwner, ILLEGAL_OWNER),
    // fold_client_reputation
    case("fold_client_reputation", "client", ReadOnly, MUT),
    case("fold_client_reputation", "client", ForeignOwner, ILLEGAL_OWNER),
    case("fold_client_reputation", "config", OtherAddress, INVALID_SEEDS),
    case("fold_client_reputation", "config", ForeignOwner, ILLEGAL_OWNER),
    case("fold_client_reputation", "participant", ForeignOwner, own("WrongParticipant")),
    // fold_operator_reputation
    case("fold_operator_reputation", "operator", ReadOnly, MUT),
    case("fold_operator_reputation", "operator", ForeignOwner, ILLEGAL_OWNER),
    case("fold_operator_reputation", "config", OtherAddress, INVALID_SEEDS),
    case("fold_operator_reputation", "config", ForeignOwner, ILLEGAL_OWNER),
    case("fold_operator_reputation", "participant", ForeignOwner, own("WrongParticipant")),
    // initialize
    case("initialize", "authority", Unsigned, NO_SIGNATURE),
    case("initialize", "authority", OtherSigner, own("NotUpgradeAuthority")),
    case("initialize", "authority", ReadOnly, NO_SIGNATURE),
    case("initialize", "class_book", ReadOnly, READ_ONLY_IN_CALL),
    case("initialize", "class_book", OtherAddress, INVALID_SEEDS),
    case("initialize", "config", ReadOnly, READ_ONLY_IN_CALL),
    case("initialize", "config", OtherAddress, INVALID_SEEDS),
    case("initialize", "program_data", ForeignOwner, own("WrongProgramData")),
    case("initialize", "system_program", OtherAddress, OTHER_PROGRAM),
    // migrate_operator
    case("migrate_operator", "operator", ReadOnly, MUT),
    case("migrate_operator", "operator", ForeignOwner, own("NotVersionOne")),
    case("migrate_operator", "payer", Unsigned, NO_SIGNATURE),
    case("migrate_operator", "payer", OtherSigner, Expected::Success),
    case("migrate_operator", "payer", ReadOnly, NO_SIGNATURE),
    case("migrate_operator", "system_program", OtherAddress, OTHER_PROGRAM),
    // move_price
    case("move_price", "class_book", ReadOnly, MUT),
    case("move_price", "class_book", OtherAddress, INVALID_SEEDS),
    case("move_price", "class_book", ForeignOwner, ILLEGAL_OWNER),
    case("move_price", "config", OtherAddress, INVALID_SEEDS),
    case("move_price", "config", ForeignOwner, ILLEGAL_OWNER),
    case("move_price", "price_manager", Unsigned, NO_SIGNATURE),
    case("move_price", "price_manager", OtherSigner, own("NotPriceManager")),
    // pause
    case("pause", "authority", Unsigned, NO_SIGNATURE),
    case("pause", "authority", OtherSigner, own("NotGuardianOrAdmin")),
    case("pause", "config", ReadOnly, MUT),
    case("pause", "config", OtherAddress, INVALID_SEEDS),
    case("pause", "config", ForeignOwner, ILLEGAL_OWNER),
    // propose_role
    case("propose_role", "admin", Unsigned, NO_SIGNATURE),
    case("propose_role", "admin", OtherSigner, own("NotAdmin")),
    case("propose_role", "config", ReadOnly, MUT),
    case("propose_role", "config", OtherAddress, INVALID_SEEDS),
    case("propose_role", "config", ForeignOwner, ILLEGAL_OWNER),
    // register_client
    case("register_client", "client", ReadOnly, READ_ONLY_IN_CALL),
    case("register_client", "client", OtherAddress, INVALID_SEEDS),
    case("register_client", "config", OtherAddress, INVALID_SEEDS),
    case("register_client", "config", ForeignOwner, ILLEGAL_OWNER),
    case("register_client", "operator", OtherAddress, INVALID_SEEDS),
    case("register_client", "owner", Unsigned, NO_SIGNATURE),
    case("register_client", "owner", OtherSigner, INVALID_SEEDS),
    case("register_client", "owner", ReadOnly, NO_SIGNATURE),
    case("register_client", "referrer", ForeignOwner, own("WrongReferrer")),
    case("register_client", "system_program", OtherAddress, OTHER_PROGRAM),
    // register_device
    case("register_device", "class_book", OtherAddress, INVALID_SEEDS),
    case("register_device", "class_book", ForeignOwner, ILLEGAL_OWNER),
    case("register_device", "config", OtherAddress, INVALID_SEEDS),
    case("register_device", "config", ForeignOwner, ILLEGAL_OWNER),
    case("register_device", "device", ReadOnly, READ_ONLY_IN_CALL),
    case("register_device", "device", OtherAddress, INVALID_SEEDS),
    case("register_device", "device_key", Unsigned, NO_SIGNATURE),
    case("register_device", "device_key", OtherSigner, INVALID_SEEDS),
    case("register_device", "operator", ForeignOwner, ILLEGAL_OWNER),
    case("register_device", "owner", Unsigned, NO_SIGNATURE),
    case("register_device", "owner", OtherSigner, own("NotOperatorOwner")),
    case("register_device", "owner", ReadOnly, NO_SIGNATURE),
    case("register_device", "system_program", OtherAddress, OTHER_PROGRAM),
    // register_operator
    case("register_operator", "client", OtherAddress, INVALID_SEEDS),
    case("register_operator", "config", OtherAddress, INVALID_SEEDS),
    case("register_operator", "config", ForeignOwner, ILLEGAL_OWNER),
    case("register_operator", "operator", ReadOnly, READ_ONLY_IN_CALL),
    case("register_operator", "operator", OtherAddress, INVALID_SEEDS),
    case("register_operator", "owner", Unsigned, NO_SIGNATURE),
    case("register_operator", "owner", OtherSigner, INVALID_SEEDS),
    case("register_operator", "owner", ReadOnly, NO_SIGNATURE),
    case("register_operator", "referrer", ForeignOwner, own("WrongReferrer")),
    case("register_operator", "system_program", OtherAddress, OTHER_PROGRAM),
    // report_utilisation
    case("report_utilisation", "class_book", ReadOnly, MUT),
    case("report_utilisation", "class_book", OtherAddress, INVALID_SEEDS),
    case("report_utilisation", "class_book", ForeignOwner, ILLEGAL_OWNER),
    case("report_utilisation", "config", OtherAddress, INVALID_SEEDS),
    case("report_utilisation", "config", ForeignOwner, ILLEGAL_OWNER),
    case("report_utilisation", "reporter", Unsigned, NO_SIGNATURE),
    case("report_utilisation", "reporter", OtherSigner, own("NotCapacityReporter")),
    // revoke_device
    case("revoke_device", "device", ReadOnly, MUT),
    case("revoke_device", "device", ForeignOwner, ILLEGAL_OWNER),
    case("revoke_device", "owner", Unsigned, NO_SIGNATURE),
    case("revoke_device", "owner", OtherSigner, own("NotDeviceOwner")),
    case("revoke_device", "owner", ReadOnly, NO_SIGNATURE),
    // rotate_device
    case("rotate_device", "device", ReadOnly, MUT),
    case("rotate_device", "device", ForeignOwner, ILLEGAL_OWNER),
    case("rotate_device", "new_device", ReadOnly, READ_ONLY_IN_CALL),
    case("rotate_device", "new_device", OtherAddress, INVALID_SEEDS),
    case("rotate_device", "new_device_key", Unsigned, NO_SIGNATURE),
    case("rotate_device", "new_device_key", OtherSigner, INVALID_SEEDS),
    case("rotate_device", "owner", Unsigned, NO_SIGNATURE),
    case("rotate_device", "owner", OtherSigner, own("NotDeviceOwner")),
    case("rotate_device", "owner", ReadOnly, NO_SIGNATURE),
    case("rotate_device", "system_program", OtherAddress, OTHER_PROGRAM),
    // set_class
    case("set_class", "admin", Unsigned, NO_SIGNATURE),
    case("set_class", "admin", OtherSigner, own("NotAdmin")),
    case("set_class", "class_book", ReadOnly, MUT),
    case("set_class", "class_book", OtherAddress, INVALID_SEEDS),
    case("set_class", "class_book", ForeignOwner, ILLEGAL_OWNER),
    case("set_class", "config", OtherAddress, INVALID_SEEDS),
    case("set_class", "config", ForeignOwner, ILLEGAL_OWNER),
    // set_class_bounds
    case("set_class_bounds", "admin", Unsigned, NO_SIGNATURE),
    case("set_class_bounds", "admin", OtherSigner, own("NotAdmin")),
    case("set_class_bounds", "class_book", ReadOnly, MUT),
    case("set_class_bounds", "class_book", OtherAddress, INVALID_SEEDS),
    case("set_class_bounds", "class_book", ForeignOwner, ILLEGAL_OWNER),
    case("set_class_bounds", "config", OtherAddress, INVALID_SEEDS),
    case("set_class_bounds", "config", ForeignOwner, ILLEGAL_OWNER),
    // set_draining
    case("set_draining", "operator", ReadOnly, MUT),
    case("set_draining", "operator", ForeignOwner, ILLEGAL_OWNER),
    case("set_draining", "owner", Unsigned, NO_SIGNATURE),
    case("set_draining", "owner", OtherSigner, own("NotOperatorOwner")),
    // unpause
    case("unpause", "authority", Unsigned, NO_SIGNATURE),
    case("unpause", "authority", OtherSigner, own("NotGuardianOrAdmin")),
    case("unpause", "config", ReadOnly, MUT),
    case("unpause", "config", OtherAddress, INVALID_SEEDS),
    case("unpause", "config", ForeignOwner, ILLEGAL_OWNER),
    // update_device
    case("update_device", "device", ReadOnly, MUT),
    case("update_device", "device", ForeignOwner, ILLEGAL_OWNER),
    case("update_device", "device_key", Unsigned, NO_SIGNATURE),
    case("update_device", "device_key", OtherSigner, own("NotDeviceKey")),
    // update_operator
    case("update_operator", "operator", ReadOnly, MUT),
    case("update_operator", "operator", ForeignOwner, ILLEGAL_OWNER),
    case("update_operator", "owner", Unsigned, NO_SIGNATURE),
    case("update_operator", "owner", OtherSigner, own("NotOperatorOwner")),
    // accounts whose address is not fixed in the IDL
    substitute("initialize", "program_data", "io-token's", |_| IO.program_data, own("WrongProgramData")),
    substitute("initialize", "program_data", "a wallet", |world| world.mallory, own("WrongProgramData")),
    substitute("register_operator", "referrer", "a wallet", |world| world.mallory, own("WrongReferrer")),
    substitute("register_operator", "referrer", "a device", |_| device(&people().device_key), own("WrongReferrer")),
    substitute("register_operator", "referrer", "the class book", |_| REGISTER.class_book, own("WrongReferrer")),
    substitute("register_client", "referrer", "a wallet", |world| world.mallory, own("WrongReferrer")),
    substitute("register_client", "referrer", "the config", |_| REGISTER.config, own("WrongReferrer")),
    substitute("update_operator", "operator", "somebody else's", others_operator, own("NotOperatorOwner")),
    substitute("update_operator", "operator", "a client", |_| client(&people().client), TOO_SMALL),
    substitute("update_operator", "operator", "a device", |_| device(&people().device_key), INVALID_DATA),
    substitute("update_operator", "operator", "none", |world| operator(&world.mallory), TOO_SMALL),
    substitute("set_draining", "operator", "somebody else's", others_operator, own("NotOperatorOwner")),
    substitute("set_draining", "operator", "a device", |_| device(&people().device_key), INVALID_DATA),
    substitute("register_device", "operator", "somebody else's", others_operator, own("NotOperatorOwner")),
    substitute("register_device", "operator", "none", |world| operator(&world.mallory), UNINITIALIZED),
    substitute("update_device", "device", "somebody else's", others_device, own("NotDeviceKey")),
    substitute("update_device", "device", "an operator", |_| operator(&people().owner), INVALID_DATA),
    substitute("rotate_device", "device", "somebody else's", others_device, own("NotDeviceOwner")),
    substitute("rotate_device", "device", "the new one", |_| device(&people().newcomer), DUPLICATE),
    substitute("revoke_device", "device", "somebody else's", others_device, own("NotDeviceOwner")),
    substitute("revoke_device", "device", "an operator", |_| operator(&people().owner), INVALID_DATA),
    substitute("fold_operator_reputation", "operator", "somebody else's", others_operator, own("ParticipantOfAnother")),
    substitute("fold_operator_reputation", "operator", "a client", |_| client(&people().client), TOO_SMALL),
    substitute("fold_operator_reputation", "participant", "somebody else's", |_| participant(&people().client), own("ParticipantOfAnother")),
    substitute("fold_operator_reputation", "participant", "a wallet", |world| world.mallory, own("WrongParticipant")),
    substitute("fold_operator_reputation", "participant", "the operator", |_| operator(&people().owner), DUPLICATE),
    substitute("fold_client_reputation", "client", "an operator", |_| operator(&people().owner), INVALID_DATA),
    substitute("fold_client_reputation", "participant", "somebody else's", |_| participant(&people().owner), own("ParticipantOfAnother")),
    substitute("fold_client_reputation", "participant", "a wallet", |world| world.mallory, own("WrongParticipant")),
    substitute("fold_client_reputation", "participant", "forged", forged_record, own("WrongParticipant")),
    substitute("migrate_operator", "operator", "of version 2", others_operator, own("NotVersionOne")),
    substitute("migrate_operator", "operator", "a wallet", |world| world.mallory, own("NotVersionOne")),
    substitute("migrate_operator", "operator", "a device", |_| device(&people().device_key), own("NotVersionOne")),
];

/// Wallets have the same addresses in every world.
fn people() -> RegistryWorld {
    RegistryWorld::open()
}

fn others_operator(world: &mut World) -> Address {
    let mut others = RegistryWorld {
        world: world.clone(),
        ..people()
    };
    let owner = another_operator(&mut others, "another owner");
    *world = others.world;
    operator(&owner)
}

fn others_device(world: &mut World) -> Address {
    let _ = others_operator(world);
    let owner = world.chain.wallet("another owner");
    let key = world.chain.wallet("another device");
    let register = registry::register_device(owner, key, HARDWARE, DETAILS);
    let _ = world.chain.send(register).ok();
    device(&key)
}

/// The bytes of a record, in an account that job-escrow does not own.
fn forged_record(world: &mut World) -> Address {
    let address = world.chain.wallet("forged record");
    let nothing = OutcomeLedger::default();
    let mut account = participant_account(people().client, &nothing, &nothing);
    account.owner = solana_sdk_ids::stake::ID;
    world.chain.set_account(address, account);
    address
}
