// Writes a message as a CloudEvent with the library of the CloudEvents project.
//
//   node cloud-event.js ID TYPE CONTENT-TYPE FILE        prints the event in structured mode
'use strict';

const fs = require('fs');
const { CloudEvent, HTTP } = require('cloudevents');

const [id, type, contentType, file] = process.argv.slice(2);
const bytes = fs.readFileSync(file);
const json = contentType.endsWith('json');
const event = new CloudEvent({
  id,
  type,
  source: '/agency/system',
  datacontenttype: contentType,
  ...(json ? { data: JSON.parse(bytes.toString('utf8')) } : { data: new Uint8Array(bytes) }),
});
process.stdout.write(HTTP.structured(event).body);
