import { ObjectId } from 'mongodb';
import { CastlineError } from '#domain/errors/castline-error.js';
import type { MongoDatabase } from './mongo-database.js';

/**
 * Files in GridFS that are in the making or being deleted. Whoever makes one counts its beat up; one whose beat stands
 * still from look to look is swept: its bytes are removed, unless a document of the media names them.
 */
export async function noteUpload(database: MongoDatabase, file: ObjectId): Promise<void> {
  await database.uploads.updateOne(
    { _id: file.toHexString() },
    { $set: { isSwept: false }, $inc: { beat: 1 } },
    { upsert: true },
  );
}

/** The writer lives. @throws CastlineError `transient` MEDIA.SWEPT when it stood still for so long that it was taken for dead */
export async function beatUpload(database: MongoDatabase, file: ObjectId): Promise<void> {
  const filter = { _id: file.toHexString(), isSwept: false };
  const lives = await database.uploads.updateOne(filter, { $inc: { beat: 1 } });
  if (lives.matchedCount > 0) return;
  const message = 'the file was not taken over: it stood still for too long and was swept; try again';
  throw new CastlineError('transient', 'MEDIA.SWEPT', message);
}

/** Nothing is left to do: it is whole. */
export async function forgetUpload(database: MongoDatabase, file: ObjectId): Promise<void> {
  await database.uploads.deleteOne({ _id: file.toHexString() });
}

export async function removeUpload(database: MongoDatabase, file: ObjectId): Promise<void> {
  await database.fileHeads.deleteOne({ _id: file });
  await database.chunks.deleteMany({ files_id: file });
  await forgetUpload(database, file);
}

/** Sweeps what has not moved since `earlier`. Returns the uploads as they are now, for the next look. */
export async function sweepUploads(
  database: MongoDatabase,
  earlier: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> {
  const now = new Map<string, number>();
  for (const { _id, beat } of await database.uploads.find().toArray()) {
    now.set(_id, beat);
    if (earlier.get(_id) !== beat) continue;
    const taken = await database.uploads.updateOne({ _id, beat }, { $set: { isSwept: true } });
    if (taken.matchedCount === 0) continue;
    const file = new ObjectId(_id);
    if (await database.media.findOne({ file: _id }, { projection: { _id: 1 } }))
      await forgetUpload(database, file);
    else await removeUpload(database, file);
    now.delete(_id);
  }
  return now;
}
