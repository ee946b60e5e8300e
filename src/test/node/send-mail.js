// A client of the mail door that shares no code with it: nodemailer writes and sends the mail, OpenSSL signs and encrypts it.
//
//   node send-mail.js HOST PORT CA FROM TO SIGN-CRT SIGN-KEY GATEWAY-CRT FILE...
//
// CA is the certificate the mail server's must come from, GATEWAY-CRT what the gateway decrypts with; all PEM. The addresses stand
// inside the signature too, as nodemailer writes them.
// Ends with 0 when the server has the mail, 1 with one line on stderr when not, 2 on wrong usage.
'use strict';

const fs = require('fs');
const path = require('path');
const { execFileSync } = require('child_process');
const nodemailer = require('nodemailer');
const MailComposer = require('nodemailer/lib/mail-composer');

const [host, port, ca, from, to, signCrt, signKey, gatewayCrt, ...files] = process.argv.slice(2);
if (!files.length) {
  process.stderr.write('usage: HOST PORT CA FROM TO SIGN-CRT SIGN-KEY GATEWAY-CRT FILE...\n');
  process.exit(2);
}

const openssl = (args, input) => execFileSync('openssl', args, { input, maxBuffer: 64 * 1024 * 1024 });

async function main() {
  const attachments = files.map((file) => ({ filename: path.basename(file), path: file }));
  const plain = await new MailComposer({
    from,
    to,
    subject: 'Referral',
    text: 'See the file.',
    html: '<p>See the file. <img src="https://tracker.example/pixel.png"></p>',
    attachments,
  })
    .compile()
    .build();
  const signed = openssl(['smime', '-sign', '-signer', signCrt, '-inkey', signKey], plain);
  const sealed = openssl(
    ['cms', '-encrypt', '-aes256', '-recip', gatewayCrt, '-keyopt', 'ecdh_kdf_md:sha256'],
    signed,
  );
  const header = `From: ${from}\r\nTo: ${to}\r\nSubject: Referral\r\nDate: ${new Date().toUTCString()}\r\n`
    + `Message-ID: <${Date.now()}@${from.split('@')[1]}>\r\n`;
  const transport = nodemailer.createTransport({
    host,
    port: Number(port),
    secure: true,
    tls: { ca: fs.readFileSync(ca), minVersion: 'TLSv1.2' },
  });
  await transport.sendMail({
    envelope: { from, to: [to] },
    raw: Buffer.concat([Buffer.from(header), sealed]),
  });
}

main().catch((e) => {
  process.stderr.write(`${e.message}\n`);
  process.exit(1);
});
