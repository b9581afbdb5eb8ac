//! How an author is spelled.
//!
//! A bot is spelled as an agent with a mark: whoever does not know the mark shows what it says under its name, as what
//! an agent says. Nobody is misled into acting on the id: agents are known by their account, and this one is not there.

use conversation::ids::AgentId;

use super::Author;

/// The id in a bot's place of an agent's.
const BOT: &str = "bot";

tagged! {
    "kind",
    /// Who did it.
    #[derive(Clone)]
    #[cfg_attr(feature = "schema", schemars(rename = "Author"))]
    pub(super) enum Spelled {
        /// The thread's visitor.
        Visitor,
        /// An agent, or the thread's bot.
        Agent {
            /// Who; `bot` for a bot.
            id: AgentId,
            /// Their display name when they acted.
            name: String,
            /// Whether it is the chatflow's bot.
            #[serde(default, skip_serializing_if = "super::is_false")]
            bot: bool,
        },
        /// A rule, or a kind this client does not know.
        #[serde(other)]
        System,
    }
}

impl From<Spelled> for Author {
    fn from(spelled: Spelled) -> Self {
        match spelled {
            Spelled::Visitor => Self::Visitor,
            Spelled::Agent { name, bot: true, .. } => Self::Bot { name },
            Spelled::Agent { id, name, bot: false } => Self::Agent { id, name },
            Spelled::System => Self::System,
        }
    }
}

impl From<Author> for Spelled {
    fn from(author: Author) -> Self {
        match author {
            Author::Visitor => Self::Visitor,
            Author::Agent { id, name } => Self::Agent { id, name, bot: false },
            // The id is a well-formed one: else the bot would be nobody, which `System` is.
            Author::Bot { name } => {
                AgentId::parse(BOT).map_or(Self::System, |id| Self::Agent { id, name, bot: true })
            }
            Author::System => Self::System,
        }
    }
}
