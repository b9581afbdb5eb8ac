//! How urgent threads are (P40), in words.

use conversation::routing::priority::Priority;

use crate::texts::Text;

/// In words.
#[must_use]
pub const fn words(priority: Priority) -> Text {
    match priority {
        Priority::Low => Text::PriorityLow,
        Priority::Normal => Text::PriorityNormal,
        Priority::High => Text::PriorityHigh,
        Priority::Urgent => Text::PriorityUrgent,
    }
}

/// What an entry says of a list of contacts that made a thread so, with `{list}` open.
#[must_use]
pub const fn of_list(priority: Priority) -> Text {
    match priority {
        // Nothing is raised to low.
        Priority::Low | Priority::Normal => Text::ListSetNormal,
        Priority::High => Text::ListSetHigh,
        Priority::Urgent => Text::ListSetUrgent,
    }
}

/// What an entry says of who made a thread so: oneself, somebody else, or the rule that it began under.
#[must_use]
pub const fn said(priority: Priority) -> [Text; 3] {
    match priority {
        Priority::Low => [Text::YouSetLow, Text::SetLow, Text::RuleSetLow],
        Priority::Normal => [Text::YouSetNormal, Text::SetNormal, Text::RuleSetNormal],
        Priority::High => [Text::YouSetHigh, Text::SetHigh, Text::RuleSetHigh],
        Priority::Urgent => [Text::YouSetUrgent, Text::SetUrgent, Text::RuleSetUrgent],
    }
}
