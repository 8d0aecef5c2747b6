import { graphql } from "../gql/gql";

/** Which method a group counts by, as groupOf finds it. */
export const AskedGroupFragment = graphql(`
  fragment AskedGroup on PatternGroup {
    parameters
    method {
      slug
    }
  }
`);

/** How often, and how sure, by one method. */
export const PatternNumbersFragment = graphql(`
  fragment PatternNumbers on PatternGroup {
    k
    n
    unknown
    unknownReason
    leftOut
    repeated
    withoutTree
    ties
    interval {
      low
      high
    }
    intervalReason
    chance {
      probability
      basis
      trees
    }
    chanceReason
    tail {
      log10
    }
    tailReason
  }
`);

/** The count by every method; methods are never pooled. */
export const PatternFrequencyQuery = graphql(`
  query PatternFrequency($pattern: PatternInput!, $filter: PatternFilter!, $nameClasses: Boolean!) {
    patternFrequency(pattern: $pattern, filter: $filter) {
      __typename
      ... on Error {
        message
      }
      ... on PatternFrequency {
        sentence
        pattern
        eligibility
        eligibilityReason
        groups {
          ...AskedGroup @unmask
          ...PatternNumbers
          byClass @include(if: $nameClasses) {
            class {
              index
              label
            }
          }
        }
      }
    }
  }
`);

export const PartCountFragment = graphql(`
  fragment PartCount on PatternCount {
    k
    n
    interval {
      low
      high
    }
  }
`);

/** The count of one method in parts: by the images' class, by image set, by run. */
export const PatternPartsQuery = graphql(`
  query PatternParts(
    $pattern: PatternInput!
    $filter: PatternFilter!
    $byClass: Boolean!
    $byImageSet: Boolean!
    $byRun: Boolean!
    $byArchitecture: Boolean!
  ) {
    patternFrequency(pattern: $pattern, filter: $filter) {
      __typename
      ... on PatternFrequency {
        groups {
          ...AskedGroup @unmask
          chance {
            probability
          }
          byClass @include(if: $byClass) {
            ...PartCount
            class {
              index
              label
            }
          }
          byImageSet @include(if: $byImageSet) {
            ...PartCount
            imageSet {
              id
              name
            }
          }
          byArchitecture @include(if: $byArchitecture) {
            ...PartCount
            architecture
            models {
              id
            }
          }
          byRun @include(if: $byRun) {
            ...PartCount
            run {
              id
              name
            }
          }
        }
      }
    }
  }
`);

export const PatternPicturesFragment = graphql(`
  fragment PatternPictures on PatternGroupImagesConnection {
    edges {
      node {
        image {
          ...NamedImage @unmask
        }
        run {
          id
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
`);

/** The images of one answer, page by page, for a file. */
export const PatternImagePageQuery = graphql(`
  query PatternImagePage($pattern: PatternInput!, $filter: PatternFilter!, $answer: PatternAnswer!, $after: String) {
    patternFrequency(pattern: $pattern, filter: $filter) {
      __typename
      ... on PatternFrequency {
        groups {
          ...AskedGroup @unmask
          images(answer: $answer, first: 200, after: $after) {
            ...PatternPictures @unmask
            edges {
              node {
                run {
                  id
                  name
                }
              }
            }
            pageInfo {
              endCursor
            }
          }
        }
      }
    }
  }
`);

/** The pictures behind the count of one method. */
export const PatternImagesQuery = graphql(`
  query PatternImages($pattern: PatternInput!, $filter: PatternFilter!, $first: Int!) {
    patternFrequency(pattern: $pattern, filter: $filter) {
      __typename
      ... on PatternFrequency {
        groups {
          ...AskedGroup @unmask
          for: images(answer: yes, first: $first) {
            ...PatternPictures
          }
          against: images(answer: no, first: $first) {
            ...PatternPictures
          }
          unknown: images(answer: unknown, first: $first) {
            ...PatternPictures
          }
        }
      }
    }
  }
`);
