import { builder } from "../builder.ts";
import { StateError } from "../errors.ts";
import { uuidOf } from "../ids.ts";
import { byId, keyset } from "../keyset.ts";
import { node } from "../node.ts";
import { nodeSelection } from "../selection.ts";
import { groupBy, loadWithSiblings } from "../siblings.ts";
import { addComment, countComments, hashOfKey, readPages, removeComment } from "./comments.ts";
import { Pattern } from "./schema.ts";

const PatternComment = builder.prismaNode("PatternComment", {
  ...node,
  description: "What somebody says of a pattern.",
  fields: (t) => ({
    author: t.exposeString("author", { description: "The name that the person gave." }),
    text: t.exposeString("text"),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    isOwn: t.boolean({
      description: "Whether it was written with this key, and can be removed with it.",
      args: { key: t.arg.string({ required: true }) },
      select: { authorKey: true },
      resolve: ({ authorKey }, { key }) => hashOfKey(key).equals(authorKey),
    }),
  }),
});

builder.prismaObjectField(Pattern, "commentCount", (t) =>
  t.int({
    resolve: async ({ id }, _args, context, info) =>
      (await loadWithSiblings(info, id, (ids) => countComments(context, ids))) ?? 0,
  }),
);

builder.prismaObjectField(Pattern, "comments", (t) =>
  t.connection({
    type: PatternComment,
    description: "Oldest first; at most 200 a page.",
    resolve: ({ id }, args, context, info) =>
      keyset(args, { key: byId }, async (page) => {
        const select = nodeSelection(info, context, node.select);
        const load = async (ids: readonly string[]) => {
          const places = await readPages(context, ids, page);
          const rows = await context.db.patternComment.findMany({
            select: { ...select, patternId: true },
            where: { projectId: context.project.id, id: { in: places } },
            orderBy: { id: page.order },
          });
          return groupBy(rows, ({ patternId }) => patternId);
        };
        return (await loadWithSiblings(info, id, load)) ?? [];
      }),
  }),
);

const AddPatternCommentInput = builder.inputType("AddPatternCommentInput", {
  fields: (t) => ({
    patternId: t.id({ required: true }),
    author: t.string({ required: true, description: "A name: there are no accounts." }),
    key: t.string({
      required: true,
      description:
        "16 to 200 random characters that the author keeps: whoever shows them again can remove the comment.",
    }),
    text: t.string({ required: true, description: "At most 4,000 characters." }),
  }),
});

builder.mutationField("addPatternComment", (t) =>
  t.prismaField({
    type: PatternComment,
    errors: {},
    args: { input: t.arg({ type: AddPatternCommentInput, required: true }) },
    resolve: async (query, _root, { input: { patternId, ...given } }, context) => {
      const { db, project } = context;
      const id = await addComment(context, uuidOf("pattern", patternId, project), given);
      return db.patternComment.findFirstOrThrow({ ...query, where: { projectId: project.id, id } });
    },
  }),
);

builder.mutationField("removePatternComment", (t) =>
  t.prismaField({
    type: Pattern,
    description: "Takes a comment back, with the key that it was written with; answers its pattern.",
    errors: { types: [StateError] },
    args: { id: t.arg.id({ required: true }), key: t.arg.string({ required: true }) },
    resolve: async (query, _root, args, context) => {
      const { db, project } = context;
      const id = await removeComment(context, uuidOf("pattern-comment", args.id, project), args.key);
      return db.pattern.findFirstOrThrow({ ...query, where: { projectId: project.id, id } });
    },
  }),
);
