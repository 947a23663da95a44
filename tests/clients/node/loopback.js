// Required before everything else: no socket of a test leaves this machine.
const net = require("node:net");

const LOOPBACK = ["127.0.0.1", "::1", "localhost"];
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...args) {
  const [options] = net._normalizeArgs(Array.isArray(args[0]) ? args[0] : args);
  const host = options.path ? "localhost" : (options.host ?? "localhost");
  if (!LOOPBACK.includes(host)) throw new Error(`a client wants to leave this machine: ${host}`);
  return connect.apply(this, args);
};
