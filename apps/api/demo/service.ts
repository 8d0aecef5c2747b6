import type { Services } from "../context.ts";
import { StateError } from "../errors.ts";
import type { DemoState } from "../generated/prisma/enums.ts";
import { hasDemo } from "./content.ts";
import { loadDemo } from "./load.ts";
import { moveDemo } from "./state.ts";

export async function getDemoState({ db, project }: Pick<Services, "db" | "project">): Promise<DemoState> {
  const { demoState } = await db.project.findUniqueOrThrow({
    where: { id: project.id },
    select: { demoState: true },
  });
  return demoState;
}

/** What a server does when it starts: loads the demo atlas where nobody ever had it, and goes on where that broke off. */
export async function loadDemoAtFirst(services: Services): Promise<void> {
  if (!(await hasDemo())) return;
  const state = await getDemoState(services);
  if (state === "loading" || (state === "absent" && (await isEmpty(services)))) startLoading(services);
}

/** Sets loading going, which takes some seconds; the runs go on after it. Throws StateError where that cannot be. */
export async function requestDemo(services: Services): Promise<void> {
  if (!(await hasDemo()))
    throw new StateError("This build of Heatlas brings no demo networks: train them, see demo/README.md.");
  // Here, not in the background: who asks for the state right after the answer must not read the old one.
  await moveDemo(services, ["absent", "removed"], "loading");
  if ((await getDemoState(services)) === "loaded") throw new StateError("The demo atlas is loaded already.");
  startLoading(services);
}

/** In the background: who asked is not kept waiting. */
function startLoading(services: Services): void {
  loadDemo(services).catch(async (error) => {
    console.error("demo: loading broke off; asked for again, it goes on from there:", error);
    // Out of "loading", so that the page offers it again. Without a database it stays there, and the next start goes on.
    await moveDemo(services, ["loading"], "absent").catch(() => {});
  });
}

async function isEmpty({ db, project }: Services): Promise<boolean> {
  const where = { projectId: project.id };
  const [models, images] = await Promise.all([db.model.count({ where }), db.image.count({ where })]);
  return models + images === 0;
}
