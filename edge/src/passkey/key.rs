//! Keys of passkeys, and their signatures in the form that the platform takes.

use serde::{Deserialize, Serialize};

use super::Deviation;
use super::der::{BIT_STRING, Der, SEQUENCE};

/// How a passkey signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256: nearly every authenticator.
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256: those of older Windows machines.
    Rs256,
}

impl Algorithm {
    /// Both, the one that is liked better first.
    pub const ALL: [Self; 2] = [Self::Es256, Self::Rs256];

    /// Its number among COSE algorithms.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Es256 => -7,
            Self::Rs256 => -257,
        }
    }

    /// Its name among JOSE algorithms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }

    /// The one of that number, if it is offered.
    #[must_use]
    pub fn of(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.number() == number)
    }
}

/// A key that signatures can be held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// How it signs.
    pub algorithm: Algorithm,
    /// SPKI in DER.
    pub spki: Vec<u8>,
}

/// What every SPKI of P-256 begins with, up to the point, which is not compressed (RFC 5480).
const P256: [u8; 27] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
    0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
];
/// Bytes of a coordinate, and of each half of a signature.
const HALF: usize = 32;
/// What names RSA in an SPKI (RFC 3279).
const RSA: [u8; 13] = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
/// Bytes of an RSA modulus: 2,048 to 4,096 bits.
const MODULUS: std::ops::RangeInclusive<usize> = 256..=512;

impl PublicKey {
    /// Reads a key. Whether its point lies on the curve is the platform's to say.
    #[must_use]
    pub fn read(algorithm: Algorithm, spki: &[u8]) -> Option<Self> {
        let is_one = match algorithm {
            Algorithm::Es256 => spki.starts_with(&P256) && spki.len() == P256.len() + 2 * HALF,
            Algorithm::Rs256 => is_rsa(spki).is_some(),
        };
        is_one.then(|| Self { algorithm, spki: spki.to_vec() })
    }

    /// A signature of this key as the platform takes it.
    ///
    /// # Errors
    /// [`Deviation::SignatureForm`].
    pub fn signature(&self, bytes: &[u8]) -> Result<Vec<u8>, Deviation> {
        let form = match self.algorithm {
            Algorithm::Es256 => plain_ecdsa(bytes).map(Vec::from),
            Algorithm::Rs256 => MODULUS.contains(&bytes.len()).then(|| bytes.to_vec()),
        };
        form.ok_or(Deviation::SignatureForm)
    }
}

fn is_rsa(spki: &[u8]) -> Option<()> {
    let mut all = Der(spki);
    let mut inside = Der(all.take(SEQUENCE)?);
    all.end()?;
    if inside.take(SEQUENCE)? != RSA {
        return None;
    }
    let key = inside.take(BIT_STRING)?.strip_prefix(&[0])?;
    inside.end()?;
    let mut key = Der(key);
    let mut numbers = Der(key.take(SEQUENCE)?);
    key.end()?;
    let (modulus, exponent) = (numbers.positive()?, numbers.positive()?);
    numbers.end()?;
    let is_long = modulus.len() > *MODULUS.start() || modulus.first().is_some_and(|first| *first >= 0x80);
    let is_odd = exponent.last().is_some_and(|last| last & 1 == 1);
    (MODULUS.contains(&modulus.len()) && is_long && is_odd && exponent != [1]).then_some(())
}

/// An ECDSA signature as authenticators write it (two numbers in DER) as the platform takes it: r and s, 32 bytes each.
/// `None` where it could also have been written otherwise, or a number is zero or too large to be one of P-256.
#[must_use]
pub(super) fn plain_ecdsa(der: &[u8]) -> Option<[u8; 2 * HALF]> {
    let mut all = Der(der);
    let mut numbers = Der(all.take(SEQUENCE)?);
    all.end()?;
    let (r, s) = (numbers.positive()?, numbers.positive()?);
    numbers.end()?;
    let mut plain = [0; 2 * HALF];
    plain.get_mut(HALF.checked_sub(r.len())?..HALF)?.copy_from_slice(r);
    plain.get_mut((2 * HALF).checked_sub(s.len()).filter(|at| *at >= HALF)?..)?.copy_from_slice(s);
    Some(plain)
}
