/** What a model does in the recogniser. */
type ModelTask = 'detect' | 'embed';

/** A model folder as it lies there. */
export interface InstalledModel {
  /** Its folder's name, by which it is put to use. */
  readonly name: string;
  /** Came with Castline, or was added by the user. */
  readonly origin: 'shipped' | 'added';
  /** What its manifest says; null where that cannot be read. */
  readonly manifest: {
    readonly task: ModelTask;
    readonly id: string;
    readonly version: string;
    readonly layout: string;
    readonly licence: string;
  } | null;
  /** Size of the model's file. */
  readonly bytes: number | null;
  /** What is wrong with it; null when the file is the one that the manifest promises. */
  readonly problem: string | null;
}

/** A model that was tried. */
export interface VerifiedModel {
  readonly task: ModelTask;
  readonly id: string;
  readonly version: string;
  /** What it did on a blank picture, for people. */
  readonly trial: string;
}

export interface AddOptions {
  /** Under which name; the manifest's id when absent. */
  readonly name?: string | undefined;
  /** Take the place of an added model of that name. */
  readonly replace: boolean;
}

/** The models that there are: those that came with Castline and those that the user added, which stand in the user's home. */
export abstract class ModelLibrary {
  /** Every model folder, sorted by name; checks sums, tries nothing. */
  abstract list(): Promise<InstalledModel[]>;
  /**
   * Checks the sum, runs the model on a blank picture and reads its answer by its layout.
   * @throws CastlineError `not-found` MODEL.UNKNOWN, `environment` MODEL.MISSING, MODEL.CHECKSUM, MODEL.INVALID
   */
  abstract verify(name: string): Promise<VerifiedModel>;
  /**
   * Verifies the model in `folder` (manifest.json and the file that it names) and copies it into the home, whole or not at all.
   * @throws CastlineError as `verify`, `usage` MODEL.BAD_NAME, `conflict` MODEL.EXISTS
   */
  abstract add(folder: string, options: AddOptions): Promise<InstalledModel>;
}
