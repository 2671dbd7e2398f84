// The timeline: header with the axis, the picture, its mouse, and the legend row.

#include <algorithm>
#include <array>
#include <cmath>

#include "gui/model/command.h"
#include "gui/views/panel.h"
#include "gui/views/state_look.h"
#include "gui/views/timeline_painter.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"
#include "runtime/picture/conceal.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr double kTooltipSeconds = 0.25;

void draw_header(Ui& ui, Session& session, Rect header) {
    const float h = ui.px(kSize.button_small_height);
    const auto next = [&](float w) { return header.cut_right(w).middle(h); };
    const Rect fit = next(h);
    command_button(ui, session, "fit", fit, {look::kIcon.fit});
    header.cut_right(ui.px(kSize.space_s));
    const Rect hint = next(key_hint_width(ui, "T"));
    key_hint(ui, "T", hint.x0, hint.center_y());
    header.cut_right(ui.px(kSize.space_s));
    const std::array<std::string_view, 3> names{ui.tr("ui.elastic"), ui.tr("ui.time"),
                                                ui.tr("ui.steps")};
    const int now = static_cast<int>(session.settings.axis);
    const int clicked = segments(ui, "axis", next(segments_width(ui, names)), names, now);
    if (clicked >= 0) {
        session.set_axis(static_cast<AxisKind>(clicked));
    }
}

void draw_legend(Ui& ui, Session& session, Rect row, const Picture& picture) {
    ui.horizontal(row.x0, row.x1, row.y0, color(ui.base().border));
    row = row.inset(ui.px(kSize.panel_padding_x), 0.0F);
    const float hint = key_hint_width(ui, "L");
    const std::string_view word = ui.tr("ui.legend");
    const float w = hint + ui.px(6.0F) + Ui::width(ui.fonts.small, word);
    Rect right = row.cut_right(w);
    if (ui.hit("legend", right)) {
        run_command(session, "legend");
    }
    ui.tooltip(ui.tr(command("legend").name));
    ui.text(ui.fonts.small, right, color(ui.base().text_3), word);
    key_hint(ui, "L", right.x1 - hint, right.center_y());
    row.cut_right(ui.px(kSize.space_m));
    for (const LegendEntry& entry : picture.legend) {
        const float swatch =
            ui.px(entry.look == SpanLook::Ready || entry.look == SpanLook::Created ? 24.0F : 22.0F);
        const float words = std::ceil(Ui::width(ui.fonts.small, entry.label));
        if (row.width() < swatch + ui.px(kSize.space_s) + words) {
            break;
        }
        draw_swatch(ui, row.cut_left(swatch), entry.look);
        row.cut_left(ui.px(kSize.space_s));
        ui.text(ui.fonts.small, row.cut_left(words + 1.0F), color(ui.base().text_2), entry.label);
        row.cut_left(ui.px(kSize.space_l));
    }
}

PictureOptions options_for(const Ui& ui, const Session& session, const TimelineState& state,
                           const Rect& room, bool small) {
    PictureOptions options;
    options.axis = &session.axis();
    options.first = session.view().first;
    options.last = session.view().last;
    options.width_px = room.width();
    options.height_px = room.height();
    options.scale = ui.scale;
    options.small = small;
    options.cursor = session.cursor();
    if (session.selection().task != 0) {
        options.selected_task = session.selection().task;
    }
    if (session.selection().resource != 0) {
        options.selected_resource = session.selection().resource;
    }
    options.language = ui.language;
    options.findings = &session.findings();
    options.badges = &session.badges();
    options.order = &session.lanes();
    options.scroll_y = state.scroll_y;
    options.text_width = [&ui](std::string_view text, TextStyle style) {
        const Fonts& fonts = ui.fonts;
        ImFont* const font = style == TextStyle::Caption || style == TextStyle::Icon ? fonts.caption
                             : style == TextStyle::Small                             ? fonts.small
                             : style == TextStyle::Body                              ? fonts.body
                             : style == TextStyle::BodyStrong ? fonts.body_strong
                             : style == TextStyle::Mono       ? fonts.mono
                             : style == TextStyle::MonoSmall  ? fonts.mono_small
                                                              : fonts.mono_badge;
        return Ui::width(font, text) / ui.scale;
    };
    return options;
}

class TimelineMouse {
public:
    TimelineMouse(Ui& ui, Session& session, TimelineState& state, const Rect& room)
        : ui_(ui),
          session_(session),
          state_(state),
          picture_(*state.picture),
          room_(room),
          mouse_{ImGui::GetIO().MousePos.x - room.x0, ImGui::GetIO().MousePos.y - room.y0} {}

    void handle();
    void tooltip();

private:
    [[nodiscard]] double position() const { return picture_.position_from_x(mouse_.x); }
    [[nodiscard]] bool in_track() const {
        return mouse_.x >= picture_.track_x0 && mouse_.x <= picture_.width;
    }
    [[nodiscard]] bool in_minimap() const {
        return picture_.minimap.box.contains(mouse_.x, mouse_.y);
    }
    void press();
    void drag();
    void wheel();
    void seek_here() { session_.seek(session_.axis().event_at(std::max(0.0, position()))); }
    void move_minimap();

    Ui& ui_;
    Session& session_;
    TimelineState& state_;
    const Picture& picture_;
    Rect room_;
    ImVec2 mouse_;
};

void TimelineMouse::press() {
    state_.dragging_minimap = in_minimap();
    state_.dragging_cursor = false;
    if (state_.dragging_minimap) {
        move_minimap();
        return;
    }
    const bool on_ruler = mouse_.y < picture_.ruler.y1 && mouse_.y >= picture_.ruler.y0;
    const bool on_cursor =
        picture_.cursor_visible && std::abs(mouse_.x - picture_.cursor_x) < ui_.px(6.0F) &&
        mouse_.y >= picture_.ruler.y0 && mouse_.y < picture_.ruler.y1 + ui_.px(10.0F);
    if (in_track() && (on_ruler || on_cursor)) {
        state_.dragging_cursor = true;
        seek_here();
        return;
    }
    const Row* row = picture_.row_at(mouse_.y);
    if (row != nullptr && row->folded > 0) {
        run_command(session_, "lanes");
        return;
    }
    const Span* span = in_track() ? picture_.span_at(mouse_.x, mouse_.y) : nullptr;
    if (row != nullptr && row->id != 0) {
        if (row->kind == RowKind::Task) {
            session_.select_task(row->id);
        } else {
            session_.select_resource(row->id);
        }
    } else if (span != nullptr && span->task != 0) {
        session_.select_task(span->task);
    }
    if (in_track()) {
        state_.dragging_cursor = true;
        seek_here();
    }
}

void TimelineMouse::move_minimap() {
    const Box& box = picture_.minimap.box;
    const double part = std::clamp(
        static_cast<double>((mouse_.x - box.x0) / std::max(1.0F, box.width())), 0.0, 1.0);
    const double middle = part * session_.axis().length();
    if (session_.view().all()) {
        session_.seek(session_.axis().event_at(middle));
        return;
    }
    const double span = session_.view().last - session_.view().first;
    session_.set_view({middle - span / 2.0, middle + span / 2.0});
}

void TimelineMouse::drag() {
    if (state_.dragging_minimap) {
        move_minimap();
    } else if (state_.dragging_cursor) {
        seek_here();
    }
}

void TimelineMouse::wheel() {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseWheel == 0.0F) {
        return;
    }
    if (io.KeyShift) {
        session_.pan(-static_cast<double>(io.MouseWheel) * 0.1 * (picture_.last - picture_.first));
    } else if (io.KeyCtrl || picture_.scroll_max <= 0.0F) {
        session_.zoom(std::pow(0.8, static_cast<double>(io.MouseWheel)), position());
    } else {
        state_.scroll_y =
            std::clamp(state_.scroll_y - io.MouseWheel * ui_.px(40.0F), 0.0F, picture_.scroll_max);
    }
}

void TimelineMouse::handle() {
    const bool hovered = ImGui::IsItemHovered();
    if (ImGui::IsItemActivated() && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        press();
    } else if (ImGui::IsItemActive() && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
        drag();
    }
    for (const ImGuiMouseButton other : {ImGuiMouseButton_Middle, ImGuiMouseButton_Right}) {
        if (ImGui::IsItemActive() && ImGui::IsMouseDragging(other, 1.0F)) {
            const double units = (picture_.last - picture_.first) /
                                 static_cast<double>(picture_.track_x1 - picture_.track_x0);
            session_.pan(-static_cast<double>(ImGui::GetIO().MouseDelta.x) * units);
        }
    }
    if (hovered) {
        wheel();
        tooltip();
    }
}

void TimelineMouse::tooltip() {
    const Span* span = in_track() ? picture_.span_at(mouse_.x, mouse_.y) : nullptr;
    const std::string key = span == nullptr
                                ? ""
                                : std::to_string(span->first) + "/" + std::to_string(span->task) +
                                      "/" + std::to_string(static_cast<int>(span->look));
    if (key != state_.hovered) {
        state_.hovered = key;
        state_.hovered_since = ImGui::GetTime();
    }
    if (span == nullptr || ImGui::IsAnyMouseDown()) {
        return;
    }
    const Rect rect{room_.x0 + span->box.x0, room_.y0 + span->box.y0, room_.x0 + span->box.x1,
                    room_.y0 + span->box.y1};
    ui_.outline(rect, color(ui_.base().text), ui_.px(kSize.span_radius));
    if (ImGui::GetTime() - state_.hovered_since < kTooltipSeconds) {
        return;
    }
    const SpanWords words = span_words(session_.timeline(), *span, ui_.language);
    ui_.show_tooltip(words.what, words.when);
}

// Scrolls the lanes so that the task whose step the cursor is in can be seen. Returns whether it
// did.
bool scroll_to_focus(const Session& session, TimelineState& state) {
    const Picture& picture = *state.picture;
    const TaskId task = session.task_in_focus();
    if (picture.scroll_max <= 0.0F || task == 0) {
        return false;
    }
    float lane = 0.0F;
    for (const Row& row : picture.rows) {
        const bool whole = row.y >= picture.body.y0 && row.y + row.height <= picture.body.y1;
        if (row.kind == RowKind::Task && row.id == task && whole) {
            return false;
        }
        lane = row.kind == RowKind::Task ? row.height : lane;
    }
    // Rows that cannot be seen are not in the picture; lanes have one height and stand in tree
    // order.
    const std::vector<RowOrder::Task>& order = session.lanes().tasks;
    const auto index =
        static_cast<float>(std::ranges::find(order, task, &RowOrder::Task::id) - order.begin());
    const float height = lane > 0.0F ? lane : kSize.lane_min * picture.scale;
    const float before = state.scroll_y;
    state.scroll_y = std::clamp(index * height + height / 2.0F - picture.body.height() / 2.0F, 0.0F,
                                picture.scroll_max);
    return state.scroll_y != before;
}

void draw_scroll_thumb(const Ui& ui, const Picture& picture, const Rect& room) {
    if (picture.scroll_max <= 0.0F || picture.content_height <= 0.0F) {
        return;
    }
    const float shown = picture.body.height();
    const float length = std::max(ui.px(24.0F), shown * shown / picture.content_height);
    const float top =
        room.y0 + picture.body.y0 + (shown - length) * picture.scroll_y / picture.scroll_max;
    const float x = room.x1 - ui.px(7.0F);
    ui.fill({x, top, x + ui.px(4.0F), top + length}, color(ui.base().pressed), ui.px(2.0F));
}

}  // namespace

void draw_timeline(Ui& ui, Session& session, TimelineState& state, const Rect& rect, bool small) {
    Panel panel(ui, "timeline", rect);
    if (!panel) {
        return;
    }
    draw_header(ui, session, panel.header(ui.tr("ui.timeline")));
    Rect room{rect.x0, panel.content.y0, rect.x1, rect.y1 - ui.px(kSize.space)};
    if (session.empty()) {
        Rect note = panel.content;
        empty_note(ui, note.cut_top(ui.px(64.0F)),
                   ui.tr(session.loading() ? "ui.loading" : "ui.empty_run"));
        return;
    }
    Rect legend{};
    if (session.settings.legend) {
        legend = room.cut_bottom(ui.px(kSize.legend_row) - ui.px(kSize.space));
        legend.y1 = rect.y1;
    }
    state.picture = make_picture(session.timeline(), options_for(ui, session, state, room, small));
    if (state.shown_cursor != session.cursor() && !state.dragging_cursor &&
        scroll_to_focus(session, state)) {
        state.picture =
            make_picture(session.timeline(), options_for(ui, session, state, room, small));
    }
    if (session.prediction.on()) {
        conceal_future(*state.picture);
    }
    state.shown_cursor = session.cursor();
    state.scroll_y = state.picture->scroll_y;
    ui.mark("timeline", room);
    ui.mark("timeline/track", {room.x0 + state.picture->track_x0, room.y0 + state.picture->ruler.y0,
                               room.x0 + state.picture->track_x1, room.y1});
    ImGui::SetCursorScreenPos(room.min());
    ImGui::InvisibleButton("timeline", room.size(),
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle |
                               ImGuiButtonFlags_MouseButtonRight);
    TimelinePainter(ui, session, *state.picture, room.min()).draw();
    draw_scroll_thumb(ui, *state.picture, room);
    TimelineMouse(ui, session, state, room).handle();
    if (session.settings.legend) {
        draw_legend(ui, session, legend, *state.picture);
    }
}

}  // namespace coroscope::gui
