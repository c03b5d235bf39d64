"""Whether a body walks or runs, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from endrange.domain.analysis import MovementLabel
from endrange.domain.vocabulary import SIDES
from endrange.movement.gait_contacts import Gait
from endrange.movement.gait_events import Stretch, Swing, find_stretches
from endrange.movement.gait_signals import gait_signals, high_pass, low_pass
from endrange.movement.protocol import Motion
from endrange.movement.series import falls, rises

#: Both feet go about as far, and against each other; one leg swung to and fro does neither (proposal; rendered and real
#: runners: ratio above 0.75, correlation of the feet -0.5 and below from behind, -0.87 and below from the side).
EVEN_REACH: Final = (0.35, 0.55)
AGAINST: Final = (-0.35, -0.15)

#: Steps, and share of the time in which the person is seen, that make it what the clip is about (proposal).
STEPS: Final = (3.0, 5.0)
SHARE: Final = (0.1, 0.25)

#: Bounds from walking to running. Walkers bend the swinging knee by 60 degrees and lift the ankle by 0.15 leg lengths,
#: runners by 75 to 120 and 0.2 to 0.6 (43 runners' mean strides; rendered runners); a step takes 0.45 to 0.7 s in
#: walking, 0.28 to 0.42 s in running (science brief, section 3.3).
KNEE_DEG: Final = (66.0, 82.0)
LIFT: Final = (0.17, 0.27)
STEP_S: Final = (0.38, 0.46)

#: A step that takes longer is neither: the film runs slowly, and its tempo tells nothing (proposal).
SLOW_STEP_S: Final = 0.75

#: The tempo is the surest of the signs where the film's speed can be trusted (proposal).
TEMPO_WEIGHT: Final = 2.0

#: Phase of the hips' height after a swing's top, in parts of a step turn (degrees): highest just after in running
#: (flight), half a step later in walking (single support). Centres for the views from the side and from front and back.
RUN_PHASE_DEG: Final = {True: 30.0, False: 150.0}


def recognise_gait(motion: Motion, gait: Gait) -> MovementLabel:
    """How sure it is that the clip shows this gait; the near side, where there is one."""
    stretches = [s for signals in gait_signals(motion) for s in find_stretches(signals)]
    side = motion.angles.view.near_side
    if not stretches:
        return MovementLabel(gait, 0.0, side, None)
    steps = sum(len(s.swings) for s in stretches)
    walks = rises(steps, *STEPS) * rises(_share_of_time(motion, stretches), *SHARE)
    longest = max(stretches, key=lambda s: len(s.swings))
    walks *= legs_alternate(longest)
    runs = float(np.average([running_share(s) for s in stretches], weights=[len(s.swings) for s in stretches]))
    return MovementLabel(gait, walks * (runs if gait == "running" else 1.0 - runs), side, None)


def legs_alternate(stretch: Stretch) -> float:
    """How sure it is that both legs take part, by turns: 0..1."""
    reach = {s: float(np.median([w.reach for w in stretch.swings if w.side == s])) for s in SIDES}
    even = min(reach.values()) / max(reach.values())
    paths = stretch.signals.forward if stretch.signals.sees_forward else stretch.signals.ankle
    span = slice(stretch.signals.index(stretch.start_s), stretch.signals.index(stretch.end_s))
    against = float(np.corrcoef(paths["left"][span], paths["right"][span])[0, 1])
    return rises(even, *EVEN_REACH) * falls(against, *AGAINST) * rises(stretch.alternating, 0.5, 0.8)


def running_share(stretch: Stretch) -> float:
    """Mean of the signs, from 0 (walking) to 1 (running), sharpened about its middle."""
    signs = [(rises(_lift(stretch), *LIFT), 1.0), (_hips_sign(stretch), 1.0)]
    if stretch.signals.sees_forward:
        signs.append((rises(_knee(stretch), *KNEE_DEG), 1.0))
    if stretch.step_s <= SLOW_STEP_S:
        signs.append((falls(stretch.step_s, *STEP_S), TEMPO_WEIGHT))
    values, weights = zip(*signs, strict=True)
    return rises(float(np.average(values, weights=weights)), 0.25, 0.75)


def _cycle(stretch: Stretch, swing: Swing) -> slice:
    """The stride about a swing's top."""
    signals, half = stretch.signals, stretch.stride_s / 2
    return slice(signals.index(swing.time_s - half), signals.index(swing.time_s + half) + 1)


def _lift(stretch: Stretch) -> float:
    """How far the ankle rises in a stride, leg lengths."""
    return float(np.median([np.ptp(stretch.signals.ankle[w.side][_cycle(stretch, w)]) for w in stretch.swings]))


def _knee(stretch: Stretch) -> float:
    """How far the knee bends in a stride, degrees in the picture."""
    return float(np.median([stretch.signals.knee_deg[w.side][_cycle(stretch, w)].max() for w in stretch.swings]))


def _hips_sign(stretch: Stretch) -> float:
    """1 where the hips are highest when runners' are, 0 where walkers' are; a half where they hardly move."""
    signals = stretch.signals
    span = slice(signals.index(stretch.start_s), signals.index(stretch.end_s))
    height = high_pass(low_pass(signals.hip, 2 / stretch.step_s), 0.5 / stretch.step_s)[span]
    turn = np.interp(signals.time_s[span], [w.time_s for w in stretch.swings], np.arange(len(stretch.swings)))
    wave = np.mean(height * np.exp(-2j * np.pi * turn))
    share = abs(wave) / max(float(np.sqrt(np.mean(height**2) / 2)), 1e-9)
    away = np.radians(np.degrees(np.angle(wave)) - RUN_PHASE_DEG[signals.sees_forward])
    return float(0.5 + 0.5 * np.cos(away) * min(share, 1.0))


def _share_of_time(motion: Motion, stretches: Sequence[Stretch]) -> float:
    """Share of the time in which the person is seen that is spent in steps."""
    seen = sum(s.time_s[-1] - s.time_s[0] for s in gait_signals(motion))
    return sum(s.end_s - s.start_s + s.step_s for s in stretches) / seen if seen > 0 else 0.0
