/** The cases: a list, a page each, sending with step-up where it is needed, and the receipt. */
import type { Router } from '@koa/router';
import type { Context } from 'koa';
import { dayInWords, instantInWords } from '../../site/dates.ts';
import { readForm } from '../../site/form.ts';
import { seeOther } from '../../site/redirect.ts';
import { isAtLeast } from '../assurance.ts';
import { languageOf, translator } from '../language.ts';
import type { ShowPage } from '../page.ts';
import { Problem } from '../problem.ts';
import type { Session } from '../session-store.ts';
import type { SignIn } from '../sign-in-routes.ts';
import type { Visits } from '../visits.ts';
import type { MessageKey } from '../words/hu.ts';
import { answersTo, type Case, cases, findCase, missingIn, type Receipt } from './cases.ts';
import { receiptPath, sendCase } from './sending.ts';

export interface CaseParts {
  readonly show: ShowPage;
  readonly visits: Visits;
  readonly signIn: SignIn;
  readonly now: () => Date;
}

export function addCaseRoutes(router: Router, { show, visits, signIn, now }: CaseParts): void {
  router.get('/', async (ctx) => {
    const session = visits.of(ctx);
    const notice = takeNotice(session);
    const receipts = session?.receipts.map((receipt) => receiptInWords(ctx, receipt)) ?? [];
    const cards = cases.map(({ id, sendingNeeds }) => ({ id, sendingNeeds }));
    await show(ctx, 'cases', { title: 'cases.title', section: 'cases', data: { cards, receipts, notice } });
  });

  router.get('/ugyek/:id', async (ctx) => {
    await showCase(ctx, caseOf(ctx.params.id), visits.of(ctx), []);
  });

  router.post('/ugyek/:id', async (ctx) => {
    const ownCase = caseOf(ctx.params.id);
    const session = visits.of(ctx);
    if (!session?.citizen) {
      throw new Problem('session-over', { goal: `/ugyek/${ownCase.id}` });
    }
    const answers = answersTo(ownCase, await readForm(ctx, session));
    session.drafts.set(ownCase.id, answers);
    const errors = missingIn(ownCase, answers);
    if (errors.length > 0) {
      await showCase(ctx, ownCase, session, errors);
      return;
    }
    if (!isAtLeast(session.citizen.assurance, ownCase.sendingNeeds)) {
      await signIn.start(ctx, session, { kind: 'send', caseId: ownCase.id, answers }, ownCase.sendingNeeds);
      return;
    }
    seeOther(ctx, receiptPath(sendCase(session, session.citizen, ownCase, now())));
  });

  router.get('/ugyek/:id/elkuldve/:number', async (ctx) => {
    const receipt = visits.of(ctx)?.receipts.find(({ number }) => number === ctx.params.number);
    if (!receipt || receipt.caseId !== ctx.params.id) {
      throw new Problem('not-found');
    }
    await show(ctx, 'sent', {
      title: 'sent.title',
      section: 'cases',
      data: { receipt: receiptInWords(ctx, receipt) },
    });
  });

  async function showCase(
    ctx: Context,
    { id, sendingNeeds, facts, fields }: Case,
    session: Session | undefined,
    errors: { field: string; message: MessageKey }[],
  ): Promise<void> {
    const citizen = session?.citizen;
    const t = translator(languageOf(ctx));
    const draft = session?.drafts.get(id) ?? {};
    await show(ctx, 'case', {
      title: `case.${id}.title`,
      section: 'cases',
      status: errors.length > 0 ? 422 : 200,
      errors: errors.map(({ field, message }) => ({ field, text: t(message) })),
      data: {
        id,
        facts: facts(now()).map(({ label, value }) => ({ label, value: dayInWords(value, languageOf(ctx)) })),
        fields: fields.map((field) => ({ ...field, value: draft[field.name] ?? '' })),
        needsStepUp: citizen !== undefined && !isAtLeast(citizen.assurance, sendingNeeds),
        notice: takeNotice(session),
      },
    });
  }
}

function caseOf(id: string | undefined): Case {
  const ownCase = findCase(id);
  if (!ownCase) {
    throw new Problem('not-found');
  }
  return ownCase;
}

function receiptInWords(ctx: Context, receipt: Receipt) {
  const language = languageOf(ctx);
  const t = translator(language);
  return {
    number: receipt.number,
    href: receiptPath(receipt),
    title: t(`case.${receipt.caseId}.title`),
    when: instantInWords(receipt.sentAt, language),
    assurance: t(`assurance.${receipt.assurance}`),
  };
}

function takeNotice(session: Session | undefined): MessageKey | undefined {
  const notice = session?.notice;
  if (session) {
    session.notice = undefined;
  }
  return notice;
}
