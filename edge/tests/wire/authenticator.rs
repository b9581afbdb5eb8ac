//! An authenticator made of software: it makes passkeys and answers with them, as well or as badly as a test wants.
//!
//! It stands for browser and device at once: what both write is made here by the standard's own words (WebAuthn level 2), and
//! shares nothing with the code that reads it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use num_bigint::BigUint;
use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer as _;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Somebody was there, and was verified.
pub(crate) const VERIFIED: u8 = 0b101;
/// A credential is held.
const HOLDS: u8 = 1 << 6;

/// Modulus and private exponent of a key of 2,048 bits that nothing but these tests ever saw.
const MODULUS: &str = "b105c84129bc1cd8860455d463aecf00fbb782e98ea8f178f5d294698acfbf8acb2f6944766d33253fb05a7faa0cafdf\
     72a381be21d5b973b75a6285b3d5b6032a40d0d1a9fd28ee23fa1fec500c930051d99c5a742dd6b6c51db15cf96226b0\
     384a2ed1136b16d956241bb91716b333fd07727763fe20a7ee5554d4f23cd6dde8c975789b8f7fb3f695f1accb451848\
     7154b6629f561023ca412ea1d060b22fc96fd0d5f1aee16c2131408ebae53d446cb003ba8fae92cea8d4a1cf22a047e1\
     e76a30478c39a213e7fb0372c0520f5e0e5edd57196d4049c482fb2e94454622d0e0c3608add5f951fb7c92ddb7900e0\
     c550111044f7282a67d674e324510033";
const EXPONENT: &str = "488efcae8cfb407d95ad083b36a2abd194db7acaddc12cbcee51a2a8820fb64c9f0cef6273023e81099270fdbc07583d\
     480172082b592d9b1b2fee8b2c13b077aaa5879230d18629da50472e76ff386fdc9ccc241d53be9b0abfa977d8f65cb2\
     45584ec93ee2d9aa3acf3117d4396739ab8096700e69d71bce2a66cba400c0f6e38e385fc3d51980838d7bd8cd3fd33e\
     93c0d61f28013d844c2f6e96b7db47857c568c114f4ac29212727579f41c82040477d61cf71592a7f90c8252ffba3031\
     0acc9a6bd64889ab76ebe5d7ff6659c8860b68b909997022adccdfc1dbef164e6cf1c7d3be32c0feeb7d803f71cf54c2\
     889dd86ea96ada218d9122733ef55279";

/// What signs.
enum Key {
    Es256(SigningKey),
    Rs256 { modulus: BigUint, exponent: BigUint },
}

/// A device that holds one passkey.
pub(crate) struct Authenticator {
    key: Key,
    /// The credential's id.
    pub(crate) id: Vec<u8>,
    /// What it kept of whose it is.
    pub(crate) handle: String,
    /// How often it signed.
    pub(crate) count: u32,
    /// What it says about who was there.
    pub(crate) flags: u8,
    /// The page that it is used in.
    pub(crate) origin: String,
    /// For whom it signs.
    pub(crate) rp_id: String,
    /// What the browser adds to its data.
    pub(crate) cross_origin: bool,
}

pub(crate) fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Authenticator {
    /// One that is used in pages of this origin, whose keys are made of the seed.
    pub(crate) fn at(origin: &str, seed: u8) -> Self {
        let mut bytes = [seed; 32];
        bytes[0] = 1;
        let key = SigningKey::from_slice(&bytes).expect("a number below the curve's order");
        Self::with(Key::Es256(key), origin, seed)
    }

    /// The same with RSA.
    pub(crate) fn with_rsa_at(origin: &str, seed: u8) -> Self {
        let number = |digits: &str| BigUint::parse_bytes(digits.as_bytes(), 16).expect("hexadecimal digits");
        Self::with(Key::Rs256 { modulus: number(MODULUS), exponent: number(EXPONENT) }, origin, seed)
    }

    fn with(key: Key, origin: &str, seed: u8) -> Self {
        Self {
            key,
            id: Sha256::digest([seed]).to_vec(),
            handle: String::new(),
            count: 0,
            flags: VERIFIED,
            origin: origin.to_owned(),
            rp_id: "localhost".to_owned(),
            cross_origin: false,
        }
    }

    fn client_data(&self, ceremony: &str, challenge: &Value) -> String {
        json!({"type": ceremony, "challenge": challenge, "origin": self.origin, "crossOrigin": self.cross_origin})
            .to_string()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(&self.rp_id).to_vec();
        data.push(flags);
        data.extend(self.count.to_be_bytes());
        data
    }

    /// Makes the passkey that is asked for: what the page sends.
    #[track_caller]
    pub(crate) fn makes(&mut self, asked: &Value, name: &str) -> Value {
        assert_eq!(asked["rp_id"], "localhost");
        self.handle = asked["user_handle"].as_str().expect("whose it is").to_owned();
        let mut data = self.data(self.flags | HOLDS);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).expect("a short id").to_be_bytes());
        data.extend(&self.id);
        // The key in COSE, which is not read.
        data.extend([0xa0]);
        let (algorithm, public_key) = self.public_key();
        let client_data = self.client_data("webauthn.create", &asked["challenge"]);
        json!({
            "challenge": asked["challenge"], "name": name, "id": text(&self.id), "algorithm": algorithm,
            "client_data": text(client_data.as_bytes()), "authenticator_data": text(&data),
            "public_key": text(&public_key),
        })
    }

    /// Answers a challenge with it: what the page sends as the assertion.
    pub(crate) fn answers(&mut self, challenge: &Value) -> Value {
        self.count += u32::from(self.count > 0);
        let client_data = self.client_data("webauthn.get", challenge);
        let data = self.data(self.flags);
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client_data));
        json!({
            "id": text(&self.id), "client_data": text(client_data.as_bytes()),
            "authenticator_data": text(&data), "signature": text(&self.signs(&signed)),
            "user_handle": self.handle,
        })
    }

    fn signs(&self, signed: &[u8]) -> Vec<u8> {
        match &self.key {
            Key::Es256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(signed);
                signature.to_der().as_bytes().to_vec()
            }
            Key::Rs256 { modulus, exponent } => {
                // RFC 8017, 8.2.1 and 9.2: 00 01 FF … 00, what the hash is named, the hash.
                const SHA_256: [u8; 19] = [
                    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
                    0x05, 0x00, 0x04, 0x20,
                ];
                let mut padded = vec![0xff; 256 - SHA_256.len() - 32];
                (padded[0], padded[1]) = (0, 1);
                if let Some(last) = padded.last_mut() {
                    *last = 0;
                }
                padded.extend(SHA_256);
                padded.extend(Sha256::digest(signed));
                let number = BigUint::from_bytes_be(&padded).modpow(exponent, modulus).to_bytes_be();
                [vec![0; 256 - number.len()], number].concat()
            }
        }
    }

    fn public_key(&self) -> (i64, Vec<u8>) {
        match &self.key {
            Key::Es256(key) => {
                let mut spki = vec![
                    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08,
                    0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
                ];
                spki.extend(key.verifying_key().as_affine().to_encoded_point(false).as_bytes());
                (-7, spki)
            }
            Key::Rs256 { modulus, .. } => {
                let long = |tag: u8, content: Vec<u8>| {
                    let length = u16::try_from(content.len()).expect("a short key").to_be_bytes();
                    [vec![tag, 0x82, length[0], length[1]], content].concat()
                };
                let number = long(0x02, [vec![0], modulus.to_bytes_be()].concat());
                let pair = long(0x30, [number, vec![0x02, 0x03, 0x01, 0x00, 0x01]].concat());
                let name = [
                    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
                ];
                let bits = long(0x03, [vec![0], pair].concat());
                (-257, long(0x30, [name.to_vec(), bits].concat()))
            }
        }
    }
}
