import { graphql } from "../gql/gql";

export const RunLineFragment = graphql(`
  fragment RunLine on Run {
    id
    ...RunProgress
    name
    imageCount
    models {
      id
    }
    methods {
      position
      method {
        slug
        name
      }
    }
  }
`);

export const RunsQuery = graphql(`
  query Runs($first: Int!, $after: String) {
    runs(first: $first, after: $after) {
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

export const RunChoicesQuery = graphql(`
  query RunChoices($first: Int!, $after: String) {
    models(first: $first, after: $after) {
      edges {
        node {
          id
          name
          family
          inputWidth
          inputHeight
          labelSet {
            id
            name
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    atlas {
      imageCount
    }
    imageSets {
      id
      name
      imageCount
    }
    methods {
      slug
      name
      description
      signed
      grid
    }
  }
`);

export const ImageIdsQuery = graphql(`
  query ImageIds($imageSet: ID, $first: Int!, $after: String) {
    images(first: $first, after: $after, imageSet: $imageSet) {
      edges {
        node {
          id
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const CreateRunMutation = graphql(`
  mutation CreateRun($input: CreateRunInput!) {
    createRun(input: $input) {
      __typename
      ... on Run {
        id
      }
      ... on Error {
        message
      }
    }
  }
`);

export const StartRunMutation = graphql(`
  mutation StartRun($id: ID!) {
    startRun(id: $id) {
      __typename
      ... on Run {
        id
        ...RunProgress
      }
      ... on Error {
        message
      }
    }
  }
`);

export const CancelRunMutation = graphql(`
  mutation CancelRun($id: ID!) {
    cancelRun(id: $id) {
      __typename
      ... on Run {
        id
        ...RunProgress
      }
      ... on Error {
        message
      }
    }
  }
`);

export const RetryRunMutation = graphql(`
  mutation RetryRun($id: ID!) {
    retryRun(id: $id) {
      __typename
      ... on Run {
        id
        ...RunProgress
      }
      ... on Error {
        message
      }
    }
  }
`);
