// A client of the files door that shares no code with it.
//
//   node send-file.js HOST PORT AGENCY KEY HOST-KEY-SHA256 FILE NAME
//
// KEY is the agency's TLS key as PEM (EC PRIVATE KEY), HOST-KEY-SHA256 the digest of the server's key in hexadecimal digits.
// Uploads FILE as in/NAME under a temporary name, renames it, waits for out/NAME.ack.csv and prints it.
// Ends with 0 when done, 1 with one line on stderr when refused, 2 on wrong usage.
'use strict';

const fs = require('fs');
const Client = require('ssh2-sftp-client');

const [host, port, username, key, hostKey, file, name] = process.argv.slice(2);
if (!name) {
  process.stderr.write('usage: HOST PORT AGENCY KEY HOST-KEY-SHA256 FILE NAME\n');
  process.exit(2);
}

async function main() {
  const client = new Client();
  await client.connect({
    host,
    port: Number(port),
    username,
    privateKey: fs.readFileSync(key),
    hostHash: 'sha256',
    hostVerifier: (hash) => hash === hostKey,
    readyTimeout: 20000,
  });
  await client.put(file, `in/${name}.part`);
  await client.rename(`in/${name}.part`, `in/${name}`);
  const answer = `out/${name}.ack.csv`;
  for (let i = 0; i < 120 && !(await client.exists(answer)); i++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  process.stdout.write((await client.get(answer)).toString());
  await client.delete(answer);
  await client.end();
}

main().catch((e) => {
  process.stderr.write(`${e.message}\n`);
  process.exit(1);
});
