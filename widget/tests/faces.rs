//! People's pictures over their initials: which come, how they are cut, and what stays where none comes.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/loader/faces.js")]
extern "C" {
    fn faces(loader: &JsValue);
}

#[wasm_bindgen(module = "/loader/draw.js")]
extern "C" {
    fn face(name: &str) -> JsValue;
}

#[wasm_bindgen(module = "/tests/faces.js")]
extern "C" {
    fn begin_faces() -> JsValue;
    fn end_faces();
    fn put_face(face: &JsValue);
    fn last_face() -> String;
    fn asked_for() -> String;
    async fn faces_rest();
}

#[wasm_bindgen_test]
async fn a_face_is_a_picture_where_there_is_one_and_initials_where_there_is_none() {
    // H59
    faces(&begin_faces());
    for (name, shown) in [
        // The square in the middle of it is blue.
        ("Anna Keller & Söhne", "0,0,255 0,0,255"),
        ("Jonas Brandt", "JB"),
        ("Broken", "B"),
        ("Lost", "L"),
        ("Anna Keller & Söhne", "0,0,255 0,0,255"),
    ] {
        put_face(&face(name));
        faces_rest().await;
        assert_eq!(last_face(), shown, "{name}");
    }
    assert_eq!(asked_for(), "Anna Keller & Söhne|Jonas Brandt|Broken|Lost", "each once");
    end_faces();
}
