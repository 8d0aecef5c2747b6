import Link from "next/link";
import type { ComponentProps } from "react";
import styles from "./button.module.css";

/** plain: an outline; primary: the one thing to do here; quiet: text only. */
export type ButtonKind = "plain" | "primary" | "quiet";

interface Look {
  kind?: ButtonKind;
}

const looks = ({ kind = "plain" }: Look, className?: string) =>
  [styles.button, styles[kind], className].filter(Boolean).join(" ");

export function Button({ kind, className, ...rest }: ComponentProps<"button"> & Look) {
  return <button type="button" {...rest} className={looks(kind ? { kind } : {}, className)} />;
}

export function ButtonLink({ kind, className, ...rest }: ComponentProps<typeof Link> & Look) {
  return <Link {...rest} className={looks(kind ? { kind } : {}, className)} />;
}
