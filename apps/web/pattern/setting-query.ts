import { graphql } from "../gql/gql";

/** Asked by itself, for one method: it looks at the trees of 24 settings. */
export const PatternStabilityQuery = graphql(`
  query PatternStability($pattern: PatternInput!, $filter: PatternFilter!) {
    patternFrequency(pattern: $pattern, filter: $filter) {
      __typename
      ... on PatternFrequency {
        groups {
          ...AskedGroup @unmask
          holds
          stability {
            same
            of
            missing
          }
          stabilityReason
          bySetting {
            setting {
              normalisation
              grid
              measure
              distance
              linkage
            }
            k
            n
            holds
          }
        }
      }
    }
  }
`);

/** The majority-rule tree: the clusters that more than half of the trees have. */
export const MajorityTreeFragment = graphql(`
  fragment MajorityTree on ConsensusGroup {
    n
    models {
      ...NamedModel @unmask
    }
    clades {
      count
      support
      models {
        id
      }
    }
  }
`);

/** What the trees of one method have in common. */
export const ConsensusQuery = graphql(`
  query PatternConsensus($filter: PatternFilter!) {
    consensus(filter: $filter) {
      __typename
      ... on Error {
        message
      }
      ... on Consensus {
        groups {
          parameters
          method {
            slug
          }
          ...MajorityTree @unmask
        }
      }
    }
  }
`);
