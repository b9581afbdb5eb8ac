//! Labels as chips: a square of their colour beside neutral words, so that any colour can be read (P48).

use crate::reactive::*;
use conversation::ids::LabelId;

use super::html::{all, span};
use crate::console::console;
use crate::texts::Text;

/// Chips of labels, at most so many; how many more there are is told.
pub(crate) fn label_chips(labels: &[LabelId], most: usize) -> AnyView {
    let c = console();
    let known: Vec<(String, String)> = c.labels.with(|all| {
        let known = |id: &LabelId| {
            let label = all.iter().find(|label| label.id == *id)?;
            Some((label.name.clone(), label.colour.clone()))
        };
        labels.iter().filter_map(known).collect()
    });
    if known.is_empty() {
        return ().into_any();
    }
    let more = known.len().saturating_sub(most);
    let chip = |(name, colour): (String, String)| {
        span().class("chip label-chip").child((
            span().class(format!("swatch-dot colour-{colour}")),
            span().class("cut").attr("dir", "auto").child(name),
        ))
    };
    let chips: Vec<_> = known.into_iter().take(most).map(chip).collect();
    let rest = (more > 0).then(|| span().class("chip").child(format!("+{more}")));
    all((span().class("unseen").child(c.say(Text::LabelsTitle)), chips, rest))
}
