import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { ExpectedError } from "../errors.ts";
import { logUnexpected } from "./answer-error.ts";

/**
 * What a client is told of an error: the sentences that are meant for it, and what is wrong with the operation itself.
 * Anything else (a stack, SQL, a path) stays in the log.
 */
export function maskError(error: GraphQLError): GraphQLFormattedError {
  const cause = error.originalError ?? error;
  const { message, locations, path, extensions } = error.toJSON();
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (cause instanceof ExpectedError) return { message, ...place, extensions: { code: cause.code } };
  if (cause instanceof GraphQLError) {
    return { message, ...place, extensions: { code: extensions?.code ?? "GRAPHQL_VALIDATION_FAILED" } };
  }
  return { message: logUnexpected(cause), ...place, extensions: { code: "INTERNAL_SERVER_ERROR" } };
}
