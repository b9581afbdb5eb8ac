//! The address that a visitor typed.

use super::*;

fn claims(actions: &[Action]) -> usize {
    actions.iter().filter(|action| matches!(action, Action::Send(ClientFrame::Email { .. }))).count()
}

fn claim(n: u8) -> Input {
    Input::Claim { client_message_id: message(n), thread: thread(), email: "sofia@kiln.test".into() }
}

#[test]
fn an_address_is_sent_again_on_every_link_until_it_is_kept() {
    let mut client = connected();
    assert_eq!(claims(&client.on(0, 0.5, claim(1))), 1);
    assert_eq!(claims(&client.on(1, 0.5, Input::Wake)), 0);
    client.on(2, 0.5, Input::Closed { code: 1006 });
    assert_eq!(claims(&reconnect(&mut client)), 1);
    let kept = Input::Frame(ServerFrame::Captured { client_message_id: message(1) });
    assert!(client.on(3, 0.5, kept).contains(&Action::Tell(News::Captured(message(1)))));
    client.on(4, 0.5, Input::Closed { code: 1006 });
    assert_eq!(claims(&reconnect(&mut client)), 0);
}

#[test]
fn a_refused_address_is_told_and_not_sent_again() {
    let mut client = connected();
    client.on(0, 0.5, claim(1));
    let refusal = ServerFrame::Error {
        code: "email_invalid".into(),
        message: String::new(),
        reference: Some(message(1).to_string()),
        fatal: false,
        retry_after_ms: None,
        field: None,
    };
    let told = News::NotCaptured { client_message_id: message(1), code: Some(Code::EmailInvalid) };
    assert!(client.on(1, 0.5, Input::Frame(refusal)).contains(&Action::Tell(told)));
    client.on(2, 0.5, Input::Closed { code: 1006 });
    assert_eq!(claims(&reconnect(&mut client)), 0);
}

#[test]
fn an_unanswered_address_means_a_dead_link() {
    let mut client = connected();
    client.on(0, 0.5, claim(1));
    assert!(!client.on(9_999, 0.5, Input::Wake).contains(&Action::Disconnect));
    assert!(client.on(10_000, 0.5, Input::Wake).contains(&Action::Disconnect));
}
