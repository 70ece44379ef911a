/** How a head is turned, in degrees, as the viewer of the picture sees it; all zero looks straight out of it. */
export interface Pose {
  /** Positive: turned to the viewer's right; 90 is a profile. */
  readonly yaw: number;
  /** Positive: tipped back, away from the viewer; the face looks up. */
  readonly pitch: number;
  /** Positive: leaning to the viewer's left, anticlockwise. */
  readonly roll: number;
}

export function inWholeDegrees({ yaw, pitch, roll }: Pose): Pose {
  // `+ 0` because a rounded -0.3 is -0, which some JSON readers take for another number
  return { yaw: Math.round(yaw) + 0, pitch: Math.round(pitch) + 0, roll: Math.round(roll) + 0 };
}
