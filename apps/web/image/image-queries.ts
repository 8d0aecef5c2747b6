import { graphql } from "../gql/gql";

/** What an image is called by: its true class where one is known, else its name. */
export const NamedImageFragment = graphql(`
  fragment NamedImage on Image {
    id
    name
    truths {
      class {
        label
      }
    }
  }
`);

export const ImageSetsQuery = graphql(`
  query ImageSets {
    atlas {
      imageCount
    }
    imageSets {
      id
      name
      imageCount
    }
  }
`);

export const ImagesQuery = graphql(`
  query Images($first: Int!, $after: String, $imageSet: ID) {
    images(first: $first, after: $after, imageSet: $imageSet) {
      edges {
        node {
          id
          ...GalleryImage
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const GalleryImageFragment = graphql(`
  fragment GalleryImage on Image {
    id
    name
    fileName
    width
    height
    bytes
    sha256
    mediaType
    maskUrl
    truths {
      labelSet {
        id
        name
      }
      class {
        index
        label
      }
    }
    sets {
      id
      name
    }
  }
`);

/** Where an image is explained. */
export const RunsOfImageQuery = graphql(`
  query RunsOfImage($image: ID!, $first: Int!) {
    runs(image: $image, first: $first) {
      edges {
        node {
          id
          name
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

export const LabelsQuery = graphql(`
  query Labels {
    labelSets {
      id
      name
      labels
    }
  }
`);

export const SetImageTruthMutation = graphql(`
  mutation SetImageTruth($input: SetImageTruthInput!) {
    setImageTruth(input: $input) {
      __typename
      ... on Image {
        id
        ...GalleryImage
      }
      ... on Error {
        message
      }
    }
  }
`);
