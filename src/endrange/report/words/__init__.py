"""Every sentence that a report says to its reader, in one folder: a translation is this folder again.

Plain and sober: what was measured, how sure it is, what could not be seen. No diagnosis, no risk, no score.
"""

from endrange.report.words.names import (
    DRAWING as DRAWING,
)
from endrange.report.words.names import (
    FACT as FACT,
)
from endrange.report.words.names import (
    FAR_LEG as FAR_LEG,
)
from endrange.report.words.names import (
    FOOT_LETTER as FOOT_LETTER,
)
from endrange.report.words.names import (
    FRAME_WITHOUT_VALUE as FRAME_WITHOUT_VALUE,
)
from endrange.report.words.names import (
    FROM_FILE as FROM_FILE,
)
from endrange.report.words.names import (
    GRADES as GRADES,
)
from endrange.report.words.names import (
    LANGUAGE as LANGUAGE,
)
from endrange.report.words.names import (
    MEANING as MEANING,
)
from endrange.report.words.names import (
    MEANING_PASSIVE as MEANING_PASSIVE,
)
from endrange.report.words.names import (
    MEANT as MEANT,
)
from endrange.report.words.names import (
    MORE_MISSING as MORE_MISSING,
)
from endrange.report.words.names import (
    MOVEMENT as MOVEMENT,
)
from endrange.report.words.names import (
    NO_DIFFERENCE as NO_DIFFERENCE,
)
from endrange.report.words.names import (
    NOT_HELD as NOT_HELD,
)
from endrange.report.words.names import (
    NOTHING as NOTHING,
)
from endrange.report.words.names import (
    OPPOSITE as OPPOSITE,
)
from endrange.report.words.names import (
    PAGE as PAGE,
)
from endrange.report.words.names import (
    POSITIVE as POSITIVE,
)
from endrange.report.words.names import (
    QUANTITY as QUANTITY,
)
from endrange.report.words.names import (
    ROUGH as ROUGH,
)
from endrange.report.words.names import (
    SEVERITY as SEVERITY,
)
from endrange.report.words.names import (
    SHORT as SHORT,
)
from endrange.report.words.names import (
    SIDE as SIDE,
)
from endrange.report.words.names import (
    STATISTIC as STATISTIC,
)
from endrange.report.words.names import (
    STATUS as STATUS,
)
from endrange.report.words.names import (
    TIME_AXIS as TIME_AXIS,
)
from endrange.report.words.names import (
    UNIT as UNIT,
)
from endrange.report.words.names import (
    WHOLE_FRAME as WHOLE_FRAME,
)
from endrange.report.words.sentences import (
    angle_now as angle_now,
)
from endrange.report.words.sentences import (
    axis_of as axis_of,
)
from endrange.report.words.sentences import (
    beside as beside,
)
from endrange.report.words.sentences import (
    cell_details as cell_details,
)
from endrange.report.words.sentences import (
    clip_facts as clip_facts,
)
from endrange.report.words.sentences import (
    counted as counted,
)
from endrange.report.words.sentences import (
    curve_summary as curve_summary,
)
from endrange.report.words.sentences import (
    difference as difference,
)
from endrange.report.words.sentences import (
    evidence_alt as evidence_alt,
)
from endrange.report.words.sentences import (
    evidence_caption as evidence_caption,
)
from endrange.report.words.sentences import (
    listed as listed,
)
from endrange.report.words.sentences import (
    missing as missing,
)
from endrange.report.words.sentences import (
    more_findings as more_findings,
)
from endrange.report.words.sentences import (
    movement_facts as movement_facts,
)
from endrange.report.words.sentences import (
    not_held as not_held,
)
from endrange.report.words.sentences import (
    opposite_title as opposite_title,
)
from endrange.report.words.sentences import (
    person_facts as person_facts,
)
from endrange.report.words.sentences import (
    said_of as said_of,
)
from endrange.report.words.sentences import (
    seconds as seconds,
)
from endrange.report.words.sentences import (
    seen_from as seen_from,
)
from endrange.report.words.sentences import (
    series_summary as series_summary,
)
from endrange.report.words.sentences import (
    side_label as side_label,
)
from endrange.report.words.sentences import (
    signed as signed,
)
from endrange.report.words.sentences import (
    slowed as slowed,
)
from endrange.report.words.sentences import (
    smoothing as smoothing,
)
from endrange.report.words.sentences import (
    statistic_of as statistic_of,
)
from endrange.report.words.sentences import (
    status_of as status_of,
)
from endrange.report.words.sentences import (
    title_of as title_of,
)
from endrange.report.words.sentences import (
    view_facts as view_facts,
)
from endrange.report.words.sentences import (
    zero_of as zero_of,
)
