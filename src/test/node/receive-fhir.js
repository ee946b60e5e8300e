// A health system that shares no code with the gateway: a FHIR endpoint over mutual TLS, with Node's own HTTPS server.
// node receive-fhir.js <port> <key> <certificate> <authority>
// Prints "listening", then for each request one line of JSON: who called, with which headers, what it was answered, and the body.
// What it answers stands in the text of the message: "plan:503,no-echo,422" are its first, second and third answer to one
// X-Request-Id; the last goes for all that follow. Without a plan it is 200.
'use strict';
const fs = require('fs');
const https = require('https');

const [port, key, cert, ca] = process.argv.slice(2);
const attempts = new Map();

const outcome = (code) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code, details: { coding: [{ system: 'https://fhir.nhs.uk/Codesystem/http-error-codes', code: 'REC_X' }] } }],
});
const taken = (bundle) => ({
  resourceType: 'Bundle',
  type: 'message',
  entry: [{ resource: { resourceType: 'MessageHeader', response: { identifier: bundle.entry[0].resource.id, code: 'ok' } } }],
});

const server = https.createServer(
  {
    key: fs.readFileSync(key),
    cert: fs.readFileSync(cert),
    ca: fs.readFileSync(ca),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  },
  (request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const body = JSON.parse(text);
      const id = request.headers['x-request-id'];
      const plan = (/plan:([a-z0-9,-]+)/.exec(text) || [, '200'])[1].split(',');
      const attempt = attempts.get(id) || 0;
      attempts.set(id, attempt + 1);
      const answer = plan[Math.min(attempt, plan.length - 1)];
      const headers = { 'Content-Type': 'application/fhir+json' };
      if (answer !== 'no-echo') {
        headers['X-Request-Id'] = id;
        headers['X-Correlation-Id'] = request.headers['x-correlation-id'];
      }
      if (answer === '503') {
        headers['Retry-After'] = '1';
      }
      const peer = request.socket.getPeerCertificate();
      console.log(
        JSON.stringify({
          method: request.method,
          url: request.url,
          headers: request.headers,
          peer: peer.subjectaltname,
          protocol: request.socket.getProtocol(),
          answer,
          body,
        })
      );
      const status = answer === 'no-echo' ? 200 : Number(answer);
      response.writeHead(status, headers);
      response.end(
        JSON.stringify(status === 200 ? taken(body) : outcome({ 409: 'duplicate', 422: 'business-rule', 503: 'transient' }[status]))
      );
    });
  }
);

server.listen(Number(port), '127.0.0.1', () => console.log('listening'));
