//! Lists whose contacts come first (P40), as the settings change them: one at a time, all of it sent.

use conversation::ids::ListId;
use conversation::routing::precedence::ListPriority;
use conversation::routing::priority::Priority;
use protocol::rest::NamedList;

/// What a list may be said to be, the most urgent first.
pub const SAYABLE: [Priority; 3] = [Priority::Urgent, Priority::High, Priority::Normal];

/// With a list of which this is said; what was said of it before is replaced where it stands.
#[must_use]
pub fn with(said: &[ListPriority], list: &ListId, priority: Priority) -> Vec<ListPriority> {
    let new = ListPriority { list: list.clone(), priority };
    let mut all = said.to_vec();
    match all.iter_mut().find(|one| one.list == *list) {
        Some(one) => *one = new,
        None => all.push(new),
    }
    all
}

/// Without a list.
#[must_use]
pub fn without(said: &[ListPriority], list: &str) -> Vec<ListPriority> {
    said.iter().filter(|one| one.list.as_str() != list).cloned().collect()
}

/// The lists of which nothing is said yet.
#[must_use]
pub fn free(lists: &[NamedList], said: &[ListPriority]) -> Vec<NamedList> {
    let is_free = |list: &&NamedList| said.iter().all(|one| one.list != list.id);
    lists.iter().filter(is_free).cloned().collect()
}

/// What a list is called; its id where it is gone.
#[must_use]
pub fn called(lists: &[NamedList], id: &str) -> String {
    lists.iter().find(|list| list.id.as_str() == id).map_or_else(|| id.to_owned(), |list| list.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(id: &str) -> ListId {
        ListId::parse(id).unwrap()
    }

    fn named(id: &str) -> NamedList {
        NamedList { id: list(id), name: id.to_uppercase() }
    }

    #[test]
    fn a_list_is_said_once_and_offered_while_nothing_is_said_of_it() {
        // P40
        let lists = ["gold", "new", "trade"].map(named);
        let told = |said: &[ListPriority]| -> Vec<String> {
            said.iter().map(|one| format!("{} {}", one.list, one.priority.as_str())).collect()
        };
        let one = with(&[], &list("gold"), Priority::High);
        let two = with(&one, &list("trade"), Priority::Normal);
        assert_eq!(told(&two), ["gold high", "trade normal"]);
        assert_eq!(free(&lists, &two), [named("new")]);
        let more = with(&two, &list("gold"), Priority::Urgent);
        assert_eq!(told(&more), ["gold urgent", "trade normal"]);
        assert_eq!(told(&without(&more, "gold")), ["trade normal"]);
        assert_eq!((called(&lists, "gold"), called(&lists, "gone")), ("GOLD".into(), "gone".into()));
        assert!(!SAYABLE.contains(&Priority::Low));
    }
}
