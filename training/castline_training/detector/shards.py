"""Shards of labelled frames: `NAME.bin` (JPEG bytes one after the other) and `NAME.json` (offsets and labels)."""
from __future__ import annotations

import json
import os
from pathlib import Path

import cv2
import numpy as np

KEPT = 3000  # frames held decoded (0.74 MB each): decoding costs as much as cropping


def write_shard(path: Path, frames: list) -> None:
    """`frames` = [(rgb uint8 [H,W,3], faces [[x0,y0,x1,y1, hx0,hy0,hx1,hy1, flag]])]; flag 1 face, 0 ignore.

    The index is written last and atomically: a reader that sees it may read the pictures.
    """
    index, offset = [], 0
    with open(path.with_suffix('.bin'), 'wb') as out:
        for rgb, faces in frames:
            ok, data = cv2.imencode('.jpg', rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])
            out.write(data.tobytes())
            index.append({'at': offset, 'size': len(data), 'faces': [[round(float(v), 1) for v in f] for f in faces]})
            offset += len(data)
    partial = path.with_suffix('.part')
    partial.write_text(json.dumps(index))
    os.replace(partial, path.with_suffix('.json'))


class ShardPool:
    """All frames of a folder's shards in memory as JPEG; `refresh` picks up shards that came since."""

    def __init__(self, folder: Path, prefix: str):
        self.folder, self.prefix, self.seen, self.items = Path(folder), prefix, set(), []
        self.decoded = {}

    def refresh(self) -> int:
        for index in sorted(self.folder.glob(self.prefix + '*.json')):
            if index.name in self.seen:
                continue
            data = index.with_suffix('.bin').read_bytes()
            for entry in json.loads(index.read_text()):
                boxes = np.array(entry['faces'], np.float32).reshape(-1, 9)
                self.items.append((data[entry['at']:entry['at'] + entry['size']], boxes))
            self.seen.add(index.name)
        return len(self.items)

    def frame(self, i: int):
        """(rgb uint8 [H,W,3], boxes float32 [n,9])."""
        i %= len(self.items)
        data, boxes = self.items[i]
        image = self.decoded.get(i)
        if image is None:
            image = cv2.cvtColor(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
            if len(self.decoded) < KEPT:
                self.decoded[i] = image
        return image, boxes.copy()
