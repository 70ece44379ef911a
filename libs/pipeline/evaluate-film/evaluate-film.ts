import { type Adaptation, adaptToEpisode } from '#domain/identity/adapt-to-episode.js';
import type { DetectionScore } from '#domain/evaluation/score-detections.js';
import { scoreShots, type ShotScore } from '#domain/evaluation/score-shots.js';
import type { TimelineScore } from '#domain/evaluation/score-timeline.js';
import type { Timeline } from '#domain/timeline/timeline.js';
import { FrameClock } from '#domain/time/frame-clock.js';
import { NO_CAST, type Cast } from '../analyze-episode.js';
import { timelineOf } from '../identify-episode/identify-episode.js';
import type { IngestEpisode } from '../ingest-episode/ingest-episode.js';
import type { ProgressListener } from '../progress.js';
import type { ReadCast } from '../read-cast/read-cast-folder.js';
import type { ScanEpisode } from '../scan-episode/scan-episode.js';
import { scanKeyOf, type ScanSettings } from '../scan-episode/scan-key.js';
import { examineLabelledFrames, type FrameSource } from './examine-labelled-frames.js';
import { type ExplainedFilm, explainFilm, type ExplainPorts } from './explain-film.js';
import { labelledFramesOf } from './labelled-frames.js';
import type { LabelledFilm } from './read-film.js';
import type { ScannedFilm } from './scanned-film.js';
import { type ColourPorts, type ColourScores, scoreByColour } from './score-by-colour.js';
import {
  scoreBoxes,
  scoreDiscovered,
  scoreNamed,
  type BoxScores,
  type DiscoveredScores,
  type NamedScores,
} from './score-film.js';

export interface FilmRequest {
  readonly film: LabelledFilm;
  /** Absent: only what needs no names is measured. */
  readonly cast: ReadCast | undefined;
  readonly settings: ScanSettings;
  /** Also say why each second is wrong. */
  readonly explain: boolean;
  /** Also name by the cast after the embeddings were fitted to the film by its own tracks, without its labels. */
  readonly adapt: boolean;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What could be measured with the labels that the film has. */
export interface FilmEvaluation extends Partial<ExplainedFilm> {
  readonly models: Timeline['models'];
  readonly shots: number;
  readonly boundaries?: ShotScore;
  /** The timeline with the cast's names. */
  readonly timeline?: Timeline;
  readonly named?: NamedScores;
  readonly discovered?: DiscoveredScores;
  readonly detection?: DetectionScore;
  readonly boxes?: BoxScores;
  readonly adapted?: AdaptedScores;
  readonly byColour?: ColourScores;
}

/** The same scan after its own tracks were learned from, which is what `analyze` does where it has no cast. */
export interface AdaptedScores extends Pick<Adaptation, 'isAccepted' | 'tried' | 'hitsBefore' | 'hitsAfter'> {
  /** Only on request, and only where the adaptation was accepted. */
  readonly named?: NamedScores;
  /** Those as shipped where it was not accepted. */
  readonly discovered?: DiscoveredScores;
}

/**
 * Measures everything that a film's labels allow. The scan is kept as always; timelines are made anew and not kept, so
 * that what is measured is what the program does now.
 */
export class EvaluateFilm {
  constructor(
    private readonly ingest: IngestEpisode,
    private readonly scan: ScanEpisode,
    private readonly ports: ExplainPorts & ColourPorts,
  ) {}

  async run(request: FilmRequest): Promise<FilmEvaluation> {
    const { film, cast } = request;
    const scanned = await this.scanFilm(request);
    const discovered = timelineUnder(NO_CAST, scanned);
    const timeline = cast && timelineUnder(cast, scanned);
    const shipped = film.truth && scoreDiscovered(discovered, film.truth, scanned);
    const source: FrameSource = { ...scanned, onProgress: request.onProgress, signal: request.signal };
    return {
      models: discovered.models,
      shots: scanned.scan.shots.length,
      ...(film.boundaries ? { boundaries: scoreShots(scanned.scan.shots, film.boundaries) } : {}),
      ...(timeline ? { timeline } : {}),
      ...(film.truth && timeline ? { named: scoreNamed(timeline, film.truth) } : {}),
      ...(shipped ? { discovered: shipped } : {}),
      ...(shipped || request.adapt ? { adapted: this.adapt(scanned, request, shipped) } : {}),
      ...(film.truth
        ? {
            byColour: await scoreByColour(
              { scanned, source, discovered, cast, truth: film.truth, settings: request.settings },
              this.ports,
            ),
          }
        : {}),
      ...(film.boxes ? await this.scoreLabels(scanned, source) : {}),
      ...(await this.explain(request, {
        scanned,
        source,
        discovered,
        named: timeline,
        score: shipped?.score,
      })),
    };
  }

  private async explain(
    { explain, film: { truth }, settings }: FilmRequest,
    {
      score,
      ...film
    }: Omit<Parameters<typeof explainFilm>[0], 'truth' | 'settings' | 'score'> & {
      readonly score: TimelineScore | undefined;
    },
  ): Promise<Partial<ExplainedFilm>> {
    if (!explain || truth === undefined || score === undefined) return {};
    return explainFilm({ ...film, score, truth, settings }, this.ports);
  }

  private adapt(
    scanned: ScannedFilm,
    { film: { truth }, cast, adapt }: FilmRequest,
    shipped: DiscoveredScores | undefined,
  ): AdaptedScores {
    const { scan, models } = scanned;
    const { gallery, thresholds, tracks, ...verdict } = adaptToEpisode({
      tracks: scan.tracks,
      gallery: (cast ?? NO_CAST).gallery,
      thresholds: models.thresholds,
    });
    if (truth === undefined || shipped === undefined) return verdict;
    if (!verdict.isAccepted) return { ...verdict, discovered: shipped };
    const film = { ...scanned, scan: { ...scan, tracks }, models: { ...models, thresholds } };
    const timeline = adapt && cast ? timelineUnder({ ...cast, gallery }, film) : undefined;
    return {
      ...verdict,
      ...(timeline ? { named: scoreNamed(timeline, truth) } : {}),
      discovered: scoreDiscovered(timelineUnder(NO_CAST, film), truth, film),
    };
  }

  private async scanFilm({ film, settings, onProgress, signal }: FilmRequest): Promise<ScannedFilm> {
    const { episodePath: path, boxes } = film;
    onProgress?.({ stage: 'ingest', fraction: 0 });
    const { episode, facts } = await this.ingest.run({ path, ...(signal ? { signal } : {}) });
    const models = await this.ports.recognizer.load();
    const key = scanKeyOf(settings, models);
    const scan = await this.scan.run({ episode, path, facts, key, settings, onProgress, signal });
    const clock = new FrameClock(scan.ticks, scan.endTicks, facts.timeBase);
    return { path, episode, facts, scan, models, clock, frames: labelledFramesOf(boxes ?? {}, clock) };
  }

  private async scoreLabels(
    { frames, scan }: ScannedFilm,
    source: FrameSource,
  ): Promise<Pick<FilmEvaluation, 'detection' | 'boxes'>> {
    const examined = await examineLabelledFrames(frames, source, this.ports.stills, this.ports.recognizer);
    return scoreBoxes(frames, examined, scan);
  }
}

function timelineUnder(cast: Cast, { episode, facts, scan, models }: ScannedFilm): Timeline {
  return timelineOf({
    ...{ episode, facts, scan, models, gallery: cast.gallery, warnings: cast.warnings },
    // measured apart, as "adapted"
    adapt: false,
  });
}
