/** It registers the element <openapi-explorer>, and exports nothing. */
declare module "openapi-explorer/dist/browser/openapi-explorer.min.js"
