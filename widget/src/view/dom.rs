//! A few words for making nodes. Text goes in as text, attributes as attributes; there is no way to markup.

use web_sys::Element;

use super::Kit;

/// A new element at the end of another.
pub(super) fn child(kit: &Kit, parent: &Element, tag: &str, class: &str) -> Element {
    let made = kit.page.element(tag, class);
    append(parent, &made);
    made
}

/// A new button with a meaning, and the key of its name where no words stand in it.
pub(super) fn button(kit: &Kit, parent: &Element, class: &str, name: &str, does: &str) -> Element {
    let made = child(kit, parent, "button", class);
    set(&made, "type", "button");
    set(&made, "data-do", does);
    if !name.is_empty() {
        kit.put(&made, "aria-label", name, "");
    }
    made
}

/// Puts a node at the end of another.
pub(super) fn append(parent: &Element, node: &Element) {
    // Appending a fresh node of ours to another of ours cannot make a cycle, which is all that this may refuse.
    let _ = parent.append_child(node);
}

/// Sets an attribute.
pub(super) fn set(element: &Element, name: &str, value: &str) {
    // Only a name that is no name is refused, and the names are ours.
    let _ = element.set_attribute(name, value);
}

/// Sets the text.
pub(super) fn text(element: &Element, words: &str) {
    element.set_text_content(Some(words));
}

/// Shows or hides, by attribute.
pub(super) fn hide(element: &Element, hidden: bool) {
    let _ = element.toggle_attribute_with_force("hidden", hidden);
}

/// The first letters of a name: what stands in for a face.
pub(super) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| *c != '&'));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).collect()
}

/// A round face with initials; decoration, since the name always stands beside it.
pub(super) fn face(kit: &Kit, parent: &Element, name: &str) -> Element {
    let made = child(kit, parent, "span", "face");
    set(&made, "aria-hidden", "true");
    set(&made, "data-name", name);
    text(&made, &initials(name));
    made
}
