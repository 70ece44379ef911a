import { All, Controller, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { UploadServer } from './upload-server.js';

@ApiTags('uploads')
@Controller('api/v1/uploads')
export class UploadsController {
  constructor(private readonly uploads: UploadServer) {}

  /** tus 1.0 (https://tus.io/protocols/resumable-upload): metadata `filename` and, optionally, `castId`. */
  @All(['', '*path'])
  @ApiExcludeEndpoint()
  async handle(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.uploads.tus.handle(request, response);
  }
}
