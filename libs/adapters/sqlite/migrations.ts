/**
 * The schema's history, oldest first: migration n takes a file from version n to n + 1 (`PRAGMA user_version`). Never
 * edit one that was released, append another. Columns exist for what is searched, ordered or constrained; the rest of
 * a record is JSON, and numbers in bulk are little-endian blobs.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE episodes (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;

  CREATE TABLE scans (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    episode_id TEXT NOT NULL REFERENCES episodes(id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    shot_count INTEGER NOT NULL,
    track_count INTEGER NOT NULL,
    next_frame INTEGER NOT NULL,
    next_timestamp TEXT NOT NULL,
    completed_as INTEGER UNIQUE,
    end_ticks INTEGER NOT NULL,
    warnings TEXT NOT NULL,
    UNIQUE (episode_id, key)
  ) STRICT;

  CREATE TABLE scan_batches (
    scan_id INTEGER NOT NULL REFERENCES scans(id) ON DELETE CASCADE,
    first_shot INTEGER NOT NULL,
    shots TEXT NOT NULL,
    ticks BLOB NOT NULL,
    PRIMARY KEY (scan_id, first_shot)
  ) STRICT;

  CREATE TABLE tracks (
    scan_id INTEGER NOT NULL REFERENCES scans(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    track_id TEXT NOT NULL,
    body TEXT NOT NULL,
    dimensions INTEGER NOT NULL,
    sightings BLOB NOT NULL,
    embeddings BLOB NOT NULL,
    PRIMARY KEY (scan_id, position),
    UNIQUE (scan_id, track_id)
  ) STRICT;

  CREATE TABLE crops (
    scan_id INTEGER NOT NULL REFERENCES scans(id) ON DELETE CASCADE,
    track_id TEXT NOT NULL,
    jpeg BLOB NOT NULL,
    PRIMARY KEY (scan_id, track_id)
  ) STRICT;

  CREATE TABLE timelines (
    episode_id TEXT NOT NULL REFERENCES episodes(id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    scan_key TEXT NOT NULL,
    gallery_key TEXT NOT NULL,
    created_at TEXT NOT NULL,
    timeline TEXT NOT NULL,
    PRIMARY KEY (episode_id, version)
  ) STRICT;

  CREATE TABLE clips (
    id TEXT PRIMARY KEY,
    episode_id TEXT NOT NULL REFERENCES episodes(id) ON DELETE CASCADE,
    start_frame INTEGER NOT NULL,
    end_frame INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX clips_by_start ON clips (episode_id, start_frame, end_frame);

  CREATE TABLE casts (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    embeddings BLOB NOT NULL
  ) STRICT;

  CREATE TABLE events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
  ) STRICT;

  CREATE TABLE jobs (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    episode_id TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    attempts INTEGER NOT NULL DEFAULT 0,
    token INTEGER NOT NULL DEFAULT 0,
    beat INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    available_at INTEGER NOT NULL,
    progress TEXT,
    failure TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX jobs_active_key ON jobs (key) WHERE state IN ('queued', 'running');
  CREATE INDEX jobs_by_state ON jobs (state, kind, sequence);
  CREATE INDEX jobs_by_episode ON jobs (episode_id, sequence);
  `,
  `
  ALTER TABLE jobs ADD COLUMN tenant TEXT NOT NULL DEFAULT 'default';
  ALTER TABLE jobs ADD COLUMN claimed INTEGER NOT NULL DEFAULT 0;
  DROP INDEX jobs_active_key;
  CREATE UNIQUE INDEX jobs_active_key ON jobs (tenant, key) WHERE state IN ('queued', 'running');
  CREATE INDEX jobs_by_turn ON jobs (kind, tenant, claimed);
  `,
  `
  CREATE TABLE tokens (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL UNIQUE,
    tenant TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (tenant, name)
  ) STRICT;

  CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE stretch_plans (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    episode_id TEXT NOT NULL REFERENCES episodes(id) ON DELETE CASCADE,
    scan_key TEXT NOT NULL,
    plan_id TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (episode_id, scan_key)
  ) STRICT;

  CREATE TABLE stretch_batches (
    plan INTEGER NOT NULL REFERENCES stretch_plans(id) ON DELETE CASCADE,
    stretch INTEGER NOT NULL,
    position INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (plan, stretch, position)
  ) STRICT;

  CREATE TABLE stretch_ends (
    plan INTEGER NOT NULL REFERENCES stretch_plans(id) ON DELETE CASCADE,
    stretch INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (plan, stretch)
  ) STRICT;
  `,
  `
  CREATE TABLE episode_notes (
    episode_id TEXT NOT NULL REFERENCES episodes(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (episode_id, kind)
  ) STRICT;
  CREATE INDEX notes_by_series ON episode_notes (kind, json_extract(body, '$.series'));

  CREATE TABLE exports (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE export_episodes (
    export_id TEXT NOT NULL REFERENCES exports(id) ON DELETE CASCADE,
    episode_id TEXT NOT NULL REFERENCES episodes(id) ON DELETE CASCADE,
    PRIMARY KEY (export_id, episode_id)
  ) STRICT;
  CREATE INDEX exports_by_episode ON export_episodes (episode_id);

  CREATE INDEX clips_by_cut ON clips (json_extract(body, '$.cutKey'));
  CREATE INDEX clips_by_media ON clips (json_extract(body, '$.mediaId'));
  CREATE INDEX exports_by_media ON exports (json_extract(body, '$.mediaId'));
  CREATE INDEX episodes_by_media ON episodes (json_extract(body, '$.source.mediaId'));
  `,
  `
  CREATE TABLE bookmarks (
    name TEXT PRIMARY KEY,
    position INTEGER NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE works (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    episode_id TEXT NOT NULL REFERENCES episodes(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    media_id TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX works_by_episode ON works (episode_id, kind);
  CREATE INDEX works_by_media ON works (media_id);
  `,
  `
  CREATE INDEX episodes_by_age ON episodes (created_at, sequence);
  `,
];
