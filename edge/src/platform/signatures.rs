//! Holding signatures against keys: the platform's own arithmetic (`crypto.subtle`), which weighs nothing here.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use worker::wasm_bindgen_futures::JsFuture;

use super::threw;
use crate::error::Error;
use crate::passkey::{Algorithm, Deviation, PublicKey};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = importKey)]
    fn import_key(
        format: &str,
        key: &Uint8Array,
        algorithm: &Object,
        extractable: bool,
        uses: &Array,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"])]
    fn verify(
        algorithm: &Object,
        key: &JsValue,
        signature: &Uint8Array,
        signed: &Uint8Array,
    ) -> Result<Promise, JsValue>;
}

fn named(algorithm: Algorithm) -> Result<Object, Error> {
    let (name, curve) = match algorithm {
        Algorithm::Es256 => ("ECDSA", Some("P-256")),
        Algorithm::Rs256 => ("RSASSA-PKCS1-v1_5", None),
    };
    let object = Object::new();
    for (key, value) in [("name", Some(name)), ("hash", Some("SHA-256")), ("namedCurve", curve)] {
        if let Some(value) = value {
            Reflect::set(&object, &key.into(), &value.into()).map_err(threw("naming an algorithm"))?;
        }
    }
    Ok(object)
}

/// The key as the platform reads it; nothing where it does not, as with a point that lies on no curve.
async fn read(key: &PublicKey, algorithm: &Object) -> Option<JsValue> {
    let spki = Uint8Array::from(key.spki.as_slice());
    let read = import_key("spki", &spki, algorithm, false, &Array::of1(&"verify".into())).ok()?;
    JsFuture::from(read).await.ok()
}

/// Whether the platform reads the key.
///
/// # Errors
/// A fault.
pub(crate) async fn is_key(key: &PublicKey) -> Result<bool, Error> {
    Ok(read(key, &named(key.algorithm)?).await.is_some())
}

/// Whether a signature, as it came, is of this key over `signed`.
///
/// # Errors
/// A fault.
pub(crate) async fn is_of(
    key: &PublicKey,
    signature: &[u8],
    signed: &[u8],
) -> Result<Result<(), Deviation>, Error> {
    let signature = match key.signature(signature) {
        Ok(signature) => signature,
        Err(deviation) => return Ok(Err(deviation)),
    };
    let algorithm = named(key.algorithm)?;
    let read = read(key, &algorithm).await;
    let read = read.ok_or_else(|| Error::fault("a kept passkey", "the platform does not read its key"))?;
    let (signature, signed) = (Uint8Array::from(signature.as_slice()), Uint8Array::from(signed));
    let context = "holding a signature against a key";
    let answer = verify(&algorithm, &read, &signature, &signed).map_err(threw(context))?;
    let is_of = JsFuture::from(answer).await.map_err(threw(context))?;
    Ok(if is_of == JsValue::TRUE { Ok(()) } else { Err(Deviation::Signature) })
}
