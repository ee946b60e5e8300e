// A hospital's interface engine that listens, and shares no code with the gateway: HL7 v2 over MLLP and mutual TLS, read with
// node-hl7-client.
// node hl7-listener.js <key> <certificate> <authority> [port]   prints "listening <port>", then for each message a line of JSON; ends
// when its standard input does
'use strict';
const fs = require('fs');
const tls = require('tls');
const { Message } = require('node-hl7-client');

const [key, cert, ca, port] = process.argv.slice(2);

function read(text) {
  const message = new Message({ text });
  const segments = text.split('\r').filter((line) => line).map((line) => line.slice(0, 3));
  const observations = {};
  message.get('OBX').forEach((obx) => {
    const code = obx.get('OBX.3.1').toString();
    observations[code] = observations[code] || obx.get(code === 'SEALED' ? 'OBX.5.5' : 'OBX.5').toString();
  });
  return {
    type: message.get('MSH.9.1').toString() + '^' + message.get('MSH.9.2').toString(),
    id: message.get('MSH.10').toString(),
    charset: message.get('MSH.18').toString(),
    family: message.get('PID.5.1').toString(),
    segments,
    observations,
  };
}

const server = tls.createServer(
  { key: fs.readFileSync(key), cert: fs.readFileSync(cert), ca: fs.readFileSync(ca), requestCert: true, rejectUnauthorized: true },
  (socket) => {
    let received = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      for (let end = received.indexOf('\x1c\r'); end >= 0; end = received.indexOf('\x1c\r')) {
        const told = read(received.subarray(1, end).toString('utf8'));
        received = received.subarray(end + 2);
        told.peer = socket.getPeerCertificate().subject.CN;
        console.log(JSON.stringify(told));
        socket.write(`\x0bMSH|^~\\&|ENGINE|WDH|MARAC||20261122||ACK|A-${told.id}|P|2.5.1\rMSA|AA|${told.id}\r\x1c\r`);
      }
    });
  },
);
server.listen(Number(port || 0), 'localhost', () => console.log(`listening ${server.address().port}`));
process.stdin.on('end', () => process.exit(0)).resume();
