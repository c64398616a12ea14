import net from 'node:net';

/**
 * The network between a browser and the service, as a TCP proxy that can be cut. It also notes the head of every HTTP/1.1
 * request that passes, so that a test can see what a browser really sent.
 */
export class Proxy {
  /** Heads of requests, first line and headers, in the order of their coming. */
  requests = [];
  /** Connections that were refused while the network was cut. */
  refused = 0;

  #mode = 'open';
  #pairs = new Set();
  #server;
  #target;

  static async start(target) {
    const proxy = new Proxy();
    proxy.#target = target;
    proxy.#server = net.createServer((client) => proxy.#accept(client));
    await new Promise((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port() {
    return this.#server.address().port;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Every connection breaks, and new ones break at once. */
  cut() {
    this.#mode = 'cut';
    this.#pairs.forEach(({ client, server }) => {
      client.resetAndDestroy();
      server.destroy();
    });
  }

  /** Nothing passes any more and nobody is told: what a laptop sees that walks out of reach. */
  blackhole() {
    this.#mode = 'blackhole';
    this.#pairs.forEach(({ client, server }) => {
      client.unpipe(server);
      server.unpipe(client);
      client.pause();
      server.pause();
    });
  }

  /** The network is back. What was swallowed stays swallowed: connections from before break now. */
  heal() {
    if (this.#mode === 'blackhole') {
      this.cut();
    }
    this.#mode = 'open';
  }

  /** Breaks the connections once; new ones pass. */
  breakOnce() {
    this.cut();
    this.heal();
  }

  async stop() {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client) {
    client.on('error', () => client.destroy());
    if (this.#mode === 'cut') {
      this.refused++;
      client.resetAndDestroy();
      return;
    }
    if (this.#mode === 'blackhole') {
      this.refused++;
      this.#pairs.add({ client, server: new net.Socket() });
      client.pause();
      return;
    }
    const server = net.connect(this.#target, '127.0.0.1');
    const pair = { client, server };
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    server.on('error', end);
    client.on('close', end);
    server.on('close', end);
    client.on('data', (bytes) => this.#note(bytes.toString('latin1')));
    client.pipe(server);
    server.pipe(client);
  }

  #note(text) {
    if (/^(GET|POST|DELETE|OPTIONS|HEAD|PUT) \S+ HTTP\/1\.1\r\n/.test(text)) {
      this.requests.push(text.slice(0, text.indexOf('\r\n\r\n')));
    }
  }
}

/** The value of a header in a request's head; undefined when it was not sent. */
export function headerOf(head, name) {
  return new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim();
}
