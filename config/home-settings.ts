import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CastlineError } from '#domain/errors/castline-error.js';
import { type Config, loadConfig } from './config.js';

/** What the user chose once and for all, kept in the home; environment variables and options win over it. */
const homeSettingsSchema = z.strictObject({
  detector: z.string().min(1).optional(),
  embedder: z.string().min(1).optional(),
});

export type HomeSettings = z.output<typeof homeSettingsSchema>;

export function homeSettingsPath(home: string): string {
  return join(home, 'settings.json');
}

/** No settings where there is no file. @throws CastlineError usage CONFIG.SETTINGS_INVALID */
export function readHomeSettings(home: string): HomeSettings {
  const path = homeSettingsPath(home);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return {};
  }
  try {
    return homeSettingsSchema.parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    const message = `${path} is not in the expected form, such as {"detector": "castline-face-v1"}; correct or remove it:\n${reason}`;
    throw new CastlineError('usage', 'CONFIG.SETTINGS_INVALID', message, { path }, { cause });
  }
}

/** As `loadConfig`, the home's settings standing between the defaults and the environment. */
export function loadConfigWithHome(...[env, defaults, overrides]: Parameters<typeof loadConfig>): Config {
  const { home } = loadConfig(env, defaults, overrides);
  return loadConfig(env, { ...defaults, ...readHomeSettings(home) }, overrides);
}
