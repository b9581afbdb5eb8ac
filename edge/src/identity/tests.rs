//! One token and what was changed about it, a line each: T12, T36 of the attacks.

use serde_json::{Value, json};

use super::*;

const NOW: u64 = 1_795_000_000;
const HOUR: u64 = 3_600;

fn id(letter: &str) -> SecretId {
    SecretId::parse(&letter.repeat(26)).unwrap()
}

fn secret(letter: &str) -> Secret {
    Secret { id: id(letter), bytes: letter.repeat(52).into_bytes() }
}

fn signed_with(bytes: &[u8], header: &Value, said: &Value) -> String {
    signed_text(bytes, &header.to_string(), &said.to_string())
}

fn signed_text(bytes: &[u8], header: &str, said: &str) -> String {
    let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(said));
    let mut mac = Hmac::<Sha256>::new_from_slice(bytes).unwrap();
    mac.update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

fn said() -> Value {
    json!({"sub": "customer-7", "email": "Sofia@Example.com", "name": "Sofia Berg", "aud": "demo",
           "iat": NOW, "exp": NOW + 12 * HOUR})
}

fn hs256() -> Value {
    json!({"alg": "HS256", "typ": "JWT"})
}

fn read_here(token: &str) -> Result<Vouched, Why> {
    read(&[secret("a"), secret("b")], token, &AccountId::parse("demo").unwrap(), NOW)
}

#[track_caller]
fn with(changes: &Value, expected: Result<(), Why>) {
    let mut claims = said();
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
    }
    let token = signed_with(&secret("a").bytes, &hs256(), &claims);
    assert_eq!(read_here(&token).map(drop), expected, "{changes}");
}

#[test]
fn whoever_the_site_vouches_for_is_known() {
    // P1 H46
    for letter in ["a", "b"] {
        let token = signed_with(&secret(letter).bytes, &hs256(), &said());
        assert!(is_one(&token));
        let sofia = Vouched {
            subject: "customer-7".into(),
            email: EmailAddress::parse("sofia@example.com").unwrap(),
            name: Some("Sofia Berg".into()),
        };
        assert_eq!(read_here(&token), Ok(sofia), "either secret counts");
    }
    assert!(!is_one("v1.e30.e30"));
}

#[test]
fn what_it_says_is_held_to_account_and_time() {
    // P1 E27 T12: an identity that ends, for one account
    for (changes, expected) in [
        (json!({}), Ok(())),
        (json!({"name": null}), Ok(())),
        (json!({"plan": "pro", "jti": "1", "iss": "shop"}), Ok(())),
        (json!({"aud": ["other", "demo"]}), Ok(())),
        (json!({"aud": "other"}), Err(Why::Audience)),
        (json!({"aud": "Demo"}), Err(Why::Audience)),
        (json!({"aud": []}), Err(Why::Audience)),
        (json!({"aud": null}), Err(Why::Form)),
        (json!({"exp": null}), Err(Why::Form)),
        (json!({"exp": "1795040000"}), Err(Why::Form)),
        (json!({"exp": 1.795e30}), Err(Why::Form)),
        (json!({"exp": -1}), Err(Why::Form)),
        (json!({"exp": NOW + 12 * HOUR + 1}), Err(Why::Life)),
        (json!({"exp": u64::MAX}), Err(Why::Life)),
        (json!({"iat": NOW - 12 * HOUR, "exp": NOW + 1}), Err(Why::Life)),
        (json!({"iat": NOW - HOUR, "exp": NOW - 59}), Ok(())),
        (json!({"iat": NOW - HOUR, "exp": NOW - 60}), Err(Why::Ended)),
        (json!({"iat": NOW - HOUR, "exp": 0}), Err(Why::Ended)),
        (json!({"exp": NOW}), Err(Why::Life)),
        (json!({"iat": null}), Err(Why::Form)),
        (json!({"iat": NOW + 60, "exp": NOW + HOUR}), Ok(())),
        (json!({"iat": NOW + 61, "exp": NOW + HOUR}), Err(Why::TooEarly)),
        (json!({"nbf": NOW + 61}), Err(Why::TooEarly)),
        (json!({"nbf": NOW - 5}), Ok(())),
        (json!({"sub": null}), Err(Why::Form)),
        (json!({"sub": 7}), Err(Why::Form)),
        (json!({"sub": ""}), Err(Why::Subject)),
        (json!({"sub": "x".repeat(129)}), Err(Why::Subject)),
        (json!({"email": null}), Err(Why::Form)),
        (json!({"email": "sofia"}), Err(Why::Email)),
        (json!({"email": "a@b.c\nBcc: x@y.example"}), Err(Why::Email)),
        (json!({"name": "x".repeat(4_096)}), Err(Why::Form)),
    ] {
        with(&changes, expected);
    }
}

#[test]
fn the_kind_is_never_the_tokens_to_say() {
    // P1 T12: `none`, other algorithms, extensions
    let key = secret("a").bytes;
    for alg in ["none", "None", "NONE", "", "hs256", "HS384", "HS512", "RS256", "ES256", "EdDSA", "HS256 "] {
        let token = signed_with(&key, &json!({"alg": alg}), &said());
        assert_eq!(read_here(&token), Err(Why::Kind), "{alg}");
        let unsigned = token.rsplit_once('.').unwrap().0;
        assert_eq!(read_here(&format!("{unsigned}.")), Err(Why::Kind), "{alg}, unsigned");
    }
    let extended = json!({"alg": "HS256", "crit": ["b64"], "b64": false});
    assert_eq!(read_here(&signed_with(&key, &extended, &said())), Err(Why::Kind));
    assert_eq!(read_here(&signed_with(&key, &json!({"typ": "JWT"}), &said())), Err(Why::Form));
    assert_eq!(read_here(&signed_with(&key, &json!({"alg": ["HS256"]}), &said())), Err(Why::Form));
}

#[test]
fn only_the_accounts_secrets_sign() {
    // P1 T12: another secret, one that was revoked, the wrong name of a right one, the unsigned token
    let named = |kid: &SecretId| json!({"alg": "HS256", "kid": kid.as_str()});
    let a = secret("a").bytes;
    assert!(read_here(&signed_with(&a, &named(&id("a")), &said())).is_ok());
    for (bytes, header) in [
        (&b""[..], hs256()),
        (b"c", hs256()),
        (&secret("c").bytes, hs256()),
        (&a, named(&id("b"))),
        (&a, named(&id("c"))),
        (&secret("c").bytes, named(&id("a"))),
    ] {
        assert_eq!(read_here(&signed_with(bytes, &header, &said())), Err(Why::Signature));
    }
    let token = signed_with(&a, &hs256(), &said());
    let account = AccountId::parse("demo").unwrap();
    assert_eq!(read_here(&format!("{token}.{token}")), Err(Why::Signature));
    assert_eq!(
        read(&[], &token, &account, NOW),
        Err(Why::Signature),
        "without secrets nobody is vouched for"
    );
    assert_eq!(read(&[secret("b")], &token, &account, NOW), Err(Why::Signature), "revoked");
    let unsigned = token.rsplit_once('.').unwrap().0;
    assert_eq!(read_here(&format!("{unsigned}.")), Err(Why::Signature));
}

#[test]
fn no_changed_letter_passes() {
    // T12: a swapped address
    let token = signed_with(&secret("a").bytes, &hs256(), &said());
    for at in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert!(changed == token || read_here(&changed).is_err(), "{at}");
    }
}

#[test]
fn what_has_another_form_is_nobody() {
    // T10 T36
    let key = secret("a").bytes;
    let twice = said().to_string().replacen('{', "{\"email\":\"ceo@customer.example\",", 1);
    let good = signed_with(&key, &hs256(), &said());
    for bad in [
        String::new(),
        "ey".into(),
        "..".into(),
        "ey.ey.ey".into(),
        format!(" {good}"),
        format!("{good}="),
        signed_text(&key, &hs256().to_string(), &twice),
        signed_text(&key, &hs256().to_string(), "[]"),
        signed_text(&key, "null", &said().to_string()),
        signed_text(&key, &hs256().to_string(), &"[".repeat(2_000)),
    ] {
        assert_eq!(read_here(&bad), Err(Why::Form), "{bad}");
    }
}

#[test]
fn a_name_is_kept_as_far_as_it_can_be_seen() {
    for (name, kept) in
        [("  Sofia  ", Some("Sofia")), ("So\u{0}fia\n", Some("Sofia")), ("\u{1}", None), ("", None)]
    {
        assert_eq!(told_name(name).as_deref(), kept, "{name}");
    }
    assert_eq!(told_name(&"é".repeat(101)).unwrap().chars().count(), 100);
}
