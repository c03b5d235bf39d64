"""The table of errors measured on rendered people, and how it is read. Data in ``error_table.json``.

The table is made by ``python -m endrange.accuracy.make_error_table FOLDER`` and holds what was found; what few clips
and rendered people fall short of is allowed for here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

import numpy as np
from scipy.special import stdtrit

from endrange.domain.statistics import Z95
from endrange.domain.vocabulary import MovementName, Plane

Leg = Literal["near", "far", "moving", "other", "body"]

#: Name under which the error of single frames stands among the statistics.
FRAME: Final = "frame"

#: Lists of looks that the table knows, widest error first, and what they are made of.
LISTS: Final[dict[str, frozenset[str]]] = {
    "full": frozenset({"full"}),
    "heavy": frozenset({"heavy"}),
    "fast": frozenset({"full", "movenet"}),
    "standard": frozenset({"heavy", "movenet", "movenet_mirror"}),
    "best": frozenset({"heavy", "heavy_mirror", "movenet", "movenet_mirror"}),
}

#: Movements that stand in for one that the table does not know, before all slow ones together.
STANDS_IN: Final[dict[MovementName, MovementName]] = {"walking": "running", "unknown": "running"}

#: Clips' worth of trust in the spread of all entries of the same angle, where a group has few clips of its own
#: (empirical Bayes in the manner of Smyth 2004; proposal).
PRIOR_CLIPS: Final = 4.0

#: Statistics that are the angle in one pose, at an end of a range.
ENDS: Final = frozenset({
    "repetition_peak", "repetition_low", "held_peak", "held_low", "best", "plateau",
    "stride_peak", "stance_peak", "swing_peak",
})  # fmt: skip


#: Yaw that the rendered people of the table cover, degrees.
TABLE_YAW_DEG: Final = 20.0

#: Clips' worth of freedom that line and bend take.
OF_YAW_CLIPS: Final = 2


#: Allowance for real people against rendered ones, degrees. Segments of a real person in one calibrated view scatter
#: by 2.4 (thigh) and 2.2 (shank) about what three other views predict; with the reference's own share (1 / sqrt(1 +
#: 1/3)) taken out that is 2.1 and 1.9, against 1.8 on rendered people: 1.0 more.
REAL_PEOPLE_SD_DEG: Final = 1.0


@dataclass(frozen=True)
class ErrorEntry:
    """Error of one statistic of one angle on rendered people, in degrees.

    Attributes
    ----------
    looks
        A name of :data:`LISTS`.
    leg
        Side views: ``near`` and ``far``; front and back: ``moving`` and ``other``; midline angles ``body``.
    statistic
        ``frame`` for the values of frames, else as in the measures.
    clips, bodies
        Of how many clips and of how many people.
    bias_deg, between_sd_deg
        Mean and standard deviation over clips of a clip's mean error, or of a reported number's error; without what the
        camera's roll contributes.
    within_sd_deg
        Root mean square over clips of the scatter inside a clip, of frames' errors or of single strides'; None for
        numbers that are not taken of strides.
    of_yaw_deg
        Where the error hangs on the camera's yaw: its mean without yaw, what 10 degrees of yaw add (walking away counts
        positive), and what the square of that adds; None where it does not, or is not known to.
    about_yaw_sd_deg
        Standard deviation over clips about that.
    """

    looks: str
    movement: MovementName
    plane: Plane
    leg: Leg
    angle: str
    statistic: str
    clips: int
    bodies: int
    bias_deg: float
    between_sd_deg: float
    within_sd_deg: float | None
    of_yaw_deg: tuple[float, float, float] | None = None
    about_yaw_sd_deg: float | None = None

    def at_yaw(self, yaw_deg: float | None) -> ErrorEntry:
        """The entry of clips of this yaw; itself where it does not hang on it. Beyond the table's yaw as at its end."""
        if yaw_deg is None or self.of_yaw_deg is None or self.about_yaw_sd_deg is None:
            return self
        tens = float(np.clip(yaw_deg, -TABLE_YAW_DEG, TABLE_YAW_DEG)) / 10.0
        without, line, bend = self.of_yaw_deg
        return replace(
            self,
            clips=self.clips - OF_YAW_CLIPS,
            bias_deg=without + line * tens + bend * tens**2,
            between_sd_deg=self.about_yaw_sd_deg,
        )


@dataclass(frozen=True)
class Expected:
    """What is to be expected of one statistic of one angle, in degrees.

    Attributes
    ----------
    bias_deg
        Mean error on rendered people.
    between_sd_deg
        Standard deviation of a new clip's error about it, such that 1.96 of it hold 95 %, however few clips there were.
    within_sd_deg
        Scatter inside a clip, of frames' errors or of single strides'; None where it is not known.
    """

    bias_deg: float
    between_sd_deg: float
    within_sd_deg: float | None


@dataclass(frozen=True)
class ErrorTable:
    """All entries, and what real people add to them.

    Attributes
    ----------
    real_people_sd_deg
        Allowance for real people, added to every angle of a clip; 0 where the table is held against rendered people.
    """

    entries: tuple[ErrorEntry, ...]
    real_people_sd_deg: float = REAL_PEOPLE_SD_DEG

    @staticmethod
    def from_json(text: str) -> ErrorTable:
        """Read a table; unknown fields are left aside."""
        return ErrorTable(tuple(_entry_from(facts) for facts in json.loads(text)["entries"]))

    @staticmethod
    @cache
    def load() -> ErrorTable:
        """The table that comes with the package."""
        return ErrorTable.from_json(files("endrange.kinematics").joinpath("error_table.json").read_text("utf-8"))

    def expected(
        self,
        looks: Iterable[str],
        movement: MovementName,
        plane: Plane,
        leg: Leg,
        angle: str,
        statistic: str,
        yaw_deg: float | None = None,
    ) -> Expected | None:
        """Error to expect, from the nearest group that the table knows, at a yaw of the camera where that is known.

        In order: this movement, the one that stands in for it, all movements; each with this list of looks, then with
        poorer ones. None where the table does not know the angle from this view at all.
        """
        same = [
            e for e in self.entries if (e.plane, e.leg, e.angle, e.statistic) == (plane, leg, angle, statistic)
        ]  # fmt: skip
        for name in _lists_for(looks):
            of_list = [e for e in same if e.looks == name]
            for group in _by_movement(of_list, movement):
                if group:
                    at_yaw = [entry.at_yaw(yaw_deg) for entry in group]
                    return _together(at_yaw, self._usual_variance(group, of_list))
        return None

    def _usual_variance(self, group: list[ErrorEntry], of_list: list[ErrorEntry]) -> float:
        """Squared spread that is usual for such entries: that of the same statistic in all movements.

        Where the group stands alone it is no second witness to its own few clips (fewer than the witness weighs). An
        end of a range is the angle in one pose, and the errors of frames follow the pose: then what the same table says
        of its frames, between and within clips, is the witness.
        """
        alone = group[0]
        if len(of_list) == 1 and alone.statistic in ENDS and alone.clips < PRIOR_CLIPS:
            place = (alone.looks, alone.movement, alone.plane, alone.leg, alone.angle, FRAME)
            for e in self.entries:
                if (e.looks, e.movement, e.plane, e.leg, e.angle, e.statistic) == place:
                    return e.between_sd_deg**2 + (e.within_sd_deg or 0.0) ** 2
        return float(np.average([e.between_sd_deg**2 for e in of_list], weights=[e.clips for e in of_list]))

    def __hash__(self) -> int:
        return id(self)


def _entry_from(facts: dict[str, Any]) -> ErrorEntry:
    """One entry as the file holds it."""
    known = {f.name: facts[f.name] for f in fields(ErrorEntry) if f.name in facts}
    of_yaw = known.get("of_yaw_deg")
    return ErrorEntry(**known | {"of_yaw_deg": None if of_yaw is None else tuple(of_yaw)})


def _lists_for(looks: Iterable[str]) -> list[str]:
    """Lists that these looks contain, richest first; then the others, poorest first."""
    own = frozenset(looks)
    within = [name for name, parts in LISTS.items() if parts <= own]
    within.sort(key=lambda name: -len(LISTS[name]))
    return within + [name for name in LISTS if name not in within]


def _by_movement(entries: list[ErrorEntry], movement: MovementName) -> Iterator[list[ErrorEntry]]:
    yield [e for e in entries if e.movement == movement]
    stand_in = STANDS_IN.get(movement)
    yield [e for e in entries if e.movement == stand_in]
    slow = [e for e in entries if e.movement not in ("running", "walking")]
    yield slow
    yield entries


def _together(group: list[ErrorEntry], usual: float) -> Expected:
    """One expectation from a group of entries, its squared spread steadied by the usual one.

    Several movements together have no common bias: it counts as spread.
    """
    clips = np.array([e.clips for e in group], float)
    bias = np.array([e.bias_deg for e in group])
    between = np.array([e.between_sd_deg for e in group])
    mean = float(bias[0]) if len(group) == 1 else 0.0
    own = float(np.sum((clips - 1) * between**2) / np.sum(clips - 1))
    if len(group) > 1:
        own += float(np.average(bias**2, weights=clips))
    freedom = float(np.sum(clips - 1))
    steadied = (freedom * own + PRIOR_CLIPS * usual) / (freedom + PRIOR_CLIPS)
    # A new clip about a mean that was itself found from few clips, by Student's t in place of the normal distribution.
    wider = float(stdtrit(freedom + PRIOR_CLIPS, 0.975)) / Z95 * np.sqrt(1.0 + 1.0 / clips.sum())
    within = [e.within_sd_deg for e in group if e.within_sd_deg is not None]
    scatter = float(np.sqrt(np.mean(np.square(within)))) if within else None
    return Expected(mean, float(np.sqrt(steadied) * wider), scatter)


_in_use: ContextVar[ErrorTable | None] = ContextVar("error_table", default=None)


def current_table() -> ErrorTable:
    """The table in use: the packaged one unless :func:`using_table` says otherwise."""
    return _in_use.get() or ErrorTable.load()


@contextmanager
def using_table(table: ErrorTable) -> Iterator[None]:
    """Take errors from another table for a while, such as one made without the body that is tested."""
    token = _in_use.set(table)
    try:
        yield
    finally:
        _in_use.reset(token)
