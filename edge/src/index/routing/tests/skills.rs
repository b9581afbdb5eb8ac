//! Rules that ask for skills (P40).

use conversation::ids::SkillId;

use super::*;

fn skill(id: &str) -> SkillId {
    SkillId::parse(id).unwrap()
}

fn able(id: &str, skills: &[&str]) -> Known {
    Known { skills: skills.iter().map(|id| skill(id)).collect(), ..known(id) }
}

fn asking(agents: &[&str], skills: &[&str]) -> Rule {
    let Rule::People(people) = named(agents) else { unreachable!("named people") };
    Rule::People(People { skills: skills.iter().map(|id| skill(id)).collect(), ..people })
}

#[test]
fn who_lacks_a_skill_is_passed_over_and_it_is_told_which() {
    // P40 N30
    let mut world =
        World::new(&[able("ada", &["german", "french"]), known("ben"), able("cleo", &["german"])]);
    for n in 1..=2 {
        world.begins(n, asking(&["ada", "ben"], &["french", "german"]), None);
        assert_eq!(world.carried_out(), [(n, to("ada"))]);
    }
    let told = explain(&world.sql, &thread(2), world.now).unwrap().decisions.remove(0);
    let considered: Vec<_> =
        told.considered.iter().map(|it| (it.agent.as_str(), it.verdict, it.lacks.as_slice())).collect();
    let lacks = [skill("french"), skill("german")];
    assert_eq!(considered, [("ada", Verdict::Chosen, &[][..]), ("ben", Verdict::LacksSkill, &lacks[..])]);
    // Looked at again, the kept facts say the same.
    let asked = told.rule.people().unwrap().skills.clone();
    let facts: Vec<Colleague> = told
        .considered
        .iter()
        .map(|it| Colleague {
            agent: it.agent.clone(),
            has_seat: true,
            is_member: true,
            teams: Vec::new(),
            skills: asked.iter().filter(|skill| !it.lacks.contains(skill)).cloned().collect(),
            is_away: false,
            is_at_work: true,
            capacity: it.capacity,
            open: it.open,
            until_known: None,
            idle_since: it.idle_since,
        })
        .collect();
    let again = routing::route(&told.rule, Contact::default(), &facts);
    assert_eq!((again.to, again.because), (Some(agent("ada").id), told.because));
}

#[test]
fn it_waits_for_the_first_who_can_and_learning_it_is_enough() {
    // P40 E46 E47: nobody waits while somebody who can has room
    let full = Known { capacity: Some(1), ..able("ada", &["german"]) };
    let mut world = World::new(&[full.clone(), known("ben")]);
    for n in 1..=2 {
        world.begins(n, asking(&["ada", "ben"], &["german"]), None);
    }
    assert_eq!(world.carried_out(), [(1, to("ada"))]);
    assert_eq!(world.decided(2), [(Because::NobodyAvailable, None)]);
    assert!(world.waits(2).is_some());
    world.crew_is(&[full.clone(), able("ben", &["german"])]);
    assert_eq!(world.carried_out(), [(2, to("ben"))]);
    // What somebody leaves behind goes to whoever else can do it, and not to those who are only there.
    let gone = Known { skills: vec![skill("german")], ..away("ben", world.now, true) };
    world.crew_is(&[full, gone.clone(), known("cleo")]);
    world.writes(2);
    assert_eq!(world.carried_out(), []);
    world.crew_is(&[gone, able("cleo", &["german"])]);
    assert_eq!(world.carried_out(), [(2, to("cleo"))]);
}
