// Rows of one line each: Enter goes on to the next row, and begins one after the last. The server makes that; what is typed
// until it is there belongs into it.
const patience = 3000;
let typedAhead = null;
let timer;

function release() {
  const text = typedAhead;
  typedAhead = null;
  clearTimeout(timer);
  if (text) document.execCommand("insertText", false, text);
}

document.addEventListener("beforeinput", event => {
  const list = event.target.closest?.(".text-rows");

  // What an input method composes cannot be held back.
  if (!list || !event.cancelable) return;

  if (typedAhead !== null) {
    event.preventDefault();
    typedAhead += event.data ?? "";
    return;
  }

  // Dictated lines come as one text and are told line by line, each time with the whole: the server would take each for all.
  if (event.inputType === "insertText" && event.data?.includes("\n")) {
    event.preventDefault();
    event.target.setRangeText(event.data, event.target.selectionStart, event.target.selectionEnd, "end");
    event.target.dispatchEvent(new InputEvent("input", { bubbles: true }));
    return;
  }

  if (event.inputType !== "insertLineBreak" && event.inputType !== "insertParagraph") return;
  event.preventDefault();
  const rows = [...list.querySelectorAll("textarea")];
  const next = rows[rows.indexOf(event.target) + 1];
  const add = list.querySelector("[data-add-row]");
  if (next) {
    next.focus();
  } else if (event.target.value && !add.disabled) {
    typedAhead = "";
    timer = setTimeout(release, patience);
    add.click();
  }
});

// The new row takes the focus when it is there.
document.addEventListener("focusin", () => {
  if (typedAhead !== null) release();
});
