//! The people of the stories. Their verbs are the product's language; which role and name stands for which verb is
//! known here and nowhere else.

mod agent;
mod conversations;
mod desk;
mod owner;
mod visitor;
mod words;

pub use agent::Agent;
pub use owner::Owner;
pub use visitor::Visitor;
