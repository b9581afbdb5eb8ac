//! What stands where something will be that is not loaded yet.

use crate::reactive::*;

use super::blank::{failed, slow};
use super::html::{all, div};
use crate::console::console;
use crate::later::{Doors, Missing, Page, Tools, doors, fetch};
use crate::state::problem::Problem;
use crate::texts::Text;

/// The page, or what stands in its place until the second module is here.
pub(super) fn later(page: Page) -> AnyView {
    if let Some(doors) = doors() {
        return (doors.draw)(page);
    }
    let here = RwSignal::new(None::<Result<(), Missing>>);
    ask(here);
    all(move || match here.get() {
        None => div().class("skeleton").child(slow(move || ask(here))).into_any(),
        Some(Ok(())) => doors().map_or_else(|| ().into_any(), |doors: Doors| (doors.draw)(page)),
        Some(Err(Missing)) => failed(Text::PageMissing, &Problem::NoAnswer, move || {
            here.set(None);
            ask(here);
        }),
    })
}

fn ask(here: RwSignal<Option<Result<(), Missing>>>) {
    fetch(move |second| {
        // Whoever asked may have gone elsewhere meanwhile.
        let _ = here.try_set(Some(second.map(drop)));
    });
}

/// A piece of the third module, as soon as it is here.
pub(super) fn tool(draw: impl Fn(Tools) -> AnyView + Send + 'static) -> AnyView {
    let c = console();
    all(move || c.tools.get().map(&draw))
}
