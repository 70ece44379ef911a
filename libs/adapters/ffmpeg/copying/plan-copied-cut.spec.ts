import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { planCopiedCut, type CopiedCutPlan, type SourcePacket } from './plan-copied-cut.js';

/** `I` a reset, `C` a clean entry, `i` a keyframe that gives no right to forget, else a frame; with the place shown. */
function packets(stream: string): SourcePacket[] {
  return stream.split(' ').map((frame) => ({
    ticks: Number(frame.slice(1)) * 10,
    entry: frame.startsWith('I') ? 'reset' : frame.startsWith('C') ? 'clean' : undefined,
  }));
}

function plan(stream: string, start: number, end: number): ReturnType<typeof planCopiedCut> {
  return planCopiedCut({
    packets: packets(stream),
    startTicks: start * 10,
    endTicks: end * 10,
    frames: end - start,
  });
}

/** Frames of head, copy and tail, and the packets copied. */
function summary(stream: string, start: number, end: number): string {
  const planned = plan(stream, start, end);
  if (!planned.isCopied) return planned.reason;
  const { head, copied, tail } = planned;
  return (
    [head?.times.length ?? 0, copied.times.length, tail?.times.length ?? 0].join('+') +
    ` [${copied.packets.join()}]`
  );
}

const CLOSED = 'I0 p3 b1 b2 I4 p7 b5 b6 p10 b8 b9 I11 p12';
const OPEN = 'C0 p3 b1 b2 C6 b4 b5 p9 b7 b8 C12 b10 b11 p13';

describe('planCopiedCut', () => {
  const table: readonly [name: string, stream: string, start: number, end: number, expected: string][] = [
    ['nothing at all', CLOSED, 13, 13, 'the times of its packets are not those of its frames'],
    ['from an entry to an entry', CLOSED, 4, 11, '0+7+0 [4,5,6,7,8,9,10]'],
    ['from within a group to the end of the file', CLOSED, 2, 13, '2+9+0 [4,5,6,7,8,9,10,11,12]'],
    ['to where frames are complete without a keyframe', CLOSED, 2, 8, '2+4+0 [4,5,6,7]'],
    ['to within reordered frames', CLOSED, 2, 10, '2+4+2 [4,5,6,7]'],
    ['without the leading pictures of an open group', OPEN, 2, 10, '4+4+0 [4,7,8,9]'],
    ['with those of later open groups', OPEN, 2, 14, '4+8+0 [4,7,8,9,10,11,12,13]'],
    ['from an open group on', OPEN, 6, 10, '0+4+0 [4,7,8,9]'],
    ['within one group', CLOSED, 5, 10, 'no keyframe that is free of earlier frames lies in the cut'],
    [
      'with recovery points only',
      'I0 p1 p2 i3 p4 p5 i6 p7',
      1,
      8,
      'no keyframe that is free of earlier frames lies in the cut',
    ],
    ['with hardly anything to copy', 'I0 p1 p2 p3 p4 I5', 1, 6, 'only 1 of its 5 frames could be copied'],
    [
      'with a frame missing',
      CLOSED.replace(' b6', ''),
      4,
      11,
      'the times of its packets are not those of its frames',
    ],
    [
      'with a time twice',
      CLOSED.replace('b6', 'b5'),
      4,
      11,
      'the times of its packets are not those of its frames',
    ],
  ];
  for (const [name, stream, start, end, expected] of table) {
    it(`plans a cut ${name}`, () => assert.equal(summary(stream, start, end), expected));
  }

  it('refuses packets without a time', () => {
    const timeless = [...packets('I0 p1'), { ticks: undefined, entry: undefined }];
    const planned = planCopiedCut({ packets: timeless, startTicks: 0, endTicks: 20, frames: 2 });
    assert.equal(planned.isCopied, false);
  });

  it('always covers every frame once, and copies nothing that needs what was left out', () => {
    const groups = fc.array(
      fc.record({ isOpen: fc.boolean(), runs: fc.array(fc.nat(3), { maxLength: 4 }) }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(groups, fc.nat(60), fc.nat(60), (structure, one, length) => {
        const stream = build(structure);
        const total = stream.length;
        const start = one % total;
        const end = Math.min(total, start + 1 + length);
        const request = { packets: stream, startTicks: start * 10, endTicks: end * 10, frames: end - start };
        const planned = planCopiedCut(request);
        if (!planned.isCopied) return;
        checkCover(planned, start, end);
        const [first = -1, ...rest] = planned.copied.packets;
        assert.ok(stream[first]?.entry);
        const skipped = stream
          .slice(first, (rest.at(-1) ?? first) + 1)
          .filter((_, at) => !planned.copied.packets.includes(first + at));
        assert.ok(
          skipped.every(({ ticks = 0 }) => ticks < (stream[first]?.ticks ?? 0)),
          'only leading pictures are left out',
        );
      }),
    );
  });
});

/** Groups of an entry and runs of `n` reordered frames before each predicted one; an open group leads with two. */
function build(groups: readonly { isOpen: boolean; runs: readonly number[] }[]): SourcePacket[] {
  const stream: SourcePacket[] = [];
  let shown = 0;
  const push = (before: number, entry: SourcePacket['entry']): void => {
    stream.push({ ticks: (shown + before) * 10, entry });
    for (let at = 0; at < before; at++) stream.push({ ticks: (shown + at) * 10, entry: undefined });
    shown += before + 1;
  };
  for (const { isOpen, runs } of groups) {
    push(isOpen && shown > 0 ? 2 : 0, isOpen ? 'clean' : 'reset');
    for (const run of runs) push(run, undefined);
  }
  return stream;
}

function checkCover({ head, copied, tail }: CopiedCutPlan, start: number, end: number): void {
  const times = [head, copied, tail].flatMap((span) => span?.times ?? []);
  assert.deepEqual(
    times,
    Array.from({ length: end - start }, (_, at) => (start + at) * 10),
  );
  const spans = [head, copied, tail].filter((span) => span !== undefined);
  assert.ok(spans.every((span, at) => span.endTicks === (spans[at + 1]?.startTicks ?? end * 10)));
}
