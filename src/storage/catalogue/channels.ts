/** Channels on which nodes hear of one another. Nothing is kept in them. */

/** Which client was changed. */
export const clientsChannel = 'clients-changed';
