import { Bookmarks } from '#ports/bookmarks.port.js';
import type { SqliteSession } from './sqlite-database.js';

export class SqliteBookmarks extends Bookmarks {
  constructor(private readonly database: SqliteSession) {
    super();
  }

  async find(name: string): Promise<number> {
    const row = await this.database.read(() =>
      this.database.row<{ position: number }>('SELECT position FROM bookmarks WHERE name = ?', name),
    );
    return row?.position ?? 0;
  }

  async move(name: string, from: number, to: number): Promise<boolean> {
    const moved = await this.database.write(() => {
      this.database.run('INSERT INTO bookmarks (name, position) VALUES (?, 0) ON CONFLICT DO NOTHING', name);
      return this.database.row(
        'UPDATE bookmarks SET position = ? WHERE name = ? AND position = ? RETURNING name',
        to,
        name,
        from,
      );
    });
    return moved !== undefined;
  }
}
