// Two runs, one below the other on one axis: the timeline's place while a comparison is open.

#include <algorithm>
#include <array>
#include <cmath>

#include "gui/model/command.h"
#include "gui/views/compare_look.h"
#include "gui/views/panel.h"
#include "gui/views/timeline_mouse.h"
#include "gui/views/timeline_painter.h"
#include "gui/views/timeline_parts.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

constexpr float kBanner = 28.0F;
constexpr float kGap = 28.0F;  // between the halves: the tag of the difference stands there
constexpr float kGapSmall = 24.0F;
constexpr float kLeastLane = 22.0F;
constexpr float kLeastLaneSmall = 20.0F;
constexpr float kMostLane = 38.0F;
constexpr float kBannerBar = 3.0F;
constexpr float kTagHeight = 20.0F;

struct Half {
    Rect banner;
    Rect lanes;
    Picture picture;
};

class ComparePainter {
public:
    ComparePainter(Ui& ui, Session& session, TimelineState& state, const Rect& room, bool small)
        : ui_(ui),
          session_(session),
          state_(state),
          room_(room),
          small_(small),
          sides_(run_sides(session)) {}

    void draw();
    [[nodiscard]] std::vector<LegendEntry> legend() const;

private:
    void place();
    void make_pictures();
    [[nodiscard]] PictureOptions options(const RunSide& side, const Rect& rect) const;
    /// The head, and the rows of both halves as the mouse sees them: with ids of the own run.
    void make_mouse_picture();
    void draw_banner(const RunSide& side, const Half& half);
    void draw_lanes(std::size_t i);
    void draw_tag(const Rect& frame);
    [[nodiscard]] std::optional<Rect> frame() const;

    Ui& ui_;
    Session& session_;
    TimelineState& state_;
    Rect room_;
    bool small_;
    std::array<RunSide, 2> sides_;
    std::array<Half, 2> halves_;
    std::array<Picture, 2> heads_;
    float lane_ = 0.0F;  // design pixels
};

void ComparePainter::place() {
    Rect rest = room_;
    rest.cut_top(ui_.px(kSize.minimap) + ui_.px(kSize.ruler) + ui_.px(kSize.space_s));
    const float gap = ui_.px(small_ ? kGapSmall : kGap);
    const float banner = ui_.px(kBanner);
    const float room = rest.height() - 2.0F * (banner + ui_.px(kSize.space)) - gap;
    const float each = std::max(0.0F, std::floor(room / 2.0F));
    const auto rows = static_cast<float>(
        std::max<std::size_t>(1, std::max(lanes_of(*sides_[0].order), lanes_of(*sides_[1].order))));
    lane_ = std::clamp(std::floor(each / rows / ui_.scale), small_ ? kLeastLaneSmall : kLeastLane,
                       kMostLane);
    const float lanes = std::min(each, ui_.px(lane_) * rows);
    for (Half& half : halves_) {
        half.banner = rest.cut_top(banner).inset(ui_.px(kSize.space), 0.0F);
        rest.cut_top(ui_.px(kSize.space));
        half.lanes = rest.cut_top(lanes);
        rest.cut_top(gap);
    }
}

PictureOptions ComparePainter::options(const RunSide& side, const Rect& rect) const {
    PictureOptions options = picture_options(ui_, session_, rect, small_);
    options.axis = side.axis;
    options.cursor = side.cursor;
    options.findings = &side.run->findings;
    options.badges = side.badges;
    options.order = side.order;
    options.scroll_y = state_.scroll_y;
    options.lane_px = lane_;
    const Compared& both = session_.comparison().both();
    const Selection& selected = session_.selection();
    if (selected.task != 0) {
        options.selected_task = side.is_own ? selected.task : both.other_task(selected.task);
    } else if (selected.resource != 0) {
        options.selected_resource =
            side.is_own ? selected.resource : both.other_resource(selected.resource);
    }
    return options;
}

void ComparePainter::make_pictures() {
    float scroll_max = 0.0F;
    for (std::size_t i = 0; i < 2; ++i) {
        PictureOptions wanted = options(sides_[i], room_);
        wanted.parts = PictureParts::Head;
        heads_[i] = make_picture(sides_[i].timeline(), wanted);
        const auto lanes = static_cast<float>(lanes_of(*sides_[i].order));
        scroll_max = std::max(scroll_max, lanes * ui_.px(lane_) - halves_[i].lanes.height());
    }
    scroll_max = std::max(0.0F, scroll_max);
    state_.scroll_y = std::clamp(state_.scroll_y, 0.0F, scroll_max);
    for (std::size_t i = 0; i < 2; ++i) {
        PictureOptions wanted = options(sides_[i], halves_[i].lanes);
        wanted.parts = PictureParts::Lanes;
        halves_[i].picture = make_picture(sides_[i].timeline(), wanted);
    }
    make_mouse_picture();
    state_.picture->scroll_max = scroll_max;
    state_.picture->scroll_y = state_.scroll_y;
}

void ComparePainter::make_mouse_picture() {
    state_.picture = heads_[0];
    Picture& all = *state_.picture;
    all.body = {0.0F, all.ruler.y1, all.width, room_.height()};
    const Compared& both = session_.comparison().both();
    for (std::size_t i = 0; i < 2; ++i) {
        for (Row row : halves_[i].picture.rows) {
            row.y += halves_[i].lanes.y0 - room_.y0;
            row.first_span = row.last_span = 0;
            if (!sides_[i].is_own && row.kind == RowKind::Task) {
                row.id = own_task(session_, sides_[i], row.id);
            } else if (!sides_[i].is_own) {
                const auto found = std::ranges::find(both.matched.resources, row.id);
                const auto index = static_cast<std::size_t>(found - both.matched.resources.begin());
                row.id = found == both.matched.resources.end()
                             ? 0
                             : session_.timeline().resources()[index].id;
            }
            all.rows.push_back(std::move(row));
        }
    }
}

void ComparePainter::draw_banner(const RunSide& side, const Half& half) {
    const Rect& rect = half.banner;
    const look::Color ink = standing_ink(ui_, side.standing);
    const float radius = ui_.px(4.0F);
    ui_.fill(rect, color(standing_ground(ui_, side.standing)), radius);
    ui_.fill({rect.x0, rect.y0, rect.x0 + ui_.px(kBannerBar), rect.y1}, color(ink), ui_.px(1.0F));
    Rect row = rect.inset(ui_.px(kSize.space_m), 0.0F);
    const char* icon = standing_icon(side.standing);
    ui_.text(ui_.fonts.small, row.cut_left(ui_.px(18.0F)), color(ink), icon);
    const std::string_view heading = ui_.tr(side.heading);
    ui_.text(ui_.fonts.body_strong,
             row.cut_left(std::ceil(Ui::width(ui_.fonts.body_strong, heading)) + 1.0F), color(ink),
             heading);
    row.cut_left(ui_.px(kSize.space_m));
    const std::string words = joined_words(ui_, side.words);
    const float words_width = std::ceil(Ui::width(ui_.fonts.body, words)) + 1.0F;
    const float name_width = std::ceil(Ui::width(ui_.fonts.mono_small, side.name)) + 1.0F;
    const float least_words = std::min(words_width, row.width() * 0.5F);
    const Rect name = row.cut_right(std::min(name_width, row.width() - least_words));
    row.cut_right(ui_.px(kSize.space_m));
    ui_.text(ui_.fonts.body, row, color(ui_.base().text), words);
    ui_.text(ui_.fonts.mono_small, name, color(ui_.base().text_2), side.name, Align::Right);
    const char* label = side.is_own ? "compare/own" : "compare/other";
    ui_.hit(label, rect);
    ui_.tooltip(std::string(heading) + "  " + words, side.name);
}

void ComparePainter::draw_lanes(std::size_t i) {
    const Half& half = halves_[i];
    Ui::list().PushClipRect(half.lanes.min(), half.lanes.max(), true);
    TimelinePainter(ui_, session_, half.picture, half.lanes.min()).draw_lanes();
    Ui::list().PopClipRect();
    ui_.mark(sides_[i].is_own ? "compare/own/lanes" : "compare/other/lanes", half.lanes);
}

// Around the step in which they part, over both halves.
std::optional<Rect> ComparePainter::frame() const {
    std::optional<double> first;
    double last = 0.0;
    for (const RunSide& side : sides_) {
        const StepList steps = side.timeline().steps();
        if (side.parting == nullptr || side.parting->step >= steps.size()) {
            continue;
        }
        const Step step = steps[side.parting->step];
        const double begin = side.axis->at(step.first);
        const EventIndex behind = side.parting->step + 1 < steps.size()
                                      ? steps[side.parting->step + 1].first
                                      : step.last + 1;
        first = std::min(first.value_or(begin), begin);
        last = std::max(last, std::min(side.axis->at(step.last + 1), side.axis->at(behind)));
    }
    const Picture& head = heads_[0];
    if (!first || *first > head.last || last < head.first) {
        return std::nullopt;
    }
    const float x0 = std::max(head.x_from_position(*first), head.track_x0);
    const float x1 =
        std::min(std::max(head.x_from_position(last), x0 + ui_.px(6.0F)), head.track_x1);
    return Rect{std::round(room_.x0 + x0), room_.y0 + head.ruler.y0, std::round(room_.x0 + x1),
                halves_[1].lanes.y1 + ui_.px(kSize.space)};
}

void ComparePainter::draw_tag(const Rect& frame) {
    const auto& parting = session_.comparison().both().parting;
    const std::string words =
        parting->choice == 0
            ? std::string(ui_.tr("ui.compare.tag"))
            : ui_.tr(Message("ui.compare.choice_tag",
                             {number_arg("number", static_cast<std::int64_t>(parting->choice))}));
    const float width = Ui::width(ui_.fonts.small, words) + ui_.px(kSize.space_m);
    const float x0 = std::clamp(frame.center_x() - width / 2.0F, room_.x0 + heads_[0].track_x0,
                                std::max(room_.x0, room_.x1 - width - ui_.px(kSize.space)));
    const Rect gap{x0, halves_[0].lanes.y1, x0 + width, halves_[1].banner.y0};
    const Rect tag = gap.middle(ui_.px(kTagHeight));
    ui_.fill(tag, color(ui_.base().accent), ui_.px(4.0F));
    ui_.text(ui_.fonts.small, tag, color(ui_.base().on_accent), words, Align::Center);
    if (ui_.hit("compare/difference", tag)) {
        run_command(session_, "compare-difference");
    }
    ui_.tooltip(ui_.tr("ui.command.compare_difference"),
                text_of(command("compare-difference").shortcut));
}

void ComparePainter::draw() {
    place();
    make_pictures();
    const bool other_is_longer = sides_[1].axis->end() > sides_[0].axis->end();
    TimelinePainter head(ui_, session_, heads_[0], room_.min());
    TimelinePainter ruler(ui_, session_, heads_[other_is_longer ? 1 : 0], room_.min());
    if (const auto rect = frame()) {
        ui_.fill(*rect, color(ui_.base().accent_soft, ui_.dark() ? 0.55F : 0.75F));
    }
    head.draw_minimap();
    ruler.draw_ruler();
    draw_lanes(0);
    draw_lanes(1);
    const auto around = frame();
    if (around) {
        ui_.dashed(*around, color(ui_.base().accent));
        ui_.mark("compare/frame", *around);
    }
    head.draw_cursor(halves_[1].lanes.y1 + ui_.px(kSize.space));
    // Words lie on top of all lines.
    draw_banner(sides_[0], halves_[0]);
    draw_banner(sides_[1], halves_[1]);
    if (around) {
        draw_tag(*around);
    }
    draw_scroll_thumb(ui_, halves_[0].picture, halves_[0].lanes);
    draw_scroll_thumb(ui_, halves_[1].picture, halves_[1].lanes);
    ui_.mark("compare/track", {room_.x0 + heads_[0].track_x0, room_.y0 + heads_[0].ruler.y0,
                               room_.x0 + heads_[0].track_x1, room_.y1});
    // Behind the banners and the tag: they lie on top of it.
    ImGui::SetCursorScreenPos(room_.min());
    ImGui::InvisibleButton("compare", room_.size(),
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle |
                               ImGuiButtonFlags_MouseButtonRight);
    const bool hovered = ImGui::IsItemHovered();
    TimelineMouse(ui_, session_, state_, room_).handle();
    for (std::size_t i = 0; hovered && i < 2; ++i) {
        if (halves_[i].lanes.contains(ImGui::GetIO().MousePos)) {
            draw_span_tooltip(ui_, sides_[i].timeline(), state_, halves_[i].picture,
                              halves_[i].lanes.min(), i == 0 ? "own/" : "other/");
        }
    }
}

std::vector<LegendEntry> ComparePainter::legend() const {
    std::vector<LegendEntry> entries = heads_[0].legend;
    for (const LegendEntry& entry : heads_[1].legend) {
        if (std::ranges::find(entries, entry.look, &LegendEntry::look) == entries.end()) {
            entries.push_back(entry);
        }
    }
    return entries;
}

void draw_header(Ui& ui, Session& session, Rect header) {
    const float h = ui.px(kSize.button_small_height);
    command_button(ui, session, "compare-close", header.cut_right(h).middle(h),
                   {look::kIcon.cancelled_failed});
    header.cut_right(ui.px(kSize.space));
    command_button(ui, session, "compare-swap", header.cut_right(h).middle(h), {look::kIcon.swap});
    header.cut_right(ui.px(kSize.space));
    command_button(ui, session, "fit", header.cut_right(h).middle(h), {look::kIcon.fit});
    header.cut_right(ui.px(kSize.space_s));
    draw_axis_switch(ui, session, header);
}

}  // namespace

void draw_compare(Ui& ui, Session& session, TimelineState& state, const Rect& rect, bool small) {
    Panel panel(ui, "compare", rect);
    if (!panel) {
        return;
    }
    draw_header(ui, session, panel.header(ui.tr("ui.compare")));
    if (!session.comparing() || session.empty()) {
        Rect note = panel.content;
        empty_note(ui, note.cut_top(ui.px(64.0F)), ui.tr("ui.compare.waiting"));
        return;
    }
    Rect room{rect.x0, panel.content.y0, rect.x1, rect.y1 - ui.px(kSize.space)};
    Rect legend{};
    if (session.settings.legend) {
        legend = room.cut_bottom(ui.px(kSize.legend_row) - ui.px(kSize.space));
        legend.y1 = rect.y1;
    }
    ComparePainter painter(ui, session, state, room, small);
    painter.draw();
    if (session.settings.legend) {
        draw_legend_row(ui, session, legend, painter.legend());
    }
}

}  // namespace coroscope::gui
