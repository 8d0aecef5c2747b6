import { graphql } from "../gql/gql";

/** What a model is called, and drawn in the colour of. */
export const NamedModelFragment = graphql(`
  fragment NamedModel on Model {
    id
    name
    family
  }
`);

export const LabelSetsQuery = graphql(`
  query LabelSets {
    labelSets {
      id
      name
      classCount
    }
  }
`);

export const CreateModelMutation = graphql(`
  mutation CreateModel($input: CreateModelInput!) {
    createModel(input: $input) {
      __typename
      ... on Model {
        id
        name
      }
      ... on ExistsError {
        existing
      }
      ... on Error {
        message
      }
    }
  }
`);

export const ModelsQuery = graphql(`
  query Models($first: Int!, $after: String) {
    models(first: $first, after: $after) {
      edges {
        node {
          id
          ...ModelRow
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ModelRowFragment = graphql(`
  fragment ModelRow on Model {
    id
    name
    family
    fileName
    sha256
    bytes
    classCount
    labelSet {
      id
      name
    }
    inputWidth
    inputHeight
    mean
    std
    standardise
    channelOrder
    targetLayer
    targetGridWidth
    targetGridHeight
    opset
    nodeCount
    parameterCount
  }
`);
