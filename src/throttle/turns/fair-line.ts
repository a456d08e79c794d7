/**
 * Who waits for the same kind of turn, by network: networks take turns, and within one it is first come, first served. A network may have
 * the whole line while nobody else is there. When it is full, whoever came last from the network with the most waiting makes room for one
 * with less, so that no network shuts another out, and a carrier or an office with thousands behind one address is not held back for nothing.
 */
export interface Waiting {
  readonly network: string;
  /** Of work, in hashes of ours. */
  readonly amount: number;
  begin(): void;
  /** Waits no longer: it was refused. */
  refuse(): void;
}

export interface FairLine {
  /** False when there is no room for it. */
  join(waiting: Waiting): boolean;
  /** False when it waits no longer. */
  leave(waiting: Waiting): boolean;
  next(): Waiting | undefined;
}

interface Share {
  readonly waiting: Waiting[];
  amount: number;
}

/** @param most work that waits */
export function createFairLine(most: number): FairLine {
  /** In the order of their turns. */
  const shares = new Map<string, Share>();
  let amount = 0;

  function take(share: Share, at: number): Waiting | undefined {
    const [taken] = share.waiting.splice(at, 1);
    if (taken) {
      share.amount -= taken.amount;
      amount -= taken.amount;
      if (share.waiting.length === 0) {
        shares.delete(taken.network);
      }
    }
    return taken;
  }

  /** @returns false when nobody has more waiting than this network would have. */
  function makeRoomFor(ofNetwork: number): boolean {
    while (amount >= most) {
      // As many as a line has at most: it is short.
      const largest = [...shares.values()].reduce((one, other) => (other.amount > one.amount ? other : one));
      if (largest.amount <= ofNetwork) {
        return false;
      }
      take(largest, -1)?.refuse();
    }
    return true;
  }

  return {
    join(waiting) {
      const ofNetwork = shares.get(waiting.network)?.amount ?? 0;
      if (!makeRoomFor(ofNetwork + waiting.amount)) {
        return false;
      }
      const share = shares.get(waiting.network) ?? { waiting: [], amount: 0 };
      share.waiting.push(waiting);
      share.amount += waiting.amount;
      amount += waiting.amount;
      shares.set(waiting.network, share);
      return true;
    },

    leave(waiting) {
      const share = shares.get(waiting.network);
      const at = share?.waiting.indexOf(waiting) ?? -1;
      return share !== undefined && at >= 0 && take(share, at) !== undefined;
    },

    next() {
      const [first] = shares.entries();
      if (!first) {
        return undefined;
      }
      const [network, share] = first;
      const taken = take(share, 0);
      // The others come first now.
      if (shares.delete(network)) {
        shares.set(network, share);
      }
      return taken;
    },
  };
}
