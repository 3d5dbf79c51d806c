// Prints, as JSON, what each audit of GraphQL over HTTP says of the server at the address given.
const { auditServer } = require("graphql-http");

auditServer({ url: process.argv[2] }).then((results) =>
  console.log(JSON.stringify(results.map(({ id, name, status, reason }) => ({ id, name, status, reason })))),
);
