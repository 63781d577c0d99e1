//! GPU classes and their prices.

use ionet_core::classes::{
    GpuClass, MAX_CLASS_MULTIPLIER_BPS, MAX_CLASSES, MAX_SPEED, MAX_VRAM_MIB, check_change,
};
use ionet_core::pricing::PriceEntry;
use toml::{Spanned, Value};

use super::Class;
use super::amount::Unit;
use super::check::{Checked, whole};
use super::raw::RawClass;
use super::source::Source;

/// Bytes of a class's name on the chain.
const NAME_BYTES: usize = 16;

/// The classes, by ascending id; together they obey the rule that posing never pays.
pub(super) fn classes(source: Source<'_>, raw: &[Spanned<RawClass>]) -> Checked<Vec<Class>> {
    let mut book: [Option<GpuClass>; MAX_CLASSES] = [None; MAX_CLASSES];
    let mut classes = Vec::with_capacity(raw.len());
    for (index, raw) in raw.iter().enumerate() {
        let class = class(source, index, raw)?;
        let refuse = |field: &str, problem: String, accepted: &str| {
            let field = format!("classes[{index}].{field}");
            source.error(&raw.span(), &field, problem, accepted)
        };
        let place = book
            .get_mut(usize::from(class.id))
            .ok_or_else(|| refuse("id", format!("is {}", class.id), "0 to 31"))?;
        if place.is_some() {
            let problem = format!("{} is there twice", class.id);
            return Err(refuse("id", problem, "an id of its own for each class"));
        }
        *place = Some(class.terms);
        let id = u8::try_from(class.id).unwrap_or(u8::MAX);
        check_change(&book, id).map_err(|error| {
            let accepted = "multipliers with which posing as another class never pays";
            refuse("multiplier_bps", error.to_string(), accepted)
        })?;
        classes.push(class);
    }
    classes.sort_by_key(|class| class.id);
    Ok(classes)
}

impl Class {
    /// Its name as text.
    pub(crate) fn name(&self) -> String {
        let end = self.name.iter().position(|byte| *byte == 0);
        let bytes = self.name.get(..end.unwrap_or(NAME_BYTES));
        String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned()
    }
}

fn class(source: Source<'_>, index: usize, raw: &Spanned<RawClass>) -> Checked<Class> {
    let field = |part: &str| format!("classes[{index}].{part}");
    let raw = raw.get_ref();
    let price = |part: &str, raw: &Spanned<Value>| {
        let refuse = |problem: String| {
            source.error(&raw.span(), &field(part), problem, Unit::Dollar.accepted())
        };
        match Unit::Dollar.base_units(raw.get_ref()) {
            Ok(0) => Err(refuse("nothing can be hired for nothing".to_owned())),
            Ok(price) => Ok(price),
            Err(problem) => Err(refuse(problem)),
        }
    };
    let class = Class {
        id: whole(source, &field("id"), &raw.id, 0..=31)?,
        name: name(source, &field("name"), &raw.name)?,
        terms: GpuClass {
            multiplier_bps: whole(
                source,
                &field("multiplier_bps"),
                &raw.multiplier_bps,
                0..=MAX_CLASS_MULTIPLIER_BPS,
            )?,
            speed: whole(source, &field("speed"), &raw.speed, 1..=MAX_SPEED)?,
            vram_mib: whole(source, &field("vram_mib"), &raw.vram_mib, 1..=MAX_VRAM_MIB)?,
        },
        price: price("price", &raw.price)?,
        min_price: price("min_price", &raw.min_price)?,
        max_price: price("max_price", &raw.max_price)?,
    };
    PriceEntry::new(class.price, class.min_price, class.max_price).map_err(|error| {
        let accepted = "min_price ≤ price ≤ max_price, within 0.0001 to 1,000 dollars";
        source.error(
            &raw.price.span(),
            &field("price"),
            error.to_string(),
            accepted,
        )
    })?;
    Ok(class)
}

fn name(source: Source<'_>, field: &str, raw: &Spanned<String>) -> Checked<[u8; NAME_BYTES]> {
    let text = raw.get_ref();
    let mut name = [0; NAME_BYTES];
    match name.get_mut(..text.len()) {
        Some(bytes) if !text.is_empty() && text.is_ascii() => {
            bytes.copy_from_slice(text.as_bytes());
            Ok(name)
        }
        _ => Err(source.error(
            &raw.span(),
            field,
            format!("{text:?} is not a class's name"),
            "1 to 16 ASCII characters",
        )),
    }
}
