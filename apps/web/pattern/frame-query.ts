import { graphql } from "../gql/gql";

/** What a sentence can be about: runs with their models and methods, and sets of images. */
export const PatternFrameQuery = graphql(`
  query PatternFrame {
    runs(first: 100) {
      edges {
        node {
          id
          name
          status
          view
          imageCount
          progress {
            doneTrees
          }
          models {
            ...NamedModel @unmask
          }
          ...RunMethods @unmask
        }
      }
    }
    imageSets {
      id
      name
      imageCount
    }
  }
`);

export const ReadPatternQuery = graphql(`
  query ReadPattern($sentence: String!, $runs: [ID!]!, $leaves: PatternLeaves!) {
    readPattern(sentence: $sentence, runs: $runs, leaves: $leaves) {
      __typename
      ... on Error {
        message
      }
      ... on PatternReading {
        pattern
      }
    }
  }
`);
