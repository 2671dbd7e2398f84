// The legend: every state and sign, drawn as the timeline draws them, with the name and what tells
// it from the others without colour.

#include <algorithm>
#include <array>

#include "gui/views/dialogs/dialogs.h"
#include "gui/views/dialogs/sheet.h"
#include "gui/views/panel.h"
#include "gui/views/state_look.h"
#include "gui/views/timeline_painter.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr float kWidth = 860.0F;
constexpr float kRow = 44.0F;
constexpr float kLane = 150.0F;
constexpr float kBar = 24.0F;
constexpr float kRows = 9.0F;

struct Sign {
    const char* state;  // of "state.NAME"
    const char* words;
    SpanLook look;
    float height;  // part of the running bar's
    const char* icon;
};

static constexpr std::array<Sign, 12> kSigns{{
    {"created", "ui.legend.created", SpanLook::Created, 0.22F, ""},
    {"ready", "ui.legend.ready", SpanLook::Ready, 0.28F, ""},
    {"running", "ui.legend.running", SpanLook::Running, 1.0F, "running"},
    {"sleeping", "ui.legend.sleeping", SpanLook::Sleeping, 0.62F, "timer"},
    {"overdue", "ui.legend.overdue", SpanLook::Overdue, 0.62F, "timer"},
    {"waiting", "ui.legend.waiting", SpanLook::Waiting, 0.62F, "lock"},
    {"stuck", "ui.legend.stuck", SpanLook::Stuck, 0.62F, "lock"},
    {"io", "ui.legend.io", SpanLook::Io, 0.62F, "io"},
    {"slow", "ui.legend.slow", SpanLook::Slow, 1.0F, "warning"},
    {"finished", "ui.legend.finished", SpanLook::Finished, 0.62F, "finished"},
    {"cancelled", "ui.legend.cancelled", SpanLook::Cancelled, 0.62F, "cancelled_failed"},
    {"failed", "ui.legend.failed", SpanLook::Failed, 0.62F, "cancelled_failed"},
}};

struct Kind {
    const char* name;
    const char* icon;
};
static constexpr std::array<Kind, 7> kWaits{{{"resource.lock", "lock"},
                                             {"resource.queue", "queue"},
                                             {"resource.event", "event"},
                                             {"resource.task", "task"},
                                             {"resource.semaphore", "semaphore"},
                                             {"resource.condition", "condition"},
                                             {"resource.barrier", "barrier"}}};

// Draws spans at places of the screen, with the timeline's own painter.
class Lane {
public:
    Lane(Ui& ui, const Session& session, const Rect& rect)
        : ui_(ui), painter_(ui, session, kEmpty, rect.min()), rect_(rect) {
        ui.horizontal(rect.x0, rect.x1, std::floor(rect.center_y()), color(ui.base().border));
    }
    void span(const Sign& sign, float x0, float x1) {
        const float height = ui_.px(kBar) * sign.height;
        const float top = std::round((rect_.height() - height) / 2.0F);
        Span span;
        span.look = sign.look;
        span.box = {ui_.px(x0), top, ui_.px(x1), top + std::round(height)};
        span.icon = sign.icon;
        span.icon_x = span.box.x0 + ui_.px(x1 - x0 < 24.0F ? 2.0F : 7.0F);
        painter_.draw_span(span);
    }

private:
    static inline const Picture kEmpty{};
    Ui& ui_;
    TimelinePainter painter_;
    Rect rect_;
};

bool is_end(SpanLook look) {
    return look == SpanLook::Finished || look == SpanLook::Cancelled || look == SpanLook::Failed;
}

void draw_sign(Ui& ui, const Session& session, const Sign& sign, Rect row) {
    Lane lane(ui, session, row.cut_left(ui.px(kLane)));
    if (is_end(sign.look)) {
        lane.span(kSigns[2], 4.0F, 28.0F);
        lane.span(kSigns[sign.look == SpanLook::Finished ? 3 : 5], 30.0F, 96.0F);
        lane.span(sign, 99.0F, 114.0F);
    } else if (sign.look == SpanLook::Overdue) {
        lane.span(kSigns[3], 4.0F, 54.0F);
        Sign rest = sign;
        rest.icon = "";
        lane.span(rest, 54.0F, 140.0F);
    } else {
        lane.span(sign, 4.0F, 140.0F);
    }
    row.cut_left(ui.px(kSize.space_m));
    const float middle = row.center_y();
    ui.text(ui.fonts.body_strong, {row.x0, middle - ui.px(18.0F), row.x1, middle},
            color(ui.base().text), ui.tr("state" + ("." + std::string(sign.state))));
    ui.text(ui.fonts.small, {row.x0, middle, row.x1, middle + ui.px(16.0F)},
            color(ui.base().text_3), ui.tr(sign.words));
}

void draw_held(Ui& ui, const Rect& place) {
    Rect row = place;
    const Rect lane = row.cut_left(ui.px(kLane)).middle(ui.px(16.0F));
    const look::Base& base = ui.base();
    const look::Color holder = ui.theme->task[0];
    const look::Color fill = mix(holder, base.panel, ui.dark() ? 0.72F : 0.80F);
    Rect left = lane;
    const Rect right = left.cut_right(lane.width() / 2.0F);
    ui.fill(left, color(fill));
    ui.fill({left.x0, left.y0, left.x0 + ui.px(3.0F), left.y1}, color(holder));
    ui.fill(right, color(fill), ui.px(kSize.span_radius));
    ui.outline(right, color(base.holder_edge), ui.px(kSize.span_radius),
               ui.line(kSize.line_holder_edge));
    row.cut_left(ui.px(kSize.space_m));
    const float middle = row.center_y();
    ui.text(ui.fonts.body_strong, {row.x0, middle - ui.px(18.0F), row.x1, middle}, color(base.text),
            ui.tr("ui.legend.held"));
    ui.text(ui.fonts.small, {row.x0, middle, row.x1, middle + ui.px(16.0F)}, color(base.text_3),
            ui.tr("ui.legend.held_words"));
}

void draw_tasks(Ui& ui, const Rect& place) {
    Rect row = place;
    const Rect label = row.cut_left(ui.px(kLane + kSize.space_m));
    ui.text(ui.fonts.body_strong, label, color(ui.base().text), ui.tr("ui.legend.tasks"));
    for (int i = 0; i < kTaskColours; ++i) {
        const Rect room = row.cut_left(ui.px(kSize.badge_w + kSize.space_s));
        badge(ui, {i, i + 1 == kTaskColours ? "M" : std::to_string(i + 1)}, room.x0,
              room.center_y());
    }
    row.cut_left(ui.px(kSize.space_s));
    ui.text(ui.fonts.small, row, color(ui.base().text_3), ui.tr("ui.legend.tasks_words"));
}

void draw_waits(Ui& ui, const Rect& place) {
    Rect row = place;
    const Rect label = row.cut_left(ui.px(kLane + kSize.space_m));
    ui.text(ui.fonts.body_strong, label, color(ui.base().text), ui.tr("ui.legend.waits"));
    for (const Kind& kind : kWaits) {
        ui.text(ui.fonts.body, row.cut_left(ui.px(20.0F)), color(ui.theme->state.waiting.signal),
                icon_of(kind.icon));
        const std::string_view name = ui.tr(kind.name);
        ui.text(ui.fonts.body, row.cut_left(Ui::width(ui.fonts.body, name) + 1.0F),
                color(ui.base().text_2), name);
        row.cut_left(ui.px(kSize.space_m));
    }
}

}  // namespace

void draw_legend_sheet(Ui& ui, Session& session, const Rect& window) {
    Sheet sheet(ui, session, "legend", window, {kWidth, 44.0F + kRow * kRows + kSize.space_l});
    Rect room = sheet.header(session, ui.tr("ui.command.legend_sheet"));
    const float h = ui.px(kRow);
    const float column = room.width() / 2.0F;
    for (std::size_t i = 0; i < kSigns.size(); i += 2) {
        Rect row = room.cut_top(h);
        ui.horizontal(row.x0, row.x1, row.y0, color(ui.base().border));
        draw_sign(ui, session, kSigns[i], row.cut_left(column));
        draw_sign(ui, session, kSigns[i + 1], row);
    }
    for (const auto draw : {draw_held, draw_tasks, draw_waits}) {
        const Rect row = room.cut_top(h);
        ui.horizontal(row.x0, row.x1, row.y0, color(ui.base().border));
        draw(ui, row);
    }
}

}  // namespace coroscope::gui
