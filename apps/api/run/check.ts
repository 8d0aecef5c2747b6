import { InputError } from "../errors.ts";
import type { Transaction } from "../sql.ts";
import type { PlannedRun } from "./claim.ts";

/** Refuses a run whose target class does not exist for all its models and images. Throws InputError. */
export async function refuseUnsoundTargets(tx: Transaction, run: PlannedRun): Promise<void> {
  if (run.targetPolicy === "fixed") await refuseUnsoundClass(tx, run, run.fixedClass!);
  if (run.targetPolicy === "truth") await refuseMissingTruth(tx, run);
}

async function refuseUnsoundClass(tx: Transaction, run: PlannedRun, fixedClass: number): Promise<void> {
  const models = await tx<{ name: string; classCount: number; labelSet: string; labelSetId: string }[]>`
    select model.name, class_count, label_set.name as label_set, label_set.id as label_set_id
    from run_model
    join model on model.project_id = run_model.project_id and model.id = run_model.model_id
    join label_set on label_set.project_id = model.project_id and label_set.id = model.label_set_id
    where run_model.project_id = ${run.projectId} and run_model.run_id = ${run.id}
    order by run_model.position`;
  const names = [...new Map(models.map((model) => [model.labelSetId, model.labelSet])).values()];
  if (names.length > 1) {
    throw new InputError(
      `The models have ${names.length} label sets (${names.join(", ")}), and a class means something only within one: choose models of one label set, or explain each model's predicted class.`,
      "fixedClass",
    );
  }
  const small = models.find((model) => fixedClass >= model.classCount);
  if (small) {
    throw new InputError(
      `Class ${fixedClass} is out of range: "${small.name}" has the classes 0 to ${small.classCount - 1}.`,
      "fixedClass",
    );
  }
}

async function refuseMissingTruth(tx: Transaction, run: PlannedRun): Promise<void> {
  const [gap] = await tx<{ labelSet: string; missing: number; first: string; images: number }[]>`
    select label_set.name as label_set, count(*)::int as images,
      (count(*) filter (where image_truth.image_id is null))::int as missing,
      (array_agg(image.name order by run_image.position) filter (where image_truth.image_id is null))[1] as first
    from (
      select distinct model.project_id, model.label_set_id from run_model
      join model on model.project_id = run_model.project_id and model.id = run_model.model_id
      where run_model.project_id = ${run.projectId} and run_model.run_id = ${run.id}) as needed
    join label_set on label_set.project_id = needed.project_id and label_set.id = needed.label_set_id
    join run_image on run_image.project_id = ${run.projectId} and run_image.run_id = ${run.id}
    join image on image.project_id = run_image.project_id and image.id = run_image.image_id
    left join image_truth on image_truth.project_id = image.project_id and image_truth.image_id = image.id
      and image_truth.label_set_id = label_set.id
    group by label_set.id, label_set.name
    having count(*) > count(image_truth.image_id)
    order by label_set.id limit 1`;
  if (!gap) return;
  const lack = gap.missing === 1 ? "1 image has" : `${gap.missing} of ${gap.images} images have`;
  throw new InputError(
    `${lack} no true class in ${gap.labelSet} (the first is "${gap.first}"): give them one, leave them out, or explain each model's predicted class.`,
    "targetPolicy",
  );
}
