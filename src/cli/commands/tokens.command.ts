import { type Command, Option } from 'commander';
import type { AccessToken } from '#domain/access/access-token.js';
import { type Role, ROLES } from '#domain/access/principal.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { DEFAULT_TENANT } from '#domain/tenancy/tenant.js';
import { tokenRequestSchema } from '#contracts/access.contract.js';
import { makeToken } from '#pipeline/give-access/make-token.js';
import type { System } from '#platform/system.js';
import { type CommandContext, type GlobalOptions, runOnConfigured } from '../run-command.js';

interface TokenFlags extends GlobalOptions {
  readonly tenant: string;
}

interface AddFlags extends TokenFlags {
  readonly role: Role;
  readonly days?: string;
}

/** `castline tokens`: who may use the server. */
export function addTokensCommand(program: Command): void {
  const command = program
    .command('tokens')
    .summary('give and take back access to the server')
    .description(
      'A server asks for tokens when CASTLINE_REQUIRE_TOKEN=true. Only digests of tokens are kept, in the database of CASTLINE_MONGODB_URL where that is set.',
    );
  const ofTenant = (): Option => new Option('--tenant <name>', 'whose data it opens').default(DEFAULT_TENANT);
  command
    .command('list', { isDefault: true })
    .summary('the tokens there are')
    .addOption(ofTenant())
    .action((_options, self: Command) => {
      const options = self.optsWithGlobals<TokenFlags>();
      return runOnConfigured(options, (context) => list(options, context));
    });
  command
    .command('add')
    .argument('<name>', 'whose it is, as the audit will say')
    .summary('make a token; it is shown this once')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).default('editor'))
    .option('--days <n>', 'until it expires (default: never)')
    .addOption(ofTenant())
    .action((name: string, _options, self: Command) => {
      const options = self.optsWithGlobals<AddFlags>();
      return runOnConfigured(options, (context) => add(name, options, context));
    });
  command
    .command('revoke')
    .argument('<name>', 'a token of the list')
    .summary('take a token back')
    .addOption(ofTenant())
    .action((name: string, _options, self: Command) => {
      const options = self.optsWithGlobals<TokenFlags>();
      return runOnConfigured(options, (context) => revoke(name, options, context));
    });
}

async function list({ tenant }: TokenFlags, { system, output }: CommandContext<System>): Promise<void> {
  const tokens = await system.tokens.list(tenant);
  const shown = tokens.map(({ sha256: _sha256, ...token }) => token);
  const lines = tokens.length === 0 ? ['no tokens yet: castline tokens add NAME'] : tokens.map(printToken);
  output.result(lines.join('\n'), { event: 'tokens', tokens: shown });
}

function printToken({ name, role, createdAt, expiresAt }: AccessToken): string {
  const until = expiresAt === null ? 'does not expire' : `until ${expiresAt.slice(0, 10)}`;
  return `${name.padEnd(24)} ${role.padEnd(8)} since ${createdAt.slice(0, 10)}, ${until}`;
}

async function add(
  name: string,
  { role, days, tenant }: AddFlags,
  { system, output }: CommandContext<System>,
): Promise<void> {
  const request = tokenRequestSchema.safeParse({
    name,
    role,
    days: days === undefined ? null : Number(days),
  });
  if (!request.success) {
    const faults = request.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new CastlineError('usage', 'TOKEN.INVALID', faults.join('; '));
  }
  const { token, secret } = makeToken({ tenant, role, name: request.data.name }, request.data.days);
  await system.tokens.save(token);
  output.result(`${secret}\nkeep it: it is not shown again`, {
    event: 'token-added',
    id: token.id,
    name: token.name,
    role,
    tenant,
    expiresAt: token.expiresAt,
    secret,
  });
}

async function revoke(
  name: string,
  { tenant }: TokenFlags,
  { system, output }: CommandContext<System>,
): Promise<void> {
  const token = (await system.tokens.list(tenant)).find((known) => known.name === name);
  if (!token || !(await system.tokens.delete(tenant, token.id))) {
    const message = `there is no token ${JSON.stringify(name)}; castline tokens lists them`;
    throw new CastlineError('not-found', 'TOKEN.MISSING', message, { name });
  }
  output.result(`revoked ${name}`, { event: 'token-revoked', id: token.id, name });
}
