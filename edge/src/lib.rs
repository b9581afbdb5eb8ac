//! The edge of Parlor: a Worker, four Durable Objects, all SQL.
//!
//! The pure half — store, tokens, palette, origins, errors — builds everywhere and is tested natively. The other half
//! exists only in the Worker.

pub mod error;
pub mod origin;
pub mod palette;
pub mod password;
pub mod shard;
pub mod store;
pub mod token;
