import { graphql } from "../gql/gql";

export const AtlasQuery = graphql(`
  query Atlas {
    atlas {
      name
      modelCount
      imageCount
      runCount
      heatmapCount
      clusteringCount
      newest(first: 20) {
        id
        status
        view
        signed
        model {
          id
          name
        }
        image {
          id
          name
          truths {
            class {
              label
            }
          }
        }
        method {
          slug
          name
        }
        rect {
          x
          y
          width
          height
        }
      }
    }
    runs(first: 6) {
      edges {
        node {
          id
          ...RunLine
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** The newest trees of a run, one method a time: what the atlas can say in sentences. */
export const FindingsQuery = graphql(`
  query Findings($run: ID!, $method: String!) {
    run(id: $run) {
      id
      view
      findings: images(first: 12) {
        edges {
          node {
            position
            image {
              id
              name
              truths {
                class {
                  label
                }
              }
            }
            clustering(method: $method) {
              id
              ...SmallTree
              models {
                id
                name
              }
            }
          }
        }
      }
    }
  }
`);
