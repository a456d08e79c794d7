/** Keeps what is to be undone when all is over, in the order opposite to that in which it came. */
export type OnStop = (undo: () => unknown) => void;
