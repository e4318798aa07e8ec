"""One H.264 encoder for one quality of one page (x264 through PyAV)."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import av
from av import VideoFrame
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter

from cobrowse.picture.canvas import Canvas
from cobrowse.picture.ladder import Rung

CODEC: Final = "avc1.42C02A"
"""What every stream here is, in the words of RFC 6381: Constrained Baseline, level 4.2 (1080p at 60)."""
MILLISECONDS: Final = Fraction(1, 1000)

_X264: Final = ":".join(
    (
        # Ultrafast looks 16 pixels around, which misses every scrolled page: text stays sharp and bytes drop to a third.
        "me=umh",
        "merange=64",
        "subme=1",
        "scenecut=0",
        "keyint=infinite",
        "repeat-headers=1",
    )
)


def missing() -> str:
    """Why H.264 cannot be made here; empty when it can."""
    return "" if "libx264" in av.codecs_available else "PyAV was built without x264"


class Converter:
    """Turns the canvas into the colours of video, once for all encoders."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def video(self, canvas: Canvas) -> VideoFrame:
        """The canvas as a new 4:2:0 picture (BT.709, limited range)."""
        return self._reformatter.reformat(
            canvas.frame,
            canvas.width,
            canvas.height,
            "yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
        )


class Encoder:
    """An endless stream without key frames but those asked for. Used by one thread."""

    def __init__(self, width: int, height: int, rung: Rung) -> None:
        self.rung = rung
        self._context = context = VideoCodecContext.create("libx264", "w")
        context.width, context.height = width, height
        context.pix_fmt = "yuv420p"
        context.time_base = MILLISECONDS
        context.framerate = Fraction(30)
        context.gop_size = 1_000_000
        # Slices for several threads cost more processor time than they save delay at these sizes.
        context.thread_count = 1
        context.colorspace = Colorspace.ITU709
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        context.color_range = ColorRange.MPEG
        context.options = {
            "preset": "ultrafast",
            "tune": "zerolatency",
            "profile": "baseline",
            "level": "4.2",
            "crf": str(rung.crf),
            "maxrate": str(rung.bits),
            "bufsize": str(rung.bits * 2 // 5),
            "forced-idr": "1",
            "x264-params": _X264,
        }
        self._last = -1
        self._begun = False

    def encode(self, picture: VideoFrame, milliseconds: int, key: bool) -> tuple[bytes, bool]:
        """The Annex B bytes of a picture, and whether they are a key frame."""
        self._last = max(self._last + 1, milliseconds)
        picture.pts = self._last
        picture.time_base = MILLISECONDS
        # A frame keeps the type it was decoded or encoded with, and every one would become a key frame.
        picture.pict_type = PictureType.I if key or not self._begun else PictureType.NONE
        packets = self._context.encode(picture)
        self._begun = True
        return b"".join(bytes(packet) for packet in packets), any(packet.is_keyframe for packet in packets)
