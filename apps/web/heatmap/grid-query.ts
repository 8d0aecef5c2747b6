import { graphql } from "../gql/gql";

export const GridQuery = graphql(`
  query Grid($id: ID!, $method: String!, $position: Int, $first: Int!, $after: String, $flaggedBy: Int) {
    run(id: $id) {
      id
      images(first: $first, after: $after, flaggedBy: $flaggedBy) {
        edges {
          node {
            position
            image {
              id
              name
              ...GridImage
            }
            heatmaps(method: $method, position: $position) {
              id
              ...GridHeatmap
            }
            clustering(method: $method, position: $position) {
              id
              lastJoiner {
                id
                name
              }
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

export const GridImageFragment = graphql(`
  fragment GridImage on Image {
    id
    name
    truths {
      labelSet {
        id
      }
      class {
        index
        label
      }
    }
  }
`);

/** The part of the image that the model saw, in shares of its sides. */
export const SeenRectFragment = graphql(`
  fragment SeenRect on Heatmap {
    rect {
      x
      y
      width
      height
    }
  }
`);

export const GridHeatmapFragment = graphql(`
  fragment GridHeatmap on Heatmap {
    id
    identity
    status
    error
    correct
    flags {
      name
      sentence
    }
    area
    offObjectShare
    objectShare
    relevance {
      conservation
      bias
      epsilon
    }
    gridWidth
    gridHeight
    targetLayer
    parameters
    provider
    device
    milliseconds
    computedAt
    engineVersion
    predicted {
      class {
        index
        label
      }
      probability
    }
    explained {
      class {
        index
        label
      }
      probability
      logit
    }
    ...SeenRect @unmask
  }
`);
