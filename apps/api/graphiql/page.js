import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const socket = new URL("/graphql", location.href);
socket.protocol = socket.protocol.replace("http", "ws");

const fetcher = createGraphiQLFetcher({ url: "/graphql", subscriptionUrl: socket.href });

const defaultQuery = `# What the atlas holds. The book on the left describes every type; try Ctrl-Space for suggestions.
{
  atlas {
    name
    modelCount
    imageCount
    heatmapCount
    newest(first: 3) {
      url
      model { name }
      image { name }
      predicted { class { label } probability }
    }
  }
}
`;

createRoot(document.querySelector("#page")).render(createElement(GraphiQL, { fetcher, defaultQuery }));
