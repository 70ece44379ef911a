// What a hostile file may make ffmpeg do: nothing but decode well-known video from that one file. Formats that open
// other files or addresses (HLS, DASH, concat, SDP, image sequences) and rarely used decoders are absent on purpose:
// a distribution's ffmpeg is often years behind the fixes.

const CONTAINERS = (
  'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,live_flv,ogg,asf,asf_o,mxf,rm,dv,' +
  'h264,hevc,mpegvideo,m4v,ivf,av1,obu,vc1'
).split(',');

const VIDEO_DECODERS = (
  'h264,hevc,av1,libdav1d,libaom-av1,vp8,libvpx,vp9,libvpx-vp9,mpeg1video,mpeg2video,mpegvideo,mpeg4,' +
  'msmpeg4,msmpeg4v1,msmpeg4v2,h263,h263p,h263i,flv,vp3,vp6,vp6a,vp6f,theora,wmv1,wmv2,wmv3,vc1,prores,dnxhd,' +
  'cfhd,ffv1,huffyuv,ffvhuff,utvideo,rawvideo,v210,dvvideo,mjpeg,png,bmp,gif,qtrle,svq1,svq3,cinepak,rv10,rv20,rv30,rv40'
).split(',');

const AUDIO_DECODERS = (
  'aac,aac_latm,ac3,eac3,mp1,mp1float,mp2,mp2float,mp3,mp3float,opus,libopus,vorbis,libvorbis,flac,alac,dca,truehd,mlp,' +
  'wmav1,wmav2,wmapro,wmalossless,wmavoice,cook,sipr,ralf,atrac3,real_144,real_288,amrnb,amrwb,speex,nellymoser,' +
  'adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_swf,adpcm_yamaha,gsm,gsm_ms,tta,wavpack,s302m,pcm_alaw,pcm_mulaw,pcm_bluray,' +
  'pcm_dvd,pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s16le_planar,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,' +
  'pcm_f64le,pcm_f64be,qdm2,qdmc,mace3,mace6'
).split(',');

// Never decoded, but ffprobe ends with an error when it may not even open the decoder of a stream.
const SUBTITLE_DECODERS =
  'ass,ssa,srt,subrip,mov_text,webvtt,text,dvbsub,dvdsub,pgssub,xsub,cc_dec,libzvbi_teletextdec'.split(',');

export interface MediaLimits {
  /** Largest coded picture in pixels; default 8192 x 4608. */
  readonly maxPixels: number;
  /** Most streams of a file. */
  readonly maxStreams: number;
  /** Largest single allocation in bytes. */
  readonly maxAllocation: number;
}

export const DEFAULT_MEDIA_LIMITS: MediaLimits = {
  maxPixels: 8192 * 4608,
  maxStreams: 64,
  maxAllocation: 1024 ** 3,
};

/** Options for every input of ffmpeg and ffprobe, as single tokens. */
export function planConfinement(limits: MediaLimits): string[] {
  return [
    ...['-protocol_whitelist', 'file'],
    ...['-format_whitelist', CONTAINERS.join(',')],
    ...['-codec_whitelist', [...VIDEO_DECODERS, ...AUDIO_DECODERS, ...SUBTITLE_DECODERS].join(',')],
    ...['-max_pixels', String(limits.maxPixels)],
    ...['-max_streams', String(limits.maxStreams)],
  ];
}

/** An address that ffmpeg reads as a plain file, whatever characters the path has. `absolutePath` starts at the root. */
export function fileAddress(absolutePath: string): string {
  return `file:${absolutePath}`;
}
