//! Every deviation that is refused, one a line; and forms, by their properties.

use proptest::prelude::*;

use super::der::{Der, INTEGER, SEQUENCE};
use super::key::plain_ecdsa;
use super::*;

const CHALLENGE: &str = "Y2hhbGxlbmdlLW9mLXRoaXJ0eS10d28tYnl0ZXMhISE";

fn site() -> Site {
    Site::of("https://chat.example.com").unwrap()
}

fn asked(site: &Site) -> Asked<'_> {
    Asked { challenge: CHALLENGE, site }
}

fn client_data(ceremony: &str) -> String {
    format!(
        r#"{{"type":"{ceremony}","challenge":"{CHALLENGE}","origin":"https://chat.example.com","crossOrigin":false}}"#
    )
}

fn authenticator_data(rp_id: &str, flags: u8, count: u32) -> Vec<u8> {
    let mut data = Sha256::digest(rp_id.as_bytes()).to_vec();
    data.push(flags);
    data.extend(count.to_be_bytes());
    data
}

fn used() -> Used {
    Used {
        client_data: client_data("webauthn.get").into_bytes(),
        authenticator_data: authenticator_data("chat.example.com", 0b101, 7),
    }
}

const ID: &[u8] = b"a credential's id";

fn with_credential(flags: u8, id: &[u8]) -> Vec<u8> {
    let mut data = authenticator_data("chat.example.com", flags, 0);
    data.extend([0; 16]);
    data.extend(u16::try_from(id.len()).unwrap().to_be_bytes());
    data.extend(id);
    data.extend(b"the key in COSE");
    data
}

fn p256() -> Vec<u8> {
    let head = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";
    let mut spki: Vec<u8> =
        (0..head.len() / 2).map(|at| u8::from_str_radix(&head[2 * at..2 * at + 2], 16).unwrap()).collect();
    spki.extend([7; 64]);
    spki
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut all = vec![tag];
    match length {
        0..=0x7f => all.push(length as u8),
        0x80..=0xff => all.extend([0x81, length as u8]),
        _ => all.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    all.extend(content);
    all
}

/// A number in DER, of its bytes.
fn integer(bytes: &[u8]) -> Vec<u8> {
    let at = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
    let mut content = bytes[at..].to_vec();
    if content.first().is_none_or(|first| *first >= 0x80) {
        content.insert(0, 0);
    }
    der(INTEGER, &content)
}

fn rsa(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let name = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let mut bits = vec![0];
    bits.extend(der(SEQUENCE, &[integer(modulus), integer(exponent)].concat()));
    der(SEQUENCE, &[der(SEQUENCE, &name), der(0x03, &bits)].concat())
}

fn made() -> Made {
    Made {
        id: ID.to_vec(),
        client_data: client_data("webauthn.create").into_bytes(),
        authenticator_data: with_credential(0b0100_0101, ID),
        public_key: p256(),
        algorithm: -7,
    }
}

#[test]
fn what_was_asked_is_taken() {
    // T22
    let site = site();
    let (key, count) = made().check(asked(&site)).unwrap();
    assert_eq!((key.algorithm, key.spki, count), (Algorithm::Es256, p256(), 0));
    let (signed, count) = used().check(asked(&site)).unwrap();
    assert_eq!(count, 7);
    let mut expected = used().authenticator_data;
    expected.extend(Sha256::digest(used().client_data));
    assert_eq!(signed, expected);
}

/// What stays what it was: a browser that writes more or less than it must.
#[test]
fn what_browsers_may_do_is_taken() {
    let site = site();
    let text = client_data("webauthn.get");
    for (name, data) in [
        ("without crossOrigin", text.replace(",\"crossOrigin\":false", "")),
        ("with something new", text.replace('{', "{\"other_keys_can_be_added_here\":\"…\",")),
    ] {
        let used = Used { client_data: data.into_bytes(), ..used() };
        assert!(used.check(asked(&site)).is_ok(), "{name}");
    }
    for (name, flags, more) in [
        ("a passkey that is kept in a cloud", 0b0001_1101, &b""[..]),
        ("with extensions", 0b1000_0101, b"\xa0"),
    ] {
        let mut data = authenticator_data("chat.example.com", flags, 0);
        data.extend(more);
        let used = Used { authenticator_data: data, ..used() };
        assert!(used.check(asked(&site)).is_ok(), "{name}");
    }
    let large = Made { public_key: rsa(&[0xff; 512], &[1, 0, 1]), algorithm: -257, ..made() };
    assert!(large.check(asked(&site)).is_ok());
}

#[test]
fn every_deviation_of_what_is_used_is_refused() {
    // T22
    let site = site();
    let text = |from: &str, to: &str| {
        let changed = client_data("webauthn.get").replace(from, to);
        assert_ne!(changed, client_data("webauthn.get"), "{from}");
        Used { client_data: changed.into_bytes(), ..used() }
    };
    let data = |authenticator_data| Used { authenticator_data, ..used() };
    let here = "chat.example.com";
    for (name, used, expected) in [
        ("no JSON", text("{", "["), Deviation::ClientData),
        ("without a challenge", text("challenge", "challenged"), Deviation::ClientData),
        ("a challenge twice", text("{", "{\"challenge\":\"x\","), Deviation::ClientData),
        ("crossOrigin of another kind", text("false", "\"false\""), Deviation::ClientData),
        ("made, not used", text("webauthn.get", "webauthn.create"), Deviation::Type),
        ("a payment", text("webauthn.get", "payment.get"), Deviation::Type),
        ("another challenge", text(CHALLENGE, "Y2hhbGxlbmdl"), Deviation::Challenge),
        ("the challenge with padding", text(CHALLENGE, &format!("{CHALLENGE}=")), Deviation::Challenge),
        ("no challenge", text(CHALLENGE, ""), Deviation::Challenge),
        ("another origin", text("chat.example.com", "evil.example"), Deviation::Origin),
        ("a part of our origin's name", text("chat.example.com", "example.com"), Deviation::Origin),
        ("a name below ours", text("chat.example.com", "x.chat.example.com"), Deviation::Origin),
        ("without TLS", text("https:", "http:"), Deviation::Origin),
        ("another port", text("example.com\"", "example.com:8443\""), Deviation::Origin),
        ("in a frame of another page", text("false", "true"), Deviation::CrossOrigin),
        ("nothing", data(Vec::new()), Deviation::AuthenticatorData),
        ("too short", data(authenticator_data(here, 5, 1)[..36].to_vec()), Deviation::AuthenticatorData),
        (
            "more than is said",
            data([authenticator_data(here, 5, 1), vec![0]].concat()),
            Deviation::AuthenticatorData,
        ),
        (
            "extensions that do not follow",
            data(authenticator_data(here, 0b1000_0101, 1)),
            Deviation::AuthenticatorData,
        ),
        ("another relying party", data(authenticator_data("evil.example", 5, 1)), Deviation::RelyingParty),
        ("the name above ours", data(authenticator_data("example.com", 5, 1)), Deviation::RelyingParty),
        ("nobody present", data(authenticator_data(here, 0b100, 1)), Deviation::NotPresent),
        ("nobody verified", data(authenticator_data(here, 0b001, 1)), Deviation::NotVerified),
    ] {
        assert_eq!(used.check(asked(&site)).err(), Some(expected), "{name}");
    }
}

#[test]
fn every_deviation_of_what_is_made_is_refused() {
    // T22
    let site = site();
    let data = |authenticator_data| Made { authenticator_data, ..made() };
    let named = |id: &[u8], held: &[u8]| Made {
        id: id.to_vec(),
        authenticator_data: with_credential(0b0100_0101, held),
        ..made()
    };
    let key = |algorithm, public_key| Made { algorithm, public_key, ..made() };
    let cut = |bytes: Vec<u8>, from: usize| bytes[..bytes.len() - from].to_vec();
    let whole = with_credential(0b0100_0101, ID);
    let head = whole.len() - b"the key in COSE".len();
    let mut other_curve = p256();
    other_curve[22] = 0x08;
    let mut compressed = p256();
    compressed[26] = 0x02;
    for (name, made, expected) in [
        (
            "used, not made",
            Made { client_data: client_data("webauthn.get").into_bytes(), ..made() },
            Deviation::Type,
        ),
        ("no credential", data(authenticator_data("chat.example.com", 5, 0)), Deviation::Credential),
        ("not even a model", data(whole[..40].to_vec()), Deviation::AuthenticatorData),
        ("an id that is cut off", data(whole[..head - 1].to_vec()), Deviation::AuthenticatorData),
        ("without its key", data(whole[..head].to_vec()), Deviation::AuthenticatorData),
        ("nobody present", data(with_credential(0b0100_0100, ID)), Deviation::NotPresent),
        ("nobody verified", data(with_credential(0b0100_0001, ID)), Deviation::NotVerified),
        ("another id", named(b"another id", ID), Deviation::Credential),
        ("an id of nothing", named(b"", b""), Deviation::Credential),
        ("an id that is too long", named(&[7; 1_024], &[7; 1_024]), Deviation::Credential),
        ("EdDSA", key(-8, p256()), Deviation::Algorithm),
        ("ES384", key(-35, p256()), Deviation::Algorithm),
        ("no algorithm", key(0, p256()), Deviation::Algorithm),
        ("no key", key(-7, Vec::new()), Deviation::PublicKey),
        ("a key of another curve", key(-7, other_curve), Deviation::PublicKey),
        ("a compressed point", key(-7, compressed), Deviation::PublicKey),
        ("half a point", key(-7, cut(p256(), 32)), Deviation::PublicKey),
        ("more than a point", key(-7, [p256(), vec![0]].concat()), Deviation::PublicKey),
        ("an RSA key as ES256", key(-7, rsa(&[0xff; 256], &[1, 0, 1])), Deviation::PublicKey),
        ("a P-256 key as RS256", key(-257, p256()), Deviation::PublicKey),
        ("RSA of 1,024 bits", key(-257, rsa(&[0xff; 128], &[1, 0, 1])), Deviation::PublicKey),
        (
            "RSA of 2,047 bits",
            key(-257, rsa(&[vec![0x7f], vec![0xff; 255]].concat(), &[1, 0, 1])),
            Deviation::PublicKey,
        ),
        ("RSA of 4,104 bits", key(-257, rsa(&[0xff; 513], &[1, 0, 1])), Deviation::PublicKey),
        ("RSA with exponent 1", key(-257, rsa(&[0xff; 256], &[1])), Deviation::PublicKey),
        ("RSA with an even exponent", key(-257, rsa(&[0xff; 256], &[1, 0, 0])), Deviation::PublicKey),
        ("RSA that is cut off", key(-257, cut(rsa(&[0xff; 256], &[1, 0, 1]), 1)), Deviation::PublicKey),
        (
            "RSA with more behind it",
            key(-257, [rsa(&[0xff; 256], &[1, 0, 1]), vec![0]].concat()),
            Deviation::PublicKey,
        ),
    ] {
        assert_eq!(made.check(asked(&site)).err(), Some(expected), "{name}");
    }
}

#[test]
fn passkeys_are_for_names() {
    // T22
    for (origin, rp_id) in [
        ("https://chat.example.com", Some("chat.example.com")),
        ("https://chat.example.com:8443", Some("chat.example.com")),
        ("http://localhost:8787", Some("localhost")),
        ("http://127.0.0.1:8787", None),
        ("https://[::1]:8787", None),
        ("null", None),
        ("https://", None),
    ] {
        let site = Site::of(origin);
        assert_eq!(site.as_ref().map(|site| site.rp_id.as_str()), rp_id, "{origin}");
        assert_eq!(site.map(|site| site.origin).as_deref(), rp_id.map(|_| origin), "{origin}");
    }
}

#[test]
fn a_counter_counts_up_or_not_at_all() {
    // T22
    for (last, now, does) in
        [(0, 0, true), (0, 1, true), (7, 8, true), (7, 7, false), (7, 6, false), (7, 0, false)]
    {
        assert_eq!(counts(last, now), does, "{last} {now}");
    }
}

#[test]
fn a_handle_finds_the_account_and_tells_people_apart() {
    let key = Key::parse(&"1f".repeat(32)).unwrap();
    let account = AccountId::parse(&"a".repeat(40)).unwrap();
    let handle = |agent: &str| user_handle(&key, &account, &AgentId::parse(agent).unwrap());
    assert!(handle("mira").len() <= 64 && !handle("mira").contains("mira"));
    assert_ne!(handle("mira"), handle("anna"));
    assert_eq!(account_of(&handle("mira")), Some(account));
    for bad in
        ["", ".", "demo", "demo.short", "De mo.aaaaaaaaaaaaaaaaaaaaaa", "demo.aaaaaaaaaaaaaaaaaaaaaa.a"]
    {
        assert_eq!(account_of(bad), None, "{bad}");
    }
}

/// A signature as authenticators write it.
fn written(r: &[u8], s: &[u8]) -> Vec<u8> {
    der(SEQUENCE, &[integer(r), integer(s)].concat())
}

#[test]
fn only_one_way_to_write_a_signature_is_read() {
    // T22
    let one = [&[0; 31][..], &[1]].concat();
    let high = [0xff; 32];
    let raw = |r: &[u8], s: &[u8]| der(SEQUENCE, &[der(INTEGER, r), der(INTEGER, s)].concat());
    for (name, good) in [("small", written(&one, &one)), ("large", written(&high, &high))] {
        assert!(plain_ecdsa(&good).is_some(), "{name}");
    }
    let mut long_form = vec![SEQUENCE, 0x81, 0x06];
    long_form.extend(&raw(&[1], &[1])[2..]);
    for (name, bad) in [
        ("nothing", Vec::new()),
        ("no sequence", vec![INTEGER, 1, 1]),
        ("one number", der(SEQUENCE, &integer(&one))),
        ("three numbers", der(SEQUENCE, &[integer(&one), integer(&one), integer(&one)].concat())),
        ("more behind it", [written(&one, &one), vec![0]].concat()),
        ("cut off", written(&high, &high)[..70].to_vec()),
        ("zero as r", raw(&[0], &[1])),
        ("zero as s", raw(&[1], &[0])),
        ("a number of nothing", raw(&[], &[1])),
        ("a negative number", raw(&[0x80], &[1])),
        ("a zero in front that says nothing", raw(&[0, 1], &[1])),
        ("33 bytes", raw(&[[1].as_slice(), &high].concat(), &[1])),
        ("33 bytes as s", raw(&[1], &[[1].as_slice(), &high].concat())),
        ("a length in the long form", long_form),
        ("a length without end", [vec![SEQUENCE, 0x80], written(&one, &one)].concat()),
        ("r and s as they are", [high, high].concat()),
    ] {
        assert_eq!(plain_ecdsa(&bad), None, "{name}");
    }
    let rsa = PublicKey { algorithm: Algorithm::Rs256, spki: Vec::new() };
    assert_eq!(rsa.signature(&[1; 255]), Err(Deviation::SignatureForm));
    assert_eq!(rsa.signature(&[1; 256]), Ok(vec![1; 256]));
}

proptest! {
    #[test]
    fn a_signature_is_read_as_it_was_written(r in prop::array::uniform32(any::<u8>()), s in prop::array::uniform32(any::<u8>())) {
        prop_assume!(r != [0; 32] && s != [0; 32]);
        prop_assert_eq!(plain_ecdsa(&written(&r, &s)).map(Vec::from), Some([r, s].concat()));
    }

    #[test]
    fn whatever_is_read_was_written_so(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        if let Some(plain) = plain_ecdsa(&bytes) {
            prop_assert_eq!(written(&plain[..32], &plain[32..]), bytes);
        }
    }

    #[test]
    fn a_changed_byte_is_another_signature_or_none(
        r in prop::array::uniform32(any::<u8>()),
        s in prop::array::uniform32(any::<u8>()),
        at in any::<prop::sample::Index>(),
        flip in 1_u8..,
    ) {
        prop_assume!(r != [0; 32] && s != [0; 32]);
        let mut bytes = written(&r, &s);
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        if let Some(plain) = plain_ecdsa(&bytes) {
            prop_assert_ne!(plain.to_vec(), [r, s].concat());
            prop_assert_eq!(written(&plain[..32], &plain[32..]), bytes);
        }
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..300), tag in any::<u8>()) {
        let mut der = Der(&bytes);
        let _ = der.take(tag);
        let _ = PublicKey::read(Algorithm::Rs256, &bytes);
        let _ = Used { client_data: bytes.clone(), authenticator_data: bytes.clone() }.check(asked(&site()));
        let made = Made { authenticator_data: bytes, ..made() };
        let _ = made.check(asked(&site()));
    }
}
