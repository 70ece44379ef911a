import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findRefusal } from './refuse-foreign-requests.js';

describe('findRefusal', () => {
  const welcome: { host: string; origin?: string }[] = [
    { host: '127.0.0.1:7840' },
    { host: 'localhost' },
    { host: 'LOCALHOST:7840' },
    { host: '[::1]:7840' },
    { host: '127.0.0.1:7840', origin: 'http://127.0.0.1:7840' },
  ];
  for (const headers of welcome) {
    it(`lets ${JSON.stringify(headers)} pass`, () => assert.equal(findRefusal(headers), undefined));
  }

  const refused: { host?: string; origin?: string }[] = [
    {},
    { host: '' },
    { host: 'evil.example:7840' },
    { host: '127.0.0.1.evil.example' },
    { host: '192.168.1.5:7840' },
    { host: '127.0.0.1:7840@evil.example' },
    { host: '127.0.0.1:7840', origin: 'http://evil.example' },
    { host: '127.0.0.1:7840', origin: 'http://127.0.0.1:3000' },
    { host: '127.0.0.1:7840', origin: 'null' },
  ];
  for (const headers of refused) {
    it(`refuses ${JSON.stringify(headers)} and says why`, () =>
      assert.match(findRefusal(headers) ?? '', /this server/));
  }
});
