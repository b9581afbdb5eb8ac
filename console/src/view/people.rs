//! Settings › People: who works here, and who is invited. Plain forms.

use crate::reactive::*;
use conversation::access::Action;

use super::blank::{failed, slow};
use super::html::{
    all, button, code, div, fieldset, form, h2, h3, input, keyed_by_id, label, legend, li, option, p, select,
    span, table, tbody, td, th, thead, tr, ul,
};
use super::icon::{Icon, drawn, icon};
use super::lists::act;
use super::people_hand_on::hand_on;
use super::sign_in::alert;
use super::team::form_acts;
use crate::browser::clock;
use crate::console::{Loading, console};
use crate::state::people::{Invite, Invited, Person, inboxes, invited, people, role_words};
use crate::texts::Text;
use crate::watch::watch;

/// What the tab knows; it is gone with the tab.
#[derive(Clone, Copy)]
struct Staff {
    people: RwSignal<Vec<Person>>,
    invited: RwSignal<Vec<Invited>>,
    /// Ids and names.
    inboxes: RwSignal<Vec<(String, String)>>,
    loading: RwSignal<Loading>,
    /// Who is being changed.
    editing: RwSignal<Option<Person>>,
    /// Who is about to be removed.
    removing: RwSignal<Option<Person>>,
    /// Who may be about to own the account.
    heir: RwSignal<Option<Person>>,
    /// Who is being invited.
    inviting: RwSignal<Option<Invite>>,
    /// The link that was made last, and for whom.
    link: RwSignal<Option<(String, String)>>,
}

impl Staff {
    fn new() -> Self {
        Self {
            people: RwSignal::new(Vec::new()),
            invited: RwSignal::new(Vec::new()),
            inboxes: RwSignal::new(Vec::new()),
            loading: RwSignal::new(Loading::Asking),
            editing: RwSignal::new(None),
            removing: RwSignal::new(None),
            heir: RwSignal::new(None),
            inviting: RwSignal::new(None),
            link: RwSignal::new(None),
        }
    }

    /// Nothing is being done about anybody.
    fn leave(self) {
        self.editing.set(None);
        self.removing.set(None);
        self.heir.set(None);
    }

    /// Asks one after the other, so that the tab is ready when all is here.
    fn load(self) {
        let c = console();
        let nowhere = RwSignal::new(Loading::Asking);
        c.load_for("/api/inboxes".to_owned(), nowhere, move |told| {
            let _ = self.inboxes.try_set(inboxes(told));
        });
        c.load_for("/api/invitations".to_owned(), nowhere, move |told| {
            let _ = self.invited.try_set(invited(told));
        });
        c.load_for("/api/people".to_owned(), self.loading, move |told| {
            let _ = self.people.try_set(people(told));
        });
    }
}

/// The tab.
pub(crate) fn people_tab() -> AnyView {
    let c = console();
    let staff = Staff::new();
    staff.load();
    let loading = watch(move || staff.loading.get());
    let content = move || match loading.get() {
        Loading::Ready => all((everybody(staff), invitations(staff))),
        Loading::Failed(problem) => failed(Text::PeopleFailed, &problem, move || staff.load()),
        Loading::Asking => slow(move || staff.load()),
    };
    all((h2().child(c.say(Text::PeopleTab)), p().class("lead").child(c.say(Text::PeopleLead)), content))
}

fn everybody(staff: Staff) -> AnyView {
    let c = console();
    let rows = keyed_by_id(staff.people, |one| &one.id, move |one| person_row(staff, one));
    let heads = [Text::PersonName, Text::PersonRole, Text::PersonInboxes, Text::PersonState]
        .map(|words| th().attr("scope", "col").child(c.say(words)));
    let acts = th().attr("scope", "col").child(span().class("unseen").child(c.say(Text::Acts)));
    // Only who it is: a form that was drawn anew with every change would take the focus away.
    let edited = watch(move || staff.editing.with(|one| one.as_ref().map(|one| one.id.clone())));
    let below = move || match (edited.get(), staff.removing.get(), staff.heir.get()) {
        (Some(_), ..) => person_form(staff),
        (None, Some(one), _) => removal(staff, one),
        (None, None, Some(one)) => hand_on(one, move || staff.heir.set(None)),
        (None, None, None) => ().into_any(),
    };
    div()
        .class("rule-list")
        .child((
            div()
                .class("table named")
                .child(table().child((thead().child(tr().child((heads, acts))), tbody().child(rows)))),
            div().child(below),
        ))
        .into_any()
}

fn person_row(staff: Staff, one: Person) -> AnyView {
    let c = console();
    let mut state = c.say(if one.disabled { Text::PersonDisabled } else { Text::PersonActive }).to_owned();
    if one.second_factor {
        state = format!("{state}, {}", c.say(Text::PersonTwoFactor));
    }
    let role = if one.seat {
        format!("{}, {}", c.say(role_words(&one.role)), c.say(Text::PersonSeat))
    } else {
        c.say(role_words(&one.role)).to_owned()
    };
    let inboxes = staff.inboxes.with_untracked(|all| {
        let name = |id: &String| all.iter().find(|(known, _)| known == id).map(|(_, name)| name.clone());
        one.inboxes.iter().map(|id| name(id).unwrap_or_else(|| id.clone())).collect::<Vec<_>>().join(", ")
    });
    let change = act(c.fill(Text::PersonChange, &[("name", &one.name)]), Icon::Pencil, {
        let one = one.clone();
        move || {
            staff.leave();
            staff.editing.set(Some(one.clone()));
        }
    });
    let give = (c.may(Action::HandOn) && one.role != "owner" && !one.disabled).then(|| {
        let heir = one.clone();
        act(c.fill(Text::HandOnTo, &[("name", &one.name)]), Icon::Route, move || {
            staff.leave();
            staff.heir.set(Some(heir.clone()));
        })
    });
    let remove = (one.role != "owner").then(|| {
        let gone = one.clone();
        act(c.fill(Text::PersonRemove, &[("name", &one.name)]), Icon::Bin, move || {
            staff.leave();
            staff.removing.set(Some(gone.clone()));
        })
    });
    tr().child((
        td().class("flow").child((
            span().attr("dir", "auto").child(one.name),
            div().class("small faint").attr("dir", "ltr").child(one.email),
        )),
        td().child(role),
        td().attr("dir", "auto").child(inboxes),
        td().child(state),
        td().class("acts-cell").child(div().class("row-acts").child((change, give, remove))),
    ))
    .into_any()
}

/// Role and inboxes, for whoever is changed or invited.
fn role_and_inboxes(
    staff: Staff,
    now: impl Fn() -> Person + Copy + Send + Sync + 'static,
    change: impl Fn(Box<dyn FnOnce(&mut Person)>) + Copy + Send + Sync + 'static,
) -> AnyView {
    let c = console();
    let role = watch(move || now().role);
    let choices = ["admin", "agent", "viewer"].map(|value| {
        option()
            .attr("value", value)
            .flag("selected", move || role.get() == value)
            .child(c.say(role_words(value)))
    });
    let owns = untrack(|| role.get()) == "owner";
    let pick = (!owns).then(|| {
        div().class("field").child((
            label().attr("for", "person-role").child(c.say(Text::PersonRole)),
            span().class("picked").child((
                select()
                    .id("person-role")
                    .class("input")
                    .on(leptos::ev::change, move |event| {
                        let chosen = event_target_value(&event);
                        change(Box::new(move |person| person.role = chosen));
                    })
                    .child(choices),
                drawn(Icon::Down, "icon down"),
            )),
        ))
    });
    let tick = |(id, name): (String, String)| {
        let field = format!("works-in-{id}");
        let (read, write) = (id.clone(), id);
        div().class("tick").child((
            input()
                .id(field.clone())
                .attr("type", "checkbox")
                .flag("checked", move || now().inboxes.contains(&read))
                .on(leptos::ev::change, move |event| {
                    let (on, id) = (event_target_checked(&event), write.clone());
                    change(Box::new(move |person| person.work_in(&id, on)));
                }),
            div().child(label().attr("for", field).attr("dir", "auto").child(name)),
        ))
    };
    let inboxes = staff.inboxes.with_untracked(|all| all.iter().cloned().map(tick).collect::<Vec<_>>());
    all((pick, fieldset().class("field").child((legend().child(c.say(Text::PersonInboxes)), inboxes))))
}

/// A tick with a word of explanation.
fn tick(
    id: &'static str,
    words: Text,
    now: impl Fn() -> bool + Send + 'static,
    write: impl Fn(bool) + 'static,
) -> AnyView {
    let c = console();
    div()
        .class("tick")
        .child((
            input()
                .id(id)
                .attr("type", "checkbox")
                .flag("checked", now)
                .on(leptos::ev::change, move |event| write(event_target_checked(&event))),
            div().child(label().attr("for", id).child(c.say(words))),
        ))
        .into_any()
}

fn person_form(staff: Staff) -> AnyView {
    let c = console();
    let (wrong, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let now = move || staff.editing.with(|one| one.clone().unwrap_or_default());
    let change = move |change: Box<dyn FnOnce(&mut Person)>| {
        staff.editing.update(|one| {
            if let Some(one) = one {
                change(one);
            }
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(one) = staff.editing.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = c.asked("PUT", format!("/api/people/{}", one.id), Some(one.body())).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(_) => {
                    let _ = staff.editing.try_set(None);
                    c.tell(c.fill(Text::PersonSaved, &[("name", &one.name)]), None);
                    staff.load();
                }
                Err(why) => {
                    let _ = wrong.try_set(Some(why));
                }
            }
        });
    };
    let owns = untrack(now).role == "owner";
    let name = untrack(now).name;
    let seat = tick(
        "person-seat",
        Text::PersonSeatHelp,
        move || now().seat,
        move |on| {
            change(Box::new(move |person| person.seat = on));
        },
    );
    let disabled = (!owns).then(|| {
        tick(
            "person-disabled",
            Text::PersonDisable,
            move || now().disabled,
            move |on| {
                change(Box::new(move |person| person.disabled = on));
            },
        )
    });
    form()
        .class("inset")
        .attr("novalidate", "")
        .attr("aria-label", c.fill(Text::PersonChange, &[("name", &name)]))
        .on(leptos::ev::submit, submit)
        .child((
            h3().attr("dir", "auto").child(name),
            role_and_inboxes(staff, now, change),
            seat,
            disabled,
            p().class("help").child(c.say(Text::RoleSignsOut)),
            alert(move || wrong.get()),
            form_acts(Text::PersonSave, busy, move || staff.editing.set(None)),
        ))
        .into_any()
}

fn removal(staff: Staff, one: Person) -> AnyView {
    let c = console();
    let busy = RwSignal::new(false);
    let words = c.fill(Text::PersonRemoveSure, &[("name", &one.name)]);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (id, name) = (one.id.clone(), one.name.clone());
        spawn_local(async move {
            let answer = c.asked("DELETE", format!("/api/people/{id}"), Some("{}".to_owned())).await;
            let _ = staff.removing.try_set(None);
            c.tell_how(&answer, c.fill(Text::PersonRemoved, &[("name", &name)]));
            staff.load();
        });
    };
    form()
        .class("inset")
        .on(leptos::ev::submit, submit)
        .child((
            p().attr("dir", "auto").child(words),
            form_acts(Text::PersonRemoveGo, busy, move || staff.removing.set(None)),
        ))
        .into_any()
}

fn invitations(staff: Staff) -> AnyView {
    let c = console();
    let rows = keyed_by_id(staff.invited, |one| &one.id, move |one| invited_row(staff, one));
    let empty = watch(move || staff.invited.with(Vec::is_empty));
    let none = move || empty.get().then(|| p().class("none").child(c.say(Text::InviteNone)));
    let inviting = watch(move || staff.inviting.with(Option::is_some));
    let below = move || {
        if inviting.get() {
            return invite_form(staff);
        }
        button()
            .id("invite")
            .attr("type", "button")
            .class("button line")
            .on(leptos::ev::click, move |_| {
                staff.link.set(None);
                staff.inviting.set(Some(Invite::default()));
            })
            .child((icon(Icon::Plus), span().child(c.say(Text::InviteNew))))
            .into_any()
    };
    let made = move || {
        staff.link.get().map(|(email, link)| {
            div().class("hint").child((
                icon(Icon::Mail),
                div().child((
                    p().child(c.fill(Text::InviteLink, &[("email", &email)])),
                    code().id("invitation-link").attr("dir", "ltr").child(link),
                    p().class("help").child(c.say(Text::InviteLinkHelp)),
                )),
            ))
        })
    };
    div()
        .class("rule-list")
        .child((
            h3().id("invitations-title").child(c.say(Text::InviteTitle)),
            ul().class("sites").attr("aria-labelledby", "invitations-title").child(rows),
            none,
            div().attr("role", "status").child(made),
            div().child(below),
        ))
        .into_any()
}

fn invited_row(staff: Staff, one: Invited) -> AnyView {
    let c = console();
    let until = clock::told_by_clock(one.until, clock::now(), c.language.get_untracked());
    let role = c.say(role_words(&one.role));
    let words = c.fill(Text::InviteRow, &[("role", role), ("name", &one.by), ("until", &until)]);
    let revoke = act(c.fill(Text::InviteRevoke, &[("email", &one.email)]), Icon::Bin, {
        let id = one.id.clone();
        move || {
            let path = format!("/api/invitations/{id}");
            spawn_local(async move {
                match c.asked("DELETE", path, Some("{}".to_owned())).await {
                    Ok(told) => {
                        let _ = staff.invited.try_set(invited(&told));
                    }
                    Err(why) => c.tell_failed(c.fill(Text::NotDone, &[("why", &why)])),
                }
            });
        }
    });
    li().child((
        icon(Icon::Mail),
        div().class("grow").child((
            span().attr("dir", "ltr").child(one.email),
            div().class("small faint").attr("dir", "auto").child(words),
        )),
        revoke,
    ))
    .into_any()
}

fn invite_form(staff: Staff) -> AnyView {
    let c = console();
    let (wrong, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let now = move || staff.inviting.with(|invite| invite.clone().unwrap_or_default());
    let change = move |change: Box<dyn FnOnce(&mut Person)>| {
        staff.inviting.update(|invite| {
            if let Some(invite) = invite {
                change(&mut invite.person);
            }
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let invite = untrack(now);
        spawn_local(async move {
            let answer = c.asked("POST", "/api/invitations".to_owned(), Some(invite.body())).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(told) => {
                    let link = told["link"].as_str().unwrap_or_default().to_owned();
                    let _ = staff.inviting.try_set(None);
                    let _ = staff.link.try_set(Some((invite.email.trim().to_owned(), link)));
                    staff.load();
                }
                Err(why) => {
                    let _ = wrong.try_set(Some(why));
                }
            }
        });
    };
    let field = |id: &'static str, words: Text, kind: &'static str, read: fn(&mut Invite) -> &mut String| {
        div().class("field").child((
            label().attr("for", id).child(c.say(words)),
            input()
                .id(id)
                .class("input")
                .attr("type", kind)
                .attr("autocomplete", "off")
                .value(move || read(&mut now()).clone())
                .on(leptos::ev::input, move |event| {
                    let typed = event_target_value(&event);
                    wrong.set(None);
                    staff.inviting.update(|invite| {
                        if let Some(invite) = invite {
                            *read(invite) = typed;
                        }
                    });
                }),
        ))
    };
    form()
        .class("inset")
        .attr("novalidate", "")
        .attr("aria-label", c.say(Text::InviteNew))
        .on(leptos::ev::submit, submit)
        .child((
            field("invite-email", Text::PersonEmail, "email", |invite| &mut invite.email),
            field("invite-name", Text::PersonName, "text", |invite| &mut invite.name),
            role_and_inboxes(staff, move || now().person, change),
            alert(move || wrong.get()),
            form_acts(Text::InviteSend, busy, move || staff.inviting.set(None)),
        ))
        .into_any()
}
