//! The routes: one file per resource, one table that finds them.

pub mod authority;
pub mod table;

#[cfg(target_arch = "wasm32")]
mod apps;
#[cfg(target_arch = "wasm32")]
mod attachments;
#[cfg(target_arch = "wasm32")]
mod audit;
#[cfg(target_arch = "wasm32")]
mod chat_page;
#[cfg(target_arch = "wasm32")]
mod chatflows;
#[cfg(target_arch = "wasm32")]
mod contacts;
#[cfg(target_arch = "wasm32")]
mod embed;
#[cfg(target_arch = "wasm32")]
mod entry;
#[cfg(target_arch = "wasm32")]
mod explain;
#[cfg(target_arch = "wasm32")]
mod factors;
#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod forms;
#[cfg(target_arch = "wasm32")]
mod identities;
#[cfg(target_arch = "wasm32")]
mod inboxes;
#[cfg(target_arch = "wasm32")]
mod internal;
#[cfg(target_arch = "wasm32")]
mod invitations;
#[cfg(target_arch = "wasm32")]
mod lists;
#[cfg(target_arch = "wasm32")]
mod macros;
#[cfg(target_arch = "wasm32")]
mod once;
#[cfg(target_arch = "wasm32")]
mod openapi;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod passkeys;
#[cfg(target_arch = "wasm32")]
mod people;
#[cfg(target_arch = "wasm32")]
mod policy;
#[cfg(target_arch = "wasm32")]
mod poll;
#[cfg(target_arch = "wasm32")]
mod presence;
#[cfg(target_arch = "wasm32")]
mod preview;
#[cfg(target_arch = "wasm32")]
mod profile;
#[cfg(target_arch = "wasm32")]
mod ratings;
#[cfg(target_arch = "wasm32")]
mod receipts;
#[cfg(target_arch = "wasm32")]
mod reports;
#[cfg(target_arch = "wasm32")]
mod saved_replies;
#[cfg(target_arch = "wasm32")]
mod sessions;
#[cfg(target_arch = "wasm32")]
mod settings;
#[cfg(target_arch = "wasm32")]
mod simulation;
#[cfg(target_arch = "wasm32")]
mod skills;
#[cfg(target_arch = "wasm32")]
mod subscriptions;
#[cfg(target_arch = "wasm32")]
mod teams;
#[cfg(target_arch = "wasm32")]
mod threads;
#[cfg(target_arch = "wasm32")]
mod tokens;
#[cfg(target_arch = "wasm32")]
mod transcripts;
#[cfg(target_arch = "wasm32")]
mod v3;
#[cfg(target_arch = "wasm32")]
mod versions;
#[cfg(target_arch = "wasm32")]
mod views;
#[cfg(target_arch = "wasm32")]
mod visitor_labels;
#[cfg(target_arch = "wasm32")]
mod visitor_threads;
#[cfg(target_arch = "wasm32")]
mod visitors;
#[cfg(target_arch = "wasm32")]
mod webhooks;

#[cfg(target_arch = "wasm32")]
pub(crate) use dispatch::answer;
#[cfg(target_arch = "wasm32")]
pub(crate) use embed::{loader_sources, loader_tag};
#[cfg(target_arch = "wasm32")]
pub(crate) use visitors::shard_of_path;

#[cfg(target_arch = "wasm32")]
mod dispatch {
    use std::cell::RefCell;

    use protocol::rest::Health;
    use protocol::rest::audit::What;
    use worker::{Context, Env, Request, Response};

    use super::entry::{self, Signed};
    use super::table::{Miss, Route, find};
    use super::{
        apps, attachments, audit, authority, chat_page, chatflows, contacts, embed, explain, factors, files,
        forms, identities, inboxes, internal, invitations, lists, macros, once, openapi, passkeys, people,
        policy, poll, presence, preview, profile, ratings, receipts, reports, saved_replies, sessions,
        settings, simulation, skills, subscriptions, teams, threads, tokens, transcripts, v3, versions,
        views, visitor_labels, visitor_threads, visitors, webhooks,
    };
    use crate::error::Error;
    use crate::objects::address::Address;
    use crate::objects::call::Accounts;
    use crate::platform::{broken, random, reply};

    /// What every route works with.
    pub(crate) struct Visit<'a> {
        pub(crate) env: &'a Env,
        pub(crate) context: &'a Context,
        /// Names the request in the log and in its answer.
        pub(crate) id: &'a str,
        /// Our own origin, as the client reached it.
        pub(crate) own: String,
        /// Who was let in; nobody where the route needs nobody.
        pub(crate) signed: Option<Signed>,
        /// What the route leaves in the audit log, until that is written.
        pub(crate) leaves: RefCell<Option<(What, String)>>,
    }

    /// Answers a request, whatever it is.
    pub(crate) async fn answer(mut request: Request, env: &Env, context: &Context) -> Response {
        let id = random::request_id();
        let result = match find(request.method().as_ref(), &request.path()) {
            Ok(route) => route_to(route, &mut request, env, context, &id).await,
            Err(Miss::Method(allow)) => return reply::method_not_allowed(allow, &id),
            Err(Miss::Error(error)) => Err(error),
        };
        result.unwrap_or_else(|error| reply::failure(&error, &id, &[]))
    }

    async fn route_to(
        route: Route,
        request: &mut Request,
        env: &Env,
        context: &Context,
        id: &str,
    ) -> Result<Response, Error> {
        let url = request.url().map_err(broken("a request's address"))?;
        let own = url.origin().ascii_serialization();
        let leaves = RefCell::new(authority::leaves(&route, request.method().as_ref()));
        let mut visit = Visit { env, context, id, own, signed: None, leaves };
        visit.signed = entry::admit(&visit, request, &route).await?;
        let ticket = match once::begin(&visit, request).await? {
            once::Begun::Before(response) => return Ok(response),
            once::Begun::Now(ticket) => ticket,
        };
        let done = async {
            let response = handle(route, request, &visit).await?;
            // What failed was not done.
            entry::note(&visit).await?;
            Ok(response)
        };
        let done = done.await;
        once::end(&visit, ticket, done).await
    }

    async fn handle(route: Route, request: &mut Request, visit: &Visit<'_>) -> Result<Response, Error> {
        match route {
            Route::Start => Ok(files::start(visit)),
            Route::Health => health(visit).await,
            Route::WidgetFile(file) => files::widget(visit, request, &file).await,
            Route::Console(file) => files::console(visit, request, &file).await,
            Route::Embed(account) => embed::loader(visit, request, account).await,
            Route::Decide(account) => visitors::decide(visit, request, account).await,
            Route::Book(account) => visitors::book(visit, request, account).await,
            Route::Explain(account) => explain::explain(visit, request, account).await,
            Route::Visitors(account) => visitors::begin(visit, request, account).await,
            Route::VisitorThreads(account) => visitor_threads::all(visit, request, account).await,
            Route::VisitorSocket(account, inbox, shard) => {
                visitors::socket(visit, request, account, inbox, shard).await
            }
            Route::VisitorPoll(account, inbox, shard) => {
                poll::visitor(visit, request, account, inbox, shard).await
            }
            Route::VisitorFiles(account, inbox, shard) => {
                attachments::bring(visit, request, account, inbox, shard).await
            }
            Route::VisitorFile(account, inbox, shard, file) => {
                attachments::address(visit, request, account, inbox, shard, file).await
            }
            Route::Download(account, ticket) => attachments::download(visit, account, &ticket).await,
            Route::ThreadFiles(inbox, thread) => {
                attachments::bring_as_agent(visit, request, inbox, thread).await
            }
            Route::ThreadFile(inbox, thread, file) => {
                attachments::read_as_agent(visit, inbox, thread, file).await
            }
            Route::ForgetVisitor(account) => visitor_threads::forget(visit, request, account).await,
            Route::VisitorLog(account, inbox, shard) => {
                visitor_threads::log(visit, request, account, inbox, shard).await
            }
            Route::VisitorRating(account, inbox, shard) => {
                visitor_threads::rate(visit, request, account, inbox, shard).await
            }
            Route::Reports => reports::one(visit, request).await,
            Route::ReportTable => reports::table(visit, request).await,
            Route::VisitorRevision(account, inbox, shard) => {
                visitor_threads::revise(visit, request, account, inbox, shard).await
            }
            Route::VisitorLabels(account, inbox, shard) => {
                visitor_labels::set(visit, request, account, inbox, shard).await
            }
            Route::LabelPages(label) => visitor_labels::allow(visit, request, label).await,
            Route::Ratings(inbox) => ratings::all(visit, request, inbox).await,
            Route::SignIn => people::sign_in(visit, request).await,
            Route::SignOut => people::sign_out(visit).await,
            Route::Me => people::me(visit),
            Route::SetUp => people::set_up(visit, request).await,
            Route::Rows(inbox) => threads::rows(visit, request, inbox).await,
            Route::AgentSocket(inbox) => threads::socket(visit, request, inbox).await,
            Route::AgentPoll(inbox) => poll::agent(visit, request, inbox).await,
            Route::Messages(inbox, thread) => threads::messages(visit, request, inbox, thread).await,
            Route::Details(inbox, thread) => threads::details(visit, inbox, thread).await,
            Route::Transcripts(inbox, thread) => transcripts::all(visit, request, inbox, thread).await,
            Route::Transcript(inbox, thread, n) => transcripts::one(visit, inbox, thread, n).await,
            Route::Recipients => transcripts::recipients(visit, request).await,
            Route::Act(inbox, thread, verb) => threads::act(visit, request, inbox, thread, verb).await,
            Route::Chatflows => chatflows::all(visit, request).await,
            Route::ChatflowOrder => chatflows::order(visit, request).await,
            Route::ChatflowCheck => chatflows::check(visit, request).await,
            Route::ChatflowPreview => preview::boot(visit, request).await,
            Route::ChatPage(account, chatflow) => chat_page::show(visit, request, account, chatflow).await,
            Route::Preview => Ok(preview::page(visit)),
            Route::PreviewLoader => preview::loader(visit).await,
            Route::Simulate => simulation::simulate(visit, request).await,
            Route::Coverage => simulation::coverage(visit, request).await,
            Route::ExplainLink => simulation::explain_link(visit, request).await,
            Route::Chatflow(chatflow) => chatflows::one(visit, request, chatflow).await,
            Route::Switch(chatflow) => chatflows::switch(visit, request, chatflow).await,
            Route::Versions(chatflow) => versions::all(visit, chatflow).await,
            Route::RollBack(chatflow, number) => versions::restore(visit, request, chatflow, number).await,
            Route::Schedule(chatflow) => versions::schedule(visit, request, chatflow).await,
            Route::Lists => lists::all(visit, request).await,
            Route::ListPreview => lists::preview(visit, request).await,
            Route::List(list) => lists::one(visit, request, list).await,
            Route::ListMembers(list) => lists::members(visit, request, list).await,
            Route::ListReason(list, contact) => lists::explain(visit, list, contact).await,
            Route::Properties => contacts::properties(visit, request).await,
            Route::Property(property) => contacts::property(visit, request, property).await,
            Route::Contacts => contacts::all(visit, request).await,
            Route::Contact(contact) => contacts::one(visit, contact).await,
            Route::ContactProperties(contact) => contacts::set(visit, request, contact).await,
            Route::Availability(account) => visitors::availability(visit, request, account).await,
            Route::Faces(account) => profile::face(visit, request, account).await,
            Route::Form(account) => forms::now(visit, request, account).await,
            Route::MyPresence => presence::mine(visit, request).await,
            Route::People => presence::people(visit).await,
            Route::Presence(agent) => presence::of(visit, request, agent).await,
            Route::Work(agent) => presence::work(visit, request, agent).await,
            Route::Teams => teams::all(visit, request).await,
            Route::Team(team) => teams::one(visit, request, team).await,
            Route::Apps => apps::all(visit, request).await,
            Route::App(app) => apps::one(visit, request, app).await,
            Route::Skills => skills::all(visit, request).await,
            Route::Skill(skill) => skills::one(visit, request, skill).await,
            Route::Subscriptions => subscriptions::all(visit, request).await,
            Route::Subscription(it) => subscriptions::one(visit, request, it).await,
            Route::ContactSubscriptions(contact) => subscriptions::of_contact(visit, contact).await,
            Route::ContactSubscription(contact, it) => subscriptions::end(visit, contact, it).await,
            Route::OwnSubscriptions(account) => subscriptions::own(visit, request, account).await,
            Route::Unsubscribe(account) => subscriptions::unsubscribe(visit, request, account).await,
            Route::Colleagues(inbox) => presence::colleagues(visit, inbox).await,
            Route::Routing(inbox, thread) => presence::routing(visit, inbox, thread).await,
            Route::Forecast(chatflow) => presence::forecast(visit, request, chatflow).await,
            Route::SimulateRouting(chatflow) => policy::simulate(visit, request, chatflow).await,
            Route::Settings => settings::answer(visit, request).await,
            Route::Description => openapi::description(visit, request).await,
            Route::FindThreads(inbox) => views::find(visit, request, inbox).await,
            Route::Search(inbox) => views::search(visit, request, inbox).await,
            Route::ActOnMany(inbox) => views::act_on_many(visit, request, inbox).await,
            Route::Views(inbox) => views::all(visit, request, inbox).await,
            Route::SavedView(inbox, view) => views::one(visit, request, inbox, view).await,
            Route::ViewThreads(inbox, view) => views::of_view(visit, request, inbox, view).await,
            Route::Blocks(inbox) => views::blocks(visit, inbox).await,
            Route::Labels => views::labels(visit, request).await,
            Route::Label(label) => views::label(visit, request, label).await,
            Route::SavedReplies => saved_replies::all(visit, request, true).await,
            Route::SavedReply(reply) => saved_replies::one(visit, request, true, reply).await,
            Route::OwnReplies => saved_replies::all(visit, request, false).await,
            Route::OwnReply(reply) => saved_replies::one(visit, request, false, reply).await,
            Route::Macros => macros::all(visit, request, true).await,
            Route::Macro(id) => macros::one(visit, request, true, id).await,
            Route::OwnMacros => macros::all(visit, request, false).await,
            Route::OwnMacro(id) => macros::one(visit, request, false, id).await,
            Route::RunMacro(inbox, id) => macros::run(visit, request, inbox, id).await,
            Route::Inboxes => inboxes::all(visit, request).await,
            Route::Inbox(inbox) => inboxes::one(visit, request, inbox).await,
            Route::Records(contact) => inboxes::records(visit, request, contact).await,
            Route::Record(contact, record) => inboxes::record(visit, request, contact, record).await,
            Route::SignInSecond => factors::sign_in(visit, request).await,
            Route::Profile => profile::profile(visit, request).await,
            Route::Preferences => profile::preferences(visit, request).await,
            Route::Avatar => profile::avatar(visit, request).await,
            Route::OwnPassword => profile::password(visit, request).await,
            Route::Sessions => sessions::all(visit, request).await,
            Route::OneSession(handle) => sessions::one(visit, handle).await,
            Route::SecondFactor => factors::own(visit, request).await,
            Route::RecoveryCodes => factors::recovery_codes(visit, request).await,
            Route::BeginPasskey => passkeys::begin(visit, request).await,
            Route::Passkeys => passkeys::add(visit, request).await,
            Route::Passkey(handle) => passkeys::one(visit, request, handle).await,
            Route::AskForPasskey => passkeys::challenge(visit, request).await,
            Route::SignInPasskey => passkeys::sign_in(visit, request).await,
            Route::SecondPasskey => passkeys::second(visit, request).await,
            Route::HandOn => invitations::hand_on(visit, request).await,
            Route::Person(agent) => invitations::person(visit, request, agent).await,
            Route::AvatarOf(agent) => profile::avatar_of(visit, agent).await,
            Route::Invitations => invitations::all(visit, request).await,
            Route::LookAtInvitation => invitations::look(visit, request).await,
            Route::AcceptInvitation => invitations::accept(visit, request).await,
            Route::Invitation(id) => invitations::revoke(visit, id).await,
            Route::Audit => audit::page(visit, request).await,
            Route::Receipts => receipts::all(visit, request).await,
            Route::ReceiptsTable => receipts::table(visit, request).await,
            Route::Erasures => receipts::erasures(visit, request).await,
            Route::AuditTable => audit::table(visit, request).await,
            Route::Webhooks => webhooks::all(visit, request).await,
            Route::Webhook(webhook) => webhooks::one(visit, request, webhook).await,
            Route::WebhookSecret(webhook) => webhooks::secret(visit, request, webhook).await,
            Route::Deliveries(webhook) => webhooks::deliveries(visit, request, webhook).await,
            Route::SendAgain(webhook, delivery) => webhooks::again(visit, request, webhook, delivery).await,
            Route::Tokens => tokens::all(visit, request).await,
            Route::Token(token) => tokens::revoke(visit, token).await,
            Route::V3Inboxes => v3::inboxes(visit),
            Route::V3Inbox(inbox) => v3::inbox(visit, inbox.as_str()),
            Route::V3Channels => v3::channels(),
            Route::V3Channel(channel) => v3::channel(&channel),
            Route::V3Threads => v3::threads(visit, request).await,
            Route::V3Thread(key) => v3::thread(visit, request, key).await,
            Route::V3Messages(key) => v3::messages(visit, request, key).await,
            Route::CreateIdentity => identities::create(visit, request).await,
            Route::CheckIdentity => identities::check(visit, request).await,
            Route::IdentitySecrets => identities::secrets(visit, request).await,
            Route::IdentitySecret(secret) => identities::revoke(visit, secret).await,
            Route::Internal(what) => internal::answer(visit, request, what).await,
        }
    }

    /// Proves that the Worker runs and an object's storage can be read.
    async fn health(visit: &Visit<'_>) -> Result<Response, Error> {
        let accounts = Address::Directory.ask(visit.env, visit.id, &Accounts {}).await?;
        reply::ok(&Health { ok: true, set_up: !accounts.is_empty() })
    }
}
