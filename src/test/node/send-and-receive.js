// A client of the queue door that shares no code with it.
//
//   node send-and-receive.js HOST PORT KEY CERT CA send ADDRESS CONTENT-TYPE FILE [data|binary|text] [PROPERTY=VALUE ...]
//   node send-and-receive.js HOST PORT KEY CERT CA leave ADDRESS CONTENT-TYPE FILE
//   node send-and-receive.js HOST PORT KEY CERT CA receive ADDRESS
//
// KEY, CERT and CA are PEM files. "send" sends the file as one data section, or as a value of bytes or of text, and prints
// "accepted" once the broker has said so. "leave" sends it too, and takes its link away before the broker can say so. "receive" takes one message and prints its content type, and its body in Base64.
// Ends with 0 when done, 1 with one line on stderr when refused, 2 on wrong usage.
'use strict';

const fs = require('fs');
const rhea = require('rhea');

const [host, port, key, cert, ca, mode, address, contentType, file, form = 'data', ...extra] = process.argv.slice(2);
const usable = mode === 'receive' ? address : ['send', 'leave'].includes(mode) && file && ['data', 'binary', 'text'].includes(form);
if (!usable) {
  process.stderr.write('usage: HOST PORT KEY CERT CA send ADDRESS CONTENT-TYPE FILE [data|binary|text] | receive ADDRESS\n');
  process.exit(2);
}

let finished = false;
function finish(code, line) {
  if (finished) return;
  finished = true;
  clearTimeout(patience);
  (code === 0 ? process.stdout : process.stderr).write(line + '\n', () => process.exit(code));
}
const patience = setTimeout(() => finish(1, 'timeout'), Number(process.env.PATIENCE || 20000));
const because = (what) => (what && (what.description || what.condition || what.message)) || 'closed';

const container = rhea.create_container();

function body() {
  const bytes = fs.readFileSync(file);
  switch (form) {
    case 'data':
      return rhea.message.data_section(bytes);
    case 'binary':
      return bytes;
    default:
      return bytes.toString('utf8');
  }
}

container.on('sendable', (context) => {
  if (mode !== 'receive' && !context.sender.used) {
    context.sender.used = true;
    const properties = {};
    for (const property of extra) {
      const at = property.indexOf('=');
      properties[property.slice(0, at)] = property.slice(at + 1);
    }
    context.sender.send({ content_type: contentType, durable: true, application_properties: properties, body: body() });
    if (mode === 'leave') {
      context.sender.detach();
      context.connection.close();
    }
  }
});
container.on('accepted', () => mode === 'send' && finish(0, 'accepted'));
container.on('rejected', (context) => finish(1, 'rejected: ' + because(context.delivery.remote_state.error)));
container.on('released', () => finish(1, 'released'));
container.on('modified', () => finish(1, 'modified'));

container.on('message', (context) => {
  const content = context.message.body && context.message.body.content ? context.message.body.content : context.message.body;
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(String(content), 'utf8');
  context.delivery.accept();
  // Wait until the acceptance is on its way: a message not settled would come again.
  context.receiver.close();
  container.once('receiver_close', () => finish(0, (context.message.content_type || '') + '\n' + bytes.toString('base64')));
});

container.on('sender_error', (context) => finish(1, because(context.sender.error)));
container.on('receiver_error', (context) => finish(1, because(context.receiver.error)));
container.on('connection_error', (context) => finish(1, because(context.connection.error)));
container.on('connection_close', (context) => finish(mode === 'leave' ? 0 : 1, because(context.connection.error)));
container.on('disconnected', (context) => finish(1, 'disconnected: ' + because(context.error)));
container.on('error', (error) => finish(1, because(error)));

const connection = container.connect({
  host,
  port: Number(port),
  transport: 'tls',
  key: fs.readFileSync(key),
  cert: fs.readFileSync(cert),
  ca: fs.readFileSync(ca),
  servername: 'localhost',
  enable_sasl_external: true,
  reconnect: false,
});

if (mode !== 'receive') {
  connection.open_sender({ target: address });
} else {
  connection.open_receiver({ source: address, credit_window: 0, autoaccept: false }).add_credit(1);
}
