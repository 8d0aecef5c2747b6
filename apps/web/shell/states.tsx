"use client";

import type { CSSProperties, ReactNode } from "react";
import { Button } from "./button.tsx";
import styles from "./states.module.css";

/** A grey area of the size that will come, so that nothing jumps. */
export function Skeleton({
  width,
  height,
  className,
}: {
  width?: number | string;
  height?: number | string;
  className?: string;
}) {
  const style: CSSProperties = { width, height };
  return <span className={[styles.skeleton, className].filter(Boolean).join(" ")} style={style} aria-hidden="true" />;
}

/** What a page says instead of its content when the API does not answer. */
export function Failure({ error, onRetry }: { error: { message: string }; onRetry: () => void }) {
  return (
    <div className={styles.state} role="alert" data-testid="failure">
      <h2>{failureTitle(error)}</h2>
      <p>{failureReason(error)}</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}

/** Apollo's network errors speak of fetch and status codes; a reader needs to know what to do. */
const isUnreachable = ({ message }: { message: string }) =>
  /fetch|network|status code|Unexpected token|JSON/i.test(message);

const failureTitle = (error: { message: string }) =>
  isUnreachable(error) ? "Heatlas does not answer" : "This cannot be shown";

const failureReason = (error: { message: string }) =>
  isUnreachable(error) ? "Its API is not running or cannot be reached; nothing is lost." : error.message;

interface EmptyProps {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div className={styles.state} data-testid="empty">
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}
