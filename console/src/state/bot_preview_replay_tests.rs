//! What stays of a conversation when the bot under it changes, and what can be set of it.

use super::*;

#[test]
fn an_edit_plays_what_was_said_again_as_far_as_it_fits() {
    let mut preview = Preview::begun("Hi");
    for deed in [picks(0, 2, "Prices"), says("sofia@kiln.test")] {
        let shown = preview.play(&shop(), &around());
        preview.add(&shown, deed);
    }
    let fits = |edit: &dyn Fn(&mut Bot)| {
        let mut bot = shop();
        edit(&mut bot);
        let shown = preview.play(&bot, &around());
        (shown.fitted, shown.left, shown.at_work().map(ToString::to_string))
    };
    let replies = |bot: &mut Bot, edit: &dyn Fn(&mut Vec<Reply>)| {
        if let Does::Question { replies, .. } = &mut bot.steps[1].does {
            edit(replies);
        }
    };
    let at = |step: &str| Some(step.to_owned());
    assert_eq!(fits(&|_| {}), (3, 0, None));
    // Other words of a step, or of the very reply.
    assert_eq!(fits(&|bot| bot.steps[0].does = message("Welcome.", "")), (3, 0, None));
    assert_eq!(fits(&|bot| replies(bot, &|replies| replies[0].text = "Cost".into())), (3, 0, None));
    // The reply is gone, leads elsewhere, or another step asks before.
    assert_eq!(fits(&|bot| replies(bot, &|replies| drop(replies.remove(0)))), (1, 2, at("topic")));
    assert_eq!(fits(&|bot| replies(bot, &|replies| replies[0].then = to("people"))), (2, 1, None));
    let first = Step { id: id("first"), does: question("First?", &[], "") };
    assert_eq!(fits(&|bot| bot.steps.insert(0, first.clone())), (1, 2, at("first")));

    // Whoever goes on from there has left the rest behind.
    let mut bot = shop();
    bot.steps.insert(0, first);
    let shown = preview.play(&bot, &around());
    preview.add(&shown, says("This"));
    let shown = preview.play(&bot, &around());
    assert_eq!((shown.fitted, shown.left, shown.at_work()), (2, 0, Some(&id("topic"))));
}

#[test]
fn only_what_the_bot_looks_at_can_be_set() {
    let asked = bot(vec![
        (
            "which",
            branch(
                vec![
                    When::Available {},
                    contact("plan", Test::Known {}),
                    contact("lists", Test::NotIn { list: list("vip") }),
                    contact("plan", Test::Unknown {}),
                ],
                "end",
                "",
            ),
        ),
        ("end", end()),
    ]);
    assert_eq!(looked_at(&asked), (vec![property("plan")], vec![list("vip")]));
    let known = ["text", "number", "date", "boolean", "enumeration", "of a newer version"];
    let known =
        known.map(|kind| lists::Property { id: "plan".into(), kind: kind.into(), ..Default::default() });
    assert_eq!(properties(&known).len(), 5);
}
