//! Signing in and setting up.

texts! {
    SignInTitle: "Sign in", "Anmelden";
    SignInLead: "Answer your visitors.", "Antworten Sie Ihren Besuchern.";
    Email: "E-mail", "E-Mail";
    Password: "Password", "Passwort";
    SignIn: "Sign in", "Anmelden";
    SigningIn: "Signing in", "Anmeldung läuft";
    SignInFailed: "E-mail or password is wrong.", "E-Mail oder Passwort ist falsch.";
    SignInTooOften: "Too many attempts. Wait a minute, then try again.", "Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es erneut.";
    SessionOver: "You were signed out because your session ended. What you typed is kept.", "Ihre Sitzung ist abgelaufen. Was Sie geschrieben haben, bleibt erhalten.";
    EmailMissing: "Enter your e-mail address.", "Geben Sie Ihre E-Mail-Adresse ein.";
    EmailEnding: "An e-mail address has an @ and an ending, for example name@example.com.", "Eine E-Mail-Adresse hat ein @ und eine Endung, zum Beispiel name@example.de.";
    PasswordMissing: "Enter your password.", "Geben Sie Ihr Passwort ein.";
    SetUpTitle: "Set up Parlor", "Parlor einrichten";
    SetUpLead: "Make the first account and its admin. Sites can be added later.", "Legen Sie das erste Konto und seine Verwaltung an. Websites lassen sich später hinzufügen.";
    SetUpNoSecret: "This page needs the one-time link that was printed when Parlor started.", "Diese Seite braucht den Einmal-Link, der beim Start von Parlor ausgegeben wurde.";
    SetUpUsed: "This link was used already. Sign in instead.", "Dieser Link wurde schon benutzt. Melden Sie sich stattdessen an.";
    SetUpWrong: "This link is not valid. Use the one printed last.", "Dieser Link ist nicht gültig. Benutzen Sie den zuletzt ausgegebenen.";
    AccountName: "Name of your site or company", "Name Ihrer Website oder Firma";
    AccountNameMissing: "Enter a name.", "Geben Sie einen Namen ein.";
    AccountId: "Short name", "Kurzname";
    AccountIdHelp: "Part of the address on your pages: a to z, 0 to 9 and hyphens.", "Teil der Adresse auf Ihren Seiten: a bis z, 0 bis 9 und Bindestriche.";
    AccountIdWrong: "Use 1 to 40 letters a to z, digits and hyphens, not starting with a hyphen.", "Verwenden Sie 1 bis 40 Buchstaben a bis z, Ziffern und Bindestriche, nicht mit einem Bindestrich am Anfang.";
    YourName: "Your name", "Ihr Name";
    YourNameHelp: "Visitors see it when you answer.", "Besucher sehen ihn, wenn Sie antworten.";
    Origin: "Address of your site", "Adresse Ihrer Website";
    OriginHelp: "The widget runs only there, for example https://www.example.com. May stay empty for now.", "Nur dort läuft das Widget, zum Beispiel https://www.example.de. Kann vorerst leer bleiben.";
    PasswordHelp: "At least 10 characters.", "Mindestens 10 Zeichen.";
    PasswordTooShort: "Use at least 10 characters.", "Verwenden Sie mindestens 10 Zeichen.";
    SetUpDone: "Your account is ready, with a first chatflow on every page. Paste this line into your site, and the chat is there.", "Ihr Konto ist bereit, mit einem ersten Chatflow auf jeder Seite. Fügen Sie diese Zeile in Ihre Website ein, und der Chat ist da.";
    CreateAccount: "Create account", "Konto anlegen";
    CreatingAccount: "Creating the account", "Konto wird angelegt";
}
