// The top bar: which scenario and twin, the transport, how it steps and plays, where the cursor is.

#include <fmt/format.h>
#include <array>
#include <cmath>

#include "gui/model/command.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr std::array<double, 9> kSpeeds{0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 12.0, 16.0};

std::string speed_text(double speed) { return fmt::format("{:g}×", speed); }

Rect centered(const Rect& bar, float x0, float width, float height) {
    const float y = std::round(bar.center_y() - height / 2.0F);
    return {x0, y, x0 + width, y + height};
}

void draw_logo(const Ui& ui, const Rect& bar) {
    const ImVec2 center{bar.x0 + ui.px(23.0F), bar.center_y()};
    ImDrawList& list = Ui::list();
    const float radius = ui.px(8.0F);
    const float width = ui.line(3.0F);
    list.AddCircle(center, radius, color(ui.base().border_strong), 32, width);
    list.PathArcTo(center, radius, -1.57F, 0.3F, 16);
    list.PathStroke(color(ui.base().accent), ImDrawFlags_None, width);
    list.AddCircleFilled(center, ui.px(3.0F), color(ui.base().accent), 16);
}

// Returns the x behind the last thing on the left.
float draw_scenario(Ui& ui, Session& session, const Rect& bar, bool small) {
    float x = bar.x0 + ui.px(46.0F);
    std::string quiet;
    std::string strong = session.run_name();
    if (const Scenario* scenario = session.scenario()) {
        const ScenarioInfo& about = info(*scenario);
        quiet = std::string(ui.tr("topic" + ("." + std::string(about.topic)))) + "  /";
        const bool english = session.settings.language == Language::English;
        const std::string_view slash_name = about.id.substr(about.id.find('/') + 1);
        strong = small ? slash_name : english ? about.title_en : about.title_zh;
    }
    if (strong.empty()) {
        strong = ui.tr("ui.no_scenario");
    }
    const float most = ui.px(small ? 230.0F : 360.0F);
    const Rect rect = centered(bar, x, std::min(menu_button_width(ui, {quiet, strong}), most),
                               ui.px(kSize.button_height));
    if (menu_button(ui, "scenario", rect, {quiet, strong})) {
        open_list("scenarios");
    }
    ui.tooltip(session.run_name());
    std::vector<std::string> names;
    int selected = -1;
    for (const Scenario* scenario : catalogue()) {
        if (scenario == session.scenario()) {
            selected = static_cast<int>(names.size());
        }
        names.emplace_back(info(*scenario).id);
    }
    const int chosen = drop_down(ui, "scenarios", rect, {names, selected, ui.fonts.body});
    if (chosen >= 0) {
        RunSpec spec;
        spec.scenario = names[static_cast<std::size_t>(chosen)];
        session.run_again(spec);
    }
    x = rect.x1 + ui.px(kSize.space_m);

    if (!session.variant().empty()) {
        const std::array<std::string_view, 2> names_of{ui.tr("ui.broken"), ui.tr("ui.fixed")};
        const Rect segment =
            centered(bar, x, segments_width(ui, names_of), ui.px(kSize.button_height));
        const int now = session.variant() == "fixed" ? 1 : 0;
        const int clicked = segments(ui, "variant", segment, names_of, now);
        if (clicked >= 0 && clicked != now) {
            run_command(session, "twin");
        }
        x = segment.x1 + ui.px(kSize.space_m);
    }
    return x;
}

static constexpr float kTransportButton = 32.0F;
constexpr float kPlayButton = 40.0F;

float transport_width(const Ui& ui, const Session& session, bool small) {
    const std::array<std::string_view, 3> names{ui.tr("ui.event"), ui.tr("ui.step"),
                                                ui.tr("ui.iteration")};
    const auto by = static_cast<std::size_t>(session.settings.granularity);
    const float granularity =
        small ? menu_button_width(ui, {ui.tr("ui.by"), names[by]}) : segments_width(ui, names);
    return 4.0F * ui.px(kTransportButton) + ui.px(kPlayButton) + ui.px(kSize.space_m) * 2.0F +
           granularity + menu_button_width(ui, {{}, speed_text(16.0), true});
}

void draw_play(Ui& ui, Session& session, const Rect& rect) {
    const bool playing = session.playback.playing();
    const bool replay = !playing && !session.empty() && session.at_end();
    const char* icon = playing ? look::kIcon.pause : replay ? look::kIcon.replay : look::kIcon.play;
    command_button(ui, session, "play", rect,
                   {icon, replay || session.empty() ? ButtonLook::Raised : ButtonLook::Primary});
}

float draw_transport(Ui& ui, Session& session, const Rect& bar, float x, bool small) {
    const float h = ui.px(kSize.button_height);
    const float w = ui.px(kTransportButton);
    const auto next = [&](float width) {
        const Rect rect = centered(bar, x, width, h);
        x += width;
        return rect;
    };
    command_button(ui, session, "first", next(w), {look::kIcon.first, ButtonLook::Clear});
    command_button(ui, session, "step-back", next(w), {look::kIcon.step_back, ButtonLook::Clear});
    draw_play(ui, session, next(ui.px(kPlayButton)));
    command_button(ui, session, "step-on", next(w), {look::kIcon.step_on, ButtonLook::Clear});
    command_button(ui, session, "last", next(w), {look::kIcon.last, ButtonLook::Clear});
    x += ui.px(kSize.space_m);

    const std::array<std::string_view, 3> names{ui.tr("ui.event"), ui.tr("ui.step"),
                                                ui.tr("ui.iteration")};
    const int now = static_cast<int>(session.settings.granularity);
    int chosen = -1;
    if (small) {
        const std::string_view name = names[static_cast<std::size_t>(now)];
        const Rect rect = next(menu_button_width(ui, {ui.tr("ui.by"), name}));
        if (menu_button(ui, "granularity", rect, {ui.tr("ui.by"), name})) {
            open_list("granularities");
        }
        const std::array<std::string, 3> rows{std::string(names[0]), std::string(names[1]),
                                              std::string(names[2])};
        chosen = drop_down(ui, "granularities", rect, {rows, now, ui.fonts.body});
    } else {
        chosen = segments(ui, "granularity", next(segments_width(ui, names)), names, now);
    }
    if (chosen >= 0) {
        session.settings.granularity = static_cast<Granularity>(chosen);
    }
    x += ui.px(kSize.space_m);

    const std::string now_speed = speed_text(session.settings.speed);
    const Rect rect = next(menu_button_width(ui, {{}, now_speed, true}));
    if (menu_button(ui, "speed", rect, {{}, now_speed, true})) {
        open_list("speeds");
    }
    ui.tooltip(ui.tr("ui.speed"));
    std::vector<std::string> rows;
    int selected = -1;
    for (const double speed : kSpeeds) {
        if (speed == session.settings.speed) {
            selected = static_cast<int>(rows.size());
        }
        rows.push_back(speed_text(speed));
    }
    const int clicked = drop_down(ui, "speeds", rect, {rows, selected, ui.fonts.mono});
    if (clicked >= 0) {
        session.settings.speed = kSpeeds[static_cast<std::size_t>(clicked)];
    }
    return x;
}

// "step 5 / 5  100 ms", right-aligned at x. Returns its left edge.
float draw_position(Ui& ui, Session& session, const Rect& bar, float x) {
    const look::Base& base = ui.base();
    const auto put = [&](ImFont* font, look::Color ink, const std::string& text, float gap) {
        const float w = std::ceil(Ui::width(font, text));
        ui.text(font, {x - w, bar.y0, x + 1.0F, bar.y1}, color(ink), text);
        x -= w + ui.px(gap);
    };
    const bool by_event = session.settings.granularity == Granularity::Event;
    const bool by_iteration = session.settings.granularity == Granularity::Iteration;
    const Timeline& timeline = session.timeline();
    const std::uint64_t now = by_event       ? session.cursor() + (session.empty() ? 0 : 1)
                              : by_iteration ? timeline.iteration_at(session.cursor())
                                             : session.step();
    const std::uint64_t all = by_event       ? timeline.trace().size()
                              : by_iteration ? timeline.iterations().size()
                                             : timeline.steps().size();
    const float right = x;
    put(ui.fonts.mono, base.text, format_duration(session.time()), kSize.space_m);
    put(ui.fonts.mono, base.text_2, std::to_string(all), 6.0F);
    put(ui.fonts.mono, base.text_3, "/", 6.0F);
    put(ui.fonts.mono, base.text, std::to_string(now), 5.0F);
    put(ui.fonts.body, base.text_2,
        std::string(ui.tr(by_event       ? "ui.word.event"
                          : by_iteration ? "ui.word.iteration"
                                         : "ui.word.step")),
        0.0F);
    ui.mark("position", {x, bar.y0, right, bar.y1});
    return x;
}

// Who runs first when several are ready: a menu, right-aligned at x. Returns its left edge.
float draw_order(Ui& ui, Session& session, const Rect& bar, float x) {
    if (session.scenario() == nullptr && session.request().is_file()) {
        return x;  // what another program recorded cannot be run in another order
    }
    const std::string& order = session.spec().policy;
    const float w = menu_button_width(ui, {ui.tr("ui.order"), order, true});
    const Rect rect = centered(bar, x - w, w, ui.px(kSize.button_height));
    if (menu_button(ui, "order", rect, {ui.tr("ui.order"), order, true}) &&
        session.scenario() != nullptr) {
        open_list("orders");
    }
    ui.tooltip(ui.tr("ui.order_hint"));
    static constexpr std::array<const char*, 4> kOrders{"fifo", "lifo", "random", "priority"};
    const std::vector<std::string> rows(kOrders.begin(), kOrders.end());
    const auto now = std::ranges::find(rows, order) - rows.begin();
    const int chosen = drop_down(ui, "orders", rect, {rows, static_cast<int>(now), ui.fonts.mono});
    if (chosen >= 0 && chosen != now) {
        RunSpec spec = session.spec();
        spec.policy = rows[static_cast<std::size_t>(chosen)];
        spec.choices.clear();
        session.run_again(spec);
    }
    return rect.x0;
}

}  // namespace

void draw_top_bar(Ui& ui, Session& session, const Rect& bar, bool small) {
    ui.mark("panel/top-bar", bar);
    draw_logo(ui, bar);
    const float left_end = draw_scenario(ui, session, bar, small);

    const float icon = ui.px(32.0F);
    float right = bar.x1 - ui.px(kSize.window_margin);
    const auto icon_button = [&](const char* id, const char* glyph) {
        right -= icon;
        command_button(ui, session, id, centered(bar, right, icon, ui.px(kSize.button_height)),
                       {glyph});
        right -= ui.px(2.0F);
    };
    icon_button("keys", look::kIcon.help);
    icon_button("theme", session.settings.dark ? look::kIcon.theme_dark : look::kIcon.theme_light);
    icon_button("language", look::kIcon.language);
    if (!small) {
        icon_button("export", look::kIcon.export_);
        icon_button("save", look::kIcon.save);
    }
    right -= ui.px(kSize.space_s);

    if (!small) {
        const ButtonText share{look::kIcon.share, ui.tr("ui.share"), {}, !session.empty()};
        right -= button_width(ui, share);
        const Rect place =
            centered(bar, right, button_width(ui, share), ui.px(kSize.button_height));
        if (button(ui, "share", place, share, ButtonLook::Ghost)) {
            run_command(session, "share");
        }
        ui.tooltip(ui.tr("ui.command.share"), session.run_name());
        right -= ui.px(kSize.space_s);
    }
    right = draw_order(ui, session, bar, right) - ui.px(kSize.space_m);
    const float position = draw_position(ui, session, bar, right);

    const float w = transport_width(ui, session, small);
    const float room0 = left_end;
    const float room1 = position - ui.px(kSize.space_l);
    const float ideal = bar.center_x() - w * 0.47F;
    const float x = std::round(std::clamp(ideal, room0, std::max(room0, room1 - w)));
    draw_transport(ui, session, bar, x, small);
}

}  // namespace coroscope::gui
