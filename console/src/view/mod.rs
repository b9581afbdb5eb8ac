//! What is on the screen: one component a file.
//!
//! Components read the console's signals and start its acts; they hold no state that anybody else needs. Text is
//! always a text node: no component writes markup.

mod accessibility;
mod api;
mod app;
mod app_frames;
mod apps;
mod ask;
mod ask_chatflow;
mod assignee;
mod audit;
mod banner;
mod blank;
mod blocks;
mod bot;
mod bot_editor;
mod bot_parts;
mod bot_preview;
mod bot_preview_parts;
mod bubble;
mod bulk_bar;
mod chat_link;
mod chatflow_audience;
mod chatflow_availability;
mod chatflow_communication;
mod chatflow_consent;
mod chatflow_demands;
mod chatflow_editor;
mod chatflow_form;
mod chatflow_history;
mod chatflow_look;
mod chatflow_parts;
mod chatflow_plan;
mod chatflow_policy;
mod chatflow_preview;
mod chatflow_priority;
mod chatflow_regex;
mod chatflow_review;
mod chatflow_routing;
mod chatflow_rules;
mod chatflow_sections;
mod chatflows;
mod colleagues;
mod command_bar;
pub(crate) mod command_entries;
mod comment;
mod composer;
mod conditions;
mod consents;
mod contact;
mod contact_page;
mod contact_properties;
mod coverage;
mod display;
mod embed_code;
mod entries;
mod erasures;
mod expected;
mod face;
mod files;
mod filter_bar;
mod first;
mod forecast;
mod form;
mod hours;
mod html;
mod icon;
mod identification;
mod inbox;
mod inbox_asks;
pub(crate) mod insert;
pub(crate) mod inserting;
mod join;
mod keys_sheet;
mod label_pages;
mod labels;
mod later;
mod list;
mod list_editor;
mod lists;
mod lists_ask;
pub(crate) mod macro_list;
mod macro_parts;
mod macros;
mod mark;
mod menu;
mod modal;
mod named_list;
mod notes;
mod notifications;
pub(crate) mod pages;
mod people;
mod people_hand_on;
mod pickable;
pub(crate) mod picking;
mod presence;
mod priority;
mod profile;
mod profile_factor;
mod profile_passkeys;
mod progress;
mod qr;
mod quote;
mod records;
mod redaction;
pub(crate) mod reply_list;
mod report_chart;
mod report_filters;
mod report_tables;
mod reports;
mod routing_reason;
mod row;
mod saved_replies;
mod search;
mod second;
mod set_up;
mod settings;
mod sign_in;
mod signs;
mod simulation;
mod simulation_answer;
mod skills;
mod subscription_types;
mod subscriptions;
mod team;
mod text_field;
mod thread;
mod thread_state;
mod toast;
pub(crate) mod tools;
mod transcript;
mod try_page;
mod views;
mod webhooks;

pub(crate) use app::app;

/// The element id of a page's heading, where the focus goes with the page.
pub(crate) const HEADING_ID: &str = "heading";

use web_sys::MouseEvent;

use crate::console::console;
use crate::route::Route;

/// Follows a link inside the console without loading a page; a click that means "elsewhere" is the browser's.
fn follow(event: &MouseEvent, route: Route) {
    let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0;
    if !elsewhere {
        event.prevent_default();
        console().go(route);
    }
}
