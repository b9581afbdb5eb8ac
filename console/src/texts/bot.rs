//! Bots: in the inbox, and in the chatflow editor.

texts! {
    ViewBots: "Bots", "Bots";
    EmptyBots: "No bot is talking to anybody.", "Gerade spricht kein Bot mit jemandem.";
    EmptyBotsMore: "Conversations that a chatflow's bot has appear here until it hands over.", "Gespräche, die der Bot eines Chatflows führt, stehen hier, bis er übergibt.";
    BotHasIt: "{bot} has this conversation.", "{bot} führt dieses Gespräch.";
    TakeOver: "Take over", "Übernehmen";
    BotOffered: "To pick from: {replies}", "Zur Auswahl: {replies}";
    BotHandedOver: "{by} handed this conversation over", "{by} hat dieses Gespräch übergeben";
    CodeBotTalking: "A bot has this conversation: take it over, or close it 30 minutes after the visitor's last message.", "Ein Bot führt dieses Gespräch: Übernehmen Sie es, oder schließen Sie es 30 Minuten nach der letzten Nachricht des Besuchers.";
    CodeBotGone: "The bot has handed this conversation over, or a colleague took it.", "Der Bot hat dieses Gespräch übergeben, oder jemand aus dem Team hat es übernommen.";
    CodeBotInvalid: "Something is wrong with the bot.", "Mit dem Bot stimmt etwas nicht.";
}
