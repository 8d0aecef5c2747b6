import { toInputSize } from "./cam.ts";
import { emitGradCam } from "./grad-cam.ts";
import { emitGuided } from "./guided.ts";
import type { GraphMethod } from "./method.ts";
import { checkReluScope, reluScopeDefaults } from "./relu-scope.ts";

/** guided ⊙ resized grad-cam (Selvaraju 2017). */
export const guidedGradCam: GraphMethod = {
  slug: "guided-grad-cam",
  name: "Guided Grad-CAM",
  signed: false,
  grid: "input",
  reduction: "abs-sum",
  description: "Guided backpropagation, lit only where Grad-CAM is (Selvaraju 2017).",
  parameters: { ...reluScopeDefaults, layer: null },
  check: checkReluScope,
  emit: (context) => context.builder.emit("Mul", [emitGuided(context), toInputSize(context, emitGradCam(context))]),
};
