import { graphql } from "../gql/gql";

export const ClustersQuery = graphql(`
  query Clusters(
    $id: ID!
    $method: String!
    $position: Int
    $setting: SettingInput
    $first: Int!
    $after: String
  ) {
    run(id: $id) {
      id
      images(first: $first, after: $after) {
        edges {
          node {
            position
            image {
              ...NamedImage @unmask
            }
            clustering(method: $method, position: $position, setting: $setting) {
              id
              ...SmallTree
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const SmallTreeFragment = graphql(`
  fragment SmallTree on Clustering {
    id
    rootHeight
    leafOrder
    merges {
      left
      right
      height
      size
    }
  }
`);

/** The tree of the mean over a run's images. */
export const MeanTreeQuery = graphql(`
  query MeanTree($id: ID!, $method: String!, $position: Int, $setting: SettingInput) {
    run(id: $id) {
      id
      meanTree(method: $method, position: $position, setting: $setting) {
        __typename
        ... on Error {
          code
          message
        }
        ... on MeanTree {
          imageCount
          rootHeight
          leafOrder
          optimalLeafOrder
          merges {
            left
            right
            height
            size
          }
          similarities
          cophenetic
          ties
          newick
          cuts {
            clusters
            silhouette
          }
          setting {
            ...SettingFields @unmask
          }
          models {
            ...NamedModel @unmask
          }
          support {
            shares
            replicates
            leftOut
          }
          supportReason
        }
      }
    }
  }
`);

/** What the trees of a run's images have in common, and how alike its models explain on average. */
export const ConsensusTreeQuery = graphql(`
  query ConsensusTree($filter: PatternFilter!) {
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
          newick
          meanSimilarity
          clades {
            interval {
              low
              high
            }
            chance {
              probability
            }
          }
        }
      }
    }
  }
`);

export const ClusteringQuery = graphql(`
  query ClusteringDetail($id: ID!) {
    clustering(id: $id) {
      id
      ...SmallTree
      similarities
      cophenetic
      optimalLeafOrder
      cuts {
        clusters
        silhouette
      }
      ties
      newick
      setting {
        ...SettingFields @unmask
      }
      models {
        ...NamedModel @unmask
      }
      heatmaps {
        id
        correct
        gridWidth
        gridHeight
        predicted {
          class {
            label
          }
          probability
        }
        ...SeenRect @unmask
      }
    }
  }
`);
