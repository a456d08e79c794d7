// npm gives every list of parts another serial number and the time of day: the same commit gets the same one. RFC 9562 §5.8.
import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';

const [, , committedAt] = process.argv;
const sbom = JSON.parse(await text(process.stdin));
sbom.metadata.timestamp = new Date(committedAt).toISOString();
delete sbom.serialNumber;
const hash = createHash('sha256').update(JSON.stringify(sbom)).digest('hex');
const uuid = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
process.stdout.write(`${JSON.stringify({ ...sbom, serialNumber: `urn:uuid:${uuid}` }, undefined, 2)}\n`);
