/** A node of a service. */
import { loadConfig } from './config.ts';
import { startNode } from './start-node.ts';

await startNode(loadConfig);
