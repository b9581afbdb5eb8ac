//! The edge from outside: the built Worker in real `workerd`, asked over plain sockets, as a stranger would.
//!
//! Knows the wire as text — addresses, headers, JSON — and shares no type with the code it judges: a change of both
//! sides at once would otherwise pass unseen. Knows nothing of objects, tables or modules.
//!
//! The product starts once for all tests (`product`); whoever kills or drains it brings one of their own. Each test
//! comes with visitors of its own, so that they can run beside each other. Every answer that comes through the product is
//! held against the description that the edge serves of itself (`described`).

mod accounts;
mod agent;
mod authenticator;
mod described;
mod heading;
mod http;
mod product;
mod socket;
mod versions;
mod visitor;
mod wait;
mod workshop;

mod agent_socket;
mod answers;
mod api;
mod api_page;
mod apps;
mod authority;
mod availability;
mod bots;
mod capture;
mod chat;
mod chat_page;
mod chatflow_changes;
mod chatflows;
mod consent;
mod csrf;
mod dead_lines;
mod details;
mod explain;
mod files;
mod foreign;
mod forms;
mod fuzz;
mod identities;
mod inbox;
mod labels_from_pages;
mod lagging;
mod lists;
mod loader;
mod macros;
mod marks;
mod messages;
mod model;
mod model_many;
mod model_operations;
mod oddities;
mod origins;
mod page_view;
mod passkeys;
mod people;
mod place;
mod policy;
mod poll;
mod precedence;
mod preview;
mod priority;
mod privacy;
mod proxy;
mod receipts;
mod redaction;
mod refusals;
mod reports;
mod requests;
mod restarts;
mod revisions;
mod routing;
mod saved_replies;
mod sessions;
mod settings;
mod simulation;
mod sitemaps;
mod skills;
mod sleep;
mod subscriptions;
mod teams;
mod tenants;
mod threads;
mod tokens;
mod transcripts;
mod two_ways;
mod unanswerable;
mod v3;
mod viewing;
mod visitor_socket;
mod webhooks;
