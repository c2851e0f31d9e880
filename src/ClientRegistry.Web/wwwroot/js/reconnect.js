// Acts on what Blazor tells of the connection: rejoin the circuit, or resume it where the server let go of it.
const dialog = document.getElementById("components-reconnect-modal");

const reload = () => location.reload();

const resume = async () => {
  if (await Blazor.resumeCircuit()) dialog.close();
  else reload();
};

const rejoin = async () => {
  document.removeEventListener("visibilitychange", rejoinWhenSeen);
  try {
    // False means that the server answers but no longer has the circuit; no answer at all is thrown.
    if (!await Blazor.reconnect()) await resume();
  } catch {
    document.addEventListener("visibilitychange", rejoinWhenSeen);
  }
};

const rejoinWhenSeen = () => {
  if (document.visibilityState === "visible") rejoin();
};

const states = {
  show: () => dialog.open || dialog.showModal(),
  hide: () => dialog.close(),
  failed: () => document.addEventListener("visibilitychange", rejoinWhenSeen),
  rejected: reload,
};

const actions = {
  retry: rejoin,
  resume: () => resume().catch(() =>
    dialog.classList.replace("components-reconnect-paused", "components-reconnect-resume-failed")),
  reload,
};

dialog.addEventListener("components-reconnect-state-changed", event => states[event.detail.state]?.());
dialog.addEventListener("click", event => actions[event.target.dataset.reconnect]?.());
dialog.addEventListener("cancel", event => event.preventDefault());
