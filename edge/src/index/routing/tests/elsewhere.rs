//! Several inboxes of one account, over the real tables of all of them: what an agent takes holds for all together, whatever
//! the messages between them do.

use conversation::availability::{Away, Mode};
use proptest::prelude::*;

use super::*;
use crate::availability::Team;
use crate::store::account::{colleagues as account, loads};
use crate::store::inbox::elsewhere;
use crate::store::migrate::ACCOUNT;
use crate::values;

const AGENTS: [&str; 2] = ["ada", "ben"];
const CAPACITY: u16 = 3;
const INBOXES: usize = 3;

/// Something on its way between an inbox and the account.
#[derive(Clone, Debug)]
enum Message {
    /// An inbox tells what they have there: the how-manieth time.
    Tells(usize, u64, Vec<Load>),
    /// The account answers that.
    Answers(usize, u64, Vec<Load>, Vec<There>),
    /// The account tells an inbox.
    Pushes(usize, Vec<There>),
    /// The inbox has heard it.
    Heard(usize, Vec<There>),
}

#[derive(Clone, Debug)]
enum Step {
    Begins(usize, usize),
    Closes(usize, u8),
    CarriedOut(usize),
    InboxRings(usize),
    AccountRings,
    Arrives(usize),
    ArrivesTwice(usize),
    Lost(usize),
    GivesUp(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let inbox = 0..INBOXES;
    let step = prop_oneof![
        6 => (inbox.clone(), 0_usize..3).prop_map(|(inbox, rule)| Step::Begins(inbox, rule)),
        2 => (inbox.clone(), 0_u8..40).prop_map(|(inbox, n)| Step::Closes(inbox, n)),
        3 => inbox.clone().prop_map(Step::CarriedOut),
        6 => inbox.clone().prop_map(Step::InboxRings),
        3 => Just(Step::AccountRings),
        8 => (0_usize..100).prop_map(Step::Arrives),
        1 => (0_usize..100).prop_map(Step::ArrivesTwice),
        1 => (0_usize..100).prop_map(Step::Lost),
        1 => inbox.prop_map(Step::GivesUp),
    ];
    prop::collection::vec(step, 1..120)
}

fn inbox(n: usize) -> InboxId {
    InboxId::parse(&format!("inbox-{n}")).unwrap()
}

fn rules() -> [Rule; 3] {
    [named(&AGENTS), named(&["ada"]), named(&["ben"])]
}

struct Many {
    account: Memory,
    inboxes: Vec<World>,
    begun: Vec<u8>,
    network: Vec<Message>,
    /// The telling that each inbox waits for an answer to.
    waits_for: Vec<Option<u64>>,
    /// Inboxes that the account waits for.
    pushing: Vec<bool>,
    now: u64,
}

impl Many {
    fn new() -> Self {
        let account = Memory::migrated(ACCOUNT);
        let run = |statement: &str| account.batch(statement).unwrap();
        run(
            "INSERT INTO account (one, id, name, any_loopback_origin, gdpr, version) VALUES (1, 'a', 'A', 0, 0, 1)",
        );
        for id in AGENTS {
            run(&format!(
                "INSERT INTO people (id, name, email, password, role, seat, capacity) \
                 VALUES ('{id}', '{id}', '{id}@kiln.example', '', 'agent', 1, {CAPACITY})"
            ));
        }
        let mut many = Self {
            account,
            inboxes: (0..INBOXES).map(|_| World::new(&[])).collect(),
            begun: vec![0; INBOXES],
            network: Vec::new(),
            waits_for: vec![None; INBOXES],
            pushing: vec![false; INBOXES],
            now: NOW,
        };
        for n in 0..INBOXES {
            let id = inbox(n);
            many.account
                .batch(&format!(
                    "INSERT INTO inboxes (id, name, shards, reopen_within_hours) VALUES ('{id}', '{id}', 1, 72)"
                ))
                .unwrap();
            many.works(n, &AGENTS);
        }
        many
    }

    /// These work in an inbox from now on, and every inbox hears it.
    fn works(&mut self, n: usize, agents: &[&str]) {
        let id = inbox(n);
        self.account.run("DELETE FROM members WHERE inbox = ?", values![id.as_str()]).unwrap();
        for agent in agents {
            let statement = "INSERT INTO members (inbox, person) VALUES (?, ?)";
            self.account.run(statement, values![id.as_str(), *agent]).unwrap();
        }
        account::changed(&self.account, self.now).unwrap();
        for (n, world) in self.inboxes.iter_mut().enumerate() {
            // An inbox that is not made yet hears nothing.
            let Ok((revision, crew)) = account::told(&self.account, &inbox(n)) else { continue };
            world.revision = world.revision.max(revision);
            colleagues::hear(&world.sql, world.revision, &crew, self.now).unwrap();
            give_out(&world.sql, world.moment()).unwrap();
        }
    }

    fn happens(&mut self, step: Step) {
        self.now += 1;
        self.inboxes.iter_mut().for_each(|world| world.now = self.now);
        match step {
            Step::Begins(at, rule) if self.begun[at] < 40 => {
                self.inboxes[at].begins(self.begun[at], rules()[rule].clone(), None);
                self.begun[at] += 1;
            }
            Step::Closes(at, n) if n < self.begun[at] => {
                self.inboxes[at].changes(n, |row| row.status = Status::Closed);
            }
            Step::CarriedOut(at) => drop(self.inboxes[at].carried_out()),
            Step::InboxRings(at) => self.inbox_rings(at),
            Step::AccountRings => self.account_rings(),
            Step::Arrives(n) if !self.network.is_empty() => {
                let message = self.network.remove(n % self.network.len());
                self.arrives(message);
            }
            Step::ArrivesTwice(n) if !self.network.is_empty() => {
                let message = self.network[n % self.network.len()].clone();
                self.arrives(message);
            }
            Step::Lost(n) if !self.network.is_empty() => {
                let message = self.network.remove(n % self.network.len());
                match message {
                    Message::Tells(at, ..) | Message::Answers(at, ..) => self.gives_up(at),
                    Message::Pushes(at, _) | Message::Heard(at, _) => {
                        self.pushing[at] = false;
                        loads::postpone(&self.account, &inbox(at), self.now).unwrap();
                    }
                }
            }
            // What it had asked may still arrive.
            Step::GivesUp(at) => self.gives_up(at),
            _ => {}
        }
    }

    fn gives_up(&mut self, at: usize) {
        if self.waits_for[at].take().is_some() {
            elsewhere::postpone(&self.inboxes[at].sql, |_| self.now).unwrap();
        }
    }

    fn inbox_rings(&mut self, at: usize) {
        let sql = &self.inboxes[at].sql;
        let is_due = elsewhere::next_due(sql, self.now).unwrap().is_some_and(|due| due <= self.now);
        if self.waits_for[at].is_some() || !is_due {
            return;
        }
        let loads = loads_to_tell(sql).unwrap();
        if !loads.is_empty() {
            let number = elsewhere::next_number(sql, self.now).unwrap();
            self.waits_for[at] = Some(number);
            self.network.push(Message::Tells(at, number, loads));
        }
    }

    fn account_rings(&mut self) {
        let untold = loads::untold(&self.account, self.now).unwrap();
        for at in 0..INBOXES {
            let mine = untold.iter().filter(|(id, ..)| *id == inbox(at));
            let there: Vec<There> =
                mine.map(|(id, agent, _)| loads::elsewhere(&self.account, agent, id).unwrap()).collect();
            if !there.is_empty() && !self.pushing[at] {
                self.pushing[at] = true;
                self.network.push(Message::Pushes(at, there));
            }
        }
    }

    fn arrives(&mut self, message: Message) {
        match message {
            Message::Tells(at, number, told) => {
                let account = &self.account;
                loads::hear(account, &inbox(at), number, &told, self.now).unwrap();
                let there =
                    told.iter().map(|load| loads::elsewhere(account, &load.agent, &inbox(at)).unwrap());
                let there = there.collect();
                self.network.push(Message::Answers(at, number, told, there));
            }
            Message::Answers(at, number, told, there) => {
                if self.waits_for[at] == Some(number) {
                    self.waits_for[at] = None;
                    let world = &self.inboxes[at];
                    elsewhere_are(&world.sql, &told, &there, world.moment()).unwrap();
                }
            }
            Message::Pushes(at, there) => {
                let world = &self.inboxes[at];
                elsewhere_are(&world.sql, &[], &there, world.moment()).unwrap();
                self.network.push(Message::Heard(at, there));
            }
            Message::Heard(at, there) => {
                self.pushing[at] = false;
                there.iter().for_each(|there| loads::heard(&self.account, &inbox(at), there).unwrap());
            }
        }
    }

    /// Everything arrives that is on its way, until nothing is.
    fn settles(&mut self) {
        for _ in 0..2_000 {
            let before = self.network.len();
            for at in 0..INBOXES {
                self.happens(Step::CarriedOut(at));
                self.happens(Step::InboxRings(at));
            }
            self.happens(Step::AccountRings);
            if before == 0 && self.network.is_empty() {
                return;
            }
            while !self.network.is_empty() {
                self.happens(Step::Arrives(0));
            }
        }
        panic!("it never settles: {:?}", self.network);
    }

    fn working(&self, at: usize, id: &str) -> Working {
        let crew = colleagues::all(&self.inboxes[at].sql).unwrap();
        crew.into_iter().find(|working| working.known.agent.id.as_str() == id).unwrap()
    }

    fn total(&self, id: &str) -> u16 {
        (0..INBOXES).map(|at| self.working(at, id).open).sum()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
    #[test]
    fn what_an_agent_takes_holds_for_all_inboxes_together(steps in steps()) {
        // H65 H66 N32 P35: whatever is late, lost, doubled or out of order
        let mut many = Many::new();
        for step in steps {
            many.happens(step);
            for id in AGENTS {
                let most = CAPACITY + INBOXES as u16 - 1;
                prop_assert!(many.total(id) <= most, "{id} has {}", many.total(id));
            }
            for (at, world) in many.inboxes.iter().enumerate() {
                let crew = colleagues::all(&world.sql).unwrap();
                let mode = Mode::Status { reply_minutes: None, away: Away::default(), at_capacity: None };
                for queued in assignments::queue(&world.sql, world.now).unwrap() {
                    let team = Team { mode: &mode, rule: &queued.by.rule, has_bot: false, crew: &crew };
                    prop_assert!(!team.at(world.now, &zones::zone).is_reachable, "{at} would say that somebody is there");
                }
            }
        }
        many.settles();
        for id in AGENTS {
            for at in 0..INBOXES {
                let working = many.working(at, id);
                prop_assert_eq!(working.open + working.elsewhere, many.total(id), "{} in {}", id, at);
                prop_assert!(working.until_known > Some(many.total(id)), "{} is held in {}", id, at);
            }
        }
        // And nobody waits while somebody has room.
        for world in &many.inboxes {
            for queued in assignments::queue(&world.sql, world.now).unwrap() {
                let named = |id: &&&str| queued.by.rule.people().unwrap().agents.contains(&agent(id).id);
                prop_assert!(AGENTS.iter().filter(named).all(|id| many.total(id) >= CAPACITY), "{:?}", queued);
            }
        }
    }
}

#[test]
fn somebody_is_given_one_thing_at_a_time_until_the_account_has_heard() {
    // H65: and where they work in one inbox only, nobody waits for anybody
    let mut many = Many::new();
    many.settles();
    for _ in 0..3 {
        many.happens(Step::Begins(0, 1));
    }
    assert_eq!(many.total("ada"), 1, "the second waits for the account");
    many.settles();
    assert_eq!((many.total("ada"), many.working(1, "ada").elsewhere), (3, 3));
    many.happens(Step::Begins(1, 1));
    many.settles();
    assert_eq!((many.total("ada"), many.working(1, "ada").open), (3, 0), "full in every inbox");
    many.happens(Step::Closes(0, 0));
    many.settles();
    assert_eq!(
        (many.total("ada"), many.working(1, "ada").open),
        (3, 1),
        "room that is made in one is given in another"
    );
    let mut alone = World::new(&[Known { capacity: Some(CAPACITY), ..known("ada") }]);
    for n in 0..3 {
        alone.begins(n, named(&["ada"]), None);
    }
    assert_eq!(colleagues::all(&alone.sql).unwrap()[0].open, 3);
}

#[test]
fn who_works_in_one_inbox_for_a_while_is_asked_about_anew() {
    // H65
    let mut many = Many::new();
    many.happens(Step::Begins(0, 1));
    many.happens(Step::Begins(1, 1));
    many.settles();
    assert_eq!(many.total("ada"), 2);
    for at in [1, 2] {
        many.works(at, &["ben"]);
    }
    assert_eq!(many.working(0, "ada").until_known, None, "alone in one inbox");
    many.happens(Step::Begins(0, 1));
    many.works(2, &AGENTS);
    assert_eq!(many.working(2, "ada").until_known, Some(0), "what they have is not known yet");
    many.settles();
    let (here, there) = (many.working(0, "ada"), many.working(2, "ada"));
    // What is left of their time in the other one counts too.
    assert_eq!((here.open, here.elsewhere, there.elsewhere), (2, 1, 3));
    assert_eq!(there.until_known, Some(4));
}

#[test]
fn a_deleted_inbox_leaves_nobody_waiting_for_it() {
    // H65 S180
    let mut many = Many::new();
    many.happens(Step::Begins(0, 1));
    many.settles();
    crate::store::account::inboxes::erase(&many.account, &inbox(0), many.now).unwrap();
    many.works(0, &[]);
    many.settles();
    assert_eq!(many.working(1, "ada").elsewhere, 0);
    assert_eq!(many.working(1, "ada").until_known, Some(1));
}
