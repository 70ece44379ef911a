import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Post,
  Req,
  Res,
  UnauthorizedException,
} from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { CookieOptions, Request, Response } from 'express';
import { z } from 'zod';
import {
  principalSchema,
  sessionRequestSchema,
  type SessionRequestBody,
} from '#contracts/access.contract.js';
import { Authenticator, SESSION_COOKIE } from '#platform/access/authenticator.js';
import { Needs } from '#platform/access/need.guard.js';
import { principalOf } from '#platform/access/principal-of.js';
import { schemaOf } from '#platform/http/schema-of.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { Answers } from '../api-docs.js';

/** For the page: its pictures, videos and event streams cannot send a header, a cookie goes along by itself. */
@ApiTags('access')
@Controller('api/v1/session')
export class SessionController {
  constructor(private readonly authenticator: Authenticator) {}

  /** Who am I? */
  @Get()
  @Answers(principalSchema)
  find(@Req() request: Request): z.output<typeof principalSchema> {
    return principalOf(request);
  }

  /** Signs in with a token: sets a cookie that no script can read. */
  @Post()
  @HttpCode(200)
  @Needs('nothing')
  @ApiBody({ schema: schemaOf(sessionRequestSchema) })
  @Answers(principalSchema)
  async signIn(
    @Body(new ZodPipe(sessionRequestSchema)) { token }: SessionRequestBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.output<typeof principalSchema>> {
    const principal = await this.authenticator.identifyToken(token);
    if (!principal) throw new UnauthorizedException('this token is not known here, or has expired');
    response.cookie(SESSION_COOKIE, token, cookieOptions(request));
    return principal;
  }

  @Delete()
  @HttpCode(204)
  @Needs('nothing')
  signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): void {
    response.clearCookie(SESSION_COOKIE, cookieOptions(request));
  }
}

function cookieOptions(request: Request): CookieOptions {
  const isSecure = request.secure || request.get('X-Forwarded-Proto') === 'https';
  return { httpOnly: true, sameSite: 'strict', secure: isSecure, path: '/' };
}
