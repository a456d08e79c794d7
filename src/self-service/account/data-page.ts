/** The citizen's data as a person reads and prints them: in words, section by section. */
import type { Context } from 'koa';
import type { Account } from '../../accounts/account.ts';
import { type Language, languageOf } from '../../web/language.ts';
import { languages } from '../../web/languages.ts';
import { dateInWords, instantInWords } from '../../web/page/dates-and-times.ts';
import { inGroups } from '../../web/page/grouped-number.ts';
import { identificationInWords } from '../../web/page/identification-in-words.ts';
import type { MessageKey, Translate } from '../../web/translate.ts';
import { entryInWords } from '../history/entry-in-words.ts';
import type { CollectedData, DataParts } from './collected-data.ts';
import { sessionInWords } from './session-routes.ts';

/** The whole history may have twenty thousand entries: it is in the file. */
const entriesShown = 100;

interface Section {
  readonly heading: MessageKey;
  readonly rows: readonly { readonly key: string; readonly value: string }[];
  /** How many rows cannot be read: then it is not said that there are none. */
  readonly missing: number;
}

/** What a section is written with. */
interface Pen {
  readonly parts: Pick<DataParts, 'access' | 'networkName' | 'officeName'>;
  readonly t: Translate;
  readonly language: Language;
}

export async function showReadable(
  { access, networkName, officeName, pages }: DataParts,
  ctx: Context,
  data: CollectedData,
): Promise<void> {
  const language = languageOf(ctx);
  const parts = { access, networkName, officeName };
  const pen: Pen = { parts, t: pages.translatorFor(ctx), language };
  const entries = data.history.slice(0, entriesShown);
  await pages.show(ctx, 'self-service/account/readable-data', {
    title: 'data.read.title',
    signedInAs: data.account.profile.username,
    // No address shows it again: each time it is shown counts, and is recorded.
    languageForm: { action: '/fiok/adataim/olvashato', fields: {} },
    data: {
      date: instantInWords(data.writtenAt, language),
      sections: [personOf(pen, data.account), ...authenticatorsOf(pen, data), ...(await accessOf(pen, data))],
      entries: await Promise.all(entries.map((entry) => entryInWords(parts, entry, language))),
      missingEntries: data.unreadable.history,
      isWhole: entries.length === data.history.length,
    },
  });
}

function personOf({ t, language }: Pen, account: Account): Section {
  const { profile, createdAt, closesAt, externalId, identification } = account;
  const { username, locale, birthdate, phone_number: phone, ...rest } = profile;
  const said = Object.entries(rest).map(([name, value]) => ({
    key: t(`claim.${name}` as MessageKey),
    value: typeof value === 'boolean' ? t(value ? 'data.read.yes' : 'data.read.no') : value,
  }));
  return {
    heading: 'data.read.person',
    missing: 0,
    rows: [
      { key: t('username.label'), value: username },
      ...said,
      { key: t('claim.birthdate'), value: dateInWords(new Date(birthdate), language) },
      ...(phone ? [{ key: t('claim.phone_number'), value: inGroups(phone) }] : []),
      { key: t('claim.locale'), value: languages.find(({ lang }) => lang === locale)?.label ?? locale },
      { key: t('identification.label'), value: identificationInWords(identification, t, language) },
      ...(externalId ? [{ key: t('data.read.external-id'), value: externalId }] : []),
      ...(createdAt ? [{ key: t('data.read.account'), value: instantInWords(createdAt, language) }] : []),
      ...(closesAt ? [{ key: t('data.read.closes'), value: instantInWords(closesAt, language) }] : []),
    ],
  };
}

function authenticatorsOf(
  { t, language }: Pen,
  { authenticators, passkeys, unreadable }: CollectedData,
): Section[] {
  const rowOf = ({
    name,
    createdAt,
    lastUsedAt,
    isFrozen,
  }: CollectedData['authenticators'][number] | CollectedData['passkeys'][number]) => ({
    key: name,
    value: lines(
      `${t('account.plus.since')}: ${instantInWords(new Date(createdAt), language)}`,
      lastUsedAt && `${t('account.plus.last-used')}: ${instantInWords(lastUsedAt, language)}`,
      isFrozen && t('devices.frozen'),
    ),
  });
  return [
    { heading: 'devices.title', rows: authenticators.map(rowOf), missing: unreadable.authenticators },
    { heading: 'passkeys.title', rows: passkeys.map(rowOf), missing: unreadable.passkeys },
  ];
}

async function accessOf(pen: Pen, data: CollectedData): Promise<Section[]> {
  const { t, language, parts } = pen;
  const sessions = await Promise.all(data.sessions.map((one) => sessionInWords(parts, one, language)));
  const names = await Promise.all(
    data.services.map(({ clientId }) => parts.access.nameOf(clientId, language)),
  );
  return [
    {
      heading: 'data.read.sessions',
      missing: data.unreadable.sessions,
      rows: sessions.map(({ device, place, services, signedInAt, lastSeenAt }) => ({
        key: device || t('sessions.unknown-device'),
        value: lines(
          `${t('sessions.signed-in-at')}: ${signedInAt}`,
          `${t('sessions.last-seen-at')}: ${lastSeenAt}`,
          place && `${t('sessions.place')}: ${place}`,
          services && `${t('sessions.services')}: ${services}`,
        ),
      })),
    },
    {
      heading: 'services.title',
      missing: 0,
      rows: data.services.map(({ firstAt, lastAt, given }, number) => ({
        key: names[number] ?? '',
        value: lines(
          `${t('services.first')}: ${instantInWords(firstAt, language)}`,
          `${t('services.last')}: ${instantInWords(lastAt, language)}`,
          given.size > 0 && `${t('data.read.given')}: ${claimsInWords(t, given)}`,
        ),
      })),
    },
    {
      heading: 'data.read.wallets',
      missing: data.unreadable.wallets,
      rows: data.wallets.map(({ walletId, issuedAt, expiresAt, revokedAt }) => ({
        key: walletId ?? t('sessions.unknown-device'),
        value: lines(
          `${t('data.read.issued')}: ${instantInWords(new Date(issuedAt), language)}`,
          `${t('data.read.expires')}: ${instantInWords(new Date(expiresAt), language)}`,
          revokedAt && `${t('data.read.revoked')}: ${instantInWords(revokedAt, language)}`,
        ),
      })),
    },
  ];
}

function claimsInWords(t: Translate, given: ReadonlyMap<string, Date>): string {
  return [...given.keys()].map((claim) => t(`claim.${claim}` as MessageKey)).join(', ');
}

/** What there is to say, a line each. */
function lines(...said: readonly (string | false | undefined)[]): string {
  return said.filter(Boolean).join('\n');
}
