// The snippet as careless tag managers bring it: long after the page has loaded, and twice.
const address = document.currentScript.dataset.embed;

function inject() {
  const script = document.createElement("script");
  script.async = true;
  script.src = address;
  script.referrerPolicy = "no-referrer-when-downgrade";
  document.body.append(script);
}

addEventListener("load", () => {
  setTimeout(() => {
    inject();
    inject();
  }, 1000);
});
