// What this browser keeps of an account, and how it is deleted. Knows names of entries; not what is in them.

/** Deletes who the visitor is here, and what was not sent. What still runs writes again, unless it ends or is told. */
export const forget = (loader) => {
  const prefix = "parlor:" + loader.account;
  try {
    for (const name of Object.keys(localStorage)) {
      if (name == prefix || name.startsWith(prefix + ":")) localStorage.removeItem(name);
    }
  } catch {}
  loader.answered = null;
  loader.recall();
};
