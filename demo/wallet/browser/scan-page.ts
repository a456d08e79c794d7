/** Codes and links of issuers and verifiers, wherever they come from, lead to the page that answers them. */
import { createScanner } from './scanner.ts';
import { button, buttons, element, field, heading, link, paragraph } from './screen.ts';
import type { Visit } from './visit.ts';

export async function showScan({ screen }: Visit): Promise<void> {
  const { t } = screen;

  function follow(text: string): void {
    const address = addressFor(text);
    if (address) {
      location.assign(address);
    } else {
      show(t('scan.not-ours'));
    }
  }

  function show(error?: string): void {
    const scanner = createScanner(screen, follow);
    const [video, words, start, stop, file] = scanner.parts;
    const input = field({ id: 'link', label: t('scan.link'), hint: t('scan.link.hint') }, undefined, {
      type: 'text',
      autocomplete: 'off',
      spellcheck: 'false',
    });
    const open = (): void => {
      scanner.stop();
      follow((document.getElementById('link') as HTMLInputElement).value.trim());
    };
    screen.show(
      'scan.title',
      error && element('p', { class: 'govuk-error-message', role: 'alert' }, error),
      paragraph(t('scan.text')),
      video,
      words,
      buttons(start, stop),
      heading(t('scan.other')),
      file,
      input,
      buttons(button(t('scan.link.button'), open, true)),
      link(t('back.wallet'), '/'),
    );
  }

  show();
}

/** By what a link carries, not by its scheme: `openid4vp://`, `openid-credential-offer://` and addresses on the web are all in use. */
function addressFor(text: string): string | undefined {
  const at = text.indexOf('?');
  const query = new URLSearchParams(at < 0 ? '' : text.slice(at + 1));
  if (query.has('credential_offer_uri')) {
    return `/offer?${query}`;
  }
  return query.has('request_uri') && query.has('client_id') ? `/present?${query}` : undefined;
}
