import { graphql } from "../gql/gql";

/** What the tour chooses its pages from. */
export const TourQuery = graphql(`
  query Tour {
    demo {
      state
      runs {
        id
        ...RunProgress
        name
        models {
          ...NamedModel @unmask
        }
        ...RunMethods @unmask
        tour: images(first: 60) {
          edges {
            node {
              position
              image {
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

/** What one method makes of a run's pictures: what a stop says is told from these alone. */
export const TourRowsQuery = graphql(`
  query TourRows($run: ID!, $method: String!) {
    run(id: $run) {
      id
      tourRows: images(first: 60) {
        edges {
          node {
            position
            image {
              id
              name
            }
            heatmaps(method: $method) {
              id
              status
              correct
              model {
                id
                name
              }
              predicted {
                class {
                  label
                }
                probability
              }
            }
            clustering(method: $method) {
              id
              similarities
              lastJoiner {
                id
                name
              }
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
