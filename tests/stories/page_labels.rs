//! A site's page puts a label on its visitor's conversation, as far as the owner lets it.

use stories::product::Product;
use stories::roles::{Agent, Owner, Visitor};

#[test]
fn a_page_labels_its_visitors_conversation_and_the_agent_reads_who_did() {
    // P11
    let product = Product::start();
    let owner = Owner::mira(&product);
    owner.signs_in();
    // A label of the account's own, which pages may set.
    owner.page().eval(
        "(async () => { const ask = async (method, path, body) => { const me = await (await fetch('/api/me')).json(); \
         return (await fetch(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', \
         'x-csrf': me.csrf } })).json() }; const { labels } = await ask('POST', '/api/labels', { name: 'From the fair', \
         colour: 'teal' }); await ask('POST', '/api/labels', { name: 'Not theirs', colour: 'red' }); \
         window.made = labels.find((label) => label.name == 'From the fair').id })()",
    );
    owner.page().wait("the labels", || owner.page().eval("!!window.made").as_bool().filter(|is| *is));
    owner.page().goto(&product.edge("/console/settings/sites"));
    owner.page().role("switch", "From the fair").click();
    owner.page().role("switch", "From the fair").has("checked", "true");
    let (visitor, agent) = (Visitor::arrives(&product), Agent::jonas(&product));
    agent.signs_in();
    visitor.opens("/pricing/");
    visitor.page().eval(
        "(async () => { window.warned = []; console.warn = (text) => warned.push(text); \
         window.chat = await window[Symbol.for('parlor')].chat(); chat.addLabel('from the fair'); \
         chat.addLabel('Not theirs') })()",
    );
    visitor.opens_the_chat();
    visitor.writes("Label: we met at the fair.");
    visitor.sees_it_sent();
    visitor.page().wait("the line in the page's console", || {
        visitor.page().eval("warned.join()").to_string().contains("Not theirs").then_some(())
    });
    agent.opens_thread("Label: we met at the fair.");
    agent.sees_message("The page added the label From the fair");
}
