import { Bookmarks } from '#ports/bookmarks.port.js';
import type { MongoDatabase } from './mongo-database.js';
import { isDuplicate } from './translate-mongo-error.js';

export class MongoBookmarks extends Bookmarks {
  constructor(private readonly database: MongoDatabase) {
    super();
  }

  async find(name: string): Promise<number> {
    return (await this.database.bookmarks.findOne({ _id: name }))?.position ?? 0;
  }

  async move(name: string, from: number, to: number): Promise<boolean> {
    if (from === 0) {
      await this.database.bookmarks.insertOne({ _id: name, position: 0 }).catch((error: unknown) => {
        if (!isDuplicate(error)) throw error;
      });
    }
    const filter = { _id: name, position: from };
    return (await this.database.bookmarks.updateOne(filter, { $set: { position: to } })).matchedCount > 0;
  }
}
