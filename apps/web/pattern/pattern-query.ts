import { graphql } from "../gql/gql";

/**
 * What is counted changes with every run and truth, and has no id: in the cache, the parts that several queries ask of
 * one count would overwrite each other.
 */
export const uncached = { fetchPolicy: "no-cache" } as const;

/** What a sentence can be about: runs with their models and methods, sets of images, and what is saved. */
export const PatternFrameQuery = graphql(`
  query PatternFrame {
    runs(first: 100) {
      edges {
        node {
          id
          name
          status
          view
          imageCount
          progress {
            doneTrees
          }
          models {
            id
            name
            family
          }
          methods {
            position
            parameters
            method {
              slug
              name
              signed
              grid
            }
          }
        }
      }
    }
    imageSets {
      id
      name
      imageCount
    }
    patterns(first: 100) {
      edges {
        node {
          id
          name
          sentence
          pattern
          models {
            id
          }
        }
      }
    }
  }
`);

/** The count by every method; methods are never pooled. */
export const PatternFrequencyQuery = graphql(`
  query PatternFrequency($pattern: PatternInput!, $filter: PatternFilter!) {
    patternFrequency(pattern: $pattern, filter: $filter) {
      __typename
      ... on InputError {
        message
      }
      ... on NotFoundError {
        message
      }
      ... on PatternFrequency {
        sentence
        pattern
        eligibility
        eligibilityReason
        groups {
          parameters
          method {
            slug
            name
            signed
            grid
          }
          k
          n
          unknown
          unknownReason
          leftOut
          withoutTree
          ties
          holds
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
          parameters
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

export const PatternPicturesFragment = graphql(`
  fragment PatternPictures on PatternGroupImagesConnection {
    edges {
      node {
        image {
          id
          name
          truths {
            class {
              label
            }
          }
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
`);

/** k and n of a saved pattern, by every method of a run. */
export const SavedCountQuery = graphql(`
  query SavedCount($id: ID!, $filter: PatternFilter!) {
    patternFrequency(id: $id, filter: $filter) {
      __typename
      ... on InputError {
        message
      }
      ... on NotFoundError {
        message
      }
      ... on PatternFrequency {
        groups {
          parameters
          method {
            slug
          }
          k
          n
          holds
        }
      }
    }
  }
`);

export const ReadPatternQuery = graphql(`
  query ReadPattern($sentence: String!, $runs: [ID!]!) {
    readPattern(sentence: $sentence, runs: $runs) {
      __typename
      ... on InputError {
        message
      }
      ... on NotFoundError {
        message
      }
      ... on PatternReading {
        pattern
      }
    }
  }
`);

export const SavePatternMutation = graphql(`
  mutation SavePattern($input: SavePatternInput!) {
    savePattern(input: $input) {
      __typename
      ... on InputError {
        message
      }
      ... on NotFoundError {
        message
      }
      ... on ExistsError {
        message
      }
      ... on Pattern {
        id
      }
    }
  }
`);

export const ArchivePatternMutation = graphql(`
  mutation ArchivePattern($id: ID!) {
    archivePattern(id: $id) {
      __typename
      ... on InputError {
        message
      }
      ... on NotFoundError {
        message
      }
      ... on Pattern {
        id
      }
    }
  }
`);

/** What more trees of a run show than random merging would bring. */
export const DiscoverPatternsQuery = graphql(`
  query DiscoverPatterns($filter: PatternFilter!, $support: Float!) {
    discoverPatterns(filter: $filter, support: $support) {
      __typename
      ... on InputError {
        message
      }
      ... on NotFoundError {
        message
      }
      ... on Discoveries {
        groups {
          parameters
          n
          tests
          found(first: 30) {
            sentence
            pattern
            k
            n
            standsOut
            tail {
              log10
            }
          }
        }
      }
    }
  }
`);

/** Asked by itself, for one method: it looks at the trees of 24 settings. */
export const PatternStabilityQuery = graphql(`
  query PatternStability($pattern: PatternInput!, $filter: PatternFilter!) {
    patternFrequency(pattern: $pattern, filter: $filter) {
      __typename
      ... on PatternFrequency {
        groups {
          parameters
          stability {
            same
            of
            missing
          }
          stabilityReason
        }
      }
    }
  }
`);

export const RunSettingsFragment = graphql(`
  fragment RunSettings on Run {
    id
    status
    settings {
      doneTrees
      plannedTrees
    }
  }
`);

export const RunSettingsQuery = graphql(`
  query RunSettings($id: ID!) {
    run(id: $id) {
      id
      ...RunSettings
    }
  }
`);

export const AnalyseEverySettingMutation = graphql(`
  mutation AnalyseEverySetting($id: ID!) {
    analyseEverySetting(id: $id) {
      __typename
      ... on Error {
        message
      }
      ... on Run {
        id
        ...RunSettings
      }
    }
  }
`);
