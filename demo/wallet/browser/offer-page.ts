/** Receiving a credential. */
import {
  IssuanceFailed,
  type IssuanceProblem,
  type Offer,
  type OfferProblem,
  openOffer,
  receiveCredential,
} from '../protocol/issuance.ts';
import { partyAt } from '../protocol/party.ts';
import { claimRows } from './claims.ts';
import { keep } from './documents.ts';
import { buttonLink, buttons, element, field, link, paragraph, rows } from './screen.ts';
import type { Visit } from './visit.ts';

export async function showOffer({ screen, place, query }: Visit): Promise<void> {
  const { t } = screen;
  screen.showWorking('offer.title', 'layout.loading');

  function askForCode(offer: Offer, error?: string): void {
    const input = field({ id: 'code', label: t('offer.code'), hint: t('offer.code.hint') }, error, {
      type: 'text',
      inputmode: 'numeric',
      autocomplete: 'one-time-code',
    });
    const submit = (event: Event): void => {
      event.preventDefault();
      const typed = (document.getElementById('code') as HTMLInputElement).value.replace(/[\s-]/g, '');
      void receive(offer, typed);
    };
    screen.show(
      'offer.title',
      paragraph(t('offer.from')),
      element('p', { class: 'wallet-who__name' }, offer.issuer),
      element(
        'form',
        { submit, novalidate: true },
        input,
        buttons(element('button', { class: 'govuk-button' }, t('offer.button'))),
      ),
      link(t('back.wallet'), '/'),
    );
  }

  async function receive(offer: Offer, code: string): Promise<void> {
    const issuer = partyAt(place.parties, offer.issuer) ?? place;
    if (!/^\d+$/.test(code) || code.length !== offer.codeLength) {
      askForCode(offer, t('offer.code.format', { length: String(offer.codeLength) }));
      return;
    }
    screen.showWorking('offer.title', 'offer.working');
    try {
      const now = (): Date => new Date();
      const { copies, credential } = await receiveCredential(offer, code, { ...issuer, now });
      const { payload, disclosures } = credential;
      await keep({
        id: crypto.randomUUID(),
        issuer: offer.issuer,
        type: String(payload.vct),
        expiresAt: new Date(Number(payload.exp) * 1000),
        claims: disclosures,
        copies: copies.map((copy) => ({ ...copy, timesShown: 0 })),
      });
      screen.show(
        'offer.done.title',
        paragraph(t('offer.done.text')),
        rows(claimRows(screen, disclosures)),
        buttons(buttonLink(t('back.wallet'), '/')),
      );
    } catch (error) {
      const problem = problemOf(error);
      if (problem === 'wrong-code') {
        askForCode(offer, t('offer.wrong-code'));
      } else {
        showFailed(problem);
      }
    }
  }

  function showFailed(problem: Exclude<OfferProblem | IssuanceProblem, 'wrong-code'>): void {
    screen.show(
      'offer.failed.title',
      paragraph(t(`offer.failed.${problem}`)),
      buttons(buttonLink(t('back.wallet'), '/')),
    );
  }

  try {
    const known = partyAt(place.parties, query.get('credential_offer_uri') ?? '');
    askForCode(await openOffer(query, known?.address ?? place.issuer));
  } catch (error) {
    const problem = problemOf(error);
    showFailed(problem === 'wrong-code' ? 'refused' : problem);
  }
}

function problemOf(error: unknown): OfferProblem | IssuanceProblem {
  if (error instanceof IssuanceFailed) {
    return error.problem;
  }
  throw error;
}
