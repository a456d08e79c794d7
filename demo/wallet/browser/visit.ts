/** What a page of the wallet starts from. */
import type { Document } from './documents.ts';
import type { Place } from './place.ts';
import type { Screen } from './screen.ts';

export interface Visit {
  readonly screen: Screen;
  readonly place: Place;
  readonly query: URLSearchParams;
  readonly documents: readonly Document[];
}
