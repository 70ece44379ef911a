import { Injectable } from '@nestjs/common';
import { TurnTaking } from '#pipeline/turn-taking.js';

/** Whoever asks: a page of thumbnails is read one after another, not by as many decoders at once. */
@Injectable()
export class StillTurns extends TurnTaking {}
