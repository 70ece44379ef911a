import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import type { Config } from '#config/config.js';
import { castRequestSchema, type CastRequestBody } from '#contracts/requests.contract.js';
import { castSchema } from '#contracts/resources.contract.js';
import { CastlineError } from '#domain/errors/castline-error.js';
import { castEventOf } from '#domain/episode/event-of.js';
import { characterIdOf } from '#domain/identity/character-id.js';
import type { Reference } from '#domain/identity/gallery.js';
import { embedderOf, requireSameEmbedder } from '#pipeline/read-cast/cast-of-references.js';
import { readReference } from '#pipeline/read-cast/read-reference.js';
import { schemaOf } from '#platform/http/schema-of.js';
import { ZodPipe } from '#platform/http/zod.pipe.js';
import { CONFIG } from '#platform/tokens.js';
import { CastRepository, type StoredCast } from '#ports/cast-repository.port.js';
import { FaceRecognizer } from '#ports/face-recognizer.port.js';
import { PictureCodec } from '#ports/picture-codec.port.js';
import { Answers, listOf } from '../api-docs.js';
import { withUploadedPicture } from './picture-upload.js';

@ApiTags('casts')
@Controller('api/v1/casts')
export class CastsController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly casts: CastRepository,
    private readonly pictures: PictureCodec,
    private readonly recognizer: FaceRecognizer,
  ) {}

  @Get()
  @Answers(listOf(castSchema))
  async list(): Promise<{ items: z.output<typeof castSchema>[] }> {
    return { items: (await this.casts.list()).map(castResource) };
  }

  @Get(':id')
  @Answers(castSchema)
  async find(@Param('id') id: string): Promise<z.output<typeof castSchema>> {
    return castResource(await this.require(id));
  }

  @Post()
  @ApiBody({ schema: schemaOf(castRequestSchema) })
  @Answers(castSchema, 201)
  async create(
    @Body(new ZodPipe(castRequestSchema)) { name }: CastRequestBody,
  ): Promise<z.output<typeof castSchema>> {
    const embedder = embedderOf(await this.recognizer.load());
    const cast: StoredCast = { id: `cast_${randomUUID()}`, name, embedder, references: [] };
    await this.casts.save(cast);
    return castResource(cast);
  }

  /** Adds a reference: the request's body is a picture that shows this character. */
  @Post(':id/pictures')
  @HttpCode(201)
  @ApiQuery({ name: 'character' })
  @ApiQuery({ name: 'form', required: false })
  @ApiConsumes('image/*')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Answers(castSchema, 201)
  async addPicture(
    @Param('id') id: string,
    @Query('character') character: unknown,
    @Query('form') form: unknown,
    @Req() request: Request,
  ): Promise<z.output<typeof castSchema>> {
    if (typeof character !== 'string' || character.trim() === '') {
      throw new CastlineError('usage', 'REQUEST.INVALID', 'say whom the picture shows: ?character=NAME');
    }
    const models = await this.recognizer.load();
    requireSameEmbedder(await this.require(id), models);
    const reference = await withUploadedPicture(request, join(this.config.home, 'scratch'), (path) =>
      this.readPicture(path),
    );
    // read again: another picture may have been added while this one was looked at
    const cast = await this.require(id);
    const added = {
      character: character.normalize('NFC').trim(),
      form: typeof form === 'string' && form !== '' ? form : null,
      ...reference,
    };
    const changed = { ...cast, embedder: embedderOf(models), references: [...cast.references, added] };
    const resource = castResource(changed);
    const present = resource.characters.filter(({ name }) => name === added.character);
    const data = { castName: cast.name, character: { id: characterIdOf(added.character), ...present[0] } };
    await this.casts.save(changed, [castEventOf('character.changed.v1', id, added.source, data)]);
    return resource;
  }

  private async readPicture(path: string): Promise<Omit<Reference, 'character' | 'form'>> {
    const { thresholds } = await this.recognizer.load();
    const read = await readReference(await this.pictures.read(path), this.recognizer, thresholds.face);
    if (read.kind === 'unusable')
      throw new CastlineError('bad-media', 'CAST.NO_USABLE_PICTURE', `this picture ${read.problem}`);
    const { embedding, quality, palette } = read.reading;
    const seen = palette?.length ? { palette: [...palette] } : {};
    return { embedding, quality, source: `upload-${randomUUID()}`, ...seen };
  }

  private async require(id: string): Promise<StoredCast> {
    const cast = await this.casts.find(id);
    if (!cast)
      throw new CastlineError('not-found', 'CAST.MISSING', `there is no cast ${JSON.stringify(id)}`, { id });
    return cast;
  }
}

function castResource({ id, name, references }: StoredCast): z.output<typeof castSchema> {
  const names = [...new Set(references.map(({ character }) => character))];
  const characters = names.map((character) => {
    const own = references.filter((reference) => reference.character === character);
    return {
      name: character,
      forms: [...new Set(own.flatMap(({ form }) => form ?? []))],
      references: own.length,
    };
  });
  return { id, name, characters };
}
