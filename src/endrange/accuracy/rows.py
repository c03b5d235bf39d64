"""What is counted, as tidy rows: one clip, one list of looks, one angle or one measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from endrange.domain.vocabulary import MovementName, Plane, Side

#: Which leg, seen from the camera or by its task; midline angles belong to the ``body``.
Leg = Literal["near", "far", "moving", "other", "body"]
Phase = Literal["all", "stance"]


@dataclass(frozen=True)
class Key:
    """Which clip, measured with which looks.

    Attributes
    ----------
    looks
        ``fast``, ``standard``, ``best``, a list of looks, or ``plain loop`` for the loop that everyone writes.
    person
        Whose body it is, where it is said.
    """

    clip: str
    movement: MovementName
    plane: Plane
    person: str | None
    looks: str


@dataclass(frozen=True)
class AngleRow:
    """Error of one angle over the frames of one clip, in degrees.

    Attributes
    ----------
    phase
        ``stance``: frames in which that foot is truly on the ground.
    n, share_given
        Frames with a value, and their share of the frames with a truth.
    bias_deg, sd_deg, rmse_deg
        Mean, standard deviation and root mean square of value minus truth.
    range_error_deg
        Range of the values (2nd to 98th percentile) minus that of the truth in the same frames.
    held
        Share of the given frames whose 95 % interval holds the truth; None where there is no interval.
    half_width_deg
        Median half-width of that interval.
    from_roll_deg
        The part of the bias that comes from the camera's roll, judged wrongly or not at all.
    refused
        The view was said not to show it; then there is no error.
    """

    key: Key
    angle: str
    side: Side | None
    leg: Leg
    phase: Phase
    n: int
    share_given: float
    bias_deg: float | None
    sd_deg: float | None
    rmse_deg: float | None
    range_error_deg: float | None
    held: float | None
    half_width_deg: float | None
    from_roll_deg: float
    refused: bool


@dataclass(frozen=True)
class MeasureRow:
    """One reported number beside the same statistic of the truth.

    Attributes
    ----------
    value, truth, error
        In ``unit``; None where it was refused, absent, or where the truth has no such number.
    held
        Whether the 95 % interval holds the truth.
    from_roll
        The part of the error that comes from the camera's roll; 0 for what is no angle against gravity.
    events
        Whose strides and repetitions the truth was cut by: ``own`` where the analysis' events are not the true ones.
    stride_sd
        Standard deviation of single strides' errors about their mean; None where it is not known of two strides.
    """

    key: Key
    quantity: str
    side: Side | None
    leg: Leg
    statistic: str
    unit: str
    status: str
    n: int
    value: float | None
    truth: float | None
    error: float | None
    half_width: float | None
    held: bool | None
    from_roll: float
    events: Literal["the analysis'", "own"]
    stride_sd: float | None = None


@dataclass(frozen=True)
class ClipRow:
    """What was made of one clip as a whole.

    Attributes
    ----------
    recognised
        The movement that would have been recognised without being told.
    facing_right, near_side_right
        Whether facing and near side are the true ones; None where the truth does not say.
    roll_error_deg, yaw_error_deg
        Estimate minus truth; None where there is none.
    exchanged
        Share of the frames with the legs apart in which a knee or an ankle lies on the other leg.
    lost_near, lost_far
        Share of the frames in which knee or ankle of that leg is lost; near is the left where no leg is nearer.
    refused
        Angles that were refused although a truth is known.
    failed
        The sentence of the error that ended the analysis; everything else is then empty.
    yaw_deg
        As the analysis estimated it; None where there is none, and for other views than from the side.
    """

    key: Key
    frames: int
    recognised: str | None
    facing_right: bool | None
    near_side_right: bool | None
    roll_error_deg: float | None
    yaw_error_deg: float | None
    exchanged: float | None
    lost_near: float | None
    lost_far: float | None
    refused: tuple[str, ...]
    failed: str | None = None
    yaw_deg: float | None = None


@dataclass(frozen=True)
class ReferenceRow:
    """Error against a reference that is itself not free of error, or against marker motion capture.

    Attributes
    ----------
    reference
        ``other views``: real people, one calibrated view against the others; ``markers``: marker points seen by a
        virtual camera; ``force plate``: contacts of those runners.
    looks
        Looks, or the noise of the virtual network.
    bias, sd, rmse
        Mean, standard deviation and root mean square of value minus reference, in ``unit``. Of ``other views`` the
        standard deviation is about each view's own median; of ``force plate`` about the mean.
    """

    reference: Literal["other views", "markers", "force plate"]
    clip: str
    looks: str
    quantity: str
    unit: str
    n: int
    bias: float | None
    sd: float | None
    rmse: float | None


@dataclass(frozen=True)
class Report:
    """Rows of everything that was compared.

    ``cross_validated`` says that every person's intervals come from a table that does not know the person.
    """

    clips: tuple[ClipRow, ...] = ()
    angles: tuple[AngleRow, ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    references: tuple[ReferenceRow, ...] = ()
    cross_validated: bool = False

    def __add__(self, other: Report) -> Report:
        return Report(
            self.clips + other.clips,
            self.angles + other.angles,
            self.measures + other.measures,
            self.references + other.references,
            self.cross_validated or other.cross_validated,
        )
