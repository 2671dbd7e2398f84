// Who built on which value: the writes of a shared variable, each joined to the value that it was
// computed from. Two that build on one value lose an update. In the place of the wait graph while a
// variable is selected; in a comparison one half for each run.

#include <algorithm>
#include <charconv>
#include <cmath>

#include "gui/views/compare_look.h"
#include "gui/views/panel.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"
#include "runtime/analysis/value_graph.h"

namespace coroscope::gui {
namespace {

using look::kSize;

constexpr float kColumn = 78.0F;
constexpr float kColumnLeast = 62.0F;
constexpr float kLane = 52.0F;
constexpr float kBoxLeast = 38.0F;
constexpr float kBoxMost = 64.0F;
constexpr float kCircle = 10.0F;
constexpr float kFuture = 0.4F;

struct Subject {
    const Timeline* timeline = nullptr;
    const RunSide* side = nullptr;  // nullptr: one run
    ObjectId variable = 0;
    EventIndex around = 0;
    EventIndex future = kNoEvent;  // writes behind it are faint
};

struct Placed {
    ImVec2 center;
    float half_width = 0.0F;
};

class ValuesPainter {
public:
    ValuesPainter(Ui& ui, Session& session, const Subject& subject, const Rect& room)
        : ui_(ui), session_(session), subject_(subject), room_(room) {}

    void draw();

private:
    void place();
    void draw_words();
    void draw_write(std::size_t i);
    void draw_join(std::size_t i);
    void draw_overwritten(std::size_t i);
    void draw_arrow(ImVec2 from, ImVec2 to, ImU32 ink, bool dashes) const;
    [[nodiscard]] std::string became() const;
    [[nodiscard]] float strength(const ValueWrite& write) const {
        return write.event > subject_.future ? kFuture : 1.0F;
    }
    [[nodiscard]] Badge badge_of(TaskId task) const {
        return subject_.side != nullptr ? subject_.side->badge(task) : session_.badge(task);
    }
    [[nodiscard]] std::string_view text(const ValueWrite& write) const {
        return subject_.timeline->trace().text(write.value);
    }
    [[nodiscard]] look::Color task_ink(const ValueWrite& write) const {
        return task_color(ui_, badge_of(write.task));
    }

    Ui& ui_;
    Session& session_;
    const Subject& subject_;
    Rect room_;
    Rect graph_room_{};
    ValueGraph graph_;
    std::vector<Placed> placed_;
};

// False if the text is no number, or one too large for a sum.
bool read_number(std::string_view text, std::int64_t& value) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc{} && end == text.data() + text.size() && value > -1'000'000'000 &&
           value < 1'000'000'000;
}

// Like a graph of commits: a write continues the lane of its base, or opens one of its own where
// another write has continued it.
void ValuesPainter::place() {
    const std::vector<ValueWrite>& writes = graph_.writes;
    std::vector<std::size_t> lanes(writes.size(), 0);
    std::vector<std::size_t> last_of_lane;
    for (std::size_t i = 0; i < writes.size(); ++i) {
        const std::size_t before = writes[i].base.value_or(i == 0 ? 0 : i - 1);
        std::size_t lane = i == 0 ? 0 : lanes[before];
        if (i > 0 && last_of_lane[lane] != before) {
            // The lowest lane that ends before the base: nothing is drawn over it.
            lane = 0;
            while (lane < last_of_lane.size() && last_of_lane[lane] >= before) {
                ++lane;
            }
        }
        if (lane == last_of_lane.size()) {
            last_of_lane.push_back(i);
        }
        last_of_lane[lane] = i;
        lanes[i] = lane;
    }
    const auto columns = static_cast<float>(std::max<std::size_t>(1, writes.size()));
    const float widest =
        writes.size() < 2 ? 0.0F : (graph_room_.width() - ui_.px(kBoxMost)) / (columns - 1.0F);
    const float step = std::min(ui_.px(kColumn), widest);
    const auto rows = static_cast<float>(last_of_lane.size());
    const float lane = std::min(ui_.px(kLane), graph_room_.height() / std::max(1.0F, rows));
    const float x0 = graph_room_.center_x() - step * (columns - 1.0F) / 2.0F;
    const float y0 = graph_room_.center_y() - lane * (rows - 1.0F) / 2.0F;
    for (std::size_t i = 0; i < writes.size(); ++i) {
        const float width = Ui::width(ui_.fonts.mono, text(writes[i])) + ui_.px(kSize.space_m);
        placed_.push_back(
            {{std::round(x0 + step * static_cast<float>(i)),
              std::round(y0 + lane * static_cast<float>(lanes[i]))},
             std::clamp(width, ui_.px(kBoxLeast),
                        std::max(ui_.px(kBoxLeast), std::min(ui_.px(kBoxMost), step * 0.6F))) /
                 2.0F});
    }
}

void ValuesPainter::draw_arrow(ImVec2 from, ImVec2 to, ImU32 ink, bool dashes) const {
    const float dx = to.x - from.x;
    const float dy = to.y - from.y;
    const float length = std::hypot(dx, dy);
    const float head = ui_.px(kSize.graph_arrow) * 0.8F;
    if (length < head) {
        return;
    }
    const ImVec2 unit{dx / length, dy / length};
    const float width = ui_.line(1.5F);
    const float step = dashes ? ui_.px(kSize.dash_on + kSize.dash_off) : length;
    const float on = dashes ? ui_.px(kSize.dash_on) : length;
    for (float t = 0.0F; t < length - head; t += step) {
        const float t1 = std::min(t + on, length - head);
        Ui::list().AddLine({from.x + unit.x * t, from.y + unit.y * t},
                           {from.x + unit.x * t1, from.y + unit.y * t1}, ink, width);
    }
    const ImVec2 neck{to.x - unit.x * head, to.y - unit.y * head};
    const float half = head / 2.0F;
    Ui::list().AddTriangleFilled(to, {neck.x - unit.y * half, neck.y + unit.x * half},
                                 {neck.x + unit.y * half, neck.y - unit.x * half}, ink);
}

void ValuesPainter::draw_join(std::size_t i) {
    const ValueWrite& write = graph_.writes[i];
    if (!write.base) {
        return;
    }
    const Placed& from = placed_[*write.base];
    const Placed& to = placed_[i];
    const look::Color ink = task_ink(write);
    const ImU32 line = color(ink, strength(write));
    const float height = ui_.px(kSize.graph_box_h) / 2.0F;
    ImVec2 a{from.center.x + from.half_width + ui_.px(2.0F), from.center.y};
    const ImVec2 b{to.center.x - to.half_width - ui_.px(2.0F), to.center.y};
    if (from.center.y != to.center.y) {
        a = {from.center.x, from.center.y + (to.center.y > from.center.y ? height : -height)};
        const ImVec2 corner{a.x, b.y};
        Ui::list().AddLine(a, corner, line, ui_.line(1.5F));
        a = corner;
    }
    draw_arrow(a, b, line, false);
    const ImVec2 middle{(a.x + b.x) / 2.0F, a.y};
    const float radius = ui_.px(kCircle);
    Ui::list().AddCircleFilled(middle, radius + ui_.px(2.0F), color(ui_.base().panel), 32);
    Ui::list().AddCircleFilled(middle, radius, line, 32);
    const Badge badge = badge_of(write.task);
    ImFont* font = ui_.fonts.mono_badge;
    const float w = Ui::width(font, badge.monogram);
    ui_.text_at(font,
                {std::round(middle.x - w / 2.0F), std::round(middle.y - font->FontSize / 2.0F)},
                color(badge_ink(ui_)), badge.monogram);
}

// From the newest value that is lost to the write that undoes it.
void ValuesPainter::draw_overwritten(std::size_t i) {
    if (!graph_.writes[i].loses || i == 0) {
        return;
    }
    const Placed& lost = placed_[i - 1];
    const Placed& by = placed_[i];
    const ImU32 ink = color(ui_.base().error, strength(graph_.writes[i]));
    const float height = ui_.px(kSize.graph_box_h) / 2.0F + ui_.px(2.0F);
    ImVec2 a{lost.center.x + lost.half_width + ui_.px(2.0F), lost.center.y};
    ImVec2 b{by.center.x, by.center.y};
    if (lost.center.y == by.center.y) {
        b.x -= by.half_width + ui_.px(2.0F);
    } else {
        b.y += by.center.y > lost.center.y ? -height : height;
        Ui::list().AddLine(a, {b.x, a.y}, ink, ui_.line(1.0F));
        a = {b.x, a.y};
    }
    draw_arrow(a, b, ink, true);
    const std::string_view words = ui_.tr("ui.values.overwritten");
    const float width = Ui::width(ui_.fonts.caption, words) + 1.0F;
    const float x0 = std::min(b.x - width / 2.0F, room_.x1 - width);
    const float y1 = std::min(a.y, b.y) - ui_.px(6.0F);
    ui_.text(ui_.fonts.caption, {x0, y1 - ui_.px(14.0F), x0 + width, y1}, ink, words);
}

void ValuesPainter::draw_write(std::size_t i) {
    const ValueWrite& write = graph_.writes[i];
    const Placed& place = placed_[i];
    const float hy = ui_.px(kSize.graph_box_h) / 2.0F;
    const Rect box{place.center.x - place.half_width, place.center.y - hy,
                   place.center.x + place.half_width, place.center.y + hy};
    const look::Color edge = write.loses ? ui_.base().error : task_ink(write);
    const float corner = ui_.px(kSize.graph_box_radius);
    const float alpha = strength(write);
    ui_.fill(box, color(mix(edge, ui_.base().panel, 0.8F)), corner);
    ui_.outline(box, color(edge, alpha), corner, ui_.line(1.5F));
    const std::string label =
        (subject_.side == nullptr || subject_.side->is_own ? "values/own/" : "values/other/") +
        std::to_string(i);
    if (ui_.hit(label, box) && (subject_.side == nullptr || subject_.side->is_own)) {
        session_.seek(write.event);
    }
    ui_.tooltip(subject_.timeline->task_name(write.task), text(write));
    ui_.text(ui_.fonts.mono, box.inset(ui_.px(4.0F), 0.0F), color(ui_.base().text, alpha),
             text(write), Align::Center);
}

// "1 + 1 became 1": what each writer added, and what came of it. "" if these are no small sums.
std::string ValuesPainter::became() const {
    static constexpr std::size_t kMostTerms = 4;
    const std::vector<ValueWrite>& writes = graph_.writes;
    if (writes.size() < 3 || writes.size() > kMostTerms + 1 || graph_.before + graph_.after > 0) {
        return "";
    }
    std::int64_t first = 0;
    std::int64_t last = 0;
    if (!read_number(text(writes.front()), first) || !read_number(text(writes.back()), last)) {
        return "";
    }
    std::string sum;
    for (std::size_t i = 1; i < writes.size(); ++i) {
        std::int64_t base = 0;
        std::int64_t value = 0;
        if (!writes[i].base || !read_number(text(writes[*writes[i].base]), base) ||
            !read_number(text(writes[i]), value) || value <= base) {
            return "";
        }
        sum += (sum.empty() ? "" : " + ") + std::to_string(value - base);
    }
    return ui_.tr(Message("ui.values.became", {code_arg("sum", sum),
                                               code_arg("result", std::to_string(last - first))}));
}

void ValuesPainter::draw_words() {
    const auto lost = std::ranges::count_if(graph_.writes, &ValueWrite::loses);
    const float h = ui_.px(20.0F);
    const Rect top = room_.cut_top(h);
    const std::string standing =
        graph_.writes.size() < 2 ? std::string(ui_.tr("ui.values.empty"))
        : lost > 0               ? ui_.tr(Message("ui.values.lost", {number_arg("count", lost)}))
                                 : std::string(ui_.tr("ui.values.in_order"));
    if (subject_.side != nullptr) {
        const RunSide& side = *subject_.side;
        ui_.text(ui_.fonts.small, top, color(standing_ink(ui_, side.standing)),
                 std::string(ui_.tr(side.heading)) + ": " + standing, Align::Center);
    } else {
        ui_.text(ui_.fonts.small, top, color(lost > 0 ? ui_.base().error : ui_.base().text_2),
                 standing, Align::Center);
    }
    std::string words = became();
    if (words.empty() && graph_.before + graph_.after > 0) {
        words = ui_.tr(Message("ui.values.more",
                               {number_arg("before", static_cast<std::int64_t>(graph_.before)),
                                number_arg("after", static_cast<std::int64_t>(graph_.after))}));
    }
    ui_.text(ui_.fonts.small, room_.cut_bottom(h), color(ui_.base().text_2), words, Align::Center);
    graph_room_ = room_;
}

void ValuesPainter::draw() {
    const float fits = (room_.width() - ui_.px(kBoxMost)) / ui_.px(kColumnLeast);
    graph_ = value_graph(
        *subject_.timeline, subject_.variable,
        {.around = subject_.around, .most = static_cast<std::size_t>(std::max(1.0F, fits)) + 1});
    if (graph_.writes.empty()) {
        empty_note(ui_, room_.cut_top(ui_.px(46.0F)), ui_.tr("ui.values.empty"));
        return;
    }
    draw_words();
    place();
    for (std::size_t i = 0; i < graph_.writes.size(); ++i) {
        draw_join(i);
    }
    for (std::size_t i = 0; i < graph_.writes.size(); ++i) {
        draw_overwritten(i);
        draw_write(i);
    }
}

bool is_variable(const Timeline& timeline, ObjectId id) {
    const ResourceInfo* resource = timeline.resource(id);
    return resource != nullptr && resource->type == ResourceType::Variable;
}

}  // namespace

ObjectId variable_shown(const Session& session, const ValuesState& state) {
    if (session.prediction.on()) {
        return 0;  // it shows what lies behind the cursor
    }
    const ObjectId selected = session.selection().resource;
    const ObjectId id =
        session.comparing() ? resource_concerned(session.comparison().both(), selected) : selected;
    return is_variable(session.timeline(), id) && id != state.hidden ? id : 0;
}

void draw_values(Ui& ui, Session& session, ValuesState& state, const Rect& rect) {
    Panel panel(ui, "values", rect);
    if (!panel) {
        return;
    }
    const ObjectId variable = variable_shown(session, state);
    Rect header = panel.header(ui.tr("ui.values"));
    const ButtonText back{{}, ui.tr("ui.values.back"), {}};
    const float h = ui.px(kSize.button_small_height);
    const float width = button_width(ui, back);
    if (width < header.width() &&
        button(ui, "values/back", header.cut_right(width).middle(h), back, ButtonLook::Ghost)) {
        state.hidden = variable;
    }
    header.cut_right(ui.px(kSize.space_s));
    ui.text(ui.fonts.mono_small, header, color(ui.base().text_3),
            session.timeline().resource_name(variable), Align::Right);
    Rect room = panel.content;
    if (!session.comparing()) {
        const Subject subject{&session.timeline(), nullptr, variable, session.cursor(),
                              session.cursor()};
        ValuesPainter(ui, session, subject, room).draw();
        return;
    }
    const auto sides = run_sides(session);
    Rect left = room.cut_left(std::floor(room.width() / 2.0F));
    Ui::list().AddRectFilled({room.x0, room.y0}, {room.x0 + 1.0F, room.y1},
                             color(ui.base().border));
    left.x1 -= ui.px(kSize.space_s);
    room.x0 += ui.px(kSize.space_s);
    for (const RunSide& side : sides) {
        const Subject subject{&side.timeline(), &side, side.concerned,
                              side.parting != nullptr ? side.parting->first : side.cursor,
                              kNoEvent};
        ValuesPainter(ui, session, subject, side.is_own ? left : room).draw();
    }
}

}  // namespace coroscope::gui
