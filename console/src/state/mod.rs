//! The console's model: plain values and what happens to them.
//!
//! Knows no browser, no clock and no network; everything here is tested natively.

pub mod availability;
pub mod bot;
pub mod bot_preview;
pub mod bot_preview_words;
pub mod chatflow_draft;
pub mod chatflow_editor;
pub mod chatflow_findings;
pub mod chatflow_heading;
pub mod chatflow_order;
pub mod choice;
pub mod circumstances;
pub mod colleagues;
pub mod commands;
pub mod conditions;
pub mod conditions_words;
pub mod coverage;
pub mod desk;
pub mod details;
pub mod display;
pub mod embed;
pub mod expected;
pub mod face;
pub mod facts;
pub mod filter;
pub mod forecast;
pub mod found;
pub mod hours;
pub mod identification;
pub mod json;
pub mod kept;
pub mod keys;
pub mod lists;
pub mod log;
pub mod look;
pub mod marks;
pub mod mention;
pub mod minutes;
pub mod outgoing;
pub mod page;
pub mod palette;
pub mod passkeys;
pub mod people;
pub mod policy;
pub mod problem;
pub mod qr;
pub mod records;
pub mod routing;
pub mod routing_reason;
pub mod rows;
pub mod rules;
pub mod saved;
pub mod selected;
pub mod sign_in;
pub mod signs;
pub mod simulation;
pub mod simulation_words;
pub mod staged;
pub mod steady;
pub mod when;
pub mod who;
pub mod window;

#[cfg(test)]
pub(crate) mod sample;
