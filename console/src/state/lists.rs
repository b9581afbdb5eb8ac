//! The lists of contacts and the account's own properties, as the console keeps them, and a list under the pen.
//!
//! Reads answers as trees: a handful of names costs less than the types they come from, and a test holds them to those
//! types. Who is on a list the edge decides.

use protocol::code::Code;
use serde_json::Value;

use super::chatflow_editor::Trouble;
use super::conditions::{Groups, items, quoted, text};
use super::conditions_words::{Kind, Subject, built_in, kind};
use super::problem::Problem;
use crate::texts::Language;

/// A list among others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListInfo {
    /// Which.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether criteria say who is on it.
    pub smart: bool,
    /// How many are.
    pub members: u64,
}

/// A property that the account made up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Property {
    /// Which.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it holds, by its name on the wire.
    pub kind: String,
    /// What an enumeration can be.
    pub options: Vec<String>,
}

/// A contact, with why they are on a list where that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// The reason, as it came.
    pub evaluation: Value,
}

/// The lists of an answer.
#[must_use]
pub fn lists(answer: &Value) -> Vec<ListInfo> {
    let list = |list: &Value| ListInfo {
        id: text(&list["id"]),
        name: text(&list["name"]),
        smart: list["smart"] == Value::Bool(true),
        members: list["members"].as_u64().unwrap_or_default(),
    };
    items(&answer["lists"]).map(list).collect()
}

/// The account's own properties of an answer.
#[must_use]
pub fn properties(answer: &Value) -> Vec<Property> {
    let property = |property: &Value| Property {
        id: text(&property["id"]),
        name: text(&property["name"]),
        kind: text(&property["kind"]),
        options: items(&property["options"]).map(text).collect(),
    };
    items(&answer["properties"]).map(property).collect()
}

/// What criteria can speak of: what every contact has, then what the account made up.
#[must_use]
pub fn subjects(
    built_ins: &Value,
    own: &[Property],
    lists: &[ListInfo],
    people: &[(String, String)],
    language: Language,
) -> Vec<Subject> {
    let built = items(&built_ins["built_in"]).map(|property| {
        let id = text(&property["id"]);
        let options = match id.as_str() {
            "lists" => lists.iter().map(|list| (list.id.clone(), list.name.clone())).collect(),
            "owner" => people.to_vec(),
            _ => Vec::new(),
        };
        let name = built_in(&id).map_or_else(|| id.clone(), |name| name.words(language).to_owned());
        Subject { name, kind: kind(&text(&property["kind"])), options, id }
    });
    built.chain(own.iter().map(Property::subject)).collect()
}

impl Property {
    /// As something that criteria can speak of.
    #[must_use]
    pub fn subject(&self) -> Subject {
        let options = self.options.iter().map(|option| (option.clone(), option.clone())).collect();
        Subject { id: self.id.clone(), name: self.name.clone(), kind: kind(&self.kind), options }
    }

    /// A typed value as JSON; nothing typed is nothing known. `None`: it is no value of this kind.
    #[must_use]
    pub fn value(&self, typed: &str) -> Option<String> {
        let typed = typed.trim();
        match kind(&self.kind) {
            _ if typed.is_empty() => Some("null".to_owned()),
            Kind::Number | Kind::Date => super::conditions::is_number(typed).then(|| typed.to_owned()),
            Kind::Boolean => matches!(typed, "true" | "false").then(|| typed.to_owned()),
            _ => Some(quoted(typed)),
        }
    }
}

/// A contact of an answer: a card, or a card with a reason.
#[must_use]
pub fn member(told: &Value) -> Member {
    let card = told.get("contact").unwrap_or(told);
    let named =
        ["name", "email", "id"].into_iter().find_map(|name| card.get(name).filter(|it| it.is_string()));
    Member {
        id: text(&card["id"]),
        name: named.map(text).unwrap_or_default(),
        evaluation: told["evaluation"].clone(),
    }
}

/// Who names a list, by name.
#[must_use]
pub fn used_by(detail: &Value) -> Vec<String> {
    let is_settings = |user: &&Value| user["kind"] == "settings";
    items(&detail["used_by"]).filter(|user| !is_settings(user)).map(|user| text(&user["name"])).collect()
}

/// Whether the settings say of it that its contacts come first (P40).
#[must_use]
pub fn comes_first(detail: &Value) -> bool {
    items(&detail["used_by"]).any(|user| user["kind"] == "settings")
}

/// Who would be on a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Preview {
    /// Being asked.
    #[default]
    Asking,
    /// Something is missing in the criteria.
    Unfinished,
    /// The edge could not say.
    Failed(Problem),
    /// So many of so many; the first of them.
    Here {
        /// How many would be on it.
        members: u64,
        /// Of so many contacts.
        of: u64,
        /// The first.
        shown: Vec<Member>,
    },
}

impl Preview {
    /// An answer.
    #[must_use]
    pub fn of(answer: &Value) -> Self {
        Self::Here {
            members: answer["members"].as_u64().unwrap_or_default(),
            of: answer["contacts"].as_u64().unwrap_or_default(),
            shown: items(&answer["shown"]).map(member).collect(),
        }
    }
}

/// A list being edited.
#[derive(Clone, Debug, PartialEq)]
pub struct ListEditor {
    /// Which.
    pub id: String,
    /// Who edits; nobody else sees the draft.
    pub by: String,
    /// Whether criteria say who is on it.
    pub smart: bool,
    /// Its name, as typed.
    pub name: String,
    /// The criteria; none where members are named one by one.
    pub groups: Groups,
    /// How many are on it, as saved.
    pub members: u64,
    /// The first of them.
    pub shown: Vec<Member>,
    /// What names it.
    pub used_by: Vec<String>,
    /// Whether its contacts come first.
    pub comes_first: bool,
    /// Being saved.
    pub busy: bool,
    /// Why it is not saved.
    pub trouble: Option<Trouble>,
    /// The test that is being written: nothing is said about it until another is.
    pub typing: Option<u32>,
    saved: (String, Groups),
    revision: u64,
}

impl ListEditor {
    /// Opens what the edge told.
    #[must_use]
    pub fn open(by: &str, told: &Value) -> Self {
        let name = text(&told["name"]);
        let groups = Groups::of_criteria(&told["criteria"]);
        Self {
            id: text(&told["id"]),
            by: by.to_owned(),
            smart: told["criteria"].is_array(),
            saved: (name.clone(), groups.clone()),
            name,
            groups,
            members: told["members"].as_u64().unwrap_or_default(),
            shown: items(&told["contacts"]).map(member).collect(),
            used_by: used_by(told),
            comes_first: comes_first(told),
            busy: false,
            trouble: None,
            typing: None,
            revision: told["revision"].as_u64().unwrap_or_default(),
        }
    }

    /// Whether something would be lost by leaving.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        self.name.trim() != self.saved.0 || self.groups != self.saved.1
    }

    /// Whether it can be sent as it stands.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.name.trim().is_empty() && (!self.smart || self.is_finished())
    }

    /// Whether its criteria can be tried as they stand.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.groups.groups().next().is_some() && self.groups.tests().all(|test| test.wrong().is_none())
    }

    /// What to send.
    #[must_use]
    pub fn to_save(&self) -> String {
        let criteria =
            if self.smart { format!(r#","criteria":{}"#, self.groups.criteria()) } else { String::new() };
        format!(r#"{{"revision":{},"name":{}{criteria}}}"#, self.revision, quoted(self.name.trim()))
    }

    /// What to ask who would be on it.
    #[must_use]
    pub fn to_preview(&self) -> String {
        format!(r#"{{"list":{},"criteria":{}}}"#, quoted(&self.id), self.groups.criteria())
    }

    /// Takes over what the edge has, where nothing of one's own stands against it since `sent`: what was saved, or what
    /// somebody else saved meanwhile.
    pub fn take(&mut self, told: &Value, sent: Option<&Self>) {
        let (name, groups) = sent.map_or((&self.saved.0, &self.saved.1), |sent| (&sent.name, &sent.groups));
        let (same_name, same_groups) = (self.name == *name, self.groups == *groups);
        let new = Self::open(&self.by, told);
        let old = std::mem::replace(self, new);
        if !same_name {
            self.name = old.name;
        }
        // Their keys are those of the rows on the screen.
        if !same_groups || old.groups == self.groups {
            self.groups = old.groups;
        }
    }

    /// Notes why it was not saved.
    pub fn refused(&mut self, problem: Problem) {
        self.busy = false;
        self.trouble = Some(match problem.code() {
            Some(Code::ListChanged) => Trouble::Changed,
            _ => Trouble::Refused(problem),
        });
    }
}

#[cfg(test)]
mod tests {
    use conversation::list::{BUILT_IN, Value as Known};
    use protocol::lists;
    use serde::de::DeserializeOwned;
    use serde_json::json;

    use super::*;

    fn told(name: &str, revision: u64, days: u32) -> Value {
        let told = json!({"id": "new", "name": name, "revision": revision, "members": 2,
            "criteria": [[{"property": "created", "test": {"op": "in_the_last", "days": days}}]],
            "contacts": [{"id": "c-1", "email": "ada@kiln.test", "verified": true, "lists": []}],
            "used_by": [{"kind": "chatflow", "id": "tea", "name": "Teapot help"}]});
        is::<lists::ListDetail>(&told);
        told
    }

    /// What is read here is what the edge writes.
    fn is<T: DeserializeOwned>(told: &Value) {
        serde_json::from_value::<T>(told.clone()).unwrap();
    }

    #[test]
    fn answers_are_read_as_the_edge_writes_them() {
        // S35
        let overview = json!({"lists": [{"id": "vip", "name": "<b>", "smart": true, "members": 3}]});
        is::<lists::Lists>(&overview);
        let all = super::lists(&overview);
        assert_eq!(all, [ListInfo { id: "vip".into(), name: "<b>".into(), smart: true, members: 3 }]);
        let told = json!({"built_in": BUILT_IN.map(|(id, kind)| json!({"id": id, "kind": kind})),
            "properties": [{"id": "plan", "name": "Plan", "kind": "enumeration", "options": ["pro"]}]});
        is::<lists::Properties>(&told);
        let own = properties(&told);
        let people = [("mira".to_owned(), "Mira".to_owned())];
        let subjects = subjects(&told, &own, &all, &people, Language::German);
        assert_eq!(subjects.len(), BUILT_IN.len() + 1);
        for (id, name, kind, options) in [
            ("lists", "Listen, auf denen sie stehen,", Kind::Lists, 1),
            ("owner", "Betreut von", Kind::Enumeration, 1),
            ("created", "Bekannt seit", Kind::Date, 0),
            ("plan", "Plan", Kind::Enumeration, 1),
        ] {
            let found = subjects.iter().find(|subject| subject.id == id).unwrap();
            assert_eq!((found.name.as_str(), found.kind, found.options.len()), (name, kind, options));
        }
        let explained = json!({"contact": {"id": "c", "name": "Ada", "verified": false, "lists": []},
            "evaluation": {"member": true, "because": []}});
        let preview = json!({"members": 1, "contacts": 9, "shown": [explained]});
        is::<lists::Preview>(&preview);
        let Preview::Here { members: 1, of: 9, shown } = Preview::of(&preview) else { panic!("a preview") };
        assert_eq!((shown[0].name.as_str(), shown[0].evaluation["member"] == json!(true)), ("Ada", true));
    }

    #[test]
    fn every_built_in_property_has_a_name() {
        // S184
        assert!(BUILT_IN.iter().all(|(id, _)| built_in(id).is_some()));
    }

    #[test]
    fn what_is_sent_is_what_the_edge_reads() {
        // S35 S36
        let mut editor = ListEditor::open("mira", &told("New", 4, 30));
        assert!(editor.smart && editor.is_whole() && !editor.is_dirty());
        editor.name = " \"Newer\" ".into();
        let sent: lists::SaveList = serde_json::from_str(&editor.to_save()).unwrap();
        assert_eq!((sent.revision, sent.name.as_str(), sent.criteria.is_some()), (4, "\"Newer\"", true));
        serde_json::from_str::<lists::PreviewList>(&editor.to_preview()).unwrap();
        let named = json!({"id": "vip", "name": "Regulars", "revision": 1, "members": 0, "contacts": [], "used_by": []});
        let editor = ListEditor::open("mira", &named);
        let sent: lists::SaveList = serde_json::from_str(&editor.to_save()).unwrap();
        assert!(!editor.smart && sent.criteria.is_none());
    }

    #[test]
    fn what_was_written_meanwhile_stays_on_top() {
        let mut editor = ListEditor::open("mira", &told("New", 4, 30));
        editor.name = "Mine".into();
        editor.take(&told("Theirs", 5, 7), None);
        assert_eq!((editor.name.as_str(), editor.groups.tests().next().unwrap().a.as_str()), ("Mine", "7"));
        assert!(editor.is_dirty() && editor.to_save().contains(r#""revision":5"#));
        let sent = editor.clone();
        editor.groups.test_mut(0).unwrap().a = "8".into();
        editor.take(&told("Mine", 6, 7), Some(&sent));
        assert_eq!(editor.groups.tests().next().unwrap().a, "8", "written while it was saved");
        assert!(editor.is_dirty());
        let sent = editor.clone();
        editor.take(&told("Mine", 7, 8), Some(&sent));
        assert!(!editor.is_dirty());
    }

    #[test]
    fn another_version_is_a_conflict_and_not_a_failure() {
        let mut editor = ListEditor::open("mira", &told("New", 4, 30));
        let body = |code: &str| format!(r#"{{"error":{{"code":"{code}","message":"","request_id":"r"}}}}"#);
        editor.refused(Problem::of_answer(409, &body("list_changed")));
        assert_eq!(editor.trouble, Some(Trouble::Changed));
        editor.refused(Problem::of_answer(409, &body("list_circle")));
        assert!(matches!(editor.trouble, Some(Trouble::Refused(_))));
    }

    #[test]
    fn values_are_written_as_their_kind() {
        for (kind, typed, expected) in [
            ("text", " a\"b ", Some(r#""a\"b""#)),
            ("enumeration", "pro", Some(r#""pro""#)),
            ("number", "2.5", Some("2.5")),
            ("number", "two", None),
            ("date", "1790000000000", Some("1790000000000")),
            ("boolean", "true", Some("true")),
            ("boolean", "maybe", None),
            ("number", " ", Some("null")),
        ] {
            let property =
                Property { id: "x".into(), name: "X".into(), kind: kind.into(), options: Vec::new() };
            let written = property.value(typed);
            assert_eq!(written.as_deref(), expected, "{kind} {typed}");
            if let Some(written) = written {
                serde_json::from_str::<Option<Known>>(&written).unwrap();
            }
        }
    }
}
