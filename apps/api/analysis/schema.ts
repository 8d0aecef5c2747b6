import { builder } from "../builder.ts";
import { ClusteringSetting } from "../clustering/schema.ts";
import { readSetting, SettingInput } from "../clustering/setting-input.ts";
import { StateError } from "../errors.ts";
import { uuidOf } from "../ids.ts";
import { Run } from "../run/schema.ts";
import { analyseUnder, everySetting } from "./every-setting.ts";

const RunSetting = builder.prismaObject("RunSetting", {
  description: "A run analysed under a setting beside its own.",
  select: { projectId: true, runId: true, settingId: true },
  fields: (t) => ({
    setting: t.relation("setting", { type: ClusteringSetting }),
    plannedTrees: t.exposeInt("plannedTrees"),
    doneTrees: t.exposeInt("doneTrees"),
  }),
});

builder.prismaObjectField(Run, "settings", (t) =>
  t.relation("settings", {
    type: RunSetting,
    description: "Settings beside its own, under which it was analysed too.",
    query: { orderBy: { settingId: "asc" } },
  }),
);

builder.mutationField("analyseEverySetting", (t) =>
  t.prismaField({
    type: Run,
    description: "Analyses a finished run under 24 settings, so that the stability of patterns can be told.",
    errors: { types: [StateError] },
    args: { id: t.arg.id({ required: true }) },
    resolve: async (query, _root, args, { db, sql, queue, project }) => {
      const id = uuidOf("run", args.id, project);
      await analyseUnder(sql, queue, project.id, id, everySetting);
      return db.run.findFirstOrThrow({ ...query, where: { projectId: project.id, id } });
    },
  }),
);

builder.mutationField("analyseSetting", (t) =>
  t.prismaField({
    type: Run,
    description: "Analyses a finished run under a setting beside its own, from the maps that it has.",
    errors: { types: [StateError] },
    args: { id: t.arg.id({ required: true }), setting: t.arg({ type: SettingInput, required: true }) },
    resolve: async (query, _root, args, { db, sql, queue, project }) => {
      const id = uuidOf("run", args.id, project);
      await analyseUnder(sql, queue, project.id, id, [readSetting(args.setting)]);
      return db.run.findFirstOrThrow({ ...query, where: { projectId: project.id, id } });
    },
  }),
);
