import { Injectable } from '@nestjs/common';
import { sceneRequestOf } from '#contracts/cutting.contract.js';
import type { ExportParameters } from '#contracts/exports.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { DEFAULT_CUT_OPTIONS } from '#domain/clips/plan-cuts.js';
import {
  EXPORT_FORMAT_NAMES,
  type ExportFormat,
  isExportFormat,
} from '#domain/interchange/export-formats.js';
import { type AnsweredEpisode, AnswerQuery } from '#pipeline/clip-scenes/answer-query.js';
import type { Analysis } from '#pipeline/clip-scenes/read-analysis.js';
import type { ExportRequest } from '#pipeline/export-timeline/build-edit-list.js';
import {
  DEFAULT_REEL,
  type ExportedTimeline,
  exportSeries,
  exportTimeline,
} from '#pipeline/export-timeline/export-timeline.js';

type Asked = Omit<ExportParameters, 'part'>;

/** Exports as REST asks for them. */
@Injectable()
export class MakeExports {
  constructor(private readonly answers: AnswerQuery) {}

  async ofEpisode(analysis: Analysis, format: ExportFormat, asked: Asked): Promise<ExportedTimeline> {
    const { query, startTimecode = null, reel = DEFAULT_REEL } = asked;
    const shape = asked.shape ?? (query === undefined ? 'markers' : 'cuts');
    const source = { ...sourceOf(analysis), query: query ?? null, shape, startTimecode };
    if (query === undefined) return exportTimeline({ ...source, format, reel });
    const planned = await this.answers.run(analysis, sceneRequestOf({ ...asked, query }));
    return exportTimeline({ ...source, planned, format, reel });
  }

  /** One cut list of several episodes, in their order. */
  async ofSeries(
    title: string,
    analyses: readonly Analysis[],
    { format, ...asked }: Asked & { readonly query: string; readonly format: ExportFormat },
  ): Promise<ExportedTimeline> {
    const { query, startTimecode = null, reel = DEFAULT_REEL } = asked;
    const answered = await this.answers.runAcross(analyses, sceneRequestOf(asked));
    const requestOf = ({ analysis, ...planned }: AnsweredEpisode): ExportRequest => ({
      ...{ ...sourceOf(analysis), query, shape: 'cuts', startTimecode, planned },
    });
    return exportSeries({ title, episodes: answered.map(requestOf), format, reel });
  }
}

/** @throws CastlineError not-found EXPORT.UNKNOWN_FORMAT */
export function requireFormat(format: string): ExportFormat {
  if (isExportFormat(format)) return format;
  const message = `there is no export format ${JSON.stringify(format)}; there are ${EXPORT_FORMAT_NAMES.join(', ')}`;
  throw new CastlineError('not-found', 'EXPORT.UNKNOWN_FORMAT', message, { format });
}

function sourceOf({ episode, timeline, scan, facts }: Analysis) {
  // beside the export: where the file lies on the editor's machine only the editor knows
  const mediaUrl = `./${encodeURIComponent(episode.name.replace(/\p{Surrogate}/gu, '_'))}`;
  return { timeline, scan, facts, mediaUrl, cutOptions: DEFAULT_CUT_OPTIONS };
}
