"""Reads exported files with readers that Castline did not write and compares every range with truth.json, in frames.

Usage: validate.py FOLDER FORMAT. Ends with 1 and the differences when there are any. OpenTimelineIO and its adapters
read OTIO, EDL and FCP7 XML; ffprobe reads WebVTT; Python's own csv and json the tables. The FCPXML adapter truncates
times to whole rates (23 for 23.976), so it only has to accept the structure; frames are worked out in fractions.
"""

import csv
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote

import opentimelineio as otio


class Truth:
    def __init__(self, case):
        self.format = case["format"]
        self.paths = [Path(path) for path in case["paths"]]
        self.list = case["list"]
        self.shape = self.list["shape"]
        rate = self.list["timecode"]["rate"]
        self.rate = Fraction(rate["num"], rate["den"])
        self.is_drop_frame = self.list["timecode"]["isDropFrame"]
        self.start = self.list["startFrame"]
        self.frames = self.list["media"]["frames"]

    def medium(self, index):
        """(URL, length in frames) of the file that an event is of: a list may be of several."""
        media = self.list["events"][index].get("source", self.list)["media"] if self.shape == "cuts" else self.list["media"]
        return media["url"], media["frames"]

    def events(self):
        """(name, first frame, frame after the last) of every event, counted from the file's first frame."""
        return [(e["name"], e["range"]["start"], e["range"]["end"]) for e in self.list["events"]]

    def source(self, range_):
        """A range in the file's own time, as frames from its first one; it must lie exactly on frames at our rate."""
        expect(abs(range_.start_time.rate - float(self.rate)) < 1e-9, f"rate {range_.start_time.rate}")
        start, length = range_.start_time.value - self.start, range_.duration.value
        expect(start == int(start) and length == int(length), "whole frames")
        return int(start), int(start + length)


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def same(found, wanted):
    if found != wanted:
        for index, (one, other) in enumerate(zip(found, wanted)):
            if one != other:
                raise AssertionError(f"event {index}: found {one}, wanted {other}")
        raise AssertionError(f"found {len(found)} events, wanted {len(wanted)}")
    return len(wanted)


def check_otio(truth):
    timeline = otio.adapters.read_from_file(str(truth.paths[0]))
    expect(timeline.schema_name() == "Timeline", "a timeline")
    expect(Fraction(timeline.metadata["castline"]["rate"]) == truth.rate, "the exact rate in metadata")
    expect([track.kind for track in timeline.tracks] == ["Video", "Audio"], "tracks")
    video = timeline.video_tracks()[0]
    for index, clip in enumerate(video):
        url, length = truth.medium(index)
        available = truth.source(clip.media_reference.available_range)
        expect(available == (0, length), f"available range {available}")
        expect(clip.media_reference.target_url == url, f"file {clip.media_reference.target_url}")
    if truth.shape == "cuts":
        for clip, event in zip(video, truth.list["events"]):
            expect([c["name"] for c in clip.metadata["castline"]["characters"]]
                   == [c["name"] for c in event["characters"]], "characters in metadata")
        return same([(c.name, *truth.source(c.source_range)) for c in video], truth.events())
    expect(timeline.global_start_time.value == truth.start, "start")
    (whole,) = video
    expect(truth.source(whole.source_range) == (0, truth.frames), "whole episode")
    again = otio.adapters.otio_json.read_from_string(otio.adapters.otio_json.write_to_string(timeline))
    expect(again.is_equivalent_to(timeline), "survives being written again")
    return same([(m.name, *truth.source(m.marked_range)) for m in whole.markers], truth.events())


EDIT = re.compile(r"(\d{3})  (\w{1,8}) +V     C        (\S{11}) (\S{11}) (\S{11}) (\S{11})$")


def check_edl(truth):
    found, locators = [], []
    for path in truth.paths:
        text = path.read_bytes().decode()
        expect(text.count("\n") == text.count("\r\n"), "lines end in CR LF")
        expect(("FCM: DROP FRAME" in text) == truth.is_drop_frame, "FCM")
        check_record_ranges(text, truth)
        timeline = otio.adapters.read_from_string(text, "cmx_3600", rate=float(truth.rate))
        expect(len(timeline.tracks) == 1, "one video track")
        for clip in timeline.tracks[0]:
            name = clip.metadata["cmx_3600"]["comments"][0].split(": ", 1)[1] if truth.shape == "cuts" else None
            found.append((name, *truth.source(clip.source_range)))
        locators += re.findall(r"^\* LOC: (\S{11}) (\w+) +(.*) to (\S{11})\r$", text, re.MULTILINE)
    if truth.shape == "cuts":
        return same(found, truth.events())
    same([(start, end) for _, start, end in found], [(0, truth.frames)])
    hour = frame_of("01:00:00;00" if truth.is_drop_frame else "01:00:00:00", truth)
    marks = [(re.sub(r" \(confidence [^()]*\)$", "", name), frame_of(start, truth) - hour, frame_of(end, truth) - hour)
             for start, _, name, end in locators]
    return same(marks, truth.events())


def check_record_ranges(text, truth):
    edits = [EDIT.match(line) for line in text.splitlines() if re.match(r"\d", line)]
    expect(all(edits) and 0 < len(edits) <= 999, f"{len(edits)} events")
    expect([int(edit[1]) for edit in edits] == list(range(1, len(edits) + 1)), "numbered from 1")
    last = None
    for edit in edits:
        source_in, source_out, record_in, record_out = (frame_of(edit[n], truth) for n in range(3, 7))
        expect(record_in < record_out and last in (None, record_in), "record ranges follow each other")
        expect(source_out - source_in == record_out - record_in, "same lengths")
        last = record_out


def frame_of(timecode, truth):
    return otio.opentime.from_timecode(timecode, float(truth.rate)).value


def check_fcpxml(truth):
    text = truth.paths[0].read_text()
    root = ElementTree.fromstring(text)
    expect(root.tag == "fcpxml" and root.get("version") == "1.9", "FCPXML 1.9")
    frame = seconds(root.find("resources/format").get("frameDuration"))
    expect(frame == 1 / truth.rate, "frame duration")
    spine = root.find("library/event/project/sequence/spine")
    clips = spine.findall("asset-clip")
    for index, clip in enumerate(clips):
        url, length = truth.medium(index)
        (asset,) = [a for a in root.findall("resources/asset") if a.get("id") == clip.get("ref")]
        expect(unquote(asset.find("media-rep").get("src")) == unquote(url), "media-rep")
        expect(range_of(asset, frame) == (truth.start, truth.start + length), "asset")
    offset = 0 if truth.shape == "cuts" else truth.start
    for clip in clips:
        expect(frames(clip.get("offset"), frame) == offset, "clips follow each other")
        offset += frames(clip.get("duration"), frame)
        order = [child.tag for child in clip]
        expect(order == sorted(order, key=["note", "keyword", "metadata"].index), "the DTD's order")
    (project,) = otio.adapters.read_from_string(text, "fcpx_xml")
    expect(len(list(project.find_clips())) == len(clips), "the adapter finds every clip")
    elements = clips if truth.shape == "cuts" else clips[0].findall("keyword")
    key = "name" if truth.shape == "cuts" else "value"
    if truth.shape == "cuts":
        for clip, event in zip(clips, truth.list["events"]):
            expect([k.get("value") for k in clip.findall("keyword")] == [c["name"] for c in event["characters"]], "keywords")
    found = [(e.get(key), *(at - truth.start for at in range_of(e, frame))) for e in elements]
    return same(found, truth.events())


def seconds(text):
    match = re.fullmatch(r"(\d+)(?:/(\d+))?s", text)
    expect(match and int(match[1]) < 2**63 and int(match[2] or 1) < 2**31, f"time {text}")
    return Fraction(int(match[1]), int(match[2] or 1))


def frames(text, frame):
    count = seconds(text) / frame
    expect(count.denominator == 1, f"{text} is on the border of a frame")
    return int(count)


def range_of(element, frame):
    start = frames(element.get("start"), frame)
    return start, start + frames(element.get("duration"), frame)


def check_fcp7(truth):
    timeline = otio.adapters.read_from_file(str(truth.paths[0]), "fcp_xml")
    video = timeline.video_tracks()[0]
    expect(len(timeline.audio_tracks()) == 1, "audio comes along")
    expect(len(timeline.audio_tracks()[0]) == len(video), "audio clips")
    for index, clip in enumerate(video):
        url, length = truth.medium(index)
        available = truth.source(clip.media_reference.available_range)
        expect(available == (0, length), f"<duration> of <file> {available}")
        expect(unquote(clip.media_reference.target_url).endswith(unquote(url.removeprefix("file://"))), f"file {clip.media_reference.target_url}")
    clips = [(c.name, *truth.source(c.trimmed_range())) for c in video]
    if truth.shape == "cuts":
        return same(clips, truth.events())
    same([clip[1:] for clip in clips], [(0, truth.frames)])
    marks = [(m.name, int(m.marked_range.start_time.value), int(m.marked_range.end_time_exclusive().value))
             for m in timeline.tracks.markers]
    expect(all(abs(m.marked_range.start_time.rate - float(truth.rate)) < 1e-9 for m in timeline.tracks.markers), "rate")
    return same(marks, truth.events())


def check_mlt(truth):
    root = ElementTree.parse(truth.paths[0]).getroot()
    profile = root.find("profile")
    expect(Fraction(int(profile.get("frame_rate_num")), int(profile.get("frame_rate_den"))) == truth.rate, "rate")
    playlist = root.findall("playlist[@id='playlist0']/entry")
    for index, entry in enumerate(playlist):
        url, length = truth.medium(index)
        (source,) = [p for p in root.findall("producer") if p.get("id") == entry.get("producer")]
        expect((int(source.get("in")), int(source.get("out"))) == (0, length - 1), "whole episode")
        expect("file://" + source.find("property[@name='resource']").text == unquote(url), "a path")
    entries = [(int(e.get("in")), int(e.get("out")) + 1) for e in playlist]
    marks = [
        (m.find("property[@name='text']").text, frame_at(m, "start", truth), frame_at(m, "end", truth) + 1)
        for m in root.findall("tractor/properties[@name='shotcut:markers']/properties")
    ]
    if truth.shape == "markers":
        same(entries, [(0, truth.frames)])
        return same([(re.sub(r"(, \w+)?, confidence .*$", "", name), start, end) for name, start, end in marks], truth.events())
    expect(int(root.find("tractor").get("out")) + 1 == sum(end - start for start, end in entries), "length")
    at = 0
    for (name, first, last), (start, end) in zip(marks, entries):
        expect((first, last) == (at, at + end - start), "the mark of a cut lies on it")
        at = last
    return same([(name, *entry) for (name, *_), entry in zip(marks, entries, strict=True)], truth.events())


def frame_at(mark, name, truth):
    hours, minutes, rest = mark.find(f"property[@name='{name}']").text.split(":")
    return round((Fraction(rest) + 60 * int(minutes) + 3600 * int(hours)) * truth.rate)


def read_cues(path):
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    expect(blocks[0] == "WEBVTT" and blocks[1].startswith("NOTE "), "head")
    cues = []
    for block in blocks[2:]:
        _, times, text = block.split("\n")
        expect("-->" not in text, "no arrow in a cue")
        cues.append((*(milliseconds(part) for part in times.split(" --> ")), text))
    return cues


def milliseconds(clock):
    hours, minutes, rest = clock.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + int(rest.replace(".", ""))


def ffprobe_cues(path):
    """Where another reader finds the cues: (start, end) in milliseconds."""
    command = ["ffprobe", "-v", "error", "-f", "webvtt", "-show_entries", "packet=pts_time,duration_time", "-of", "json", path]
    packets = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["packets"]
    starts = [(round(float(p["pts_time"]) * 1000), round(float(p["duration_time"]) * 1000)) for p in packets]
    return [(start, start + length) for start, length in starts]


def check_vtt(truth):
    path = truth.paths[0]
    cues = read_cues(path)
    same(ffprobe_cues(path), [cue[:2] for cue in cues])
    found = []
    for start, end, text in cues:
        data = json.loads(text)
        a, b = data["frames"]
        expect((nearest(start, truth), nearest(end, truth)) == (a, b), "the cue's times are those of its frames")
        found.append((data["name"], a, b))
    return same(found, truth.events())


def nearest(ms, truth):
    return round(Fraction(ms, 1000) * truth.rate)


def check_vtt_chapters(truth):
    path = truth.paths[0]
    cues = read_cues(path)
    same(ffprobe_cues(path), [cue[:2] for cue in cues])
    expect(all(one[1] <= other[0] for one, other in zip(cues, cues[1:])), "chapters do not overlap")
    found = [(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), nearest(a, truth), nearest(b, truth))
             for a, b, text in cues]
    return same(found, [(c["name"], c["start"]["frame"], c["end"]["frame"]) for c in truth.list["chapters"]])


FORMULA = "=+-@\t\r＝＋－＠"


def plain(label):
    expect(not label or label[0] not in FORMULA, f"{label!r} is no formula")
    return label[1:] if label[0] == "'" and label[1] in FORMULA else label


def check_csv(truth):
    with open(truth.paths[0], encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for row in rows:
        start, end = (nearest(round(float(row[key])), truth) for key in ("start_ms", "end_ms"))
        expect((start, end) == (int(row["start_frame"]), int(row["end_frame"])), "milliseconds and frames agree")
        codes = tuple(frame_of(row[key], truth) - truth.start for key in ("start_timecode", "end_timecode"))
        expect(codes == (start, end), "timecode and frames agree")
        found.append((plain(row["name"]), start, end))
    return same(found, truth.events())


def check_losslesscut(truth):
    with open(truth.paths[0], encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    found = [(plain(name), *(round(Fraction(at) * truth.rate) for at in (start, end))) for start, end, name in rows]
    return same(found, truth.events())


def check_json(truth):
    document = json.loads(truth.paths[0].read_text(encoding="utf-8"))
    expect(Fraction(document["rate"]) == truth.rate, "rate")
    expect(frame_of(document["startTimecode"], truth) == truth.start, "start timecode")
    return same([(e["name"], *e["frames"]) for e in document["events"]], truth.events())


CHECKS = {
    "otio": check_otio,
    "edl": check_edl,
    "fcpxml": check_fcpxml,
    "fcp7": check_fcp7,
    "mlt": check_mlt,
    "vtt": check_vtt,
    "vtt-chapters": check_vtt_chapters,
    "csv": check_csv,
    "losslesscut": check_losslesscut,
    "json": check_json,
}


def main(folder, format_):
    truths = [Truth(case) for case in json.loads((Path(folder) / "truth.json").read_text()) if case["format"] == format_]
    files, ranges, faults = 0, 0, []
    for truth in truths:
        files += len(truth.paths)
        try:
            ranges += CHECKS[format_](truth)
        except Exception as fault:  # every file is looked at, whatever is wrong with the one before
            faults.append(f"{truth.paths[0]}: {type(fault).__name__}: {fault}")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{files} files, {ranges} ranges")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
