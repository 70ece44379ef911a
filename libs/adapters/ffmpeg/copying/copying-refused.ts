/** Copying a clip's frames is impossible, or went wrong and was found out: no failure, the clip is encoded instead. */
export class CopyingRefused extends Error {
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}
