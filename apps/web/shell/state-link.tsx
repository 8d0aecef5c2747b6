import type { ComponentProps, MouseEvent } from "react";

/**
 * A link to another state of the page that it stands on. That needs nothing of the server, so only the address is replaced;
 * opened in another tab it is a link like any other.
 */
export function StateLink({ href, ...rest }: ComponentProps<"a"> & { href: string }) {
  const go = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.history.replaceState(null, "", href);
  };
  return <a {...rest} href={href} onClick={go} />;
}
