import { expect, it } from '@jest/globals';
import {
  answerWaitsFor,
  runStoreRequest,
  writeBeforeAnswer,
} from '../../src/storage/request/store-request.ts';

const aMoment = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('an answer waits until what was written is known to be kept, and not for what others write', async () => {
  const mine = Promise.withResolvers<void>();
  let isAnswered = false;
  const writing = runStoreRequest(async () => {
    expect(answerWaitsFor(() => mine.promise)).toBe(true);
  }).then(() => (isAnswered = true));
  await runStoreRequest(async () => {});
  await aMoment();
  expect(isAnswered).toBe(false);
  mine.resolve();
  await writing;
});

it('asks whether it is kept after everything is written', async () => {
  const order: string[] = [];
  await runStoreRequest(async () => {
    answerWaitsFor(async () => void order.push('kept'));
    await writeBeforeAnswer(aMoment().then(() => order.push('written')));
  });
  expect(order).toEqual(['written', 'kept']);
});

it('a refusal waits as well, and is none when what it wrote is not known to be kept', async () => {
  const refuse = (kept: () => Promise<void>): Promise<void> =>
    runStoreRequest(async () => {
      answerWaitsFor(kept);
      throw new Error('refused');
    });
  await expect(refuse(async () => {})).rejects.toThrow('refused');
  await expect(refuse(() => Promise.reject(new Error('NOREPLICAS')))).rejects.toThrow('NOREPLICAS');
});

it('nobody waits for what is written outside of a request, or goes on after it', async () => {
  expect(answerWaitsFor(async () => {})).toBe(false);
  let goOn: Promise<boolean> | undefined;
  await runStoreRequest(async () => {
    goOn = aMoment().then(() => answerWaitsFor(async () => {}));
  });
  expect(await goOn).toBe(false);
});
