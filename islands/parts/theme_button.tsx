import { useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** Day and night: the choice stays on this device. */
export function ThemeButton() {
  const [dark, setDark] = useState(isDark);
  const turn = () => {
    const theme = dark ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("sonic-alchemy:theme", theme);
    } catch {
      // storage is switched off: the choice lasts as long as the page
    }
    dispatchEvent(new Event("themechange"));
    setDark(!dark);
  };
  return (
    <button
      type="button"
      class="btn icon phone-hide"
      aria-label={dark ? "Day colours" : "Night colours"}
      title={dark ? "Day colours" : "Night colours"}
      onClick={turn}
    >
      <Icon name="sun" />
    </button>
  );
}

export function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
