import { graphql } from "../gql/gql";

export const SavedPatternsQuery = graphql(`
  query SavedPatterns($archived: Boolean!, $first: Int!) {
    patterns(archived: $archived, first: $first) {
      edges {
        node {
          id
          name
          sentence
          pattern
          createdAt
          archivedAt
          commentCount
          models {
            id
          }
          countsAtSaving {
            parameters
            method {
              slug
            }
            k
            n
            countedAt
          }
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

/** k and n of a saved pattern by one method, over all runs of its models. */
export const SavedCountQuery = graphql(`
  query SavedCount($id: ID!, $filter: PatternFilter!) {
    patternFrequency(id: $id, filter: $filter) {
      __typename
      ... on Error {
        message
      }
      ... on PatternFrequency {
        groups {
          ...AskedGroup @unmask
          k
          n
          holds
        }
      }
    }
  }
`);

export const SavePatternMutation = graphql(`
  mutation SavePattern($input: SavePatternInput!) {
    savePattern(input: $input) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const RenamePatternMutation = graphql(`
  mutation RenamePattern($id: ID!, $name: String!) {
    renamePattern(id: $id, name: $name) {
      __typename
      ... on Error {
        message
      }
      ... on Pattern {
        id
        name
      }
    }
  }
`);

export const ArchivePatternMutation = graphql(`
  mutation ArchivePattern($id: ID!, $archived: Boolean!) {
    archivePattern(id: $id, archived: $archived) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);
