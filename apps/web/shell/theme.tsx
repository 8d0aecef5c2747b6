"use client";

import { useEffect, useState } from "react";
import styles from "./rail.module.css";

const themes = ["system", "light", "dark"] as const;
type Theme = (typeof themes)[number];

/** system follows prefers-color-scheme; the other two are kept in this browser (public/theme.js applies them early). */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>("system");
  useEffect(() => {
    const stored = document.documentElement.dataset.theme;
    if (stored === "light" || stored === "dark") setTheme(stored);
  }, []);

  const choose = (next: Theme) => {
    setTheme(next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try {
      if (next === "system") localStorage.removeItem("heatlas-theme");
      else localStorage.setItem("heatlas-theme", next);
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
  };

  return (
    <fieldset className={styles.themes}>
      <legend className="visually-hidden">Theme</legend>
      {themes.map((name) => (
        <label key={name} className={styles.theme} title={`${name} theme`}>
          <input
            type="radio"
            name="theme"
            className="visually-hidden"
            checked={theme === name}
            onChange={() => choose(name)}
          />
          <ThemeIcon name={name} />
          <span className="visually-hidden">{name}</span>
        </label>
      ))}
    </fieldset>
  );
}

function ThemeIcon({ name }: { name: Theme }) {
  const shared = {
    width: 14,
    height: 14,
    viewBox: "0 0 14 14",
    fill: "none",
    stroke: "currentColor",
    strokeWidth: 1.3,
  };
  if (name === "light")
    return (
      <svg {...shared} aria-hidden="true">
        <circle cx="7" cy="7" r="2.6" />
        <path d="M7 .8v1.6M7 11.6v1.6M.8 7h1.6M11.6 7h1.6M2.6 2.6l1.1 1.1M10.3 10.3l1.1 1.1M11.4 2.6l-1.1 1.1M3.7 10.3l-1.1 1.1" />
      </svg>
    );
  if (name === "dark")
    return (
      <svg {...shared} aria-hidden="true">
        <path d="M11.9 8.6A5.3 5.3 0 0 1 5.4 2.1a5.3 5.3 0 1 0 6.5 6.5Z" strokeLinejoin="round" />
      </svg>
    );
  return (
    <svg {...shared} aria-hidden="true">
      <circle cx="7" cy="7" r="5.3" />
      <path d="M7 1.7a5.3 5.3 0 0 1 0 10.6Z" fill="currentColor" stroke="none" />
    </svg>
  );
}
