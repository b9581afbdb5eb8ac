//! The browser's passkeys: having one made, and having one answer.
//!
//! What is asked comes in the standard's JSON, and what is answered goes as the edge takes it; in between, bytes are bytes.
//! Bound here: most of what `web-sys` has of this is not stable.

use js_sys::{Array, ArrayBuffer, JSON, Object, Promise, Reflect, Uint8Array};
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::window;
use crate::state::passkeys::{Gone, has_passkeys};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"])]
    fn create(options: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "credentials"])]
    fn get(options: &Object) -> Result<Promise, JsValue>;

    /// A `PublicKeyCredential`.
    type Credential;
    #[wasm_bindgen(method, getter, js_name = rawId)]
    fn raw_id(this: &Credential) -> ArrayBuffer;
    #[wasm_bindgen(method, getter)]
    fn response(this: &Credential) -> Answered;

    /// An `AuthenticatorAttestationResponse` or `AuthenticatorAssertionResponse`.
    type Answered;
    #[wasm_bindgen(method, getter, js_name = clientDataJSON)]
    fn client_data(this: &Answered) -> ArrayBuffer;
    #[wasm_bindgen(method, catch, js_name = getAuthenticatorData)]
    fn made_data(this: &Answered) -> Result<ArrayBuffer, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getPublicKey)]
    fn public_key(this: &Answered) -> Result<Option<ArrayBuffer>, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getPublicKeyAlgorithm)]
    fn algorithm(this: &Answered) -> Result<i32, JsValue>;
    #[wasm_bindgen(method, getter, js_name = authenticatorData)]
    fn data(this: &Answered) -> ArrayBuffer;
    #[wasm_bindgen(method, getter)]
    fn signature(this: &Answered) -> ArrayBuffer;
    #[wasm_bindgen(method, getter, js_name = userHandle)]
    fn user_handle(this: &Answered) -> Option<ArrayBuffer>;
}

/// Whether this browser has passkeys, and has them for the address that the console is open at.
pub(crate) fn are_there() -> bool {
    let has = Reflect::has(&window(), &"PublicKeyCredential".into()).unwrap_or(false);
    has && window().location().hostname().is_ok_and(|host| has_passkeys(&host))
}

/// Has a passkey made.
///
/// # Errors
/// Why none was.
pub(crate) async fn made(asked: &Value) -> Result<Value, Gone> {
    let credential = done(create(&options(asked)?)).await?;
    let answered = credential.response();
    let broken = |_| Gone::Broken;
    Ok(json!({
        "id": text(&credential.raw_id()),
        "client_data": text(&answered.client_data()),
        "authenticator_data": text(&answered.made_data().map_err(broken)?),
        "public_key": text(&answered.public_key().map_err(broken)?.ok_or(Gone::Broken)?),
        "algorithm": answered.algorithm().map_err(broken)?,
    }))
}

/// Has a passkey answer.
///
/// # Errors
/// Why none did.
pub(crate) async fn answered(asked: &Value) -> Result<Value, Gone> {
    let credential = done(get(&options(asked)?)).await?;
    let answered = credential.response();
    let mut told = json!({
        "id": text(&credential.raw_id()),
        "client_data": text(&answered.client_data()),
        "authenticator_data": text(&answered.data()),
        "signature": text(&answered.signature()),
    });
    if let Some(handle) = answered.user_handle() {
        told["user_handle"] = text(&handle).into();
    }
    Ok(told)
}

async fn done(promise: Result<Promise, JsValue>) -> Result<Credential, Gone> {
    let told = |thrown: JsValue| {
        let name = Reflect::get(&thrown, &"name".into()).ok().and_then(|name| name.as_string());
        Gone::of(&name.unwrap_or_default())
    };
    let credential = JsFuture::from(promise.map_err(told)?).await.map_err(told)?;
    if credential.is_null() { Err(Gone::Left) } else { Ok(credential.unchecked_into()) }
}

/// As the browser takes it.
fn options(asked: &Value) -> Result<Object, Gone> {
    let read = |asked: &Value| -> Option<Object> {
        let public_key = JSON::parse(&asked.to_string()).ok()?;
        put_bytes(&public_key, "challenge")?;
        let user = Reflect::get(&public_key, &"user".into()).ok()?;
        if user.is_object() {
            put_bytes(&user, "id")?;
        }
        for list in ["excludeCredentials", "allowCredentials"] {
            let list = Reflect::get(&public_key, &list.into()).ok()?;
            if Array::is_array(&list) {
                Array::from(&list).iter().try_for_each(|one| put_bytes(&one, "id"))?;
            }
        }
        let options = Object::new();
        Reflect::set(&options, &"publicKey".into(), &public_key).ok()?;
        Some(options)
    };
    read(asked).ok_or(Gone::Broken)
}

/// Puts the bytes in the place of their text.
fn put_bytes(object: &JsValue, name: &str) -> Option<()> {
    let text = Reflect::get(object, &name.into()).ok()?.as_string()?;
    let decoded = window().atob(&text.replace('-', "+").replace('_', "/")).ok()?;
    // Each character is the number of a byte.
    let bytes: Vec<u8> = decoded.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect();
    Reflect::set(object, &name.into(), &Uint8Array::from(bytes.as_slice())).ok().map(drop)
}

/// Bytes as the edge takes them.
fn text(bytes: &ArrayBuffer) -> String {
    let characters: String = Uint8Array::new(bytes).to_vec().into_iter().map(char::from).collect();
    let encoded = window().btoa(&characters).unwrap_or_default();
    encoded.trim_end_matches('=').replace('+', "-").replace('/', "_")
}
