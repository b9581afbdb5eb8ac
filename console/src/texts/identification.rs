//! Settings › API & webhooks: visitors whom the site's own server vouches for.

texts! {
    KnownTitle: "Visitors you know", "Besucher, die Sie kennen";
    KnownLead: "Your server can say who is signed in on your site: agents see who it is, and visitors find their chats again on every device.", "Ihr Server kann sagen, wer auf Ihrer Website angemeldet ist: Agenten sehen, wer es ist, und Besucher finden ihre Chats auf jedem Gerät wieder.";
    VerifiedOnly: "Only my server says who somebody is", "Nur mein Server sagt, wer jemand ist";
    VerifiedOnlyHelp: "Chats ask for no e-mail address, and one that a visitor types makes nobody a contact.", "Chats fragen nicht nach einer E-Mail-Adresse, und eine, die ein Besucher eingibt, macht niemanden zum Kontakt.";
    VerifiedOnlyOn: "Only your server says who somebody is.", "Nur Ihr Server sagt, wer jemand ist.";
    VerifiedOnlyOff: "An address that a visitor types makes them a contact again.", "Eine Adresse, die ein Besucher eingibt, macht ihn wieder zum Kontakt.";
    SecretsTitle: "Secrets to sign with", "Geheimnisse zum Signieren";
    SecretsNone: "There is none yet. With a secret your server signs who a visitor is, without asking us.", "Es gibt noch keines. Mit einem Geheimnis signiert Ihr Server, wer ein Besucher ist, ohne uns zu fragen.";
    SecretsOne: "To change it, make a second one first: both count until you revoke one.", "Um es zu wechseln, erstellen Sie zuerst ein zweites: Beide gelten, bis Sie eines widerrufen.";
    SecretsBoth: "Both count. Once all your servers sign with the newer one, revoke the older.", "Beide gelten. Sobald alle Ihre Server mit dem neueren signieren, widerrufen Sie das ältere.";
    SecretNew: "New secret", "Neues Geheimnis";
    SecretRotate: "Second secret", "Zweites Geheimnis";
    SecretOnce: "Your server signs with this secret. Copy it now: it is not shown again.", "Ihr Server signiert mit diesem Geheimnis. Kopieren Sie es jetzt: Es wird nicht noch einmal gezeigt.";
    SecretSince: "Made {day}", "Erstellt {day}";
    SecretRevoke: "Revoke the secret made {day}", "Das Geheimnis vom {day} widerrufen";
    SecretRevoked: "The secret is revoked. What was signed with it counts no more.", "Das Geheimnis ist widerrufen. Was damit signiert wurde, gilt nicht mehr.";
    ScopeVisitorsIdentify: "Say who visitors are", "Sagen, wer Besucher sind";
}
