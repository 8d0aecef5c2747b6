import { graphql } from "../gql/gql";

/** What more trees show than random merging would bring. */
export const DiscoverPatternsQuery = graphql(`
  query DiscoverPatterns($filter: PatternFilter!, $support: Float!, $rate: Float!, $first: Int!) {
    discoverPatterns(filter: $filter, support: $support, falseDiscoveryRate: $rate) {
      __typename
      ... on Error {
        message
      }
      ... on Discoveries {
        groups {
          parameters
          method {
            slug
          }
          n
          tests
          found(first: $first) {
            sentence
            pattern
            k
            n
            standsOut
            adjusted
            tail {
              log10
            }
          }
        }
      }
    }
  }
`);
