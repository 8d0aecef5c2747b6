"use client";

import Link from "next/link";
import { Fragment, type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { Button } from "./button.tsx";
import { isConnectionLost, subscribeConnection } from "./connection.ts";
import { copyText } from "./copy-text.ts";
import styles from "./page-frame.module.css";
import { railId } from "./rail.tsx";

export interface Crumb {
  label: string;
  href?: string;
}

interface PageFrameProps {
  crumbs: readonly Crumb[];
  /** The tab's title; the last crumb when left out. */
  title?: string | undefined;
  tools?: ReactNode;
  inspector?: ReactNode;
  children: ReactNode;
}

/** Top bar, tool bar, body and inspector: the frame that every page fills. */
export function PageFrame({ crumbs, title, tools, inspector, children }: PageFrameProps) {
  const tab = title ?? crumbs.at(-1)?.label ?? "Heatlas";
  return (
    <div className={styles.frame}>
      <title>{tab === "Heatlas" ? tab : `${tab} · Heatlas`}</title>
      <header className={styles.topBar}>
        <button type="button" className={styles.menu} popoverTarget={railId} aria-label="Menu">
          <svg width="16" height="16" viewBox="0 0 16 16" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
            <path d="M2 4.5h12M2 8h12M2 11.5h12" />
          </svg>
        </button>
        <Breadcrumb crumbs={crumbs} />
        <ConnectionNotice />
        <CopyLink />
      </header>
      {tools && (
        <div className={styles.toolBar} role="toolbar" aria-label="View">
          {tools}
        </div>
      )}
      <div className={styles.columns}>
        <main className={styles.body} id="main">
          {children}
        </main>
        {inspector}
      </div>
    </div>
  );
}

function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav className={styles.crumbs} aria-label="Breadcrumb">
      {crumbs.map(({ label, href }, depth) => (
        <Fragment key={label}>
          {depth > 0 && <span aria-hidden="true">/</span>}
          {href ? (
            <Link href={href}>{label}</Link>
          ) : (
            <span aria-current={depth === crumbs.length - 1 ? "page" : undefined}>{label}</span>
          )}
        </Fragment>
      ))}
    </nav>
  );
}

function ConnectionNotice() {
  const lost = useSyncExternalStore(subscribeConnection, isConnectionLost, () => false);
  return (
    <p className={styles.notice} role="status">
      {lost && "Live updates stopped; reconnecting"}
    </p>
  );
}

function CopyLink() {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => setCopied(await copyText(location.href));
  return (
    <Button onClick={copy} className={styles.copy}>
      <span aria-live="polite">{copied ? "Copied" : "Copy link"}</span>
    </Button>
  );
}
