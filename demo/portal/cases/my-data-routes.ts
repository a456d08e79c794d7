/** What the portal was told about the citizen, in human words, and for developers as it came. */
import type { Router } from '@koa/router';
import type { UserInfoResponse } from 'openid-client';
import { dayInWords, instantInWords } from '../../site/dates.ts';
import type { Language } from '../../site/language.ts';
import { assuranceOf, methodOf } from '../assurance.ts';
import { languageOf, type Translate, translator } from '../language.ts';
import type { ShowPage } from '../page.ts';
import { Problem } from '../problem.ts';
import type { ProviderClient, Tokens } from '../provider-client.ts';
import { newSession } from '../session-store.ts';
import { reachable } from '../sign-in-routes.ts';
import type { Visits } from '../visits.ts';
import type { MessageKey } from '../words/hu.ts';

interface Row {
  readonly key: string;
  readonly value: string;
}

export interface MyDataParts {
  readonly show: ShowPage;
  readonly visits: Visits;
  readonly provider: ProviderClient;
}

export function addMyDataRoutes(router: Router, { show, visits, provider }: MyDataParts): void {
  router.get('/adataim', async (ctx) => {
    const session = visits.of(ctx);
    const { citizen } = session ?? {};
    if (!session || !citizen) {
      throw new Problem('sign-in-needed', { goal: '/adataim' });
    }
    const userinfo = await reachable(() => provider.readUserinfo(citizen.tokens), '/adataim');
    if (userinfo.kind === 'over') {
      visits.replace(ctx, newSession());
      throw new Problem('session-over', { goal: '/adataim' });
    }
    session.citizen = { ...citizen, tokens: userinfo.tokens };
    const language = languageOf(ctx);
    const t = translator(language);
    await show(ctx, 'my-data', {
      title: 'my-data.title',
      section: 'my-data',
      data: {
        person: personRows(userinfo.claims, t, language),
        signIn: signInRows(userinfo.tokens, t, language),
        isLow: citizen.assurance === 'low',
        idToken: JSON.stringify(userinfo.tokens.idTokenClaims, undefined, 2),
        userinfo: JSON.stringify(userinfo.claims, undefined, 2),
      },
    });
  });
}

function personRows(claims: UserInfoResponse, t: Translate, language: Language): Row[] {
  const birthdate = textOf(claims.birthdate);
  const rows: [MessageKey, string | undefined][] = [
    ['my-data.name', textOf(claims.name)],
    ['my-data.birth-name', joined(textOf(claims.birth_family_name), textOf(claims.birth_given_name))],
    ['my-data.mothers-birth-name', textOf(claims.mothers_birth_name)],
    ['my-data.place-of-birth', localityOf(claims.place_of_birth)],
    ['my-data.birthdate', birthdate && dayInWords(birthdate, language)],
    ['my-data.email', verified(textOf(claims.email), claims.email_verified, t)],
    ['my-data.phone', verified(textOf(claims.phone_number), claims.phone_number_verified, t)],
  ];
  return rows.map(([key, value]) => ({ key: t(key), value: value ?? t('my-data.not-given') }));
}

function signInRows({ idTokenClaims }: Tokens, t: Translate, language: Language): Row[] {
  const method = methodOf(idTokenClaims.amr);
  const how = method === 'other' ? '' : `: ${t(`method.${method}.how`)}`;
  const authTime = idTokenClaims.auth_time;
  return [
    { key: t('my-data.assurance'), value: t(`assurance.${assuranceOf(idTokenClaims.acr)}`) },
    { key: t('my-data.method'), value: t(`method.${method}`) + how },
    {
      key: t('my-data.auth-time'),
      value:
        authTime === undefined ? t('my-data.not-given') : instantInWords(new Date(authTime * 1000), language),
    },
    { key: t('my-data.subject'), value: idTokenClaims.sub },
  ];
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}

function joined(...parts: (string | undefined)[]): string | undefined {
  return textOf(parts.filter((part) => part !== undefined).join(' '));
}

/** OpenID Connect for Identity Assurance §4.1: an object, of which we are told the locality. */
function localityOf(place: unknown): string | undefined {
  return typeof place === 'object' && place !== null && 'locality' in place
    ? textOf(place.locality)
    : undefined;
}

function verified(value: string | undefined, isVerified: unknown, t: Translate): string | undefined {
  return value === undefined || isVerified === true ? value : t('my-data.unverified', { value });
}
