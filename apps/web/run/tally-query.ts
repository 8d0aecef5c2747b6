import { graphql } from "../gql/gql";

export const RunTalliesQuery = graphql(`
  query RunTallies($id: ID!) {
    run(id: $id) {
      id
      methods {
        position
        tally {
          maps
          flagged
          flags {
            flag {
              name
              sentence
            }
            count
          }
          offObject {
            model {
              id
            }
            n
            mean
            spread
            even
          }
        }
      }
    }
  }
`);
