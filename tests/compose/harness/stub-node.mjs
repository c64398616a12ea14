import { once } from 'node:events';
import http from 'node:http';

/** Stands in for a node that does what a real one does only by accident: dies with a request in its hands, answers nothing. */
export class StubNode {
  /** The requests that reached it, as `METHOD path`. */
  requests = [];
  /** The headers of the last one. */
  headers = {};
  /** How it answers; replace at will. */
  answer = (request, response) => response.end('ok');

  static async start() {
    const stub = new StubNode();
    stub.server = http.createServer((request, response) => {
      stub.requests.push(`${request.method} ${request.url}`);
      stub.headers = request.headers;
      request.resume();
      request.once('end', () => stub.answer(request, response));
    });
    stub.server.listen(0, '127.0.0.1');
    await once(stub.server, 'listening');
    stub.port = stub.server.address().port;
    return stub;
  }

  async stop() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** Dies with the request in its hands. */
export const die = (request) => request.socket.destroy();
