// Buttons with data-copy put their text on the clipboard and say so beside them.
document.addEventListener("click", async event => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;

  const said = button.parentElement.querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    said.textContent = "Copied";
  } catch {
    said.textContent = "Select the text and copy it by keyboard";
  }
  setTimeout(() => { said.textContent = ""; }, 4000);
});
