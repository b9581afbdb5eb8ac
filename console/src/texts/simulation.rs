//! Trying targeting out: one page, a whole site, and the decisions an owner expects.

texts! {
    // The circumstances of a page view.
    FactDevice: "Device", "Gerät";
    FactLanguage: "Language", "Sprache";
    FactReferrer: "Came from", "Kam von";
    FactCountry: "Country", "Land";
    FactRegion: "Region", "Region";
    FactVisits: "Visits", "Besuche";
    FactPageViews: "Pages seen", "Gesehene Seiten";
    FactAttribute: "Attribute of the page", "Attribut der Seite";
    FactNamed: "Attribute {name}", "Attribut {name}";
    OpIs: "is", "ist";
    OpIsNot: "is not", "ist nicht";
    OpContains: "contains", "enthält";
    OpLacks: "does not contain", "enthält nicht";
    OpStarts: "begins with", "beginnt mit";
    OpStartsNot: "does not begin with", "beginnt nicht mit";
    OpAtLeast: "is at least", "ist mindestens";
    OpAtMost: "is at most", "ist höchstens";
    OpKnown: "is known", "ist bekannt";
    OpUnknown: "is not known", "ist nicht bekannt";

    // The question.
    TryTitle: "Try it out", "Ausprobieren";
    TryLead: "What a page shows and why, before anybody sees it. Nothing is changed and nothing is stored.", "Was eine Seite zeigt und warum, bevor es jemand sieht. Nichts wird geändert und nichts gespeichert.";
    TryOnePage: "One page", "Eine Seite";
    TryEdit: "Try this edit", "Diese Änderung ausprobieren";
    TryEditLead: "As it stands on the form, saved or not, and as if it were switched on.", "So, wie er im Formular steht, gespeichert oder nicht, und als wäre er eingeschaltet.";
    TryAddress: "Address of the page", "Adresse der Seite";
    TryAddressMissing: "Enter the address of a page.", "Geben Sie die Adresse einer Seite ein.";
    TryWho: "Who looks at it", "Wer sie ansieht";
    TryStranger: "Somebody unknown", "Ein unbekannter Besucher";
    TryKnown: "A known contact", "Ein bekannter Kontakt";
    TryOnLists: "On these lists", "Auf diesen Listen";
    TryCircumstances: "Circumstances", "Umstände";
    TryAddFact: "Add a circumstance", "Umstand hinzufügen";
    TryFactN: "Circumstance {n}", "Umstand {n}";
    TryFactName: "Circumstance {n}: name of the attribute", "Umstand {n}: Name des Attributs";
    TryFactValue: "Circumstance {n}: value", "Umstand {n}: Wert";
    TryDeleteFact: "Delete circumstance {n}", "Umstand {n} löschen";
    TryReplay: "Replay a decision of a live page", "Entscheidung einer echten Seite wiederholen";
    TryDecision: "Decision id", "Kennung der Entscheidung";
    TryDecisionHelp: "It begins with p1. and stands in the page, at the widget's element (data-decision). With the page's address above, the decision is made again by the rules of its time.", "Sie beginnt mit p1. und steht in der Seite am Element des Widgets (data-decision). Mit der Adresse der Seite oben wird die Entscheidung nach den damaligen Regeln wiederholt.";
    TryNow: "Try it", "Ausprobieren";
    TryFailed: "It could not be tried.", "Das Ausprobieren hat nicht geklappt.";

    // The answer.
    TryShows: "Shows {name}", "Zeigt {name}";
    TryShowsNothing: "Shows nothing", "Zeigt nichts";
    TryNoFlows: "This account has no chatflow.", "Dieses Konto hat keinen Chatflow.";
    TryEachSays: "No chatflow fits this page view. Each says why:", "Kein Chatflow passt zu diesem Seitenaufruf. Jeder sagt, warum:";
    TryInOrder: "Every chatflow in order, with the one reason that settled it:", "Alle Chatflows der Reihe nach, mit dem einen Grund, der den Ausschlag gab:";
    TrySiteMissing: "This site is not on the list of sites: the widget does not run there, whatever the rules say.", "Diese Website steht nicht auf der Liste: Das Widget läuft dort nicht, was auch immer die Regeln sagen.";
    TryOpenSites: "Open the list of sites", "Liste der Websites öffnen";
    TryRulesSay: "By the rules alone it would show {name}.", "Allein nach den Regeln zeigte sie {name}.";
    TryUnusable: "This is no address of a web page: only a rule for every page matches it.", "Das ist keine Adresse einer Webseite: Nur eine Regel für jede Seite trifft darauf zu.";
    TryElse: "Not to be seen on the page all the same? Then the tracking code is missing there. Hours and absence never hide a chatflow.", "Auf der Seite trotzdem nicht zu sehen? Dann fehlt dort der Tracking-Code. Uhrzeit und Abwesenheit verbergen nie einen Chatflow.";
    TryComparedAs: "Compared as", "Verglichen als";
    WhyOff: "Switched off", "Ausgeschaltet";
    WhyExcluded: "Exclusion {n} matches", "Ausschluss {n} trifft zu";
    WhyNoRule: "No rule matches this page", "Keine Regel trifft auf diese Seite zu";
    WhyConditions: "Its conditions do not hold", "Seine Bedingungen sind nicht erfüllt";
    WhyShadowed: "Fits, but {name} comes first", "Passt, aber {name} kommt zuerst";
    WhyWon: "Shown: rule {n} matches", "Gezeigt: Regel {n} trifft zu";
    WhyEverywhere: "Shown: it has no rule, so every page will do", "Gezeigt: Ohne Regel ist jede Seite recht";
    WhyStrangersOnly: "For unknown visitors only, and this one is known", "Nur für Unbekannte, und dieser Besucher ist bekannt";
    WhyNobodyKnown: "For known contacts only, and nobody is known in this browser (no identity)", "Nur für bekannte Kontakte, und in diesem Browser ist niemand bekannt (keine Identität)";
    WhyNotOnList: "For certain lists only, and this contact is on none of them", "Nur für bestimmte Listen, und dieser Kontakt steht auf keiner davon";
    WhyNoListChosen: "For contacts on lists, but no list is chosen: nobody", "Für Kontakte auf Listen, aber keine Liste ist gewählt: niemand";
    WhyHidden: "This contact is on a list that never sees it", "Dieser Kontakt steht auf einer Liste, die ihn nie sieht";
    WhyAudienceUnknown: "Its audience is not known to this version: nobody", "Diese Version kennt seine Zielgruppe nicht: niemand";
    TryRuleMatches: "matches", "trifft zu";
    TryRuleFails: "does not match", "trifft nicht zu";
    TryCompared: "compared:", "verglichen:";
    TryNothingElse: "It has neither rules nor conditions.", "Er hat weder Regeln noch Bedingungen.";
    TryConditionGroup: "All of these conditions", "Alle diese Bedingungen";
    TryOrConditionGroup: "or all of these", "oder alle diese";
    TryHolds: "holds: {actual}", "erfüllt: {actual}";
    TryHoldsNot: "does not hold: {actual}", "nicht erfüllt: {actual}";
    TryFactUnknown: "not known", "nicht bekannt";
    FlagEverywhere: "A negative beside another rule: joined by “or” they match nearly every page.", "Verneint neben einer anderen Regel: Mit „oder“ verbunden treffen sie auf fast jede Seite zu.";
    FlagNotApplicable: "Does not count here: this is no address of a web page.", "Zählt hier nicht: Das ist keine Adresse einer Webseite.";
    FlagUndecided: "Could not be decided.", "Ließ sich nicht entscheiden.";
    InertEmpty: "Never matches: it is empty.", "Trifft nie zu: Sie ist leer.";
    InertScheme: "Never matches: pages begin with http or https.", "Trifft nie zu: Seiten beginnen mit http oder https.";
    InertHost: "Never matches: no site can have this name.", "Trifft nie zu: So kann keine Website heißen.";
    InertOperator: "Never matches: this version does not know the condition.", "Trifft nie zu: Diese Version kennt die Bedingung nicht.";
    InertName: "Never matches: the parameter has no name.", "Trifft nie zu: Der Parameter hat keinen Namen.";
    InertRegex: "Never matches: this is no regular expression that can be used.", "Trifft nie zu: Das ist kein brauchbarer regulärer Ausdruck.";

    // A live decision made again.
    ReplaySame: "Made again by the rules of {time}, the decision is the same.", "Nach den Regeln vom {time} fällt die Entscheidung wieder gleich aus.";
    ReplayOther: "By the rules of {time} this visitor gets something else than was decided then ({name}): it was somebody else, on other lists or under other circumstances.", "Nach den Regeln vom {time} bekommt dieser Besucher etwas anderes, als damals entschieden wurde ({name}): Es war jemand anderes, auf anderen Listen oder unter anderen Umständen.";
    ReplayInForce: "Those rules are still in force.", "Diese Regeln gelten noch.";
    ReplayOld: "The rules have changed since.", "Die Regeln haben sich seitdem geändert.";
    ReplayOtherPage: "That decision was made on another page. The address must be exactly the page's, with its query.", "Diese Entscheidung fiel auf einer anderen Seite. Die Adresse muss genau die der Seite sein, samt Parametern.";
    ReplayGone: "The rules of that decision are not kept any more, or belong to another account.", "Die Regeln dieser Entscheidung sind nicht mehr aufbewahrt oder gehören zu einem anderen Konto.";
    ReplayUnreadable: "This is not the id of a decision. It looks like p1.0123456789abcdef.01234567.a.name.0", "Das ist keine Kennung einer Entscheidung. Sie sieht aus wie p1.0123456789abcdef.01234567.a.name.0";

    // On the page itself.
    ShowOnPage: "Show it on the page", "Auf der Seite zeigen";
    ExplainOpen: "Open the page with its explanation", "Seite mit Erklärung öffnen";
    ExplainUntil: "The link works until {time}. Whoever has it sees why the page shows what it shows.", "Der Link gilt bis {time}. Wer ihn hat, sieht, warum die Seite zeigt, was sie zeigt.";
    ExplainFailed: "No link was made. {why}", "Es entstand kein Link. {why}";

    // The whole site.
    CoverTitle: "Your whole site", "Ihre ganze Website";
    CoverLead: "Which page shows what, to the same visitor as above.", "Welche Seite was zeigt, für denselben Besucher wie oben.";
    CoverEditTitle: "What this edit changes on your site", "Was diese Änderung auf Ihrer Website ändert";
    CoverFrom: "Where the pages come from", "Woher die Seiten kommen";
    CoverPasted: "Addresses, one a line", "Adressen, eine je Zeile";
    CoverSitemap: "Address of a sitemap", "Adresse einer Sitemap";
    CoverFile: "A sitemap as a file", "Eine Sitemap als Datei";
    CoverSitemapHelp: "On one of your sites, for example https://www.example.com/sitemap.xml", "Auf einer Ihrer Websites, zum Beispiel https://www.example.de/sitemap.xml";
    CoverMissing: "Name pages or a sitemap first.", "Nennen Sie zuerst Seiten oder eine Sitemap.";
    CoverUnreadable: "The file could not be read.", "Die Datei ließ sich nicht lesen.";
    CoverNow: "Show the pages", "Seiten zeigen";
    CoverFailed: "The pages could not be tried.", "Die Seiten ließen sich nicht ausprobieren.";
    CoverAll: "{all} pages, {bare} of them without a chatflow.", "{all} Seiten, davon {bare} ohne Chatflow.";
    CoverChanges: "This edit changes {changed} of {all} pages.", "Diese Änderung betrifft {changed} von {all} Seiten.";
    CoverChangesNothing: "This edit changes none of {all} pages.", "Diese Änderung betrifft keine von {all} Seiten.";
    CoverLeftOut: "{n} more were passed over.", "{n} weitere blieben außen vor.";
    CoverUnusable: "{n} were no addresses of pages.", "{n} waren keine Adressen von Seiten.";
    CoverShown: "Show", "Zeigen";
    CoverEvery: "Every page", "Jede Seite";
    CoverChanged: "Pages that change", "Seiten, die sich ändern";
    CoverBare: "Pages without a chatflow", "Seiten ohne Chatflow";
    CoverOf: "Pages with {name}", "Seiten mit {name}";
    CoverPage: "Page", "Seite";
    CoverWhat: "Shows", "Zeigt";
    CoverBefore: "Now", "Jetzt";
    CoverAfter: "With this edit", "Mit dieser Änderung";
    CoverNone: "No page is like that.", "Keine Seite ist so.";
    CoverNothing: "nothing", "nichts";
    CoverRange: "{from} to {to} of {all}", "{from} bis {to} von {all}";
    CoverEarlier: "Earlier pages", "Vorige Seiten";
    CoverLater: "More pages", "Weitere Seiten";

    // Decisions an owner expects.
    ExpectTitle: "Expected decisions", "Erwartete Entscheidungen";
    ExpectLead: "Tried before anything is published, here or in another chatflow. One that comes out otherwise stops it.", "Werden vor jedem Veröffentlichen geprüft, hier und bei anderen Chatflows. Fällt eine anders aus, wird nichts veröffentlicht.";
    ExpectNone: "Nothing is expected yet.", "Noch wird nichts erwartet.";
    ExpectAdd: "Expect a decision", "Entscheidung erwarten";
    ExpectThis: "Expect this from now on", "Das ab jetzt erwarten";
    ExpectAdded: "Expected from now on, once it is saved.", "Wird ab jetzt erwartet, sobald gespeichert ist.";
    ExpectN: "Expected decision {n}", "Erwartete Entscheidung {n}";
    ExpectAddress: "Expected decision {n}: address", "Erwartete Entscheidung {n}: Adresse";
    ExpectWho: "Expected decision {n}: who looks", "Erwartete Entscheidung {n}: wer sie ansieht";
    ExpectShow: "Expected decision {n}: what is shown", "Erwartete Entscheidung {n}: was gezeigt wird";
    ExpectTry: "Try expected decision {n}", "Erwartete Entscheidung {n} ausprobieren";
    ExpectDelete: "Delete expected decision {n}", "Erwartete Entscheidung {n} löschen";
    ExpectOnList: "Known, on {list}", "Bekannt, auf {list}";
    ExpectOnLists: "Known, on {n} lists", "Bekannt, auf {n} Listen";
    ExpectBroken: "{name} expects a decision (number {n}) that would come out differently.", "{name} erwartet eine Entscheidung (Nummer {n}), die anders ausfiele.";
    ExpectWrong: "An expected decision comes out otherwise now. Try it to see why.", "Eine erwartete Entscheidung fällt jetzt anders aus. Probieren Sie sie aus, um zu sehen, warum.";
}
