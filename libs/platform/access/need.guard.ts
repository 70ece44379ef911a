import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { mayDo, type Need } from '#domain/access/principal.js';
import { principalOf } from './principal-of.js';

const NEED = 'castline:need';

/** What a route asks for, where its method does not say it: GET and HEAD look, everything else edits. */
export const Needs = (need: Need | 'nothing'): MethodDecorator & ClassDecorator => SetMetadata(NEED, need);

/** Lets a request through when whoever sent it may do what the route does. */
@Injectable()
export class NeedGuard implements CanActivate {
  private readonly reflector = new Reflector();

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const declared = this.reflector.getAllAndOverride<Need | 'nothing' | undefined>(NEED, [
      context.getHandler(),
      context.getClass(),
    ]);
    const need = declared ?? (request.method === 'GET' || request.method === 'HEAD' ? 'view' : 'edit');
    if (need === 'nothing') return true;
    const principal = principalOf(request);
    if (mayDo(principal, need)) return true;
    throw new ForbiddenException(`a ${principal.role} may not do this: it needs the right to ${need}`);
  }
}
