/** Channels on which nodes hear of one another. Nothing is kept in them. */

/** Which client was changed. */
export const clientsChannel = 'clients-changed';

/** On which Redis itself tells which keys are written. */
export const invalidatedChannel = '__redis__:invalidate';
