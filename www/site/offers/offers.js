// What the shop knows of its customer, for conditions that ask. It is read when a chat is decided, and again when the page
// says that it changed.
window.parlor = { attributes: { plan: "home" } };

document.querySelector("#plan").addEventListener("click", () => {
  window.parlor.attributes.plan = "pro";
  window.dispatchEvent(new Event("parlor"));
});
