import { graphql } from "../gql/gql";

/** How maps were brought together, compared and clustered. */
export const SettingFieldsFragment = graphql(`
  fragment SettingFields on ClusteringSetting {
    normalisation
    grid
    measure
    distance
    linkage
  }
`);

/** Under which settings a run's trees are there, or being made. */
export const ClusterSettingsQuery = graphql(`
  query ClusterSettings($id: ID!) {
    run(id: $id) {
      id
      ...ClusterSettings
    }
  }
`);

/** The same of several runs. */
export const SettingsOfRunsQuery = graphql(`
  query SettingsOfRuns($ids: [ID!]!, $first: Int!) {
    runs(ids: $ids, first: $first) {
      edges {
        node {
          id
          ...ClusterSettings
        }
      }
    }
  }
`);

export const ClusterSettingsFragment = graphql(`
  fragment ClusterSettings on Run {
    id
    settings {
      plannedTrees
      doneTrees
      setting {
        ...SettingFields @unmask
      }
    }
  }
`);

export const AnalyseSettingMutation = graphql(`
  mutation AnalyseSetting($id: ID!, $setting: SettingInput!) {
    analyseSetting(id: $id, setting: $setting) {
      __typename
      ... on Run {
        id
        ...ClusterSettings
      }
      ... on Error {
        message
      }
    }
  }
`);

export const AnalyseAllSettingsMutation = graphql(`
  mutation AnalyseAllSettings($id: ID!) {
    analyseEverySetting(id: $id) {
      __typename
      ... on Run {
        id
        ...ClusterSettings
      }
      ... on Error {
        message
      }
    }
  }
`);

/** Whether what one tree shows stays under the other settings. */
export const ClusterStabilityQuery = graphql(`
  query ClusterStability($id: ID!, $pattern: PatternInput!) {
    clustering(id: $id) {
      id
      stability(pattern: $pattern) {
        answer
        stability {
          same
          of
          missing
        }
        settings {
          normalisation
          measure
          distance
          linkage
          answer
        }
      }
      clades {
        models {
          id
          name
        }
        height
        same
        of
      }
    }
  }
`);
