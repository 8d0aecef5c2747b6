"use client";

import { useQuery } from "@apollo/client/react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { graphql } from "../gql/gql";
import { useKeyList } from "./keys.tsx";
import { Logo } from "./logo.tsx";
import styles from "./rail.module.css";
import { clusterPath, gridPath } from "./routes.ts";
import { ThemeSwitch } from "./theme.tsx";

const RailQuery = graphql(`
  query Rail {
    atlas {
      modelCount
      imageCount
      runCount
      heatmapCount
      clusteringCount
    }
    runs(first: 1) {
      edges {
        node {
          id
        }
      }
    }
  }
`);

export const railId = "rail";

export function Rail() {
  const pathname = usePathname();
  const openKeys = useKeyList();
  const { data } = useQuery(RailQuery);
  const rail = useRef<HTMLElement>(null);
  const latest = data?.runs.edges[0]?.node.id;

  // On narrow screens the rail is a popover; a followed link must not leave it open over the page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is the event.
  useEffect(() => {
    if (rail.current?.matches(":popover-open")) rail.current.hidePopover();
  }, [pathname]);

  return (
    <nav ref={rail} id={railId} popover="auto" className={styles.rail} aria-label="Stages">
      <Link href="/" className={styles.brand}>
        <Logo />
        Heatlas
      </Link>
      <ul>
        <RailItem href="/" label="Atlas" current={pathname === "/"} />
      </ul>
      <p className={styles.group} id="rail-collect">
        Collect
      </p>
      <ul aria-labelledby="rail-collect">
        <RailItem
          href="/run"
          label="Runs"
          count={data?.atlas.runCount}
          current={/^\/run(\/new|\/[^/]+)?$/.test(pathname)}
        />
        <RailItem href="/model" label="Models" count={data?.atlas.modelCount} current={pathname === "/model"} />
        <RailItem href="/image" label="Images" count={data?.atlas.imageCount} current={pathname === "/image"} />
      </ul>
      {latest && (
        <>
          <p className={styles.group} id="rail-explore">
            Explore
          </p>
          <ul aria-labelledby="rail-explore">
            <RailItem href={gridPath(latest)} label="Grid" current={pathname.endsWith("/grid")} />
            <RailItem href={clusterPath(latest)} label="Clusters" current={pathname.endsWith("/cluster")} />
            <RailItem href="/pattern" label="Patterns" current={pathname === "/pattern"} />
            <RailItem href="/comparison" label="Compare" current={pathname === "/comparison"} />
          </ul>
        </>
      )}
      <div className={styles.foot}>
        <ThemeSwitch />
        <button type="button" className={styles.keys} onClick={openKeys} aria-label="Keys" title="Keys (?)">
          ?
        </button>
      </div>
    </nav>
  );
}

interface RailItemProps {
  href: string;
  label: string;
  count?: number | undefined;
  current: boolean;
}

function RailItem({ href, label, count, current }: RailItemProps) {
  return (
    <li>
      <Link href={href} className={styles.item} aria-current={current ? "page" : undefined}>
        <span>{label}</span>
        {count !== undefined && count > 0 && (
          <span className={styles.count} data-figures>
            {count.toLocaleString("en")}
          </span>
        )}
      </Link>
    </li>
  );
}
