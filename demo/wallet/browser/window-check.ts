/** The window check: reads a digital ID card and says what it proves, with a network or without. */
import {
  type CardDoubt,
  type CardProblem,
  checkCard,
  type DownloadedList,
  type Verdict,
} from '../protocol/check-card.ts';
import { claimRows } from './claims.ts';
import { downloadLists, keptLists } from './lists.ts';
import { photoPlace } from './photo-place.ts';
import { readPlace } from './place.ts';
import { createScanner } from './scanner.ts';
import { button, buttons, element, heading, link, openScreen, paragraph, rows } from './screen.ts';

const screen = openScreen();
const { t } = screen;
const seen = new Set<string>();

async function main(): Promise<void> {
  if (location.pathname !== '/') {
    screen.show('not-found.title', paragraph(t('not-found.text')), link(t('site.window-check'), '/'));
    return;
  }
  const place = await readPlace();
  let lists: readonly DownloadedList[] = await keptLists(place, new Date());
  let failed = false;
  await refresh();
  showScanner();

  async function refresh(): Promise<void> {
    const fresh = await downloadLists(place, new Date());
    failed = fresh.length === 0;
    lists = failed ? lists : fresh;
  }

  function showScanner(): void {
    const scanner = createScanner(screen, (text) => void check(text));
    const [video, words, start, stop, file] = scanner.parts;
    screen.show(
      'check.title',
      element('p', { class: 'govuk-body-l' }, t('check.lead')),
      video,
      words,
      buttons(start, stop),
      file,
      listSection(),
    );
  }

  function listSection(): HTMLElement {
    const refreshAndShow = async (): Promise<void> => {
      await refresh();
      section.replaceWith(listSection());
      document.getElementById('refresh')?.focus();
    };
    const [list] = lists;
    const refreshButton = button(t('check.list.refresh'), () => void refreshAndShow(), true);
    refreshButton.id = 'refresh';
    const section = element(
      'section',
      { class: 'wallet-list-age', 'aria-labelledby': 'list' },
      element('h2', { class: 'govuk-heading-m', id: 'list' }, t('check.list.title')),
      paragraph(list ? t('check.list.age', { age: ageInWords(list.downloadedAt) }) : t('check.list.none'), {
        role: 'status',
      }),
      failed && list && paragraph(t('check.list.failed')),
      list && isOlderThanAdvised(list) && paragraph(t('check.list-old')),
      buttons(refreshButton),
    );
    return section;
  }

  async function check(text: string): Promise<void> {
    const verdict = await checkCard(text, { anchor: place.anchor, lists }, seen, new Date());
    if (verdict.kind === 'valid') {
      seen.add(verdict.nonce);
    }
    screen.show('check.title', verdictSection(verdict), buttons(button(t('check.again'), showScanner)));
  }
}

function verdictSection(verdict: Verdict): HTMLElement {
  const word = element('p', { class: 'wallet-verdict__word' }, t(`check.${verdict.kind}`));
  const look = { class: `wallet-verdict wallet-verdict--${verdict.kind}`, role: 'status' };
  if (verdict.kind !== 'valid') {
    const reason: CardProblem | CardDoubt = verdict.kind === 'invalid' ? verdict.problem : verdict.doubt;
    return element('div', look, word, paragraph(t(`check.${reason}`)));
  }
  const { claims, list } = verdict;
  const hasName = claims.some(({ path }) => path.join() === 'family_name');
  return element(
    'div',
    look,
    word,
    paragraph(t('check.valid.text')),
    heading(t('check.claims')),
    hasName && photoPlace(t('card.photo')),
    rows(claimRows(screen, claims)),
    hasName && paragraph(t('check.photo.text')),
    paragraph(t('check.list-age-then', { age: ageInWords(list.downloadedAt) })),
    isOlderThanAdvised(list) && paragraph(t('check.list-old')),
  );
}

function isOlderThanAdvised({ downloadedAt, timeToLiveInSeconds }: DownloadedList): boolean {
  return Date.now() - downloadedAt.getTime() > timeToLiveInSeconds * 1000;
}

function ageInWords(instant: Date): string {
  const minutes = Math.floor((Date.now() - instant.getTime()) / 60_000);
  if (minutes < 1) {
    return t('check.age.now');
  }
  return minutes < 60
    ? t('check.age.minutes', { number: String(minutes) })
    : t('check.age.hours', { number: String(Math.floor(minutes / 60)) });
}

try {
  await main();
} catch (error) {
  console.error(error);
  screen.show('fault.title', paragraph(t('fault.text')));
}
