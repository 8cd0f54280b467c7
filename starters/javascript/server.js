// A calculator as many tutorials show it: each piece that arrives is taken for a request, and goes to eval.
//
// Run it:    node starters/javascript/server.js localhost 1081
// Judge it:  cargo conformance calculator -- node starters/javascript/server.js
const net = require("net");

const [host, port] = process.argv.slice(2);

const server = net.createServer((client) => {
  console.log("Connected:", client.remoteAddress, client.remotePort);
  client.on("data", (data) => {
    let result;
    try {
      result = eval(data.toString());
    } catch (error) {
      result = "error: " + error.message;
    }
    client.write(result + "\n");
  });
  client.on("end", () => console.log("Disconnected"));
});

server.listen(Number(port), host, () => {
  console.log("Waiting for clients on", host, port);
});
