import { countOf } from "../text/count.ts";

export interface PlanInput {
  models: readonly { labelSetId: string }[];
  imageCount: number;
  methodCount: number;
  targetPolicy: "predicted" | "truth" | "fixed";
  fixedClass: number | null;
}

/** models × images × methods, and a tree for each image and method where there is more than one model. */
export function planSize({
  models,
  imageCount,
  methodCount,
}: Pick<PlanInput, "models" | "imageCount" | "methodCount">) {
  const perModel = imageCount * methodCount;
  return { maps: models.length * perModel, trees: models.length > 1 ? perModel : 0 };
}

/** "4 models × 14 images × 2 methods". */
export const productText = (models: number, images: number, methods: number) =>
  [countOf(models, "model"), countOf(images, "image"), countOf(methods, "method")].join(" × ");

/** The product beside a run's name, less what the name says already. */
export function runLineText(name: string, models: number, images: number, methods: number): string {
  const named = `${countOf(models, "model")} × ${countOf(images, "image")}`;
  return name === named ? countOf(methods, "method") : productText(models, images, methods);
}

/** The one thing that still keeps the run from starting, or null. */
export function planObstacle(plan: PlanInput): string | null {
  if (plan.models.length === 0) return "Choose at least one model.";
  if (plan.imageCount === 0) return "Choose at least one image.";
  if (plan.methodCount === 0) return "Choose at least one method.";
  const labelSets = new Set(plan.models.map(({ labelSetId }) => labelSetId)).size;
  if (plan.targetPolicy === "fixed" && labelSets > 1) {
    return "One class means something only within one label set; the chosen models have several.";
  }
  if (plan.targetPolicy === "fixed" && plan.fixedClass === null) return "Choose the class to explain.";
  return null;
}
