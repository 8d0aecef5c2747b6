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
          ...NamedImage @unmask
        }
        method {
          slug
          name
        }
        ...SeenRect @unmask
      }
    }
    patterns(first: 3) {
      edges {
        node {
          id
          name
          pattern
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
              ...NamedImage @unmask
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
