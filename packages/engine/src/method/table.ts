import { EngineError } from "../errors.ts";
import { deconvnet } from "./deconvnet.ts";
import { deepLift } from "./deeplift.ts";
import { excitation } from "./excitation.ts";
import { fullGrad } from "./full-grad.ts";
import { gradCam } from "./grad-cam.ts";
import { gradCamPlusPlus } from "./grad-cam-plus-plus.ts";
import { guided } from "./guided.ts";
import { guidedGradCam } from "./guided-grad-cam.ts";
import { hiResCam } from "./hires-cam.ts";
import { inputXGradient } from "./input-x-gradient.ts";
import { layerCam } from "./layer-cam.ts";
import { epsilonPlusFlat, lrpAlphaBeta, lrpFlat, lrpGamma, lrpWSquared, lrpZBox, lrpZPlus } from "./lrp/family.ts";
import { lrpEpsilon } from "./lrp/lrp-epsilon.ts";
import type { Method } from "./method.ts";
import { ablationCam } from "./repeated/ablation-cam.ts";
import { expectedGradients } from "./repeated/expected-gradients.ts";
import { integratedGradients } from "./repeated/integrated-gradients.ts";
import { occlusion } from "./repeated/occlusion.ts";
import { rise } from "./repeated/rise.ts";
import { scoreCam } from "./repeated/score-cam.ts";
import { smoothGrad, smoothGradSquared, varGrad } from "./repeated/smooth-grad.ts";
import { vanilla } from "./vanilla.ts";
import { xGradCam } from "./xgrad-cam.ts";

/** Every method, in the order in which they are offered: the report's six, then by kind. */
export const methods: readonly Method[] = [
  vanilla,
  deconvnet,
  guided,
  gradCam,
  guidedGradCam,
  lrpEpsilon,
  inputXGradient,
  fullGrad,
  gradCamPlusPlus,
  xGradCam,
  layerCam,
  hiResCam,
  lrpGamma,
  lrpAlphaBeta,
  lrpZPlus,
  lrpWSquared,
  lrpFlat,
  lrpZBox,
  epsilonPlusFlat,
  excitation,
  deepLift,
  integratedGradients,
  smoothGrad,
  smoothGradSquared,
  varGrad,
  expectedGradients,
  occlusion,
  rise,
  scoreCam,
  ablationCam,
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
