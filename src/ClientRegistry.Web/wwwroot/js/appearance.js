// Light, dark, or as the system has it. The choice is a cookie, so that the server draws the next page right at once.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const watchers = new Set();
  const isDark = () => root.dataset.theme === "dark" || (root.dataset.theme === "system" && system.matches);

  const changed = () => {
    root.dataset.dark = isDark();
    watchers.forEach(watcher => watcher.invokeMethodAsync("AppearanceChanged", isDark()));
  };

  const choose = () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `appearance=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax${secure}`;
    changed();
  };

  document.addEventListener("click", event => {
    if (event.target.closest("[data-appearance]")) choose();
    for (const menu of document.querySelectorAll("details.user-menu[open], details.shell-menu[open]")) {
      if (!menu.contains(event.target) || event.target.closest("a")) menu.open = false;
    }
  });
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest("details.user-menu[open], details.shell-menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  system.addEventListener("change", changed);
  root.dataset.scripted = "";
  changed();

  window.registryAppearance = {
    watch(watcher) {
      watchers.add(watcher);
      watcher.invokeMethodAsync("AppearanceChanged", isDark());
      return { stop: () => watchers.delete(watcher) };
    },
  };
})();
