// What the request form needs of the browser beyond Blazor.

/** Shows where the draft lives, without a navigation: the page, its scroll position and the focus stay. */
export function showAddress(path) {
  history.replaceState(history.state, "", path);
}

/** Takes the reader to a field. */
export function focusOn(id) {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}
