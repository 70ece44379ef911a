import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scoreClasses } from './score-classes.js';

const items = (text: string) =>
  text.split(' ').map(([truth, said]) => ({ truth: truth!, said: said === '-' ? null : said! }));

describe('scoreClasses', () => {
  it('has no score for nothing', () => {
    const { accuracy, balancedAccuracy, macroF1 } = scoreClasses([], ['h', 's']);
    assert.deepEqual(
      { accuracy, balancedAccuracy, macroF1 },
      { accuracy: null, balancedAccuracy: null, macroF1: null },
    );
  });

  it('scores by hand what four happy and one sad give', () => {
    // happy: 3 of 4 found, 3 of 4 answers right: F1 3/4. sad: 0 of 1 found, one answer. angry does not occur.
    const score = scoreClasses(items('hh hh hh hs sh'), ['h', 's', 'a']);
    assert.equal(score.accuracy, 3 / 5);
    assert.equal(score.balancedAccuracy, (3 / 4 + 0) / 2);
    assert.equal(score.macroF1, (3 / 4 + 0) / 2);
    assert.deepEqual(score.confusion, [
      [3, 1, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    assert.equal(score.classes[2]!.f1, null);
  });

  it('draws pictures again for the intervals', () => {
    const { intervals } = scoreClasses(items('hh hs'), ['h', 's']);
    // a quarter of the samples is all right, a quarter all wrong; only h occurs in the truth of either
    assert.deepEqual(intervals, { accuracy: { low: 0, high: 1 }, macroF1: { low: 0, high: 1 } });
    assert.deepEqual(scoreClasses(items('hh'), ['h']).intervals, { accuracy: null, macroF1: null });
  });

  it('counts no answer, and an answer outside of the classes, as wrong', () => {
    const score = scoreClasses(items('hh h- hx'), ['h']);
    assert.deepEqual([score.accuracy, score.unanswered], [1 / 3, 2]);
    assert.equal(score.classes[0]!.precision, 1);
  });
});
