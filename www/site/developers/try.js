// What the buttons of these pages do, in the words of the original's documentation, and a list of what was heard.
const told = document.getElementById("told");
const EVENTS = [
  "conversationStarted",
  "conversationClosed",
  "userSelectedThread",
  "unreadConversationCountChanged",
  "contactAssociated",
  "userInteractedWithWidget",
  "widgetLoaded",
  "quickReplyButtonClick",
  "widgetClosed",
];
const handlers = new Map(
  EVENTS.map((name) => [
    name,
    (payload) => {
      const line = document.createElement("li");
      line.textContent = name + " " + JSON.stringify(payload);
      told.append(line);
    },
  ]),
);

function onConversationsAPIReady() {
  for (const [name, handler] of handlers) window.HubSpotConversations.on(name, handler);
}

if (window.HubSpotConversations) onConversationsAPIReady();
else window.hsConversationsOnReady = [onConversationsAPIReady, ...(window.hsConversationsOnReady || [])];

const settings = (more) => (window.hsConversationsSettings = { ...window.hsConversationsSettings, ...more });

const calls = {
  "load({widgetOpen: true})": (api) => api.widget.load({ widgetOpen: true }),
  "remove()": (api) => api.widget.remove(),
  "open()": (api) => api.widget.open(),
  "close()": (api) => api.widget.close(),
  off: (api) => handlers.forEach((handler, name) => api.off(name, handler)),
  clear: (api) => api.clear(),
  "clear reset": (api) => api.clear({ resetWidget: true }),
  status: (api) => handlers.get("widgetLoaded")(api.widget.status()),
  inline: (api) => {
    settings({ inlineEmbedSelector: "#box" });
    api.widget.load();
  },
  corner: (api) => {
    settings({ inlineEmbedSelector: "" });
    api.widget.remove();
    api.widget.load();
  },
};

document.addEventListener("click", (event) => {
  const call = event.target.dataset?.call;
  const api = window.HubSpotConversations;
  if (!call || !api) return;
  const [, query] = /^ask (.+)$/.exec(call) || [];
  if (query) {
    history.pushState({}, "", "?" + query);
    api.widget.refresh({ openToNewThread: true });
  } else calls[call](api);
});
