//! The account's settings: tracking code, sites, data protection.

texts! {
    Settings: "Settings", "Einstellungen";
    SettingsLead: "What holds for all chatflows of {name}.", "Was für alle Chatflows von {name} gilt.";
    SettingsFailed: "The settings could not be loaded.", "Die Einstellungen konnten nicht geladen werden.";
    AdminsSet: "Only admins can see and change the settings.", "Nur die Verwaltung kann die Einstellungen sehen und ändern.";

    ChatLinkTitle: "A page of its own", "Eine eigene Seite";
    ChatLinkLead: "Where there is no website: a link in an e-mail, a profile or on paper leads to the chat alone.", "Wo keine Website ist: Ein Link in einer E-Mail, einem Profil oder auf Papier führt zum Chat allein.";
    ChatLink: "Link", "Link";
    ChatLinkCopy: "Copy link", "Link kopieren";
    ChatLinkOpen: "Open the page", "Seite öffnen";
    ChatLinkCopied: "The link is in your clipboard.", "Der Link ist in der Zwischenablage.";
    ChatLinkQr: "QR code of the link", "QR-Code des Links";
    LabelPagesTitle: "Labels from pages", "Etiketten von Seiten";
    LabelPagesLead: "Your pages can put these labels on their visitor’s conversation (chat.addLabel). Whoever is on such a page could do so by themselves: allow only what may be forged.", "Ihre Seiten können diese Etiketten am Gespräch ihres Besuchers anbringen (chat.addLabel). Wer auf einer solchen Seite ist, könnte das auch selbst tun: Erlauben Sie nur, was gefälscht sein darf.";
    LabelPagesNone: "There are no labels yet.", "Es gibt noch keine Etiketten.";
    LabelPagesFailed: "This could not be done.", "Das war nicht möglich.";
    TrackingCode: "Tracking code", "Tracking-Code";
    TrackingLead: "Paste this line into every page that shall have the widget, before </body>. It is the same for all pages: which chatflow shows where is decided by your rules.", "Fügen Sie diese Zeile in jede Seite ein, die das Widget haben soll, vor </body>. Sie ist für alle Seiten gleich: Welcher Chatflow sich wo zeigt, entscheiden Ihre Regeln.";
    CopyCode: "Copy", "Kopieren";
    CodeCopied: "Copied", "Kopiert";
    CodeCopiedLong: "The tracking code is in your clipboard.", "Der Tracking-Code ist in der Zwischenablage.";
    CodeNotCopied: "The browser did not allow copying. The code is selected: press Ctrl+C or ⌘C.", "Der Browser hat das Kopieren nicht erlaubt. Der Code ist markiert: Drücken Sie Strg+C oder ⌘C.";
    SendToDeveloper: "Send to my developer", "An mein Entwicklungsteam senden";
    SendSubject: "Chat widget for {name}: one line to paste", "Chat-Widget für {name}: eine Zeile zum Einfügen";
    SendBody: "Hello,\n\nplease paste the line below into every page of our site, right before </body>. If a tag manager inserts it, set referrerPolicy to no-referrer-when-downgrade in script, since tag managers may drop the attribute.\n\n{code}\n", "Hallo,\n\nbitte fügen Sie die Zeile unten in jede Seite unserer Website ein, direkt vor </body>. Falls ein Tag-Manager sie einfügt, setzen Sie referrerPolicy im Skript auf no-referrer-when-downgrade, denn Tag-Manager lassen das Attribut manchmal weg.\n\n{code}\n";
    GuideTitle: "Tag manager, WordPress, single-page apps?", "Tag-Manager, WordPress, Single-Page-Apps?";
    GuideText: "The guide “Embedding the widget” that comes with Parlor says how (docs/embed.md).", "Die Anleitung „Embedding the widget“, die mit Parlor kommt, sagt wie (docs/embed.md).";
    NoSiteYet: "No site is allowed yet, so the widget runs nowhere.", "Noch ist keine Website erlaubt, das Widget läuft also nirgends.";
    AddSiteFirst: "Add your site", "Website hinzufügen";

    Sites: "Sites", "Websites";
    SitesLead: "The widget runs on these sites and nowhere else.", "Das Widget läuft auf diesen Websites und sonst nirgends.";
    NoSites: "No site yet.", "Noch keine Website.";
    NewSite: "Address of a site", "Adresse einer Website";
    NewSiteHelp: "For example https://www.example.com, or https://*.example.com for all its sub-domains.", "Zum Beispiel https://www.example.de, oder https://*.example.de für alle Subdomains.";
    AddSite: "Add site", "Website hinzufügen";
    RemoveSite: "Remove {site}", "{site} entfernen";
    SiteAdded: "{site} is added. The widget runs there from the next page view on.", "{site} ist hinzugefügt. Das Widget läuft dort ab dem nächsten Seitenaufruf.";
    SiteRemoved: "{site} is removed. The widget no longer runs there.", "{site} ist entfernt. Das Widget läuft dort nicht mehr.";
    SiteMissing: "Enter the address of a site.", "Geben Sie die Adresse einer Website ein.";
    SiteWrong: "This is no site. An example: https://www.example.com", "Das ist keine Website. Ein Beispiel: https://www.example.de";
    SiteScheme: "A site begins with https:// or http://.", "Eine Website beginnt mit https:// oder http://.";
    SiteTooWide: "After *. at least two parts are needed, as in https://*.example.com.", "Nach *. braucht es mindestens zwei Teile, wie in https://*.example.de.";
    SiteThere: "This site is on the list already.", "Diese Website steht schon auf der Liste.";
    SitesTooMany: "No more than {n} sites.", "Nicht mehr als {n} Websites.";
    AnyLoopback: "Every port of this machine is allowed too, for trying things out. That comes from the account file.", "Auch jeder Port dieses Rechners ist erlaubt, zum Ausprobieren. Das kommt aus der Kontodatei.";
    SettingsNotSaved: "Not saved, everything is as it was. {why}", "Nicht gespeichert, alles ist wie vorher. {why}";

    DataProtection: "Data protection", "Datenschutz";
    Gdpr: "GDPR functions", "DSGVO-Funktionen";
    GdprHelp: "While they are on, each chatflow can ask visitors for consent before they write. While they are off, such steps are kept and not shown.", "Solange sie an sind, kann jeder Chatflow Besucher um Einwilligung bitten, bevor sie schreiben. Solange sie aus sind, bleiben solche Schritte erhalten und werden nicht gezeigt.";
    GdprOn: "The GDPR functions are on. Consent is set up in each chatflow.", "Die DSGVO-Funktionen sind an. Die Einwilligung wird in jedem Chatflow eingerichtet.";
    GdprOff: "The GDPR functions are off. No chatflow asks for consent.", "Die DSGVO-Funktionen sind aus. Kein Chatflow bittet um Einwilligung.";
}
