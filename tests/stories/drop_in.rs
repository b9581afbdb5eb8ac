//! The original's JavaScript API, as pages that were written for it use it: only the address in the script's line differs.

use serde_json::{Value, json};

use stories::browser::Browser;
use stories::product::Product;
use stories::roles::Agent;

use crate::customer::Customer;

#[test]
fn a_page_written_for_the_original_hears_every_event_of_a_chat() {
    // H1 H2 H31 H33 H36 H37 H39 H40 N28
    let site = Customer::with("");
    assert!(site.hears("widgetLoaded")["message"].is_string());
    assert_eq!(site.heard("userInteractedWithWidget"), Vec::<Value>::new());
    site.page.role("button", "Open chat").click();
    assert!(site.hears("userInteractedWithWidget")["message"].is_string());
    site.writes("Drop-in: hello");
    let started = site.hears("conversationStarted");
    let number = &started["conversation"]["conversationId"];
    assert!(number.as_u64().is_some_and(|number| number > 0 && number < 1 << 53), "{started}");
    assert_eq!(site.hears("userSelectedThread"), started);
    site.closes();
    assert!(site.hears("widgetClosed")["message"].is_string());
    assert_eq!(site.heard("conversationStarted").len(), 1);
    assert_eq!(site.heard("conversationClosed").len(), 0, "the panel was closed, not the thread");
    assert!(site.page.complaints().is_empty(), "{:?}", site.page.complaints());
}

#[test]
fn what_happens_in_the_inbox_is_heard_on_the_page() {
    // H32 H34 H35
    let product = Product::shared();
    let site = Customer::with("");
    site.launcher_appears();
    site.calls("HubSpotConversations.widget.open()");
    site.writes("Drop-in: is anybody there?");
    let number = site.hears("conversationStarted");
    site.closes();
    let anna = Agent::anna(product);
    anna.signs_in();
    anna.opens_thread("Drop-in: is anybody there?");
    anna.replies("Drop-in: yes, at once");
    assert_eq!(site.hears("unreadConversationCountChanged"), json!({"unreadCount": 1}));
    site.page.role("button", "Open chat, 1 unread").click();
    site.page.wait("the count to fall", || {
        (site.hears("unreadConversationCountChanged") == json!({"unreadCount": 0})).then_some(())
    });
    anna.closes();
    assert_eq!(site.hears("conversationClosed"), number);
}

#[test]
fn functions_that_wait_are_called_in_their_order_and_one_that_throws_stops_no_other() {
    // H2 H3 H4
    let site = Customer::with(
        "<script>order = []; hsConversationsOnReady = [() => order.push('one'), () => { throw Error('mine') }, \
         () => order.push('two', typeof HubSpotConversations.widget.load)]</script>",
    );
    site.page
        .wait("all of them", || (site.page.eval("order") == json!(["one", "two", "function"])).then_some(()));
    site.calls("hsConversationsOnReady.push(() => order.push('late'))");
    assert_eq!(site.page.eval("order[3]"), "late");
    let late = "new Promise((done) => { if (window.HubSpotConversations) done('at once'); })";
    assert_eq!(site.page.eval(late), "at once");
}

#[test]
fn the_widget_waits_where_the_page_says_so() {
    // H5 H6 H16 H20 H23
    let site = Customer::with("<script>hsConversationsSettings = {loadImmediately: false}</script>");
    site.page.wait("the API", || site.page.eval("!!window.HubSpotConversations").as_bool().filter(|is| *is));
    site.page.comes_to_rest();
    assert!(!site.page.role("button", "Open chat").is_there());
    let status = "HubSpotConversations.widget.status()";
    assert_eq!(site.page.eval(status), json!({"loaded": false, "pending": false}));
    site.calls("HubSpotConversations.widget.load({widgetOpen: true})");
    site.page.role("textbox", "Write a message").appears();
    assert_eq!(site.page.eval(status), json!({"loaded": true, "pending": false}));
    assert_eq!(site.heard("userInteractedWithWidget").len(), 0, "the page opened it, not the visitor");

    site.opens("/");
    site.page.wait("the API", || site.page.eval("!!window.HubSpotConversations").as_bool().filter(|is| *is));
    site.calls("HubSpotConversations.widget.open()");
    site.page.role("textbox", "Write a message").appears();
}

#[test]
fn open_close_and_remove_do_what_they_say() {
    // H20 H21 H22 H23
    let site = Customer::with("");
    site.hears("widgetLoaded");
    for _ in 0..2 {
        site.calls("HubSpotConversations.widget.open()");
        site.page.role("textbox", "Write a message").appears();
    }
    for _ in 0..2 {
        site.calls("HubSpotConversations.widget.close()");
        site.page.role("textbox", "Write a message").disappears();
    }
    assert_eq!(site.heard("widgetClosed").len(), 0, "the page closed it, not the visitor");
    for _ in 0..2 {
        site.calls("HubSpotConversations.widget.remove()");
        site.page.role("button", "Open chat").disappears();
    }
    assert_eq!(site.page.eval("HubSpotConversations.widget.status().loaded"), false);
    site.calls("history.pushState({}, '', '/pricing/')");
    site.calls("HubSpotConversations.widget.refresh()");
    site.page.comes_to_rest();
    assert!(!site.page.role("button", "Open chat").is_there(), "only load brings it back");
    site.calls("HubSpotConversations.widget.load()");
    site.launcher_appears();
}

#[test]
fn refresh_follows_the_address_and_keeps_a_chat_that_runs() {
    // H17 H18
    let site = Customer::with("");
    site.hears("widgetLoaded");
    site.calls("history.pushState({}, '', '/legal/')");
    site.calls("HubSpotConversations.widget.refresh()");
    site.page.role("button", "Open chat").disappears();
    site.calls("history.pushState({}, '', '/pricing/')");
    site.calls("HubSpotConversations.widget.refresh()");
    site.page.role("button", "Ordering for a café or a shop?…").appears();
    site.page.role("button", "Open chat").click();
    site.writes("Drop-in: a chat that runs");
    site.calls("history.pushState({}, '', '/legal/')");
    site.calls("HubSpotConversations.widget.refresh()");
    site.page.comes_to_rest();
    assert!(site.page.role("textbox", "Write a message").is_there());
}

#[test]
fn load_and_refresh_happen_once_a_second_at_most() {
    // H16 H17
    let site = Customer::with("");
    site.hears("widgetLoaded");
    // The rules of a known visitor are not at hand: each look asks the edge.
    let counted = "(async () => { const real = window.fetch; let asked = 0; \
        window.fetch = (...args) => (String(args[0]).endsWith('/decide') && asked++, real(...args)); \
        for (let at = 0; at < 20; at++) { \
            history.replaceState({}, '', '/?n=' + at); HubSpotConversations.widget.load(); \
        } window.fetch = real; return asked })()";
    let _ = site.page.eval(counted);
    let calls = "(async () => { let times = 0; \
        Object.defineProperty(window, 'hsConversationsSettings', { get: () => { times++ }, configurable: true }); \
        for (let at = 0; at < 20; at++) HubSpotConversations.widget.load(); \
        const first = times; await new Promise((done) => setTimeout(done, 2300)); return [first, times] })()";
    // Whatever was asked for before is over by then: one at once or at the end of its second, never twenty.
    let times = site.page.eval(calls);
    let (first, all) = (times[0].as_u64().unwrap_or(99), times[1].as_u64().unwrap_or(99));
    assert!(first <= 1 && (1..=2).contains(&all), "settings are read once for each load: {times}");
}

#[test]
fn the_chat_stands_in_the_place_the_page_gives_it() {
    // H7 H8 H11
    let place = "<div id=place style='width:420px;height:560px'></div>\
                 <script>hsConversationsSettings = {inlineEmbedSelector: '#place'}</script>";
    let site = Customer::with(place);
    let field = site.page.role("textbox", "Write a message");
    field.has("focused", "true");
    let ids = "['#place > div#hubspot-conversations-inline-parent', \
               'div > iframe#hubspot-conversations-inline-iframe'].map((s) => !!document.querySelector(s))";
    assert_eq!(site.page.eval(ids), json!([true, true]));
    assert!(!site.page.role("button", "Close chat").is_there());
    site.page.press("Escape");
    field.appears();
    site.page.types("Drop-in: from inside the page");
    site.page.press("Enter");
    site.hears("conversationStarted");
    site.calls("HubSpotConversations.widget.remove()");
    field.disappears();
    assert_eq!(site.page.eval("document.querySelector('#place').innerHTML"), "");
    site.calls("HubSpotConversations.widget.load()");
    field.appears();
    site.page.sees("Drop-in: from inside the page");
    assert!(site.page.complaints().is_empty(), "{:?}", site.page.complaints());
}

#[test]
fn an_inline_chat_leaves_the_focus_alone_where_it_is_told_to() {
    // H11 N23
    let place = "<input id=mine><div id=place style='width:420px;height:560px'></div>\
                 <script>document.getElementById('mine').focus(); hsConversationsSettings = \
                 {inlineEmbedSelector: '#place', disableInitialInputFocus: true}</script>";
    let site = Customer::with(place);
    site.page.role("textbox", "Write a message").appears();
    site.hears("widgetLoaded");
    assert_eq!(site.page.eval("document.activeElement.id"), "mine");
}

#[test]
fn a_listener_that_is_taken_off_hears_nothing_and_one_that_throws_stops_no_other() {
    // H30
    let site = Customer::with("");
    site.hears("widgetLoaded");
    site.calls(
        "(() => { window.mine = []; window.f = () => mine.push('off'); const on = HubSpotConversations.on; \
         on('userInteractedWithWidget', f); on('userInteractedWithWidget', () => { throw Error('theirs') }); \
         on('userInteractedWithWidget', () => mine.push('on')); HubSpotConversations.off('userInteractedWithWidget', f) })()",
    );
    site.page.role("button", "Open chat").click();
    site.page.wait("the one that is left", || (site.page.eval("mine") == json!(["on"])).then_some(()));
    assert_eq!(site.page.eval("HubSpotConversations.on('widgetLoaded', () => {}) === undefined"), true);
}

#[test]
fn cookies_come_with_an_act_and_go_with_clear() {
    // H24 H26 H27 H28 H29
    let site = Customer::with("");
    site.hears("widgetLoaded");
    assert_eq!(site.cookies(), "", "nothing before the visitor acts");
    site.calls("HubSpotConversations.widget.open()");
    assert_eq!(site.cookies(), "");
    site.writes("Drop-in: now I am somebody");
    site.page.wait("the cookies", || {
        let cookies = site.cookies();
        (cookies.contains("messagesUtk=") && cookies.contains("hs-messages-is-open=true")).then_some(())
    });
    let stored = site.page.stored();
    let token = stored.local.iter().find_map(|entry| entry.split("\"k\":\"").nth(1)?.split('"').next());
    let token = token.expect("the record holds the token");
    assert!(!site.cookies().contains(token) && !site.cookies().contains("v1."), "no secret in a cookie");
    site.closes();
    site.page.wait("the choice", || site.cookies().contains("hs-messages-is-open=false").then_some(()));

    site.calls("HubSpotConversations.clear()");
    assert_eq!(site.cookies(), "");
    site.launcher_appears();
    site.opens("/pricing/");
    site.page.role("button", "Ordering for a café or a shop?…").appears();
    let stored = site.page.stored();
    assert!(stored.local.is_empty(), "{stored:?}");
}

#[test]
fn clear_with_a_reset_starts_anew_at_once() {
    // H25
    let site = Customer::with("");
    site.hears("widgetLoaded");
    site.calls("HubSpotConversations.widget.open()");
    site.writes("Drop-in: to be forgotten here");
    site.calls("HubSpotConversations.clear({resetWidget: true})");
    site.page.wait("the new one", || (site.heard("widgetLoaded").len() == 2).then_some(()));
    site.page.role("button", "Open chat").click();
    site.page.role("textbox", "Write a message").appears();
    assert!(!site.page.says("Drop-in: to be forgotten here"));
    assert_eq!(site.cookies(), "");
    site.writes("Drop-in: somebody else");
    assert_eq!(site.heard("conversationStarted").len(), 2);
}

#[test]
fn a_site_s_own_cookie_keeps_the_welcome_message_away() {
    // H27 H28
    for cookie in ["hs-messages-hide-welcome-message=true", "hs-messages-is-open=false"] {
        let site = Customer::with(&format!("<script>document.cookie = '{cookie};path=/'</script>"));
        site.opens("/pricing/");
        site.hears("widgetLoaded");
        assert!(!site.page.role("button", "Ordering for a café or a shop?…").is_there(), "{cookie}");
        site.launcher_appears();
    }
}

#[test]
fn waving_the_welcome_message_away_sets_the_cookie_for_a_day() {
    // H28 H36
    let site = Customer::with("");
    site.opens("/pricing/");
    site.page.role("button", "Ordering for a café or a shop?…").appears();
    site.page.role("button", "Dismiss").click();
    site.page.wait("the cookie", || {
        site.cookies().contains("hs-messages-hide-welcome-message=true").then_some(())
    });
    site.hears("userInteractedWithWidget");
}

#[test]
fn settings_of_the_wrong_kind_are_warned_of_and_unknown_ones_are_not() {
    // H15
    let site = Customer::with(
        "<script>warned = []; console.warn = (text) => warned.push(text); hsConversationsSettings = \
         {loadImmediately: 'yes', enableWidgetCookieBanner: 'SOMETIMES', debug: true, identificationEnabled: 1}</script>",
    );
    site.hears("widgetLoaded");
    assert_eq!(
        site.page.eval("warned"),
        json!([
            "[chat] hsConversationsSettings.loadImmediately is to be a boolean; it is ignored",
            "[chat] hsConversationsSettings.enableWidgetCookieBanner is to be false, true, ON_WIDGET_LOAD, \
             ON_EXIT_INTENT; it is ignored"
        ])
    );
}

#[test]
fn the_cookie_banner_asks_and_who_declines_is_not_kept() {
    // H9
    let banner = |when: &str| {
        format!("<script>hsConversationsSettings = {{enableWidgetCookieBanner: {when}}}</script>")
    };
    for when in ["true", "'ON_WIDGET_LOAD'"] {
        let site = Customer::with(&banner(when));
        site.page.role("button", "Decline").click();
        site.page.role("button", "Accept").disappears();
        site.page.role("button", "Open chat").click();
        site.writes("Drop-in: only for now");
        site.page.sees("This browser keeps nothing: the chat ends when you leave the page.");
        let stored = site.page.stored();
        assert!(stored.cookies.is_empty() && stored.local.is_empty(), "{stored:?}");
    }
    let site = Customer::with(&banner("true"));
    site.page.role("button", "Accept").click();
    site.page.wait("the cookie", || site.cookies().contains("messagesUtk=").then_some(()));
    site.opens("/");
    site.hears("widgetLoaded");
    site.page.comes_to_rest();
    assert!(!site.page.role("button", "Accept").is_there(), "asked once");

    let site = Customer::with(&banner("'ON_EXIT_INTENT'"));
    site.hears("widgetLoaded");
    site.page.comes_to_rest();
    assert!(!site.page.role("button", "Accept").is_there());
    site.calls("document.dispatchEvent(new MouseEvent('mouseleave', {clientY: -1}))");
    site.page.role("button", "Accept").appears();
}

#[test]
fn no_style_of_ours_is_ever_put_into_the_page() {
    // H12: with the switch and without
    for settings in ["{}", "{avoidInlineStyles: true}"] {
        let site = Customer::with(&format!("<script>hsConversationsSettings = {settings}</script>"));
        site.hears("widgetLoaded");
        site.calls("HubSpotConversations.widget.open()");
        site.page.role("textbox", "Write a message").appears();
        let found = "document.querySelectorAll('style, [style], link[rel=stylesheet]').length";
        assert_eq!(site.page.eval(found), 0, "{settings}");
    }
}

#[test]
fn the_page_s_own_rule_hides_the_container() {
    // H42
    let rule = "<style>#hubspot-messages-iframe-container { display: none !important }</style>";
    let site = Customer::with(rule);
    site.hears("widgetLoaded");
    site.page.comes_to_rest();
    assert!(!site.page.role("button", "Open chat").is_there());
    assert_eq!(site.page.eval("document.querySelectorAll('#hubspot-messages-iframe-container').length"), 1);
    let rule = "<style>#hubspot-messages-iframe-container { z-index: 7 !important }</style>";
    let site = Customer::with(rule);
    site.launcher_appears();
    let index = "getComputedStyle(document.querySelector('#hubspot-messages-iframe-container')).zIndex";
    assert_eq!(site.page.eval(index), "7");
}

#[test]
fn the_tracking_queue_says_who_and_where() {
    // H35 H41
    let site = Customer::with(
        "<script>_hsq = [['setPath', '/pricing/'], ['trackPageView'], ['identify', {email: 'queue@kiln.test'}], \
         ['somethingElse', 1]]</script>",
    );
    site.page.role("button", "Ordering for a café or a shop?…").appears();
    site.page.role("button", "Open chat").click();
    site.writes("Drop-in: known by the queue");
    site.hears("contactAssociated");
    site.calls("_hsq.push(['setPath', '/legal/'], ['doNotTrack'])");
    assert!(site.page.complaints().is_empty(), "{:?}", site.page.complaints());
}

#[test]
fn a_number_says_which_thread() {
    // H31: the first 50 random bits of our own id
    let site = Customer::with("");
    site.hears("widgetLoaded");
    site.calls("HubSpotConversations.widget.open()");
    site.writes("Drop-in: which number?");
    let started = site.hears("conversationStarted");
    let id = started["conversation"]["threadId"].as_str().expect("our own id, beside it").to_owned();
    let (_, random) = id.split_once('-').expect("a shard and random bits");
    let digits = b"abcdefghijklmnopqrstuvwxyz234567";
    let number = random.bytes().take(10).fold(0, |number, char| {
        number * 32 + digits.iter().position(|digit| *digit == char).expect("one of the alphabet") as u64
    });
    assert_eq!(started["conversation"]["conversationId"], json!(number));
}

#[test]
fn a_visitor_whom_the_site_identifies_is_known_and_one_with_an_address_alone_is_not() {
    // H5 H14 H45 H48
    let product = Product::shared();
    let shop = Browser::shared().profile().page();
    shop.goto(&product.shop("/account/"));
    let token = shop.eval("document.querySelector('script[data-visitor]').getAttribute('data-visitor')");
    let known = "Hello again. I have your orders in front of me. What can I do for you?";
    for (identification, is_known) in [
        (json!({"identificationEmail": "sofia@kiln.test", "identificationToken": token}), true),
        (json!({"identificationEmail": "sofia@kiln.test"}), false),
    ] {
        let site = Customer::with("<script>hsConversationsSettings = {loadImmediately: false}</script>");
        site.opens("/account/");
        site.page
            .wait("the API", || site.page.eval("!!window.HubSpotConversations").as_bool().filter(|is| *is));
        // The site's own server answers late.
        site.calls(&format!("window.hsConversationsSettings = {identification}"));
        site.calls("HubSpotConversations.widget.load()");
        site.launcher_appears();
        if is_known {
            site.page.role("button", known).appears();
        } else {
            site.hears("widgetLoaded");
            assert!(!site.page.role("button", known).is_there(), "an address proves nothing");
        }
    }
}
