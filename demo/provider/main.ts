/** The provider of the demo: a node as of a service, and the start page, which shows passwords and codes to whoever comes. */
import { loadConfig } from '../../src/config.ts';
import { startNode } from '../../src/start-node.ts';
import { startPage } from './start-page.ts';
import { words } from './words.ts';

const [, , demoFile] = process.argv;
if (!demoFile) {
  throw new Error('the first argument must name the file that scripts/demo has written');
}

await startNode(loadConfig, {
  words,
  startPage: (pages, { serviceName }, now) => startPage(demoFile, serviceName, pages, now),
});
