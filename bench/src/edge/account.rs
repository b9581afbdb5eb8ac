//! The account of the benchmark as a file that the edge takes.
//!
//! Knows what an account has to say beside its rules.

use serde_json::{Value, json};

use crate::words::{HOSTS, LISTS};
use crate::workload;

/// Its id.
pub(crate) const ACCOUNT: &str = "bench";

/// The file of an account with so many rules.
pub(crate) fn file(rules: usize) -> Value {
    let chatflows: Vec<Value> = workload::account(rules)
        .iter()
        .map(|chatflow| {
            json!({
                "id": chatflow.id, "name": chatflow.id, "enabled": true,
                "include": chatflow.include, "exclude": chatflow.exclude, "audience": chatflow.audience,
                "inbox": "main",
                "welcome": "Questions about an order? Ask away, we answer within the hour.",
                "pop_up": true,
                "heading": { "kind": "custom", "name": "Kiln and Clay" },
                "color": "#16614e",
                "position": "end",
                "small_screens": { "launcher": true, "pop_up": false },
                "availability": { "mode": "always", "reply_minutes": 10 },
                "routing": { "assign": "nobody" },
                "consent": null,
            })
        })
        .collect();
    let lists: Vec<Value> = LISTS.iter().map(|list| json!({ "id": list, "name": list })).collect();
    json!({
        "account": ACCOUNT, "name": "Bench",
        "origins": HOSTS.map(|host| format!("https://{host}")),
        "any_loopback_origin": false, "gdpr": false,
        "people": [{
            "id": "ada", "name": "Ada", "email": "ada@bench.test", "password": "bench-bench", "role": "admin", "seat": true,
        }],
        "inboxes": [{ "id": "main", "name": "Main", "members": ["ada"], "shards": 1, "reopen_within_hours": 72 }],
        "lists": lists, "contacts": [], "chatflows": chatflows,
    })
}
