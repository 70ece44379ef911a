import { CastlineError } from '#domain/errors/castline-error.js';
import type { EditList } from '#domain/interchange/edit-list.js';
import { editRateOf } from '#domain/interchange/edit-rate.js';
import { formatRational, type Rational } from '#domain/time/rational.js';
import { buildEditList, type BuiltEditList, type ExportRequest } from './build-edit-list.js';

/** Scenes of several episodes, in their order, as one cut list with several files. */
export function joinEditLists(title: string, requests: readonly ExportRequest[]): BuiltEditList {
  if (requests.some(({ shape }) => shape !== 'cuts')) {
    const message =
      'several episodes make one cut list, no markers: ask for the shape "cuts" and give a query';
    throw new CastlineError('usage', 'EXPORT.SHAPE', message);
  }
  const rate = commonRate(requests);
  const built = requests.map((request) => buildEditList({ ...request, rate }));
  const [first] = built;
  if (!first) throw new CastlineError('usage', 'EXPORT.NO_EPISODES', 'there is no episode to export');
  const events = built.flatMap(({ list }) =>
    list.events.map((event) => ({ ...event, source: sourceOf(list) })),
  );
  const list: EditList = {
    ...first.list,
    ...{ title, episodeId: null, events, chapters: [] },
    notes: built.flatMap(({ list: { notes, media } }) => notes.map((note) => `${media.fileName}: ${note}`)),
  };
  const remarks = built.flatMap(({ remarks: own, list: { media } }) =>
    own.map((remark) => `${media.fileName}: ${remark}`),
  );
  return { list, remarks };
}

/** Not empty: `episodeId` is null in joined lists only. */
const sourceOf = ({ episodeId, media, startFrame }: EditList) => ({
  episodeId: episodeId ?? '',
  media,
  startFrame,
});

/** The rate that most of the episodes have; the first of those that as many have. */
function commonRate(requests: readonly ExportRequest[]): Rational {
  const counts = new Map<string, { rate: Rational; count: number }>();
  for (const { facts } of requests) {
    const rate = editRateOf(facts);
    const key = formatRational(rate);
    counts.set(key, { rate, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count);
  return most?.rate ?? { num: 25, den: 1 };
}
