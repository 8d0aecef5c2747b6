import { graphql } from "../gql/gql";

/** Runs to choose from, newest first. */
export const ComparisonRunsQuery = graphql(`
  query ComparisonRuns($first: Int!) {
    runs(first: $first) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);

/** What a side is chosen from: a run's methods, images and settings. */
export const ComparisonSideQuery = graphql(`
  query ComparisonSide($id: ID!, $first: Int!) {
    run(id: $id) {
      id
      name
      status
      view
      imageCount
      ...ClusterSettings
      progress {
        doneTrees
      }
      ...RunMethods @unmask
      choices: images(first: $first) {
        edges {
          node {
            image {
              ...NamedImage @unmask
            }
          }
        }
      }
    }
  }
`);

export const ComparedTreeFragment = graphql(`
  fragment ComparedSide on ComparedTree {
    imageCount
    ties
    newick
    leafOrder
    merges {
      left
      right
      height
      size
      shared
    }
    run {
      id
      name
      status
    }
    method {
      slug
      name
    }
    image {
      ...NamedImage @unmask
    }
    setting {
      ...SettingFields @unmask
    }
  }
`);

export const ComparisonQuery = graphql(`
  query Comparison($a: ComparisonSideInput!, $b: ComparisonSideInput!) {
    comparison(a: $a, b: $b) {
      __typename
      ... on Error {
        code
        message
      }
      ... on TreeComparison {
        a {
          ...ComparedSide
        }
        b {
          ...ComparedSide
        }
        models {
          ...NamedModel @unmask
        }
        leftOut {
          model {
            id
            name
          }
          side
          reason
        }
        bakersGamma
        bakersGammaReason
        permutation {
          probability
          permutations
          exact
        }
        copheneticCorrelation
        copheneticCorrelationReason
        entanglement
        partitions {
          clusters
          fowlkesMallows
          expectedFowlkesMallows
          adjustedRand
        }
        similarityDifference
        similarityDifferenceReason
      }
    }
  }
`);

/** Asked apart: over many images it takes longer than one pair of trees. */
export const GammaOverImagesQuery = graphql(`
  query GammaOverImages($a: ComparisonSideInput!, $b: ComparisonSideInput!) {
    comparison(a: $a, b: $b) {
      __typename
      ... on TreeComparison {
        overImages {
          n
          reason
          mean
          spread
          quantiles {
            share
            value
          }
          histogram
          onlyA
          onlyB
          lowest(first: 6) {
            gamma
            image {
              ...NamedImage @unmask
            }
          }
          highest(first: 6) {
            gamma
            image {
              ...NamedImage @unmask
            }
          }
        }
      }
    }
  }
`);
