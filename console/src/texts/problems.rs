//! What is said for each code that a request or a message can be refused with.

texts! {
    // Ours, not the reader's: a page and a service of different ages.
    CodeMisunderstood: "This page and the service do not understand each other. Reload the page.", "Diese Seite und der Dienst verstehen einander nicht. Laden Sie die Seite neu.";
    CodePageTooOld: "This page is older than your session. Reload it.", "Diese Seite ist älter als Ihre Sitzung. Laden Sie sie neu.";
    CodeTooLarge: "This is too large to be sent.", "Das ist zu groß zum Senden.";
    CodeBroken: "Something broke on our side.", "Auf unserer Seite ist etwas kaputtgegangen.";
    CodeNoRoom: "The service has no room left and stores nothing. Tell whoever runs it.", "Der Dienst hat keinen Platz mehr und speichert nichts. Sagen Sie es der Stelle, die ihn betreibt.";
    CodeTooOften: "Too many at once. Wait a minute, then try again.", "Zu viel auf einmal. Warten Sie eine Minute und versuchen Sie es erneut.";
    CodeForbidden: "Your role does not allow this.", "Ihre Rolle erlaubt das nicht.";
    CodeNotFound: "This does not exist any more, or you cannot see it.", "Das gibt es nicht mehr, oder Sie können es nicht sehen.";

    // Texts and messages.
    CodeBrokenCharacter: "The text holds a broken character. Type it again.", "Der Text enthält ein kaputtes Zeichen. Tippen Sie es neu.";
    CodeTextTooLong: "The text is too long.", "Der Text ist zu lang.";
    CodeTextEmpty: "There is nothing in the text.", "Im Text steht nichts.";
    CodeSentBefore: "This message was sent before with another text. Write it again.", "Diese Nachricht wurde schon mit anderem Text gesendet. Schreiben Sie sie neu.";
    CodeThreadClosed: "This conversation was closed too long ago to be continued.", "Dieses Gespräch ist zu lange geschlossen, um es fortzusetzen.";
    CodeThreadOpen: "This conversation is open. Close it first.", "Dieses Gespräch ist offen. Schließen Sie es zuerst.";
    CodeStartedByBot: "No transcript is mailed of a conversation that a bot began.", "Von einem Gespräch, das ein Bot begonnen hat, wird kein Protokoll gemailt.";
    CodeNoAddress: "No e-mail address of this contact is known.", "Von diesem Kontakt ist keine E-Mail-Adresse bekannt.";
    CodeConsentRequired: "The visitor has to agree first.", "Zuerst muss der Besucher zustimmen.";
    CodeReplaced: "This was opened in another tab.", "Das wurde in einem anderen Tab geöffnet.";
    CodeNoSeat: "Conversations cannot be routed to this person: they have no seat.", "Diese Person hat keinen Platz; ihr können keine Unterhaltungen zugeteilt werden.";
    CodeSchedule: "These hours overlap, or end before they begin.", "Diese Zeiten überschneiden sich oder enden, bevor sie beginnen.";
    CodeTimeZone: "There is no such time zone.", "Diese Zeitzone gibt es nicht.";
    CodeNotAMember: "This person is not a member of the inbox.", "Diese Person ist kein Mitglied des Posteingangs.";

    // Settings and chatflows.
    CodeOriginForbidden: "This site is not on the account's list of sites.", "Diese Website steht nicht auf der Liste des Kontos.";
    CodeOriginInvalid: "The address of a site looks like https://www.example.com, without a path.", "Die Adresse einer Website sieht aus wie https://www.example.de, ohne Pfad.";
    CodeGdprOff: "Consent can be asked for only while the GDPR functions are on. They are in the settings.", "Um Einwilligung lässt sich nur bitten, solange die DSGVO-Funktionen an sind. Sie stehen in den Einstellungen.";
    CodeConsentText: "A consent step needs a text.", "Ein Einwilligungsschritt braucht einen Text.";
    CodeColour: "A colour is a hash and six digits or letters, for example #16614e.", "Eine Farbe ist eine Raute mit sechs Ziffern oder Buchstaben, zum Beispiel #16614e.";
    CodeRuleValue: "The rule's value is empty, too long, or holds characters nobody can see.", "Der Wert der Regel ist leer, zu lang oder enthält unsichtbare Zeichen.";
    CodeRuleUrl: "No page can have this address.", "Diese Adresse kann keine Seite haben.";
    CodeRuleOperator: "There is no such kind of rule.", "Diese Art von Regel gibt es nicht.";
    CodeRuleRegex: "That is no regular expression we can use. Write characters that are not ASCII as addresses do: %C3%BC for ü.", "Das ist kein regulärer Ausdruck, den wir verwenden können. Schreiben Sie Zeichen außerhalb von ASCII wie in Adressen: %C3%BC für ü.";
    CodeCondition: "This condition cannot be understood.", "Diese Bedingung ist nicht zu verstehen.";
    CodeAudience: "It is hidden from every list that it is for, so nobody would see it.", "Er ist vor jeder Liste verborgen, für die er gedacht ist; niemand sähe ihn.";
    CodeContradiction: "These conditions cannot hold together, so nobody would see it.", "Diese Bedingungen können nicht zugleich zutreffen; niemand sähe ihn.";
    CodeExpectation: "A decision that is expected would come out differently.", "Eine erwartete Entscheidung fiele anders aus.";
    CodeSitemap: "The sitemap could not be read.", "Die Sitemap konnte nicht gelesen werden.";
    CodeRuleMissing: "Before it can be switched on, a chatflow needs a rule that says where it is shown.", "Bevor er an sein kann, braucht ein Chatflow eine Regel, die sagt, wo er gezeigt wird.";
    CodeReference: "A list, a person or an inbox named here does not exist any more.", "Eine Liste, eine Person oder ein Posteingang, die hier genannt sind, gibt es nicht mehr.";
    CodeNumber: "The number is too small or too large.", "Die Zahl ist zu klein oder zu groß.";
    CodeTooMany: "There are too many of them.", "Das sind zu viele.";
    CodeChanged: "Somebody else changed this meanwhile. Look at their version first.", "Inzwischen hat das jemand anderes geändert. Sehen Sie sich zuerst deren Fassung an.";
    CodeLabelTaken: "There is a label of that name already.", "Ein Label mit diesem Namen gibt es schon.";
    CodeNamedByRouting: "The routing of a chatflow gives conversations to them. Change it there first.", "Die Zuweisung eines Chatflows gibt ihnen Gespräche. Ändern Sie sie dort zuerst.";
    CodeInboxInUse: "A chatflow leads to this inbox. Give it another one first.", "Ein Chatflow führt in diesen Posteingang. Geben Sie ihm zuerst einen anderen.";
    CodeNameMismatch: "This is not its name. Nothing was deleted.", "Das ist nicht sein Name. Es wurde nichts gelöscht.";
    CodeRecordKind: "A ticket stays a ticket, and a deal a deal.", "Ein Ticket bleibt ein Ticket und ein Deal ein Deal.";
    CodeListInUse: "A chatflow or another list uses this list. Take it out there first.", "Ein Chatflow oder eine andere Liste verwendet diese Liste. Nehmen Sie sie dort zuerst heraus.";
    CodeListCircle: "Lists cannot contain each other in a circle, nor more than five deep.", "Listen können einander nicht im Kreis enthalten und nicht mehr als fünf Ebenen tief.";
    CodeListPriority: "Each list can be named once, and needs a priority above low.", "Jede Liste kann einmal genannt werden und braucht eine höhere Priorität als „niedrig“.";
    CodeListKind: "Who is on a smart list, its criteria say; on other lists people are put one by one.", "Wer auf einer dynamischen Liste steht, bestimmen ihre Kriterien; auf andere Listen kommt man einzeln.";
    CodePropertyInUse: "A list or a contact still uses this. Take it out there first.", "Eine Liste oder ein Kontakt verwendet das noch. Nehmen Sie es dort zuerst heraus.";
    CodePropertyKind: "That does not fit the kind of this property.", "Das passt nicht zur Art dieser Eigenschaft.";
    CodePropertyTaken: "There is one of that name already.", "Davon gibt es schon eine mit diesem Namen.";
    CodeAccount: "The account file does not hold together.", "Die Kontodatei ist in sich nicht stimmig.";
    CodePassword: "Use 10 to 1,024 characters.", "Verwenden Sie 10 bis 1.024 Zeichen.";
}
