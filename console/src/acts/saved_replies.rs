//! Saved replies: loading, saving, deleting.

use crate::reactive::*;
use serde_json::{Value, json};

use crate::api::tree;
use crate::console::{Console, Loading};
use crate::state::problem::Problem;
use crate::state::saved_replies::{Reply, replies};
use crate::texts::Text;

/// Everybody's are under one address, one's own under another.
fn road(shared: bool, id: &str) -> String {
    let mut road = if shared { "/api/saved-replies" } else { "/api/me/saved-replies" }.to_owned();
    if !id.is_empty() {
        road.push('/');
        road.push_str(id);
    }
    road
}

impl Console {
    /// Loads the saved replies; those that are here stay until the answer is.
    pub(crate) fn load_replies(self, loading: RwSignal<Loading>) {
        self.load_for(road(true, ""), loading, move |answer| self.replies_are(answer));
    }

    fn replies_are(self, answer: &Value) {
        self.replies.set(Some(replies(answer)));
    }

    /// Saves a reply, new or changed.
    pub(crate) async fn save_reply(self, reply: Reply) -> Result<(), Problem> {
        let method = if reply.id.is_empty() { "POST" } else { "PUT" };
        let body = json!({"name": reply.name.trim(), "text": reply.text});
        let answer = tree(method, road(reply.shared, &reply.id), Some(body.to_string())).await?;
        self.replies_are(&answer);
        self.tell(self.fill(Text::ReplySaved, &[("name", reply.name.trim())]), None);
        Ok(())
    }

    /// Deletes one.
    pub(crate) async fn delete_reply(self, reply: Reply) -> Result<(), Problem> {
        let answer = tree("DELETE", road(reply.shared, &reply.id), Some("{}".to_owned())).await?;
        self.ask.set(None);
        self.replies_are(&answer);
        self.tell(self.fill(Text::ReplyDeleted, &[("name", &reply.name)]), None);
        Ok(())
    }
}
