// A client of the queue door that speaks STOMP 1.2 over TLS, with the library police systems use.
//
//   node stomp.js HOST PORT KEY CERT CA send ADDRESS CONTENT-TYPE FILE [bytes|text] [HEADER=VALUE ...]
//   node stomp.js HOST PORT KEY CERT CA receive ADDRESS
//
// KEY, CERT and CA are PEM files. "send" prints "accepted" once the broker has given a receipt. "receive" takes one message
// and prints its content type, and its body in Base64. Ends with 0 when done, 1 with one line on stderr when refused.
'use strict';

const fs = require('fs');
const tls = require('tls');
const { Client } = require('@stomp/stompjs');

const [host, port, key, cert, ca, mode, address, contentType, file, form = 'bytes', ...extra] = process.argv.slice(2);
if (!address || (mode !== 'receive' && !file)) {
  process.stderr.write('usage: HOST PORT KEY CERT CA send ADDRESS CONTENT-TYPE FILE [bytes|text] | receive ADDRESS\n');
  process.exit(2);
}

let finished = false;
function finish(code, line) {
  if (finished) return;
  finished = true;
  clearTimeout(patience);
  client.deactivate().catch(() => {});
  (code === 0 ? process.stdout : process.stderr).write(line + '\n', () => process.exit(code));
}
const patience = setTimeout(() => finish(1, 'timeout'), Number(process.env.PATIENCE || 20000));

// The library was made for browsers: this is a TLS connection that looks like a WebSocket to it.
class TlsSocket {
  constructor() {
    this.readyState = 0;
    this.socket = tls.connect({
      host,
      port: Number(port),
      servername: 'localhost',
      key: fs.readFileSync(key),
      cert: fs.readFileSync(cert),
      ca: fs.readFileSync(ca),
    });
    this.socket.on('secureConnect', () => { this.readyState = 1; this.onopen({}); });
    this.socket.on('data', (data) => this.onmessage({ data: new Uint8Array(data).buffer }));
    this.socket.on('error', (error) => this.onerror(error));
    this.socket.on('close', () => { this.readyState = 3; this.onclose({ code: 1000, reason: '' }); });
  }

  send(data) { this.socket.write(typeof data === 'string' ? data : Buffer.from(data)); }

  close() { this.readyState = 2; this.socket.end(); }

  terminate() { this.readyState = 3; this.socket.destroy(); }
}

const client = new Client({
  webSocketFactory: () => new TlsSocket(),
  reconnectDelay: 0,
  heartbeatIncoming: 10000,
  heartbeatOutgoing: 10000,
  forceBinaryWSFrames: true,
});

client.onConnect = () => {
  if (mode === 'send') {
    const bytes = fs.readFileSync(file);
    const headers = { 'content-type': contentType, receipt: 'sent' };
    for (const header of extra) {
      const at = header.indexOf('=');
      headers[header.slice(0, at)] = header.slice(at + 1);
    }
    client.watchForReceipt('sent', () => finish(0, 'accepted'));
    if (form === 'text') {
      client.publish({ destination: address, headers, body: bytes.toString('utf8'), skipContentLengthHeader: true });
    } else {
      client.publish({ destination: address, headers, binaryBody: new Uint8Array(bytes) });
    }
  } else {
    client.subscribe(address, (message) => {
      message.ack({ receipt: 'taken' });
      client.watchForReceipt('taken', () => finish(0,
        (message.headers['content-type'] || '') + '\n' + Buffer.from(message.binaryBody).toString('base64')));
    }, { ack: 'client-individual', 'consumer-window-size': '0' });
  }
};
client.onStompError = (frame) => finish(1, 'error: ' + (frame.headers.message || ''));
client.onWebSocketError = (error) => finish(1, 'connection: ' + (error.message || 'error'));
client.onWebSocketClose = () => finish(1, 'closed');
client.activate();
