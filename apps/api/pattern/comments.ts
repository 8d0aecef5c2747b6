import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { InputError, NotFoundError, StateError } from "../errors.ts";
import type { Page } from "../keyset.ts";
import { words } from "../words.ts";

/** Room for an argument, not for a paper. */
const maxText = 4_000;

/** A browser's key is random: so short a one could be guessed. */
const keyLength = { least: 16, most: 200 };

/** What a comment keeps of its author's key. Throws InputError. */
export function hashOfKey(key: string): Buffer {
  if (key.length < keyLength.least || key.length > keyLength.most) {
    throw new InputError(
      `The author's key has ${key.length} characters; make a random one of ${keyLength.least} to ${keyLength.most}.`,
      "key",
    );
  }
  return createHash("sha256").update(key).digest();
}

/** Says something of a pattern and answers the comment's id. Throws InputError, NotFoundError. */
export async function addComment(
  { sql, project }: Context,
  patternId: string,
  given: { readonly author: string; readonly key: string; readonly text: string },
): Promise<string> {
  const author = words("author's name", "author", given.author);
  const text = given.text.trim();
  if (text === "") throw new InputError("The comment is empty; write something, or close it.", "text");
  if (text.length > maxText) {
    throw new InputError(`The comment has ${text.length} characters; it can have ${maxText}.`, "text");
  }
  const [comment] = await sql<{ id: string }[]>`
    insert into pattern_comment (project_id, pattern_id, author, author_key, text)
    select project_id, id, ${author}, ${hashOfKey(given.key)}, ${text} from pattern
    where project_id = ${project.id} and id = ${patternId}
    returning id`;
  if (!comment) throw new NotFoundError("pattern", patternId);
  return comment.id;
}

/** Takes a comment back and answers its pattern's id. Throws InputError, NotFoundError, StateError for another's. */
export async function removeComment({ sql, project }: Context, id: string, key: string): Promise<string> {
  const hash = hashOfKey(key);
  const [removed] = await sql<{ patternId: string }[]>`
    delete from pattern_comment where project_id = ${project.id} and id = ${id} and author_key = ${hash}
    returning pattern_id`;
  if (removed) return removed.patternId;
  const [other] = await sql<{ author: string }[]>`
    select author from pattern_comment where project_id = ${project.id} and id = ${id}`;
  if (!other) throw new NotFoundError("pattern-comment", id);
  throw new StateError(
    `This comment was written as ${other.author} in another browser; it can only be removed there.`,
    "not-yours",
  );
}

/** How many comments each of these patterns has. */
export async function countComments(
  { sql, project }: Context,
  patternIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql<{ patternId: string; count: number }[]>`
    select pattern_id, count(*)::int from pattern_comment
    where project_id = ${project.id} and pattern_id = any(${[...patternIds]}::uuid[]) group by pattern_id`;
  return new Map(rows.map(({ patternId, count }) => [patternId, count]));
}

/** The ids of one page of comments on each of the patterns, by one statement however many patterns there are. */
export async function readPages(
  { sql, project }: Context,
  patternIds: readonly string[],
  { range: { gt, lt }, order, take }: Page<string>,
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select page.id from unnest(${[...patternIds]}::uuid[]) as pattern (id)
    cross join lateral (
      select id from pattern_comment
      where project_id = ${project.id} and pattern_id = pattern.id
        and (${gt ?? null}::uuid is null or id > ${gt ?? null}::uuid)
        and (${lt ?? null}::uuid is null or id < ${lt ?? null}::uuid)
      order by id ${order === "asc" ? sql`asc` : sql`desc`} limit ${take}) as page`;
  return rows.map(({ id }) => id);
}
