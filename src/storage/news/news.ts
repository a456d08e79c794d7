/**
 * What is said on channels of the store, heard on one connection for the whole process. What is queued or changed is told of by the step
 * that does it, on a channel named as its key: so nobody looks into the store again and again whether there is something new.
 *
 * In this folder: the connection, and the bells that workers wait for (decision 44).
 */
import type { Store } from '../store.ts';

export interface News {
  hear(channel: string, listener: Listener): void;
  /**
   * False when something may be said that is not heard: the connection is gone, or has been silent for a second. Whoever asks relies on
   * it, and for a while the connection is watched so closely.
   */
  isHearing(): boolean;
  /** The same, by whoever can wait some seconds until it shows. */
  seemsToHear(): boolean;
  /** Resolves once there is a connection. */
  readonly connected: Promise<void>;
}

export interface Listener {
  onMessage(message: string): void;
  /** Something may have been said while nobody listened. */
  onGap(): void;
  /** From now on something may be said that is not heard, until the next gap is over. */
  onSilence?(): void;
}

const beatsInMilliseconds = { closely: 300, loosely: 3000 } as const;
const attentionInMilliseconds = 60_000;
const longestAnswerInMilliseconds = 600;
/** It may be a user of Redis that may not listen, which does not change soon. */
const pauseAfterFaultInMilliseconds = 500;

const newsByStore = new WeakMap<Store, News>();

/** One for all of a process, for as long as its store's own connection. */
export function newsOf(store: Store): News {
  const news = newsByStore.get(store) ?? listenOn(store);
  newsByStore.set(store, news);
  return news;
}

function listenOn(store: Store): News {
  const connection = store.beside('kapu-news', { autoResubscribe: false });
  const channels = createChannels();
  const heart = createHeart(async () => void (await connection.ping()), {
    ended: connection.ended,
    onSilence: channels.tellOfSilence,
  });
  let isReady = false;
  let isSubscribed = false;

  async function subscribe(names: readonly string[]): Promise<void> {
    await connection.subscribe(...names);
    isSubscribed = true;
    connection.fault = undefined;
    heart.noteAnswer();
    channels.tellOfGap(names);
  }

  function beginAnew(error: Error): void {
    connection.fault = error.message;
    const letGo = (): void => {
      if (connection.fault !== undefined) {
        connection.disconnect(true);
      }
    };
    setTimeout(letGo, pauseAfterFaultInMilliseconds).unref();
  }

  function subscribeIfPossible(names: readonly string[]): void {
    if (isReady && names.length > 0) {
      subscribe(names).catch(beginAnew);
    }
  }

  connection.on('ready', () => {
    isReady = true;
    subscribeIfPossible(channels.names());
  });
  connection.on('close', () => {
    isReady = false;
    isSubscribed = false;
    heart.stop();
  });
  // The store's own connection reports what is wrong.
  connection.on('error', () => {});
  connection.on('message', channels.tell);
  const connected = connection.connect();
  connected.catch(() => {});
  heart.start();

  return {
    connected,
    isHearing: () => heart.isFresh() && isSubscribed,
    seemsToHear: () => heart.seemsFresh() && isSubscribed,

    hear(channel, listener) {
      channels.add(channel, listener);
      subscribeIfPossible([channel]);
    },
  };
}

interface Channels {
  names(): string[];
  add(name: string, listener: Listener): void;
  tell(name: string, message: string): void;
  tellOfGap(names: readonly string[]): void;
  tellOfSilence(): void;
}

/** Who listens to what. */
function createChannels(): Channels {
  const listenersOf = new Map<string, Listener[]>();
  const toAll = (names: Iterable<string>, tell: (listener: Listener) => void): void => {
    for (const name of names) {
      for (const listener of listenersOf.get(name) ?? []) {
        tell(listener);
      }
    }
  };
  return {
    names: () => [...listenersOf.keys()],
    add: (name, listener) => {
      listenersOf.set(name, [...(listenersOf.get(name) ?? []), listener]);
    },
    tell: (name, message) => toAll([name], (listener) => listener.onMessage(message)),
    tellOfGap: (names) => toAll(names, (listener) => listener.onGap()),
    tellOfSilence: () => toAll(listenersOf.keys(), (listener) => listener.onSilence?.()),
  };
}

interface Heart {
  start(): void;
  noteAnswer(): void;
  /** Nothing is heard until the next answer. */
  stop(): void;
  isFresh(): boolean;
  seemsFresh(): boolean;
}

/** Asks again and again whether the other side is there: often while anybody relies on it, else seldom. */
function createHeart(
  beat: () => Promise<void>,
  { ended, onSilence }: { ended: AbortSignal; onSilence: () => void },
): Heart {
  let answeredAt = Number.NEGATIVE_INFINITY;
  let reliedOnAt = Number.NEGATIVE_INFINITY;
  let wasSilent = true;
  let timer: NodeJS.Timeout | undefined;

  const pause = (): number =>
    performance.now() - reliedOnAt < attentionInMilliseconds
      ? beatsInMilliseconds.closely
      : beatsInMilliseconds.loosely;
  const isFreshFor = (milliseconds: number): boolean =>
    performance.now() - answeredAt < milliseconds + longestAnswerInMilliseconds;
  const seemsFresh = (): boolean => isFreshFor(pause());

  function noteAnswer(): void {
    answeredAt = performance.now();
    wasSilent = false;
  }

  function noteSilence(): void {
    if (!wasSilent) {
      wasSilent = true;
      onSilence();
    }
  }

  function goOn(): void {
    clearTimeout(timer);
    if (ended.aborted) {
      return;
    }
    if (!seemsFresh()) {
      noteSilence();
    }
    beat().then(noteAnswer, () => {});
    timer = setTimeout(goOn, pause()).unref();
  }

  return {
    start: goOn,
    noteAnswer,

    stop() {
      answeredAt = Number.NEGATIVE_INFINITY;
      noteSilence();
    },

    seemsFresh,

    isFresh() {
      const wasWatchedClosely = pause() === beatsInMilliseconds.closely;
      reliedOnAt = performance.now();
      if (!wasWatchedClosely) {
        goOn();
      }
      return isFreshFor(beatsInMilliseconds.closely);
    },
  };
}
