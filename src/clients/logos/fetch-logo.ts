/** Fetches the picture that a relying party registered as its logo, through the guard, and draws it anew. */
import { OutgoingRefused, type RefusalReason } from '../../outgoing/destination.ts';
import { createGuardedFetch, type GuardedFetchParts } from '../../outgoing/guarded-fetch.ts';
import { asLogo } from './logo-picture.ts';
import { decodePng, encodePng, largestFileInBytes, type PictureFault, PictureRefused } from './png.ts';

export type FetchedLogo =
  | { readonly kind: 'fetched'; readonly picture: Buffer }
  | { readonly kind: 'not-fetched'; readonly why: LogoFault };

/** `answer`: a status other than 200. */
type LogoFault = PictureFault | 'answer' | RefusalReason;

export type FetchLogo = (address: string) => Promise<FetchedLogo>;

export function createFetchLogo(parts: Pick<GuardedFetchParts, 'privateHosts' | 'limits'>): FetchLogo {
  const limits = { patienceInMilliseconds: 5000, ...parts.limits, largestAnswerInBytes: largestFileInBytes };
  const fetchGuarded = createGuardedFetch({ ...parts, limits });
  return async (address) => {
    try {
      const answer = await fetchGuarded(address, { headers: { accept: 'image/png' } });
      if (answer.status !== 200) {
        return { kind: 'not-fetched', why: 'answer' };
      }
      const file = Buffer.from(await answer.arrayBuffer());
      return { kind: 'fetched', picture: encodePng(asLogo(decodePng(file))) };
    } catch (error) {
      if (error instanceof OutgoingRefused || error instanceof PictureRefused) {
        return { kind: 'not-fetched', why: error.reason };
      }
      throw error;
    }
  };
}
