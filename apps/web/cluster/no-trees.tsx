import { isFinished } from "../run/run-frame.ts";
import { ButtonLink } from "../shell/button.tsx";
import { Empty } from "../shell/states.tsx";

/** Why a run has no trees by this method, or not yet. */
export function NoTrees({
  modelCount,
  status,
  runPath: href,
}: {
  modelCount: number;
  status: string | undefined;
  runPath: string;
}) {
  if (modelCount < 2) {
    return (
      <Empty title="A tree needs two models" action={<ButtonLink href="/run/new">New run</ButtonLink>}>
        This run has one, so there is nothing to compare it with.
      </Empty>
    );
  }
  return (
    <Empty
      title={isFinished(status) ? "No tree was made" : "The trees are not there yet"}
      action={<ButtonLink href={href}>Look at the run</ButtonLink>}
    >
      {isFinished(status)
        ? "A tree needs the maps of all models on an image, and some of them are missing."
        : "Each appears as soon as all models' maps of its image are computed."}
    </Empty>
  );
}
