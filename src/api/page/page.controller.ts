import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Controller, Get, Header, NotFoundException, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Needs } from '#platform/access/need.guard.js';
import { projectFolder } from '#platform/project-folder.js';

const WEB = join(projectFolder(), 'web');
const FILES = new Set(['episode.js', 'index.js', 'lanes.js', 'style.css']);

/** The page: a list of episodes with upload, and an episode's timeline with its clips. Plain files from web/, which tell nothing. */
@ApiExcludeController()
@Controller()
@Needs('nothing')
export class PageController {
  @Get()
  index(@Res() response: Response): void {
    response.sendFile(join(WEB, 'index.html'));
  }

  @Get('episodes/:id')
  episode(@Res() response: Response): void {
    response.sendFile(join(WEB, 'episode.html'));
  }

  @Get('assets/tus.min.js')
  @Header('Cache-Control', 'public, max-age=86400')
  tus(@Res() response: Response): void {
    const main = createRequire(import.meta.url).resolve('tus-js-client/package.json');
    response.sendFile(join(main, '..', 'dist', 'tus.min.js'));
  }

  @Get('assets/:file')
  asset(@Param('file') file: string, @Res() response: Response): void {
    if (!FILES.has(file)) throw new NotFoundException(`there is no file ${file}`);
    response.sendFile(join(WEB, file));
  }
}
