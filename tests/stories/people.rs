//! People come and look after themselves: an invitation, an inbox, a second factor, a passkey, a session that is ended from
//! elsewhere, an account that gets another owner. Products of their own: they change who works in the demo account.

use stories::browser::{Browser, Page};
use stories::product::Product;
use stories::roles::{Agent, Owner};

/// What the colleague chooses.
const PASSWORD: &str = "a quiet morning";

/// The code that an authenticator with this key shows, `ahead` steps from now: computed by the browser, as such an app does.
fn code(page: &Page, key: &str, ahead: i32) -> String {
    let script = format!(
        r"(async () => {{
            const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
            const bits = [...'{key}'.replaceAll(' ', '')].map(c => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
            const bytes = new Uint8Array(bits.match(/.{{8}}/g).map(byte => parseInt(byte, 2)));
            const counter = new DataView(new ArrayBuffer(8));
            counter.setUint32(4, Math.floor(Date.now() / 30000) + {ahead});
            const hmac = {{ name: 'HMAC', hash: 'SHA-1' }};
            const imported = await crypto.subtle.importKey('raw', bytes, hmac, false, ['sign']);
            const hash = new DataView(await crypto.subtle.sign(hmac, imported, counter.buffer));
            const word = hash.getUint32(hash.getUint8(19) & 15) & 0x7fffffff;
            return String(word % 1000000).padStart(6, '0');
        }})()"
    );
    page.eval(&script).as_str().expect("a code").to_owned()
}

/// What stands in an element that is made to be copied.
fn copied(page: &Page, id: &str) -> String {
    page.wait(id, || {
        let text = page.eval(&format!("document.getElementById('{id}')?.textContent ?? ''"));
        text.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
    })
}

#[test]
fn a_colleague_is_invited_comes_and_protects_their_account() {
    // P68 P69 P70 H59
    let product = Product::start();
    let owner = Owner::mira(&product);
    owner.signs_in();

    // The owner invites somebody into an inbox, and copies the link.
    owner.main().role("link", "Settings").click();
    owner.page().role("tab", "People").click();
    owner.page().role("button", "Invite somebody").click();
    let form = owner.page().role("form", "Invite somebody");
    form.role("textbox", "E-mail").types("nia@kiln.test");
    form.role("textbox", "Name").types("Nia");
    form.role("checkbox", "Shop").click();
    form.role("button", "Make the link").click();
    let link = copied(owner.page(), "invitation-link");

    // She follows it, and is in the inbox.
    let nia = Browser::shared().profile().page();
    nia.viewport(1440, 900);
    nia.goto(&link);
    nia.sees("Mira Okafor invited you.");
    nia.role("textbox", "Your name").replaces("Nia Adler");
    nia.role("textbox", "Password").types(PASSWORD);
    nia.role("button", "Join").click();
    nia.role("navigation", "Views").appears();

    // A second factor for her account.
    nia.role("button", "Your account").click();
    nia.role("button", "My profile").click();
    nia.role("heading", "My profile").appears();
    nia.role("textbox", "Your password, once more").types(PASSWORD);
    nia.role("button", "Switch on").click();
    nia.role("image", "QR code of the key, for the camera of an authenticator app").appears();
    let key = copied(&nia, "factor-key");
    nia.role("textbox", "Code").types(&code(&nia, &key, 0));
    nia.role("button", "Confirm").click();
    nia.sees("Recovery codes");
    nia.sees("10 recovery codes are left.");

    // At another browser the password alone is not enough.
    let elsewhere = Browser::shared().profile().page();
    elsewhere.viewport(1440, 900);
    elsewhere.goto(&product.console());
    elsewhere.role("textbox", "E-mail").types("nia@kiln.test");
    elsewhere.role("textbox", "Password").types(PASSWORD);
    elsewhere.role("button", "Sign in").click();
    elsewhere.role("textbox", "Code").types("000000");
    elsewhere.role("button", "Sign in").click();
    elsewhere.sees("This code is wrong, or was used before.");
    elsewhere.role("textbox", "Code").replaces(&code(&nia, &key, 1));
    elsewhere.role("button", "Sign in").click();
    elsewhere.role("navigation", "Views").appears();

    // She ends that session from her own browser, and it shows there.
    nia.reload();
    nia.role("button", "Sign out everywhere else").click();
    elsewhere.sees("You were signed out because your session ended.");

    // The owner reads who did what, and lets her only read from now on.
    owner.page().role("tab", "Audit log").click();
    owner.page().sees("switched the second factor on");
    owner.page().sees("accepted an invitation");
    owner.page().role("tab", "People").click();
    owner.page().role("button", "Change Nia Adler").click();
    let form = owner.page().role("form", "Change Nia Adler");
    form.role("combobox", "Role").picks("Viewer: reads only");
    form.role("button", "Save").click();
    nia.sees("You were signed out because your session ended.");

    // Nobody but admins sees any of that.
    let anna = Agent::anna(&product);
    anna.signs_in();
    anna.page().role("link", "Settings").disappears();
}

/// Somebody of the demo account at the console's name.
fn signs_in_by_name(page: &Page, product: &Product, email: &str) {
    page.viewport(1440, 900);
    page.goto(&product.console_by_name());
    page.role("textbox", "E-mail").types(email);
    page.role("textbox", "Password").types("parlor-demo");
    page.role("button", "Sign in").click();
}

fn opens_their_profile(page: &Page) {
    page.role("navigation", "Views").appears();
    page.role("button", "Your account").click();
    page.role("button", "My profile").click();
    page.role("heading", "My profile").appears();
}

#[test]
fn a_passkey_is_added_and_signs_in_alone_and_after_the_password() {
    // P69
    let product = Product::start();
    let anna = Browser::shared().profile().page();
    anna.has_a_device_for_passkeys();
    signs_in_by_name(&anna, &product, "anna@kiln.test");
    opens_their_profile(&anna);
    anna.sees("You have no passkey yet.");
    anna.role("button", "Add a passkey").click();
    let form = anna.role("group", "Add a passkey");
    form.role("textbox", "What to call it").types("Laptop");
    form.role("textbox", "Your password, once more").types("not this one");
    form.role("button", "Go on").click();
    form.says("This is not your password.");
    form.role("textbox", "Your password, once more").replaces("parlor-demo");
    form.role("button", "Go on").click();
    anna.sees("Your new recovery codes");
    anna.role("list", "Passkeys").says("not used yet");
    anna.role("button", "Rename Laptop").click();
    let form = anna.role("group", "Rename Laptop");
    form.role("textbox", "What to call it").replaces("Work laptop");
    form.role("button", "Save").click();
    anna.role("list", "Passkeys").says("Work laptop");

    // Alone it is enough.
    anna.role("button", "Your account").click();
    anna.role("button", "Sign out").click();
    anna.role("button", "Sign in with a passkey").click();
    opens_their_profile(&anna);
    anna.role("list", "Passkeys").says("last used");

    // The password alone is not: the passkey stands beside the code.
    anna.role("button", "Your account").click();
    anna.role("button", "Sign out").click();
    anna.role("textbox", "E-mail").types("anna@kiln.test");
    anna.role("textbox", "Password").types("parlor-demo");
    anna.role("button", "Sign in").click();
    anna.sees("Use one of your passkeys, or type a recovery code.");
    anna.role("button", "Use a passkey").click();
    opens_their_profile(&anna);

    // Removed, it lets nobody in, and the password is enough again.
    anna.role("button", "Remove Work laptop").click();
    let form = anna.role("group", "Remove Work laptop");
    form.role("textbox", "Your password, once more").types("parlor-demo");
    form.role("button", "Remove").click();
    anna.sees("You have no passkey yet.");
    anna.role("button", "Your account").click();
    anna.role("button", "Sign out").click();
    anna.role("button", "Sign in with a passkey").click();
    anna.sees("This passkey does not let you in here.");

    // At a number there are none, and the page says so.
    let elsewhere = Agent::anna(&product);
    elsewhere.signs_in();
    opens_their_profile(elsewhere.page());
    elsewhere.page().sees("None can be added here");
}

#[test]
fn the_owner_hands_the_account_on() {
    // P68
    let product = Product::start();
    let owner = Owner::mira(&product);
    owner.signs_in();
    owner.main().role("link", "Settings").click();
    owner.page().role("tab", "People").click();
    owner.page().role("button", "Hand the account on to Anna Keller").click();
    let asked = owner.page().role("group", "Hand the account on to Anna Keller");
    asked.says("Both of you are signed out everywhere.");
    asked.role("textbox", "Their name, to confirm").types("Anna");
    asked.role("textbox", "Your password, once more").types("parlor-demo");
    asked.role("button", "Hand on").click();
    asked.says("This is not the name.");
    asked.role("textbox", "Their name, to confirm").replaces("Anna Keller");
    asked.role("button", "Hand on").click();
    owner.page().role("button", "Sign in").appears();

    let anna = Agent::anna(&product);
    anna.signs_in();
    anna.page().role("link", "Settings").click();
    anna.page().role("tab", "People").click();
    anna.page().role("button", "Hand the account on to Mira Okafor").appears();
    anna.page().role("tab", "Audit log").click();
    anna.page().sees("handed the account on");
}
