"""Where things of a frame lie in the picture: frames within frames, in one process or in several."""

from __future__ import annotations

from typing import Any

from cobrowse.driving.worlds import Worlds


async def origin_of_frame(worlds: Worlds, session: str, frame: str) -> tuple[float, float] | None:
    """The upper left corner of a frame in CSS pixels of the whole page; None where it cannot be told.

    A frame's owner lies in the process of the frame around it; positions there count from the frame that this process
    begins with, whose owner again lies in the process around it.
    """
    if frame == "":
        return 0.0, 0.0
    try:
        if session and worlds.frame_of(session) == frame:
            return await origin_of_process(worlds, session)
        if frame == await _main_frame(worlds):
            return 0.0, 0.0
        inner = await _owner_corner(worlds, session, frame)
        outer = await origin_of_process(worlds, session)
    except Exception:  # noqa: BLE001  # the frame left while we asked; Playwright has one error for all of it
        return None
    return inner[0] + outer[0], inner[1] + outer[1]


async def viewport(worlds: Worlds) -> tuple[float, float] | None:
    """The picture's size in CSS pixels of the page, which zooming makes fewer; None while no page is there."""
    for world in worlds.all:
        size = None if world.session else await worlds.call(world, "size")
        if size and size[2] and size[0] and size[1]:
            return float(size[0]), float(size[1])
    return None


async def origin_of_process(worlds: Worlds, session: str) -> tuple[float, float]:
    """The upper left corner of the frame that a process begins with. Raises where the frame is gone."""
    x = y = 0.0
    while session:
        parent = worlds.parent_of(session)
        corner = await _owner_corner(worlds, parent, worlds.frame_of(session))
        x, y, session = x + corner[0], y + corner[1], parent
    return x, y


async def _owner_corner(worlds: Worlds, session: str, frame: str) -> tuple[float, float]:
    owner = await worlds.send(session, "DOM.getFrameOwner", {"frameId": frame})
    model = await worlds.send(session, "DOM.getBoxModel", {"backendNodeId": owner["backendNodeId"]})
    content: list[float] = model["model"]["content"]
    return min(content[0::2]), min(content[1::2])


async def _main_frame(worlds: Worlds) -> str:
    tree: dict[str, Any] = await worlds.send("", "Page.getFrameTree")
    return str(tree["frameTree"]["frame"]["id"])
