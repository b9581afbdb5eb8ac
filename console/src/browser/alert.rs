//! What a browser has to call somebody: notifications of the system, a sound, and which of several tabs does it.
//!
//! Knows whether the browser lets us, and never asks it unless somebody pressed a button for that. What is worth a call is
//! decided elsewhere. Bound here: a few methods of large interfaces.

use std::cell::RefCell;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::timer::Timeout;
use super::window;

/// Longer than any tab takes to hear of the same thing, in ms.
const SAME_THING_MS: u64 = 30_000;

#[wasm_bindgen]
extern "C" {
    type Notification;
    #[wasm_bindgen(constructor, catch)]
    fn new(title: &str, options: &Object) -> Result<Notification, JsValue>;
    #[wasm_bindgen(static_method_of = Notification, js_name = requestPermission, catch)]
    fn request_permission() -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, setter)]
    fn set_onclick(this: &Notification, act: &Function);
    #[wasm_bindgen(method)]
    fn close(this: &Notification);

    type AudioContext;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<AudioContext, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn state(this: &AudioContext) -> String;
    #[wasm_bindgen(method, catch)]
    fn resume(this: &AudioContext) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, getter, js_name = currentTime)]
    fn current_time(this: &AudioContext) -> f64;
    #[wasm_bindgen(method, getter)]
    fn destination(this: &AudioContext) -> JsValue;
    #[wasm_bindgen(method, catch, js_name = createOscillator)]
    fn create_oscillator(this: &AudioContext) -> Result<AudioNode, JsValue>;
    #[wasm_bindgen(method, catch, js_name = createGain)]
    fn create_gain(this: &AudioContext) -> Result<AudioNode, JsValue>;

    type AudioNode;
    #[wasm_bindgen(method)]
    fn connect(this: &AudioNode, to: &JsValue);
    #[wasm_bindgen(method, getter)]
    fn frequency(this: &AudioNode) -> AudioParam;
    #[wasm_bindgen(method, getter)]
    fn gain(this: &AudioNode) -> AudioParam;
    #[wasm_bindgen(method)]
    fn start(this: &AudioNode, at: f64);
    #[wasm_bindgen(method)]
    fn stop(this: &AudioNode, at: f64);

    type AudioParam;
    #[wasm_bindgen(method, js_name = setValueAtTime)]
    fn set_value_at_time(this: &AudioParam, value: f64, at: f64);
    #[wasm_bindgen(method, js_name = exponentialRampToValueAtTime)]
    fn ramp_to(this: &AudioParam, value: f64, at: f64);

    type Locks;
    #[wasm_bindgen(method, catch)]
    fn request(this: &Locks, name: &str, options: &Object, granted: &Function) -> Result<Promise, JsValue>;
}

/// Whether the browser shows notifications of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    /// This browser has none to show.
    Missing,
    /// Nobody was asked yet.
    Open,
    /// It does.
    Granted,
    /// Somebody said no; only they can take that back, in the browser.
    Blocked,
}

/// As the browser says.
pub(crate) fn permission() -> Permission {
    let found = Reflect::get(&window(), &"Notification".into()).unwrap_or(JsValue::UNDEFINED);
    let told = Reflect::get(&found, &"permission".into()).ok().and_then(|told| told.as_string());
    match told.as_deref() {
        Some("granted") => Permission::Granted,
        Some("denied") => Permission::Blocked,
        Some(_) => Permission::Open,
        None => Permission::Missing,
    }
}

/// Has the browser ask; what it says then. Only ever because a button was pressed.
pub(crate) async fn ask_permission() -> Permission {
    if let Ok(answer) = Notification::request_permission() {
        let _ = JsFuture::from(answer).await;
    }
    permission()
}

/// Shows a notification in the place of an earlier one about the same. Nothing where the browser does not let us.
pub(crate) fn show(title: &str, text: &str, tag: &str, act: impl FnOnce() + 'static) {
    if permission() != Permission::Granted {
        return;
    }
    let options = Object::new();
    // Text, and nothing else: no system draws markup of it. The sound is ours, where one is wanted.
    let given: [(&str, JsValue); 3] = [("body", text.into()), ("tag", tag.into()), ("silent", true.into())];
    for (name, value) in given {
        let _ = Reflect::set(&options, &name.into(), &value);
    }
    // Where only a service worker may show one there is none.
    let Ok(shown) = Notification::new(title, &options) else { return };
    let handle = shown.clone().unchecked_into::<Notification>();
    let pressed = Closure::once_into_js(move || {
        let _ = window().focus();
        handle.close();
        act();
    });
    shown.set_onclick(pressed.unchecked_ref());
}

thread_local! {
    static AUDIO: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
}

/// Two soft tones. A browser in whose page nobody has pressed anything yet plays none.
pub(crate) fn sound() {
    AUDIO.with_borrow_mut(|audio| {
        if audio.is_none() {
            *audio = AudioContext::new().ok();
        }
        let Some(audio) = audio else { return };
        if audio.state() == "suspended" {
            let _ = audio.resume();
        }
        let now = audio.current_time();
        for (tone, after) in [(660.0, 0.0), (880.0, 0.14)] {
            let _ = play(audio, tone, now + after);
        }
    });
}

fn play(audio: &AudioContext, tone: f64, at: f64) -> Result<(), JsValue> {
    let (source, volume) = (audio.create_oscillator()?, audio.create_gain()?);
    source.frequency().set_value_at_time(tone, at);
    volume.gain().set_value_at_time(0.12, at);
    volume.gain().ramp_to(0.001, at + 0.3);
    source.connect(&volume);
    volume.connect(&audio.destination());
    source.start(at);
    source.stop(at + 0.3);
    Ok(())
}

/// Does something if no other tab of this browser did it already. Without locks (they need https:) every tab does.
pub(crate) fn once(name: &str, act: impl FnOnce() + 'static) {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok().filter(JsValue::is_object);
    let Some(locks) = locks.map(JsCast::unchecked_into::<Locks>) else { return act() };
    let options = Object::new();
    let _ = Reflect::set(&options, &"ifAvailable".into(), &true.into());
    let granted = Closure::once_into_js(move |lock: JsValue| {
        if lock.is_null() {
            return JsValue::UNDEFINED;
        }
        act();
        // Held until the others have heard of it too.
        let held = Promise::new(&mut |release, _| {
            let ring = move || {
                let _ = release.call0(&JsValue::UNDEFINED);
            };
            std::mem::forget(Timeout::after(SAME_THING_MS, ring));
        });
        JsValue::from(held)
    });
    let _ = locks.request(name, &options, granted.unchecked_ref());
}

/// The minute of the day by the clock of whoever looks.
pub(crate) fn minute() -> u64 {
    let now = js_sys::Date::new_0();
    u64::from(now.get_hours() * 60 + now.get_minutes())
}
