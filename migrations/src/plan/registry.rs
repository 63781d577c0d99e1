//! registry: roles, GPU classes and their first prices.

use super::{HANDED_OVER, OTHER_CLUSTER, Planner, Step};
use crate::file::Class;

impl Planner<'_> {
    /// Creates the class book and adds the classes. What a class costs changes every day, so that
    /// only what stays is compared.
    pub(super) fn registry(&mut self) {
        let wanted = self.wanted;
        let Some(config) = &self.found.registry else {
            self.steps.push(Step::InitializeRegistry);
            self.steps.extend(wanted.classes.iter().map(add));
            return;
        };
        let tag = "cluster.tag (of registry)";
        self.same(tag, &wanted.tag, &config.tag, OTHER_CLUSTER);
        self.epochs("registry", config.epoch_zero);
        let roles = [
            ("roles.admin (of registry)", wanted.admin),
            ("roles.guardian (of registry)", wanted.guardian),
            ("registry.price_manager", wanted.price_manager),
            ("registry.capacity_reporter", wanted.capacity_reporter),
        ];
        for ((field, file), chain) in roles.into_iter().zip(config.roles) {
            self.same(field, &file, &chain, HANDED_OVER);
        }
        for class in &wanted.classes {
            let mut found = config.classes.iter();
            let Some((_, chain)) = found.find(|(id, _)| *id == class.id) else {
                self.steps.push(add(class));
                continue;
            };
            let file = &class.terms;
            for (part, file, chain) in [
                ("multiplier_bps", file.multiplier_bps, chain.multiplier_bps),
                ("speed", file.speed, chain.speed),
                ("vram_mib", file.vram_mib, chain.vram_mib),
            ] {
                let field = format!("{part} of class {}", class.id);
                self.same(&field, &file, &chain, HANDED_OVER);
            }
        }
    }
}

fn add(class: &Class) -> Step {
    Step::AddClass {
        id: class.id,
        name: class.name(),
        price: class.price,
    }
}
