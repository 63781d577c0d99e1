//! Paying out what is booked, by example.

use ionet_core::withdrawal::{Balance, Withdrawal, WithdrawalError, withdraw};

const fn balance(booked: u64, withdrawn: u64) -> Balance {
    Balance { booked, withdrawn }
}

#[test]
fn the_least_of_amount_debt_and_pool_is_paid() {
    // (balance, pool, asked for) and what is paid.
    let cases = [
        (balance(100, 0), balance(500, 0), 100, 100),
        (balance(100, 40), balance(500, 0), u64::MAX, 60),
        (balance(100, 40), balance(500, 0), 59, 59),
        (balance(100, 40), balance(500, 490), u64::MAX, 10),
        (
            balance(u64::MAX, 0),
            balance(u64::MAX, 0),
            u64::MAX,
            u64::MAX,
        ),
        (balance(u64::MAX, u64::MAX - 1), balance(9, 8), 7, 1),
    ];
    for (payee, pool, asked, paid) in cases {
        let expected = Withdrawal {
            amount: paid,
            balance_after: balance(payee.booked, payee.withdrawn + paid),
            pool_after: balance(pool.booked, pool.withdrawn + paid),
        };
        assert_eq!(
            withdraw(payee, pool, asked),
            Ok(expected),
            "{payee:?} {asked}"
        );
    }
}

#[test]
fn nothing_is_refused_with_its_reason() {
    let (owed, held) = (balance(10, 3), balance(10, 3));
    let paid_out = balance(10, 10);
    let cases = [
        (owed, held, 0, WithdrawalError::ZeroAmount),
        (paid_out, held, 1, WithdrawalError::NothingOwed),
        (paid_out, paid_out, 1, WithdrawalError::NothingOwed),
        (owed, paid_out, 1, WithdrawalError::PoolEmpty),
        (Balance::default(), held, 1, WithdrawalError::NothingOwed),
        // More withdrawn than booked is no state that a withdrawal leads to; nothing is owed.
        (balance(10, 11), held, 1, WithdrawalError::NothingOwed),
    ];
    for (payee, pool, asked, error) in cases {
        assert_eq!(
            withdraw(payee, pool, asked),
            Err(error),
            "{payee:?} {pool:?}"
        );
    }
}
