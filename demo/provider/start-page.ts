/** The start page of the demo: who to sign in as, the current code of the enrolled citizen, and where everything is. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Router } from '@koa/router';
import type { Middleware } from 'koa';
import { z } from 'zod';
import { currentCode, otpauthUri } from '../../src/totp/totp.ts';
import type { Pages } from '../../src/web/page/page.ts';
import { qrPath } from '../../src/web/page/qr-code.ts';

const view = resolve(import.meta.dirname, '../views/start-page/start');

const sampleView = resolve(import.meta.dirname, '../views/start-page/sample');

/** What an operator has of their own, as `config/pages.json` says. */
const ownPages = {
  contact: '/minta/kapcsolat',
  privacy: '/minta/adatkezeles',
  accessibility: '/minta/akadalymentesseg',
};

const citizenSchema = z.object({
  username: z.string(),
  password: z.string(),
  totp_secret: z.string().nullable(),
});

const demoSchema = z.object({
  issuer: z.url(),
  portal: z.url(),
  sandbox: z.url(),
  wallet: z.url(),
  window_check: z.url(),
  mailbox: z.url(),
  citizens: z.array(citizenSchema),
  staff: z.array(citizenSchema.extend({ role: z.string() })).default([]),
});

/** @param demoFile `var/demo.json`, written by `scripts/demo` */
export function startPage(demoFile: string, serviceName: string, pages: Pages, now: () => Date): Middleware {
  const router = new Router();

  router.get('/', async (ctx) => {
    const demo = demoSchema.parse(JSON.parse(readFileSync(demoFile, 'utf8')));
    const citizens = await Promise.all(
      demo.citizens.map(async ({ username, password, totp_secret }) => ({
        username,
        password,
        app: totp_secret && {
          ...currentCode(totp_secret, now()),
          qr: await qrPath(otpauthUri(serviceName, username, totp_secret)),
        },
      })),
    );
    const staff = demo.staff.map(({ username, password, totp_secret, role }) => ({
      username,
      password,
      role,
      code: totp_secret && currentCode(totp_secret, now()).code,
    }));
    await pages.show(ctx, view, {
      title: 'demo.title',
      data: {
        ...demo,
        citizens,
        staff,
        discovery: `${demo.issuer}/.well-known/openid-configuration`,
        now: now().toISOString(),
      },
    });
  });

  for (const name of ['contact', 'privacy', 'accessibility'] as const) {
    router.get(ownPages[name], async (ctx) => {
      await pages.show(ctx, sampleView, { title: `layout.${name}`, data: { text: `demo.${name}.text` } });
    });
  }

  return router.routes() as unknown as Middleware;
}
