//! Threads that teams have (H73).

use conversation::desk::{Owning, Team};
use conversation::ids::TeamId;

use super::*;

pub(super) fn owning(team: &str, by: Option<&str>) -> Owning {
    let team = Team { id: TeamId::parse(team).unwrap(), name: team.to_uppercase() };
    Owning { team, by: by.map(|id| agent(id).id) }
}

fn of_team(id: &str) -> Known {
    Known { teams: vec![TeamId::parse("kilns").unwrap()], ..known(id) }
}

impl World {
    /// Somebody gives a thread to a team, or to nobody.
    pub(super) fn given(&mut self, n: u8, to: Option<Owning>) {
        self.changes(n, |row| (row.assignee, row.desk.team) = (None, to));
    }
}

#[test]
fn who_is_there_and_has_room_gets_what_their_team_has() {
    // H73 N30: from a thread that no rule gave to anybody
    let mut world = World::new(&[of_team("ada"), of_team("ben"), known("cleo")]);
    world.begins(1, Rule::NOBODY, None);
    assert_eq!(world.waits(1), None);
    world.given(1, Some(owning("kilns", Some("ada"))));
    assert_eq!(world.carried_out(), [(1, to("ben"))], "who gave it is not asked");
    assert_eq!(world.decided(1)[0], (Because::Team, to("ben")));
    let told = explain(&world.sql, &thread(1), world.now).unwrap().decisions.remove(0);
    assert_eq!(told.team.map(|team| team.name).as_deref(), Some("KILNS"));
    let considered: Vec<_> = told.considered.iter().map(|it| (it.agent.as_str(), it.verdict)).collect();
    assert_eq!(considered, [("ben", Verdict::Chosen), ("ada", Verdict::GaveIt)]);
}

#[test]
fn it_waits_for_the_first_of_them_and_it_is_said_for_whom() {
    // H73 P35 E46
    let full = |id: &str| Known { capacity: Some(1), ..of_team(id) };
    let mut world = World::new(&[full("ada"), known("cleo")]);
    world.begins(1, named(&["ada"]), None);
    world.carried_out();
    world.begins(2, named(&["cleo"]), None);
    world.carried_out();
    world.given(2, Some(owning("kilns", Some("cleo"))));
    assert_eq!((world.due().len(), world.decided(2)[0].clone()), (0, (Because::NobodyOfTeam, None)));
    assert_eq!(world.waits(2), Some(NOW));
    world.changes(1, |row| row.status = Status::Closed);
    assert_eq!(world.carried_out(), [(2, to("ada"))]);
    assert_eq!(world.waits(2), None);
}

#[test]
fn who_replies_has_it_and_nobody_else_gets_it() {
    // H73 H74: also somebody of another team, and though it was on its way to somebody
    let mut world = World::new(&[of_team("ada"), known("cleo")]);
    world.begins(1, Rule::NOBODY, None);
    world.given(1, Some(owning("kilns", None)));
    assert_eq!(world.due().len(), 1);
    world.changes(1, |row| {
        (row.assignee, row.desk.team, row.waiting_since) = (Some(agent("cleo")), None, None);
    });
    assert_eq!((world.carried_out(), world.waits(1)), (vec![], None));
}

#[test]
fn another_team_or_nobody_takes_it_from_the_first() {
    // H73: what was on its way is called back
    let shop = Known { teams: vec![TeamId::parse("shop").unwrap()], ..known("ben") };
    let mut world = World::new(&[of_team("ada"), shop]);
    world.begins(1, named(&["ada"]), None);
    world.given(1, Some(owning("kilns", None)));
    world.given(1, Some(owning("shop", None)));
    assert_eq!(world.carried_out(), [(1, to("ben"))]);
    world.begins(2, Rule::NOBODY, None);
    world.given(2, Some(owning("none-of-it", None)));
    assert!(world.waits(2).is_some());
    world.given(2, None);
    assert_eq!((world.waits(2), world.due().len()), (None, 0), "who takes it off everybody's hands means it");
}

#[test]
fn what_a_member_leaves_goes_to_the_others_of_the_team() {
    // H73 S72 E45: and not to those whom the chatflow's rule named
    let mut world = World::new(&[of_team("ada"), away("ben", NOW, false), known("cleo")]);
    world.begins(1, named(&["cleo"]), None);
    world.given(1, Some(owning("kilns", None)));
    world.carried_out();
    world.changes(1, |row| row.desk.team = None);
    let gone = Known { teams: of_team("ada").teams, ..away("ada", NOW, true) };
    world.crew_is(&[gone, of_team("ben"), known("cleo")]);
    world.later(GRACE * 3);
    world.writes(1);
    assert_eq!(world.carried_out(), [(1, to("ben"))]);
}

#[test]
fn a_list_made_anew_knows_whose_it_is() {
    // H73 F14
    let mut world = World::new(&[known("cleo")]);
    world.begins(1, Rule::NOBODY, None);
    world.given(1, Some(owning("kilns", None)));
    rows::rebuild::doubt(&world.sql).unwrap();
    world.sql.run("DELETE FROM routing", &[]).unwrap();
    let (row, rule, _) = world.rows[0].clone();
    let by = RoutedBy { rule: rule.into(), owner: None, last_agent: None, given: None };
    list_anew(&world.sql, &row, &by).unwrap();
    world.crew_is(&[of_team("ada")]);
    assert_eq!(world.carried_out(), [(1, to("ada"))]);
}
