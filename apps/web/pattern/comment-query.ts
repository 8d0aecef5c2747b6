import { graphql } from "../gql/gql";

export const PatternCommentsQuery = graphql(`
  query PatternComments($id: ID!, $key: String!, $last: Int!) {
    pattern(id: $id) {
      id
      commentCount
      comments(last: $last) {
        edges {
          node {
            id
            author
            text
            createdAt
            isOwn(key: $key)
          }
        }
        pageInfo {
          hasPreviousPage
        }
      }
    }
  }
`);

export const AddPatternCommentMutation = graphql(`
  mutation AddPatternComment($input: AddPatternCommentInput!) {
    addPatternComment(input: $input) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const RemovePatternCommentMutation = graphql(`
  mutation RemovePatternComment($id: ID!, $key: String!) {
    removePatternComment(id: $id, key: $key) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);
