import { createContext, type Services } from "../context.ts";
import { ExistsError } from "../errors.ts";
import { receiveImage } from "../image/receive.ts";
import { takeLabelSet } from "../label-set/service.ts";
import { receiveModel } from "../model/receive.ts";
import { createModel } from "../model/service.ts";
import { savePattern } from "../pattern/save.ts";
import { createRun } from "../run/create.ts";
import { startRun } from "../run/service.ts";
import { type DemoModel, demoModels, demoPatterns, demoRuns, imageSetName, labelSet } from "./content.ts";
import { type DrawnPicture, drawPictures } from "./draw.ts";
import { alone, moveDemo } from "./state.ts";

/**
 * Puts the demo atlas in: its networks, its pictures, and its runs, which the workers then compute. May be called again
 * after it broke off anywhere: what is there already is taken as it is.
 */
export async function loadDemo(
  services: Services,
  draw: () => AsyncIterable<DrawnPicture> = drawPictures,
): Promise<void> {
  await alone(services, async () => {
    if (!(await moveDemo(services, ["absent", "removed", "loading"], "loading"))) return;
    const modelIds: string[] = [];
    for await (const model of demoModels()) modelIds.push(await addModel(services, model));
    const labelSetId = await takeLabelSet(services, labelSet, labelSet.labels.length);
    const imageIds: string[] = [];
    for await (const drawn of draw()) imageIds.push(await addPicture(services, drawn, labelSetId));
    const runIds: string[] = [];
    for (const run of demoRuns) runIds.push(await addRun(services, { ...run, modelIds, imageIds }));
    await addPatterns(services, runIds[0]!);
    await moveDemo(services, ["loading"], "loaded");
  });
}

async function addModel(services: Services, { fileName, bytes, facts }: DemoModel): Promise<string> {
  const received = await receiveModel(services, once(bytes), fileName);
  if ("existing" in received) return received.existing.id;
  if ("waiting" in received) throw new Error(`the demo's model ${fileName} lacks its data files`);
  const id = await createModel(services, received.upload.id, { ...facts, labelSet }).catch((error) => {
    // Somebody was faster with the same file.
    if (error instanceof ExistsError) return error.id;
    throw error;
  });
  await services.db.model.updateMany({ where: { projectId: services.project.id, id }, data: { demo: true } });
  return id;
}

async function addPicture(services: Services, drawn: DrawnPicture, labelSetId: string): Promise<string> {
  const { image, existed } = await receiveImage(services, once(drawn.picture), {
    fileName: `${drawn.name}.png`,
    imageSet: imageSetName,
    truth: { labelSetId, classIndex: drawn.class },
  });
  if (existed) return image.id;
  const maskSha256 = await services.blobs.put("images", drawn.mask);
  await services.db.image.updateMany({
    where: { projectId: services.project.id, id: image.id },
    data: { maskSha256, demo: true },
  });
  return image.id;
}

interface NewDemoRun {
  readonly name: string;
  readonly methods: readonly { slug: string; parameters?: Readonly<Record<string, unknown>> }[];
  readonly modelIds: readonly string[];
  readonly imageIds: readonly string[];
}

async function addRun({ db, sql, queue, project }: Services, run: NewDemoRun): Promise<string> {
  const there = await db.run.findFirst({
    where: { projectId: project.id, demo: true, name: run.name },
    select: { id: true, status: true },
  });
  const id = there?.id ?? (await createRun(sql, project.id, { ...run, demo: true }));
  if (!there || there.status === "draft") await startRun(sql, queue, project.id, id);
  return id;
}

async function addPatterns(services: Services, runId: string): Promise<void> {
  for (const pattern of demoPatterns) {
    await savePattern(createContext(services), { ...pattern, runId }).catch((error) => {
      // Saved already, before loading broke off or by somebody.
      if (!(error instanceof ExistsError)) throw error;
    });
  }
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}
