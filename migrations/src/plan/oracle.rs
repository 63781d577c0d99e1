//! The oracle of a local chain.

use super::{HANDED_OVER, Planner, Step};
use crate::error::Difference;

impl Planner<'_> {
    /// Makes each price account and publishes its first price; elsewhere others do.
    pub(super) fn oracle(&mut self) {
        let wanted = self.wanted;
        for (feed, found) in wanted.feeds().zip(&self.found.feeds) {
            let (Some(price), Some(publisher)) = (feed.first_price, wanted.oracle.publisher) else {
                if found.is_none() {
                    self.differences.push(Difference {
                        field: format!("{}.price_account", feed.field),
                        file: feed.account.to_string(),
                        chain: "no price of that feed there".to_owned(),
                        remedy: "Name an account of the oracle that holds this feed.",
                    });
                }
                continue;
            };
            match found {
                None => self.steps.push(Step::CreateFeed {
                    feed: feed.field.clone(),
                }),
                Some(found) => {
                    let field = format!("oracle.publisher (of {})", feed.field);
                    self.same(&field, &publisher, &found.publisher, HANDED_OVER);
                }
            }
            if found.is_none_or(|found| !found.published) {
                self.steps.push(Step::PublishPrice {
                    feed: feed.field.clone(),
                    price,
                });
            }
        }
    }
}
