import { graphql } from "../gql/gql";

export const DemoQuery = graphql(`
  query Demo {
    demo {
      state
      runs {
        id
        ...RunProgress
      }
    }
  }
`);

export const LoadDemoMutation = graphql(`
  mutation LoadDemo {
    loadDemo {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const RemoveDemoMutation = graphql(`
  mutation RemoveDemo {
    removeDemo {
      __typename
      ... on Error {
        message
      }
    }
  }
`);
