import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { seconds, ThrottlerModule } from '@nestjs/throttler';
import { asksForTokens, type Config } from '#config/config.js';
import type { System } from '../system.js';
import { Authenticator } from './authenticator.js';
import { NeedGuard } from './need.guard.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { SignedLinks } from './signed-links.js';

/** Who may do what over HTTP, and how often. */
@Module({})
export class AccessModule {
  static of({ tokens, identity }: System, config: Config): DynamicModule {
    const isOpen = !asksForTokens(config);
    const isUnlimited = isOpen || config.requestsPerMinute === 0;
    const links = new SignedLinks(config.linkSecret);
    const authenticator = new Authenticator({ isOpen, configured: config.tokens, tokens, identity, links });
    const limit = { ttl: seconds(60), limit: config.requestsPerMinute };
    return {
      module: AccessModule,
      global: true,
      imports: [ThrottlerModule.forRoot({ throttlers: [limit], skipIf: () => isUnlimited })],
      providers: [
        { provide: SignedLinks, useValue: links },
        { provide: Authenticator, useValue: authenticator },
        { provide: APP_GUARD, useClass: RateLimitGuard },
        { provide: APP_GUARD, useClass: NeedGuard },
      ],
      exports: [SignedLinks, Authenticator],
    };
  }
}
