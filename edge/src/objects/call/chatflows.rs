//! What the account is asked about its chatflows: reading, changing, their versions, and when they are switched by themselves.

use conversation::ids::ChatflowId;
use protocol::account::Chatflow;
use protocol::frame::Agent;
use protocol::rest::preview::Scene;
use protocol::rest::versions::{PutSchedule, Schedule, Versions};
use protocol::rest::{ChatflowDetail, ChatflowInfo, Finding};
use serde::{Deserialize, Serialize};

use super::Call;
use crate::book::Previewed;

calls! {
    /// The chatflows, in the order of their priority.
    ListChatflows "list-chatflows" {} -> Vec<ChatflowInfo>;
    /// Switches a chatflow. What keeps it from being published keeps it from being switched on.
    SwitchChatflow "switch-chatflow" {
        /// Which.
        chatflow: ChatflowId,
        /// On or off.
        enabled: bool,
    } -> Option<ChatflowInfo>;
    /// One chatflow, with what is to be said about it.
    GetChatflow "get-chatflow" {
        /// Which.
        id: ChatflowId,
    } -> ChatflowDetail;
    /// Makes a chatflow, switched off, at the end of the order.
    CreateChatflow "create-chatflow" {
        /// Its name.
        name: String,
        /// Everything else as in this one.
        copy_of: Option<ChatflowId>,
    } -> ChatflowDetail;
    /// Changes a chatflow. `chatflow_changed` where somebody else did meanwhile.
    SaveChatflow "save-chatflow" {
        /// Which.
        id: ChatflowId,
        /// The revision it was made from.
        revision: u64,
        /// All of it.
        content: Chatflow,
    } -> ChatflowDetail;
    /// Removes a chatflow; answers those that are left.
    DeleteChatflow "delete-chatflow" {
        /// Which.
        id: ChatflowId,
    } -> Vec<ChatflowInfo>;
    /// Puts the chatflows into an order. `chatflow_changed` where these are not exactly those there are.
    OrderChatflows "order-chatflows" {
        /// All of them, the first first.
        chatflows: Vec<ChatflowId>,
    } -> Vec<ChatflowInfo>;
    /// What would be said about a chatflow, were it saved.
    CheckChatflow "check-chatflow" {
        /// All of it.
        content: Chatflow,
        /// Pages of its site.
        pages: Vec<String>,
    } -> Vec<Finding>;
    /// What a visitor would get of a chatflow, were it saved.
    PreviewShow "preview-show" {
        /// All of it.
        content: Chatflow,
        /// What of it.
        scene: Scene,
        /// Whether on a dark ground.
        dark: bool,
    } -> Previewed;
    /// The versions of a chatflow.
    ListVersions "list-versions" {
        /// Which.
        id: ChatflowId,
    } -> Versions;
    /// Puts an earlier version of a chatflow back. `chatflow_changed` where somebody else changed it meanwhile.
    RollBackChatflow "roll-back-chatflow" {
        /// Which.
        id: ChatflowId,
        /// The version.
        number: u64,
        /// The revision that was looked at.
        revision: u64,
    } -> ChatflowDetail;
    /// When a chatflow is switched by itself.
    GetSchedule "get-schedule" {
        /// Which.
        id: ChatflowId,
    } -> Schedule;
    /// Says when a chatflow is switched by itself.
    PutChatflowSchedule "put-chatflow-schedule" {
        /// Which.
        id: ChatflowId,
        /// When.
        content: PutSchedule,
        /// By whom.
        by: Agent,
    } -> Schedule;
}
