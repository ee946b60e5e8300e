// A hospital's interface engine that shares no code with the gateway: HL7 v2 over MLLP and mutual TLS, with node-hl7-client.
// node send-hl7.js <host> <port> <key> <certificate> <authority> <message file>   prints the acknowledgement, segment by segment
'use strict';
const fs = require('fs');
const { Client, Message } = require('node-hl7-client');

const [host, port, key, cert, ca, file] = process.argv.slice(2);
const client = new Client({
  host,
  version: '2.4',
  tls: { key: fs.readFileSync(key), cert: fs.readFileSync(cert), ca: fs.readFileSync(ca), servername: 'localhost' },
});

const giveUp = setTimeout(() => {
  console.error('no acknowledgement');
  process.exit(1);
}, 60000);

const connection = client.createConnection({ port: Number(port) }, async (response) => {
  clearTimeout(giveUp);
  console.log(response.getMessage().toString().split('\r').join('\n'));
  await connection.close();
  process.exit(0);
});

connection.on('client.error', (error) => {
  console.error(String(error));
  process.exit(1);
});

connection
  .sendMessage(new Message({ text: fs.readFileSync(file, 'utf8').split('\n').join('\r') }))
  .catch((error) => {
    console.error(String(error));
    process.exit(1);
  });
