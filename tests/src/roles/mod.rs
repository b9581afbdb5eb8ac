//! The people of the stories. Their verbs are the product's language; which role and name stands for which verb is
//! known here and nowhere else.

mod agent;
mod visitor;

pub use agent::Agent;
pub use visitor::Visitor;
