import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./tokens.css";
import "./base.css";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { AtlasClientProvider } from "../shell/apollo.tsx";
import { KeysProvider } from "../shell/keys.tsx";
import { Rail } from "../shell/rail.tsx";
import { Tour } from "../tour/tour.tsx";
import styles from "./layout.module.css";

export const metadata: Metadata = {
  description: "A shared atlas of how image classifiers explain themselves",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfaf8" },
    { media: "(prefers-color-scheme: dark)", color: "#131211" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // public/theme.js sets data-theme before React sees the element.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script src="/theme.js" />
      </head>
      <body>
        <a href="#main" className={styles.skip}>
          Skip to the page
        </a>
        <AtlasClientProvider>
          <KeysProvider>
            <div className={styles.shell}>
              <Rail />
              {children}
            </div>
            <Tour />
          </KeysProvider>
        </AtlasClientProvider>
      </body>
    </html>
  );
}
