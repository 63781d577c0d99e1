//! Instructions of registry.

use solana_address::Address;
use solana_instruction::Instruction;
use solana_sdk_ids::system_program;

use super::program_data_address;
use crate::generated::registry::{
    REGISTRY_ID, instructions as raw, pdas,
    types::{DeviceDetails, DeviceHardware, OperatorSettings},
};

/// Creates config and class book. `authority` is the program's upgrade authority; it pays.
pub fn initialize(authority: Address, args: raw::InitializeInstructionArgs) -> Instruction {
    raw::Initialize {
        authority,
        program_data: program_data_address(&REGISTRY_ID),
        config: pdas::find_config_pda().0,
        class_book: pdas::find_class_book_pda().0,
        system_program: system_program::ID,
    }
    .instruction(args)
}

/// Adds a GPU class with its price and bounds.
pub fn add_class(admin: Address, args: raw::AddClassInstructionArgs) -> Instruction {
    raw::AddClass {
        admin,
        config: pdas::find_config_pda().0,
        class_book: pdas::find_class_book_pda().0,
    }
    .instruction(args)
}

/// Changes a GPU class, or retires it.
pub fn set_class(admin: Address, args: raw::SetClassInstructionArgs) -> Instruction {
    raw::SetClass {
        admin,
        config: pdas::find_config_pda().0,
        class_book: pdas::find_class_book_pda().0,
    }
    .instruction(args)
}

/// Sets a class's price bounds, micro-dollars per GPU-hour.
pub fn set_class_bounds(admin: Address, args: raw::SetClassBoundsInstructionArgs) -> Instruction {
    raw::SetClassBounds {
        admin,
        config: pdas::find_config_pda().0,
        class_book: pdas::find_class_book_pda().0,
    }
    .instruction(args)
}

/// Moves a class's price, micro-dollars per GPU-hour.
pub fn move_price(price_manager: Address, class: u16, price: u64) -> Instruction {
    raw::MovePrice {
        price_manager,
        config: pdas::find_config_pda().0,
        class_book: pdas::find_class_book_pda().0,
    }
    .instruction(raw::MovePriceInstructionArgs { class, price })
}

/// Reports an epoch's utilisation of a class, on a local chain.
pub fn report_utilisation(
    reporter: Address,
    args: raw::ReportUtilisationInstructionArgs,
) -> Instruction {
    raw::ReportUtilisation {
        reporter,
        config: pdas::find_config_pda().0,
        class_book: pdas::find_class_book_pda().0,
    }
    .instruction(args)
}

/// Registers an operator. `referrer` is the operator or client account of who referred it.
pub fn register_operator(
    owner: Address,
    referrer: Option<Address>,
    settings: OperatorSettings,
) -> Instruction {
    raw::RegisterOperator {
        owner,
        config: pdas::find_config_pda().0,
        operator: pdas::find_operator_pda(&owner).0,
        client: pdas::find_client_pda(&owner).0,
        referrer: referrer.unwrap_or(system_program::ID),
        system_program: system_program::ID,
    }
    .instruction(raw::RegisterOperatorInstructionArgs { settings })
}

/// Changes an operator's settings.
pub fn update_operator(owner: Address, settings: OperatorSettings) -> Instruction {
    raw::UpdateOperator {
        owner,
        operator: pdas::find_operator_pda(&owner).0,
    }
    .instruction(raw::UpdateOperatorInstructionArgs { settings })
}

/// Takes an operator off the market for new jobs, or back.
pub fn set_draining(owner: Address, draining: bool) -> Instruction {
    raw::SetDraining {
        owner,
        operator: pdas::find_operator_pda(&owner).0,
    }
    .instruction(raw::SetDrainingInstructionArgs { draining })
}

/// Registers a client. `referrer` is the operator or client account of who referred it.
pub fn register_client(owner: Address, referrer: Option<Address>) -> Instruction {
    raw::RegisterClient {
        owner,
        config: pdas::find_config_pda().0,
        client: pdas::find_client_pda(&owner).0,
        operator: pdas::find_operator_pda(&owner).0,
        referrer: referrer.unwrap_or(system_program::ID),
        system_program: system_program::ID,
    }
    .instruction()
}

/// Registers a device; its key signs too.
pub fn register_device(
    owner: Address,
    device_key: Address,
    hardware: DeviceHardware,
    details: DeviceDetails,
) -> Instruction {
    raw::RegisterDevice {
        owner,
        device_key,
        config: pdas::find_config_pda().0,
        class_book: pdas::find_class_book_pda().0,
        operator: pdas::find_operator_pda(&owner).0,
        device: pdas::find_device_pda(&device_key).0,
        system_program: system_program::ID,
    }
    .instruction(raw::RegisterDeviceInstructionArgs { hardware, details })
}

/// Changes what a device says about itself.
pub fn update_device(device_key: Address, details: DeviceDetails) -> Instruction {
    raw::UpdateDevice {
        device_key,
        device: pdas::find_device_pda(&device_key).0,
    }
    .instruction(raw::UpdateDeviceInstructionArgs { details })
}

/// Gives a device a new key, which signs too.
pub fn rotate_device(owner: Address, old_key: Address, new_key: Address) -> Instruction {
    raw::RotateDevice {
        owner,
        new_device_key: new_key,
        device: pdas::find_device_pda(&old_key).0,
        new_device: pdas::find_device_pda(&new_key).0,
        system_program: system_program::ID,
    }
    .instruction()
}

/// Takes a device off the network.
pub fn revoke_device(owner: Address, device_key: Address) -> Instruction {
    raw::RevokeDevice {
        owner,
        device: pdas::find_device_pda(&device_key).0,
    }
    .instruction()
}

/// Folds the outcomes in job-escrow's record `participant` into an operator's reputation.
pub fn fold_operator_reputation(owner: &Address, participant: Address) -> Instruction {
    raw::FoldOperatorReputation {
        config: pdas::find_config_pda().0,
        operator: pdas::find_operator_pda(owner).0,
        participant,
    }
    .instruction()
}

/// Folds the outcomes in job-escrow's record `participant` into a client's reputation.
pub fn fold_client_reputation(owner: &Address, participant: Address) -> Instruction {
    raw::FoldClientReputation {
        config: pdas::find_config_pda().0,
        client: pdas::find_client_pda(owner).0,
        participant,
    }
    .instruction()
}

/// Rewrites an operator of version 1 in the present layout; `payer` pays for the room.
pub fn migrate_operator(payer: Address, owner: &Address) -> Instruction {
    raw::MigrateOperator {
        payer,
        operator: pdas::find_operator_pda(owner).0,
        system_program: system_program::ID,
    }
    .instruction()
}

/// Names the next holder of a role: 0 admin, 1 guardian, 2 price manager, 3 capacity reporter.
pub fn propose_role(admin: Address, role: u8, new_holder: Address) -> Instruction {
    raw::ProposeRole {
        admin,
        config: pdas::find_config_pda().0,
    }
    .instruction(raw::ProposeRoleInstructionArgs { role, new_holder })
}

/// Takes over a role.
pub fn accept_role(new_holder: Address, role: u8) -> Instruction {
    raw::AcceptRole {
        new_holder,
        config: pdas::find_config_pda().0,
    }
    .instruction(raw::AcceptRoleInstructionArgs { role })
}

/// Stops registrations for 7 days.
pub fn pause(authority: Address) -> Instruction {
    raw::Pause {
        authority,
        config: pdas::find_config_pda().0,
    }
    .instruction()
}

/// Ends a pause early.
pub fn unpause(authority: Address) -> Instruction {
    raw::Unpause {
        authority,
        config: pdas::find_config_pda().0,
    }
    .instruction()
}
