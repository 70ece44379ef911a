/** Who a track is taken to be. Discovered characters have `known: false` and are named `Unknown #n`. */
export interface TrackIdentity {
  readonly trackId: string;
  readonly character: { readonly id: string; readonly name: string; readonly known: boolean };
  readonly form: string | null;
  /** Cosine similarity to the winning reference or cluster, -1..1. */
  readonly similarity: number;
  /** 0..1, calibrated so that 0.5 is the threshold of acceptance. */
  readonly confidence: number;
}
