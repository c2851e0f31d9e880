// A secret that was shown once leaves with the page, so that no browser brings it back out of its memory.
addEventListener("pagehide", () => {
  for (const place of document.querySelectorAll("[data-once]")) place.textContent = "Not shown any more";
});
