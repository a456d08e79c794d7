import { expect, it } from '@jest/globals';
import { Router } from '@koa/router';
import Koa, { type Middleware } from 'koa';
import request from 'supertest';
import { besideEngine, type Door, forPeople } from '../../../src/web/request/door.ts';
import { behindDoors } from '../../../src/web/request/doors.ts';

const asked: string[] = [];

function door(name: string, router: Router, ...paths: string[]): Door {
  for (const path of paths) {
    router.get(path, (ctx) => {
      ctx.body = `${name} ${JSON.stringify(ctx.params)}`;
    });
  }
  const { match } = router;
  router.match = (...given) => {
    asked.push(name);
    return match.apply(router, given);
  };
  return forPeople(router);
}

const throughAll: Middleware = async (ctx, next) => {
  await next();
  ctx.set('X-Passed', 'yes');
};

const app = new Koa().use(
  behindDoors([
    door('sign-in', new Router({ prefix: '/interaction/:uid' }), '/', '/code'),
    door('own', new Router(), '/fiok', '/megszuntetes/:token'),
    besideEngine(throughAll, 'people'),
    door('further', new Router({ prefix: '/fiok/jelszo' }), '/'),
  ]),
);
app.use((ctx) => {
  ctx.body ??= 'behind';
});

async function visit(path: string): Promise<{ text: string; asked: string[] }> {
  asked.length = 0;
  const { text, headers } = await request(app.callback()).get(path);
  return { text: `${text}${headers['x-passed'] ? ', passed' : ''}`, asked: [...asked] };
}

it.each([
  ['/interaction/abc/code', 'sign-in {"uid":"abc"}', ['sign-in']],
  ['/Interaction/abc', 'sign-in {"uid":"abc"}', ['sign-in']],
  ['/fiok', 'own {}', ['own']],
  ['/fiok/jelszo', 'further {}, passed', ['own', 'further']],
  ['/megszuntetes/x', 'own {"token":"x"}', ['own']],
  ['/token', 'behind, passed', []],
  ['/', 'behind, passed', []],
])('%s asks the doors that have something there, in their order', async (path, text, doors) => {
  expect(await visit(path)).toEqual({ text, asked: doors });
});

it('a door that may begin with anything does not open', () => {
  expect(() => behindDoors([door('any', new Router(), '/:anything')])).toThrow('/:anything');
});
