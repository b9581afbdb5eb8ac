//! What people do with the product, from end to end. One file per story; one product and one browser for them all.
//!
//! Stories run side by side on the same account, so each marks its own messages and none touches a switch that
//! another one needs: only `installation.rs` switches a chatflow, and only *Café programme*. What changes the account
//! (`owner.rs`) or depends on what else is in the list (`console_keyboard.rs`) has a product of its own.

mod answering;
mod apps;
mod auto_open;
mod availability;
mod banners;
mod barriers;
mod before_acting;
mod bots;
mod communication;
mod conditions;
mod consent;
mod console_barriers;
mod console_keyboard;
mod console_parts;
mod customer;
mod decision;
mod direct_link;
mod display;
mod drop_in;
mod drop_in_threads;
mod email_capture;
mod explaining;
mod faces;
mod files;
mod forms;
mod german;
mod greeting;
mod hostile_pages;
mod inbox;
mod inbox_acts;
mod inbox_comments;
mod inbox_search;
mod inserting;
mod installation;
mod keyboard;
mod languages;
mod macros;
mod marks;
mod moving_about;
mod outbox;
mod owner;
mod page_api;
mod page_labels;
mod people;
mod preview;
mod rating;
mod redaction;
mod reloading;
mod reports;
mod requests;
mod revising;
mod routing;
mod shop_pages;
mod signals;
mod threads;
mod trying;
mod undo_send;
