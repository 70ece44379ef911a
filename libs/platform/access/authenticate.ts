import { UnauthorizedException } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { problemOf, sendProblem } from '../http/problem.filter.js';
import type { Authenticator } from './authenticator.js';
import { findPrincipal, rememberPrincipal } from './principal-of.js';

/** Finds out who sends each request. What they may do is the routes' own question (`NeedGuard`). */
export function authenticate(authenticator: Authenticator): RequestHandler {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const credentials = {
      authorization: request.get('Authorization'),
      cookie: request.get('Cookie'),
      host: request.get('Host'),
      origin: request.get('Origin'),
      path: request.path,
      query: request.query,
    };
    authenticator.identify(credentials).then((principal) => {
      if (principal) rememberPrincipal(request, principal);
      next();
    }, next);
  };
}

/** Turns away whoever is not known, for what is served outside of Nest's routes (the API's documentation). */
export function refuseStrangers(request: Request, response: Response, next: NextFunction): void {
  if (findPrincipal(request)) next();
  else sendProblem(problemOf(new UnauthorizedException('send a token')), request, response);
}
