import { fileAddress, planConfinement, type MediaLimits } from './confinement.js';

const ENTRIES = [
  'format=format_name,start_time,duration,nb_streams',
  'stream=index,codec_name,codec_type,width,height,sample_aspect_ratio,pix_fmt,field_order,r_frame_rate,avg_frame_rate',
  'stream=time_base,start_time,duration,nb_frames,color_transfer,color_space',
  'stream_disposition=default,attached_pic',
  'stream_tags=rotate,DURATION,DURATION-eng',
  'stream_side_data=rotation',
];

/** ffprobe's arguments for the facts of a file as JSON. Only what is used is asked for: tags can be megabytes. */
export function planProbe(absolutePath: string, limits: MediaLimits): string[] {
  return [...common(limits), '-show_entries', ENTRIES.join(':'), '-of', 'json', fileAddress(absolutePath)];
}

/** How many packets are looked at to tell constant from variable frame rate. */
export const PACKETS_LOOKED_AT = 400;

/** ffprobe's arguments for the times of the first packets of the video stream as JSON. */
export function planPacketProbe(absolutePath: string, limits: MediaLimits): string[] {
  return [
    ...common(limits),
    ...['-select_streams', 'V:0', '-read_intervals', `%+#${PACKETS_LOOKED_AT}`],
    ...['-show_entries', 'packet=pts:packet_side_data=side_data_type'],
    ...['-of', 'json', fileAddress(absolutePath)],
  ];
}

/** ffprobe's arguments for counting the pictures of a finished clip. */
export function planPacketCount(absolutePath: string, limits: MediaLimits): string[] {
  return [
    ...common(limits),
    ...['-select_streams', 'v:0', '-count_packets', '-show_entries', 'stream=nb_read_packets'],
    ...['-of', 'json', fileAddress(absolutePath)],
  ];
}

/** ffprobe's arguments for time and flags of every packet of the video stream, a line each. */
export function planPacketListing(absolutePath: string, limits: MediaLimits): string[] {
  return [
    ...common(limits),
    ...['-select_streams', 'V:0', '-show_entries', 'packet=pts,flags'],
    ...['-of', 'csv=p=0', fileAddress(absolutePath)],
  ];
}

function common(limits: MediaLimits): string[] {
  return ['-hide_banner', '-v', 'error', ...planConfinement(limits)];
}
