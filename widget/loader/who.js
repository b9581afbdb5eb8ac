// Whose messages are kept: the visitor, and the person that the page's own server may say they are.

/** Both by a token; neither where there is none, or none that can be read. */
export const who = (token) => {
  try {
    const { v, sub: c } = JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
    return [v, c];
  } catch {
    return [];
  }
};
