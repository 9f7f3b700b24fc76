"""A native line chart of an S-curve, whose numbers can be edited where it is shown."""

from io import BytesIO

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from replikasi.common.listbook import AS_TEXT

from . import look
from .drawing import last_before_footers
from .fitting import cleaned

SHEET = "Sheet1"  # of which python-pptx writes the references
# Number formats are written as in English and shown in the way of the reader's own program.
FIGURE, WHOLE = "[$-421]0.0", "0"
SIZE = 11
STEP = 25


class _Numbers(CategoryChartData):
    """With the workbook that is made here, so that it bears no moment but `at`."""

    def __init__(self, series, at):
        super().__init__(number_format=FIGURE)
        self.series_told, self.at = series, at

    @property
    def xlsx_blob(self):
        return _workbook(self.series_told, self.at)


def lines(series):
    """[(name, percents, look)] of a briefing.Series, as they stand in chart and workbook."""
    found = [("Rencana", series.planned, PLAN)]
    if series.baseline:
        name = series.baseline_name[:1].upper() + series.baseline_name[1:]
        found.append((name, series.baseline, BASELINE))
    return [
        *found,
        ("Sementara", series.claimed, CLAIMED),
        ("Terverifikasi", series.verified, VERIFIED),
    ]


# color, width, dash, marker (None: none), whether it is filled, where its last figure stands
PLAN = ("edge", 1.75, None, None, False, None)
BASELINE = ("edge", 1.25, MSO_LINE.ROUND_DOT, None, False, None)
CLAIMED = ("accent", 1.75, MSO_LINE.DASH, XL_MARKER_STYLE.CIRCLE, False, XL_LABEL_POSITION.ABOVE)
VERIFIED = ("accent", 2.75, None, XL_MARKER_STYLE.CIRCLE, True, XL_LABEL_POSITION.BELOW)


def curve(slide, box, series, at):
    """The S-curve of a briefing.Series in `box`; what was not reported is a gap."""
    numbers = _Numbers(series, at)
    numbers.categories = [cleaned(label) for label in series.labels]
    for name, percents, _ in lines(series):
        numbers.add_series(name, [_plain(percent) for percent in percents])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *box.emu, numbers)
    frame.name = "Kurva S"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", cleaned(series.sentence))
    chart = frame.chart
    _set_frame(chart)
    _set_axes(chart)
    for made, (_, percents, style) in zip(chart.plots[0].series, lines(series), strict=True):
        _set_line(made, percents, *style)
    look.in_indonesian(chart.element)
    last_before_footers(slide, frame._element)
    return frame


def _plain(percent):
    return None if percent is None else round(float(percent), 8)


def _set_frame(chart):
    chart.font.size = Pt(SIZE)
    chart.font.color.theme_color = look.COLORS["muted"]
    chart.has_title = True
    chart.chart_title.text_frame.text = "Kurva S, persen kumulatif"
    font = chart.chart_title.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(SIZE), True
    font.color.theme_color = look.COLORS["muted"]
    chart.chart_title.include_in_layout = False
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(SIZE)
    chart.element.chart.find(qn("c:dispBlanksAs")).set("val", "gap")
    if chart.element.find(qn("c:roundedCorners")) is None:  # whose absence means rounded
        rounded = chart.element.makeelement(qn("c:roundedCorners"), {"val": "0"})
        chart.element.find(qn("c:date1904")).addnext(rounded)


def _set_axes(chart):
    values = chart.value_axis
    values.minimum_scale, values.maximum_scale, values.major_unit = 0, 100, STEP
    values.tick_labels.number_format = WHOLE
    values.tick_labels.number_format_is_linked = False
    values.major_tick_mark = values.minor_tick_mark = XL_TICK_MARK.NONE
    values.format.line.fill.background()
    values.major_gridlines.format.line.color.theme_color = look.COLORS["line"]
    values.major_gridlines.format.line.width = Pt(0.75)
    labels = chart.category_axis
    labels.major_tick_mark = labels.minor_tick_mark = XL_TICK_MARK.NONE
    labels.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    labels.format.line.color.theme_color = look.COLORS["edge"]
    # The curve begins at the axis itself.
    between = values._element.makeelement(qn("c:crossBetween"), {"val": "midCat"})
    values._element.find(qn("c:crosses")).addnext(between)


def _set_line(series, percents, color, width, dash, marker, filled, label_position):
    series.smooth = False
    line = series.format.line
    line.width = Pt(width)
    line.color.theme_color = look.COLORS[color]
    if dash is not None:
        line.dash_style = dash
    series.marker.style = marker or XL_MARKER_STYLE.NONE
    if marker is None:
        return
    series.marker.size = 8
    series.points[0].marker.style = XL_MARKER_STYLE.NONE  # the year's beginning is no report
    fill = series.marker.format.fill
    fill.solid()
    fill.fore_color.theme_color = look.COLORS[color if filled else "white"]
    series.marker.format.line.color.theme_color = look.COLORS[color]
    last = max((at for at, one in enumerate(percents) if one is not None), default=0)
    if last:
        _set_label(series, last, color, label_position)


def _set_label(series, at, color, position):
    """The latest figure beside its mark; it follows the number when that is edited."""
    label = series.points[at].data_label
    label.position = position
    label.font.size, label.font.bold = Pt(SIZE), True
    label.font.color.theme_color = look.COLORS[color]
    told = label._get_or_add_dLbl()
    form = told.makeelement(qn("c:numFmt"), {"formatCode": FIGURE, "sourceLinked": "0"})
    after = next(
        told.find(qn(name))
        for name in ("c:spPr", "c:txPr", "c:dLblPos", "c:showLegendKey")
        if told.find(qn(name)) is not None
    )
    after.addprevious(form)


def _workbook(series, at):
    """Bytes of the workbook behind the chart: a row a quarter, a column a line."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {**AS_TEXT, "in_memory": True})
    book.set_properties({"created": at.replace(tzinfo=None, microsecond=0)})
    sheet = book.add_worksheet(SHEET)
    form = book.add_format({"num_format": FIGURE})
    sheet.set_column(0, 5, 18)
    for row, label in enumerate(series.labels, start=1):
        sheet.write_string(row, 0, cleaned(label))
    for column, (name, percents, _) in enumerate(lines(series), start=1):
        sheet.write_string(0, column, name)
        for row, percent in enumerate(percents, start=1):
            if percent is not None:
                sheet.write_number(row, column, _plain(percent), form)
    book.close()
    return out.getvalue()
