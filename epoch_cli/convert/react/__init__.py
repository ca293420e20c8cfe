"""A document as a React component in TypeScript, made of the same markup as its HTML page."""
