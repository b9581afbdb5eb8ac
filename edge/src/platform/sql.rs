//! [`Sql`] on a Durable Object's own database.
//!
//! Bound here rather than taken from `worker`: its cursor cannot say that reading failed, and it does not know
//! `transactionSync`, without which an error in the middle of an act rolls nothing back.

use wasm_bindgen::prelude::*;
use worker::Storage;

use super::text_of;
use crate::store::{Row, Sql, StoreError, Value};

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type ObjectStorage;

    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    fn transaction_sync(
        this: &ObjectStorage,
        work: &mut dyn FnMut() -> Result<JsValue, JsValue>,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn sql(this: &ObjectStorage) -> Statements;

    #[derive(Clone)]
    type Statements;

    #[wasm_bindgen(method, catch, variadic)]
    fn exec(this: &Statements, statement: &str, values: &js_sys::Array) -> Result<Cursor, JsValue>;

    type Cursor;

    #[wasm_bindgen(method, catch)]
    fn raw(this: &Cursor) -> Result<Rows, JsValue>;

    type Rows;

    #[wasm_bindgen(method, catch, js_name = toArray)]
    fn to_array(this: &Rows) -> Result<js_sys::Array, JsValue>;
}

/// The database of this object.
pub(crate) struct ObjectSql {
    storage: ObjectStorage,
    statements: Statements,
}

impl ObjectSql {
    pub(crate) fn new(storage: &Storage) -> Self {
        let storage = storage.as_raw().unchecked_ref::<ObjectStorage>().clone();
        let statements = storage.sql();
        Self { storage, statements }
    }

    /// Commits what `work` writes where it says so.
    fn transact(&self, work: &mut dyn FnMut() -> bool) -> Result<(), StoreError> {
        // Throwing is what makes the platform undo the writes.
        let mut work = || if work() { Ok(JsValue::UNDEFINED) } else { Err(JsValue::from_str("rolled back")) };
        self.storage.transaction_sync(&mut work).map(drop).map_err(database)
    }
}

#[cold]
fn never() -> StoreError {
    StoreError::Database("the work was never called".to_owned())
}

fn database(thrown: JsValue) -> StoreError {
    StoreError::Database(text_of(&thrown))
}

fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        // Within ±2^53-1 by construction: see `Value`'s conversions.
        Value::Integer(value) => JsValue::from_f64(*value as f64),
        Value::Text(text) => JsValue::from_str(text),
        Value::Blob(bytes) => js_sys::Uint8Array::from(bytes.as_slice()).into(),
    }
}

fn from_js(value: &JsValue) -> Value {
    if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if let Some(number) = value.as_f64() {
        Value::Integer(number as i64)
    } else if let Some(buffer) = value.dyn_ref::<js_sys::ArrayBuffer>() {
        Value::Blob(js_sys::Uint8Array::new(buffer).to_vec())
    } else {
        Value::Null
    }
}

impl Sql for ObjectSql {
    fn run(&self, statement: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let values: js_sys::Array = values.iter().map(to_js).collect();
        let rows = self
            .statements
            .exec(statement, &values)
            .and_then(|cursor| cursor.raw())
            .and_then(|rows| rows.to_array())
            .map_err(database)?;
        Ok(rows
            .iter()
            .map(|row| Row(js_sys::Array::from(&row).iter().map(|cell| from_js(&cell)).collect()))
            .collect())
    }

    fn batch(&self, statements: &str) -> Result<(), StoreError> {
        self.statements.exec(statements, &js_sys::Array::new()).map(drop).map_err(database)
    }

    fn atomically<T, E: From<StoreError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let mut work = Some(work);
        let mut done = None;
        let committed = self.transact(&mut || {
            let Some(work) = work.take() else { return false };
            done.insert(work()).is_ok()
        });
        match (done, committed) {
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(E::from(error)),
            (Some(done), Ok(())) => done,
            (None, Ok(())) => Err(E::from(never())),
        }
    }
}
