//! A chatflow's form under the pen (P3, P4): its fields with keys of their own, so that what moves stays what it is.
//!
//! Knows what a property takes; whether the form can be saved, the edge says.

use conversation::form::{EMAIL, FIELDS, Field, Form, NAME, PHONE, When};
use conversation::ids::PropertyId;
use protocol::code::Code;

use super::chatflow_findings::Place;
use super::lists::Property;
use crate::texts::{Language, Text};

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDraft {
    /// Its own for as long as the form is open.
    pub key: u32,
    /// What it asks for.
    pub property: String,
    /// What stands beside it.
    pub label: String,
    /// Whether it has to be filled in.
    pub required: bool,
    /// What the whole of it has to match, where that is asked.
    pub pattern: String,
}

/// A form as the editor holds it. Switched off it keeps what was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormDraft {
    /// Whether there is one.
    pub is_on: bool,
    /// When it is shown.
    pub when: When,
    /// What stands above it.
    pub intro: String,
    /// What it asks for.
    pub fields: Vec<FieldDraft>,
    next_key: u32,
}

impl FormDraft {
    /// That of a chatflow.
    #[must_use]
    pub fn of(form: Option<&Form>) -> Self {
        let Some(form) = form else { return Self::default() };
        let mut draft = Self { is_on: true, when: form.when, intro: form.intro.clone(), ..Self::default() };
        for Field { property, label, required, pattern } in &form.fields {
            draft.push(property.as_str(), label.clone());
            if let Some(field) = draft.fields.last_mut() {
                field.required = *required;
                field.pattern = pattern.clone().unwrap_or_default();
            }
        }
        draft
    }

    /// The form it stands for.
    #[must_use]
    pub fn written(&self) -> Option<Form> {
        let field = |field: &FieldDraft| {
            let pattern = Some(field.pattern.clone()).filter(|pattern| !pattern.is_empty());
            let property = PropertyId::parse(&field.property).ok()?;
            Some(Field { property, label: field.label.trim().to_owned(), required: field.required, pattern })
        };
        let fields = || self.fields.iter().filter_map(field).collect();
        self.is_on.then(|| Form { when: self.when, intro: self.intro.trim().to_owned(), fields: fields() })
    }

    /// Switches it on, with an address to ask for, or off.
    pub fn switch(&mut self, on: bool, own: &[Property], language: Language) {
        self.is_on = on;
        if on && self.fields.is_empty() {
            self.add(own, language);
        }
    }

    /// One more field, for the first property that is not asked for; its key.
    pub fn add(&mut self, own: &[Property], language: Language) -> Option<u32> {
        let asked = |id: &str| self.fields.iter().any(|field| field.property == id);
        let (id, name) = subjects(own, language).into_iter().find(|(id, _)| !asked(id))?;
        if self.fields.len() >= FIELDS {
            return None;
        }
        let is_email = id == EMAIL;
        self.push(&id, name);
        let field = self.fields.last_mut()?;
        field.required = is_email;
        Some(field.key)
    }

    fn push(&mut self, property: &str, label: String) {
        let (key, property) = (self.next_key, property.to_owned());
        self.next_key += 1;
        self.fields.push(FieldDraft { key, property, label, required: false, pattern: String::new() });
    }

    /// Whether there can be one more.
    #[must_use]
    pub fn has_room(&self, own: &[Property]) -> bool {
        self.fields.len() < FIELDS.min(own.len() + 3)
    }

    /// Asks for something else. A label that was the property's name is the new one's.
    pub fn ask_for(&mut self, key: u32, property: &str, own: &[Property], language: Language) {
        let all = subjects(own, language);
        let name_of = |id: &str| all.iter().find(|(other, _)| other == id).map(|(_, name)| name.clone());
        let Some(field) = self.field_mut(key) else { return };
        if name_of(&field.property).is_some_and(|name| name == field.label) || field.label.trim().is_empty() {
            field.label = name_of(property).unwrap_or_default();
        }
        property.clone_into(&mut field.property);
        if !takes_pattern(property, own) {
            field.pattern.clear();
        }
    }

    /// The key of the field that a path such as `fields[2].label` speaks of.
    #[must_use]
    pub fn key_of(&self, path: &str) -> Option<u32> {
        let number = path.strip_prefix("fields[")?.split(']').next()?.parse::<usize>().ok()?;
        self.fields.get(number).map(|field| field.key)
    }

    /// The field of that key.
    #[must_use]
    pub fn field(&self, key: u32) -> Option<&FieldDraft> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The same, to write to.
    pub fn field_mut(&mut self, key: u32) -> Option<&mut FieldDraft> {
        self.fields.iter_mut().find(|field| field.key == key)
    }

    /// Moves a field one place up or down.
    pub fn shift(&mut self, key: u32, up: bool) {
        let Some(at) = self.fields.iter().position(|field| field.key == key) else { return };
        let to = if up { at.checked_sub(1) } else { Some(at + 1) };
        if let Some(to) = to.filter(|to| *to < self.fields.len()) {
            self.fields.swap(at, to);
        }
    }

    /// Takes a field out; the key of the one that stands in its place, or before it.
    pub fn remove(&mut self, key: u32) -> Option<u32> {
        let at = self.fields.iter().position(|field| field.key == key)?;
        self.fields.remove(at);
        self.fields.get(at).or(self.fields.last()).map(|field| field.key)
    }
}

/// What can be asked for, and what it is called: what everybody has, then what the account made up.
#[must_use]
pub fn subjects(own: &[Property], language: Language) -> Vec<(String, String)> {
    let built = [(EMAIL, Text::FormEmail), (NAME, Text::FormName), (PHONE, Text::FormPhone)];
    let built = built.map(|(id, text)| (id.to_owned(), text.words(language).to_owned()));
    let own = own.iter().filter(|one| one.id != PHONE).map(|one| (one.id.clone(), one.name.clone()));
    built.into_iter().chain(own).collect()
}

/// What is said of a form, where the code means something else elsewhere.
#[must_use]
pub fn wrong(code: Code, place: Place) -> Option<Text> {
    match (place, code) {
        (Place::Form, Code::TextEmpty) => Some(Text::FormNoFields),
        (Place::FormField(_), Code::ReferenceUnknown) => Some(Text::FormUnknown),
        (Place::FormField(_), Code::PropertyTaken) => Some(Text::FormTwice),
        (Place::FormField(_), Code::PropertyKind) => Some(Text::FormNoKind),
        (Place::FormField(_), Code::RuleRegex) => Some(Text::FormNoPattern),
        _ => None,
    }
}

/// Whether an expression can say more about it.
#[must_use]
pub fn takes_pattern(property: &str, own: &[Property]) -> bool {
    let of_own = own.iter().find(|one| one.id == property);
    [EMAIL, NAME, PHONE].contains(&property) || of_own.is_some_and(|one| one.kind == "text")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> Vec<Property> {
        let one = |id: &str, kind: &str| Property {
            id: id.into(),
            name: format!("The {id}"),
            kind: kind.into(),
            options: Vec::new(),
        };
        vec![one("order", "text"), one("plan", "enumeration")]
    }

    fn asked(draft: &FormDraft) -> Vec<&str> {
        draft.fields.iter().map(|field| field.property.as_str()).collect()
    }

    #[test]
    fn a_form_comes_back_as_it_was_written() {
        // P3
        let mut draft = FormDraft::of(None);
        assert_eq!(draft.written(), None);
        draft.switch(true, &own(), Language::English);
        draft.add(&own(), Language::English);
        let order = draft.add(&own(), Language::English).unwrap();
        draft.ask_for(order, "order", &own(), Language::English);
        draft.field_mut(order).unwrap().pattern = "[0-9]+".into();
        let form = draft.written().unwrap();
        assert_eq!(FormDraft::of(Some(&form)).written(), Some(form.clone()));
        assert_eq!((form.fields[0].required, form.fields[2].label.as_str()), (true, "The order"));
        // Off and on again, nothing is lost.
        draft.switch(false, &own(), Language::English);
        assert_eq!(draft.written(), None);
        draft.switch(true, &own(), Language::English);
        assert_eq!(draft.written(), Some(form));
    }

    #[test]
    fn fields_move_and_go_and_keep_their_keys() {
        // P3
        let mut draft = FormDraft::default();
        let keys: Vec<u32> = (0..6).map_while(|_| draft.add(&own(), Language::English)).collect();
        assert_eq!(asked(&draft), ["email", "name", "phone", "order", "plan"]);
        assert!(!draft.has_room(&own()));
        draft.shift(keys[0], true);
        draft.shift(keys[2], true);
        draft.shift(keys[4], false);
        assert_eq!(asked(&draft), ["email", "phone", "name", "order", "plan"]);
        assert_eq!(draft.remove(keys[4]), Some(keys[3]));
        assert_eq!(draft.remove(keys[0]), Some(keys[2]));
        assert_eq!(draft.field(keys[2]).unwrap().property, "phone");
        assert_eq!(draft.remove(99), None);
    }

    #[test]
    fn what_stands_beside_follows_what_is_asked_until_it_is_somebodys_words() {
        // P3
        let mut draft = FormDraft::default();
        let key = draft.add(&own(), Language::English).unwrap();
        draft.ask_for(key, "order", &own(), Language::English);
        assert_eq!(draft.field(key).unwrap().label, "The order");
        draft.field_mut(key).unwrap().label = "Which order?".into();
        draft.field_mut(key).unwrap().pattern = "[0-9]+".into();
        draft.ask_for(key, "plan", &own(), Language::English);
        let field = draft.field(key).unwrap();
        assert_eq!(
            (field.label.as_str(), field.pattern.as_str()),
            ("Which order?", ""),
            "no text, no expression"
        );
    }
}
