import { EngineError } from "../errors.ts";
import { deconvnet } from "./deconvnet.ts";
import { gradCam } from "./grad-cam.ts";
import { guided } from "./guided.ts";
import { guidedGradCam } from "./guided-grad-cam.ts";
import { inputXGradient } from "./input-x-gradient.ts";
import { lrpEpsilon } from "./lrp/lrp-epsilon.ts";
import type { Method } from "./method.ts";
import { vanilla } from "./vanilla.ts";

/** Every method, in the order in which they are offered. */
export const methods: readonly Method[] = [
  vanilla,
  deconvnet,
  guided,
  gradCam,
  guidedGradCam,
  lrpEpsilon,
  inputXGradient,
];

/** @throws EngineError `unknown-method` */
export function getMethod(slug: string): Method {
  const method = methods.find((m) => m.slug === slug);
  if (method) return method;
  throw new EngineError(
    "unknown-method",
    `There is no explanation method "${slug}"; the methods are ${methods.map((m) => m.slug).join(", ")}.`,
    { slug },
  );
}
