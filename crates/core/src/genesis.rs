//! The genesis allocation: five categories that sum to the genesis supply exactly.

use core::fmt;

use crate::supply::{GENESIS_SUPPLY, IO_UNIT};
use crate::vesting::{VestingError, VestingTerms};

/// Who a genesis allocation is for. The discriminants are stored on chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Category {
    /// Seed investors.
    Seed = 0,
    /// Series A investors.
    SeriesA = 1,
    /// The initial core contributors.
    CoreContributors = 2,
    /// Research, development and the ecosystem.
    ResearchAndEcosystem = 3,
    /// The community.
    Community = 4,
}

impl Category {
    /// How many categories there are.
    pub const COUNT: usize = 5;

    /// All categories, in the order of their index.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Seed,
        Self::SeriesA,
        Self::CoreContributors,
        Self::ResearchAndEcosystem,
        Self::Community,
    ];

    /// The category with a stored index.
    ///
    /// # Errors
    /// [`GenesisError::UnknownCategory`] for an index above 4.
    pub fn from_index(index: u8) -> Result<Self, GenesisError> {
        Self::ALL
            .get(usize::from(index))
            .copied()
            .ok_or(GenesisError::UnknownCategory)
    }

    /// The stored index, 0..=4.
    #[inline]
    pub const fn index(self) -> u8 {
        self as u8
    }

    /// The name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::SeriesA => "series_a",
            Self::CoreContributors => "core_contributors",
            Self::ResearchAndEcosystem => "research_and_ecosystem",
            Self::Community => "community",
        }
    }
}

/// What one category receives in all, and how it unlocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CategoryPlan {
    /// Base units for all beneficiaries of the category together; at least 1.
    pub amount: u64,
    /// How each grant of the category unlocks.
    pub terms: VestingTerms,
}

/// The whole genesis, by [`Category::index`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GenesisPlan {
    /// One plan per category.
    pub categories: [CategoryPlan; Category::COUNT],
}

/// Base units allocated to beneficiaries so far, by [`Category::index`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GenesisProgress {
    /// One sum per category.
    pub allocated: [u64; Category::COUNT],
}

/// Why a genesis plan or allocation is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GenesisError {
    /// The category's index is above 4.
    UnknownCategory,
    /// An amount is zero.
    ZeroAmount,
    /// The categories do not sum to the genesis supply.
    TotalMismatch,
    /// An allocation exceeds what its category has left.
    CategoryOverfilled,
    /// A category is not allocated in full.
    Incomplete,
    /// A category's vesting terms are out of range.
    Terms(VestingError),
    /// A sum is beyond what 64 bits hold.
    Overflow,
}

impl fmt::Display for GenesisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownCategory => "category must be 0 (seed) to 4 (community)",
            Self::ZeroAmount => "amount is 0 base units; it must be at least 1",
            Self::TotalMismatch => {
                "the categories must sum to exactly 500,000,000 IO (50,000,000,000,000,000 base units)"
            }
            Self::CategoryOverfilled => {
                "the allocation exceeds what its category has left; allocate at most plan minus allocated"
            }
            Self::Incomplete => {
                "a category is not allocated in full; allocate the rest before sealing the genesis"
            }
            Self::Terms(error) => return write!(f, "vesting terms: {error}"),
            Self::Overflow => "a sum of amounts does not fit 64 bits; use smaller amounts",
        })
    }
}

impl core::error::Error for GenesisError {}

const INVESTORS: VestingTerms = VestingTerms {
    upfront_bps: 0,
    cliff_months: 12,
    parts: 24,
};
const CORE: VestingTerms = VestingTerms {
    upfront_bps: 0,
    cliff_months: 12,
    parts: 36,
};
/// Published as a chart only; these terms are ours.
const ECOSYSTEM: VestingTerms = VestingTerms {
    upfront_bps: 1_000,
    cliff_months: 0,
    parts: 48,
};

const fn plan(tenths_of_a_million: u64, terms: VestingTerms) -> CategoryPlan {
    CategoryPlan {
        amount: tenths_of_a_million.saturating_mul(100_000 * IO_UNIT),
        terms,
    }
}

impl GenesisPlan {
    /// The published allocation: 12.5, 10.2, 11.3 and 16 % of the final 800M IO, and what remains
    /// of the 500M at genesis for the community.
    pub const OFFICIAL: Self = Self {
        categories: [
            plan(1_000, INVESTORS),
            plan(816, INVESTORS),
            plan(904, CORE),
            plan(1_280, ECOSYSTEM),
            plan(1_000, ECOSYSTEM),
        ],
    };

    /// The plan of one category.
    #[inline]
    pub fn category(&self, category: Category) -> &CategoryPlan {
        let [seed, series_a, core, research, community] = &self.categories;
        match category {
            Category::Seed => seed,
            Category::SeriesA => series_a,
            Category::CoreContributors => core,
            Category::ResearchAndEcosystem => research,
            Category::Community => community,
        }
    }

    /// Checks that each category has an amount and terms in range, and that the amounts sum to
    /// [`GENESIS_SUPPLY`] exactly.
    ///
    /// # Errors
    /// The first of [`GenesisError::ZeroAmount`], [`GenesisError::Terms`],
    /// [`GenesisError::Overflow`] and [`GenesisError::TotalMismatch`] that applies.
    pub fn validate(&self) -> Result<(), GenesisError> {
        let mut sum = 0u64;
        for category in &self.categories {
            if category.amount == 0 {
                return Err(GenesisError::ZeroAmount);
            }
            category.terms.validate().map_err(GenesisError::Terms)?;
            sum = sum
                .checked_add(category.amount)
                .ok_or(GenesisError::Overflow)?;
        }
        if sum == GENESIS_SUPPLY {
            Ok(())
        } else {
            Err(GenesisError::TotalMismatch)
        }
    }
}

impl GenesisProgress {
    /// Allocates `amount` base units of `category` to a beneficiary.
    ///
    /// # Errors
    /// [`GenesisError::ZeroAmount`]; [`GenesisError::CategoryOverfilled`] when the category has
    /// less than `amount` left.
    pub fn allocate(
        &self,
        plan: &GenesisPlan,
        category: Category,
        amount: u64,
    ) -> Result<Self, GenesisError> {
        if amount == 0 {
            return Err(GenesisError::ZeroAmount);
        }
        let mut next = *self;
        let allocated = next.allocated_mut(category);
        match allocated.checked_add(amount) {
            Some(sum) if sum <= plan.category(category).amount => *allocated = sum,
            _ => return Err(GenesisError::CategoryOverfilled),
        }
        Ok(next)
    }

    /// Checks that every category is allocated in full, so that the genesis can be sealed.
    ///
    /// # Errors
    /// [`GenesisError::Incomplete`], or [`GenesisError::CategoryOverfilled`] should a stored sum
    /// exceed the plan.
    pub fn check_complete(&self, plan: &GenesisPlan) -> Result<(), GenesisError> {
        for (allocated, planned) in self.allocated.iter().zip(&plan.categories) {
            if *allocated < planned.amount {
                return Err(GenesisError::Incomplete);
            }
            if *allocated > planned.amount {
                return Err(GenesisError::CategoryOverfilled);
            }
        }
        Ok(())
    }

    fn allocated_mut(&mut self, category: Category) -> &mut u64 {
        let [seed, series_a, core, research, community] = &mut self.allocated;
        match category {
            Category::Seed => seed,
            Category::SeriesA => series_a,
            Category::CoreContributors => core,
            Category::ResearchAndEcosystem => research,
            Category::Community => community,
        }
    }
}
