import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { asksForTokens, type Config } from '#config/config.js';
import { authenticate, refuseStrangers } from '../access/authenticate.js';
import { Authenticator } from '../access/authenticator.js';
import { traceRequests } from '../tracing/trace-requests.js';
import { PinoNestLogger } from './pino-nest-logger.js';
import { ProblemFilter } from './problem.filter.js';
import { refuseForeignRequests } from './refuse-foreign-requests.js';

const JSON_LIMIT = '100kb';

/** A Nest application as every HTTP app of Castline is set up: problem details, tokens, hardening, documentation at /docs. */
export async function createHttpApp(
  module: Type | DynamicModule,
  config: Config,
  logger: Logger,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: new PinoNestLogger(logger),
    bodyParser: false,
    // an event stream stays open for ever: without this, so would the server
    forceCloseConnections: true,
  });
  app.use(traceRequests);
  app.use(refuseForeignRequests(asksForTokens(config)));
  app.useBodyParser('json', { limit: JSON_LIMIT });
  app.disable('x-powered-by');
  // scripts and styles of our own page only; media is played from blob-free, same-origin URLs
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: { 'upgrade-insecure-requests': null, 'style-src': ["'self'", "'unsafe-inline'"] },
      },
    }),
  );
  app.use(authenticate(app.get(Authenticator)));
  app.use(['/docs', '/docs-json', '/openapi.json'], refuseStrangers);
  app.useGlobalFilters(new ProblemFilter(logger));
  // a stop that was asked for and went well ends with 0, not by the signal
  app.enableShutdownHooks([], { useProcessExit: true });
  SwaggerModule.setup('docs', app, () => describeApi(app), { jsonDocumentUrl: 'openapi.json' });
  return app;
}

/** The OpenAPI document, made from the controllers and contracts. */
export function describeApi(app: NestExpressApplication): OpenAPIObject {
  const header = new DocumentBuilder()
    .setTitle('Castline')
    .setDescription(
      'Who is on screen when in a cartoon episode, and the clips. Uploads: tus 1.0 at /api/v1/uploads (metadata: filename, castId). Errors: RFC 9457 problem details.',
    )
    .setVersion('1')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, header);
}
