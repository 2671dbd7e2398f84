// The settings: how the window looks, how it plays, from when on something is worth a finding, and
// colours.

#include "gui/model/settings.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "gui/model/command.h"
#include "gui/model/custom_colors.h"
#include "gui/views/dialogs/dialogs.h"
#include "gui/views/dialogs/sheet.h"
#include "gui/views/panel.h"
#include "gui/views/widgets.h"
#include "runtime/analysis/finding_thresholds.h"
#include "runtime/picture/colors.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr float kWidth = 640.0F;
constexpr float kHeight = 930.0F;
constexpr float kMargin = 48.0F;
constexpr float kRow = 32.0F;
constexpr float kField = 110.0F;
constexpr float kSwatch = 26.0F;
constexpr double kLeastContrast = 3.0;
constexpr std::array<int, 6> kScales{0, 100, 125, 150, 200, 300};
constexpr std::array<int, 6> kStepRates{1, 2, 5, 10, 30, 60};

// Rows from top to bottom: a label at the left, the control at the right.
class Rows {
public:
    Rows(Ui& ui, const Rect& room, float top) : ui_(ui), room_(room), y_(top) {}

    Rect next() {
        const Rect row{room_.x0, y_, room_.x1, y_ + ui_.px(kRow)};
        y_ = row.y1;
        return row;
    }
    void heading(std::string_view id) {
        y_ += ui_.px(kSize.space_s);
        ui_.text(ui_.fonts.body_strong, next(), color(ui_.base().text), ui_.tr(id));
    }
    void label(const Rect& row, std::string_view words) {
        ui_.text(ui_.fonts.body, row, color(ui_.base().text_2), words);
    }
    bool choice(std::string_view id, std::string_view label_id,
                std::span<const std::string_view> names, int now, int& chosen) {
        Rect row = next();
        const float w = segments_width(ui_, names);
        const Rect place = row.cut_right(w).middle(ui_.px(kSize.button_height));
        label(row, ui_.tr(label_id));
        chosen = segments(ui_, id, place, names, now);
        return chosen >= 0 && chosen != now;
    }
    bool flag(std::string_view id, std::string_view label_id, bool& value) {
        const std::array<std::string_view, 2> names{ui_.tr("ui.off"), ui_.tr("ui.on")};
        int chosen = -1;
        const bool changed = choice(id, label_id, names, value ? 1 : 0, chosen);
        value = changed ? chosen == 1 : value;
        return changed;
    }
    [[nodiscard]] float y() const { return y_; }
    void skip(float design) { y_ += ui_.px(design); }

private:
    Ui& ui_;
    Rect room_;
    float y_;
};

template <std::size_t kCount, class Name>
std::array<std::string, kCount> names_of(const std::array<int, kCount>& values, Name name) {
    std::array<std::string, kCount> names;
    std::ranges::transform(values, names.begin(), name);
    return names;
}

template <std::size_t kCount>
std::array<std::string_view, kCount> views_of(const std::array<std::string, kCount>& names) {
    std::array<std::string_view, kCount> views;
    std::ranges::copy(names, views.begin());
    return views;
}

template <std::size_t kCount>
int nearest(const std::array<int, kCount>& values, int value) {
    const auto it = std::ranges::min_element(
        values, {}, [&](int candidate) { return std::abs(candidate - value); });
    return static_cast<int>(it - values.begin());
}

void draw_look(Ui& ui, Session& session, Rows& rows) {
    Settings& settings = session.settings;
    rows.heading("ui.settings_look");
    int chosen = -1;
    const std::array<std::string_view, 2> languages{"English", "简体中文"};
    if (rows.choice("set-language", "ui.language", languages, static_cast<int>(settings.language),
                    chosen)) {
        settings.language = static_cast<Language>(chosen);
    }
    const std::array<std::string_view, 2> themes{ui.tr("ui.theme.light"), ui.tr("ui.theme.dark")};
    if (rows.choice("set-theme", "ui.theme", themes, settings.dark ? 1 : 0, chosen)) {
        settings.dark = chosen == 1;
    }
    const auto scales = names_of(kScales, [&](int percent) {
        return percent == 0 ? std::string(ui.tr("ui.scale_auto")) : fmt::format("{} %", percent);
    });
    const int scale = nearest(kScales, static_cast<int>(std::lround(settings.ui_scale * 100.0)));
    if (rows.choice("set-scale", "ui.scale", views_of(scales), scale, chosen)) {
        settings.ui_scale = kScales[static_cast<std::size_t>(chosen)] / 100.0;
    }
    rows.flag("set-motion", "ui.motion", settings.motion);
    Rect row = rows.next();
    const ButtonText reset{
        {}, ui.tr("ui.command.reset_layout"), {}, command("reset-layout").why_not(session).empty()};
    const Rect place = row.cut_right(button_width(ui, reset)).middle(ui.px(kSize.button_height));
    rows.label(row, ui.tr("ui.layout"));
    if (button(ui, "set-reset-layout", place, reset)) {
        run_command(session, "reset-layout");
    }
}

void draw_playing(Ui& ui, Session& session, Rows& rows) {
    Settings& settings = session.settings;
    rows.heading("ui.settings_play");
    int chosen = -1;
    const std::array<std::string_view, 2> ways{ui.tr("ui.play_by_time"), ui.tr("ui.play_by_steps")};
    if (rows.choice("set-play", "ui.play_on_time_axis", ways, settings.play_by_steps ? 1 : 0,
                    chosen)) {
        settings.play_by_steps = chosen == 1;
    }
    const auto rates = names_of(kStepRates, [](int rate) { return std::to_string(rate); });
    if (rows.choice("set-rate", "ui.steps_per_second", views_of(rates),
                    nearest(kStepRates, settings.steps_per_second), chosen)) {
        settings.steps_per_second = kStepRates[static_cast<std::size_t>(chosen)];
    }
    rows.flag("set-idle", "ui.skip_idle", settings.skip_idle);
}

std::string text_of(const FindingThreshold& threshold, std::int64_t value) {
    switch (threshold.unit) {
    case ThresholdUnit::Time: return format_duration(value);
    case ThresholdUnit::Count: return std::to_string(value);
    case ThresholdUnit::Percent: return fmt::format("{} %", value);
    }
    return {};
}

// Steps that suit the size of the value: 1, 2, 5, 10, 20, 50, ...
std::int64_t beside(std::int64_t value, bool up) {
    std::int64_t unit = 1;
    while (unit <= std::abs(value) / 10) {
        unit *= 10;
    }
    const std::int64_t lead = value / unit;
    if (up) {
        return unit * (lead < 1 ? 1 : lead < 2 ? 2 : lead < 5 ? 5 : 10);
    }
    const std::int64_t whole = lead * unit;
    if (whole < value) {
        return whole;
    }
    return lead > 5 ? unit * 5 : lead > 2 ? unit * 2 : lead > 1 ? unit : unit / 2;
}

void set_threshold(Session& session, const FindingThreshold& threshold, std::int64_t value) {
    value = std::clamp(value, threshold.least, threshold.most);
    auto& changed = session.settings.thresholds;
    if (value == FindingOptions{}.*threshold.value) {
        changed.erase(std::string(threshold.name));
    } else {
        changed[std::string(threshold.name)] = value;
    }
    session.find_again();
}

void draw_thresholds(Ui& ui, Session& session, Rows& rows) {
    rows.heading("ui.settings_findings");
    const FindingOptions options = finding_options(session.settings);
    for (const FindingThreshold& threshold : finding_thresholds()) {
        Rect row = rows.next();
        const std::string name(threshold.name);
        const std::int64_t now = options.*threshold.value;
        const float h = ui.px(kSize.button_small_height);
        const auto icon = [&](const char* what, const char* glyph, bool enabled) {
            return button(ui, "threshold/" + name + "/" + what, row.cut_right(h).middle(h),
                          {glyph, {}, {}, enabled}, ButtonLook::Ghost);
        };
        const bool standard = now == FindingOptions{}.*threshold.value;
        if (icon("standard", look::kIcon.undo, !standard)) {
            set_threshold(session, threshold, FindingOptions{}.*threshold.value);
        }
        ui.tooltip(ui.tr("ui.standard_value"),
                   text_of(threshold, FindingOptions{}.*threshold.value));
        if (icon("more", "+", now < threshold.most)) {
            set_threshold(session, threshold, beside(now, true));
        }
        const Rect value = row.cut_right(ui.px(kField));
        if (icon("less", "−", now > threshold.least)) {
            set_threshold(session, threshold, beside(now, false));
        }
        ui.text(ui.fonts.mono, value, color(standard ? ui.base().text_2 : ui.base().text),
                text_of(threshold, now), Align::Center);
        row.cut_right(ui.px(kSize.space_s));
        std::string id = "ui.threshold" + ("." + name);
        std::ranges::replace(id, '-', '_');
        rows.label(row, ui.tr(id));
    }
}

look::Color color_named(const CustomColors& changed, const std::string& name) {
    const auto it = changed.find(name);
    return it == changed.end() ? standard_color(name)
                               : look::Color{static_cast<std::uint8_t>(it->second >> 16),
                                             static_cast<std::uint8_t>(it->second >> 8),
                                             static_cast<std::uint8_t>(it->second), 0xFF};
}

bool draw_color(Ui& ui, Session& session, ViewState& state, const std::string& name,
                const Rect& rect) {
    const auto& changed = session.settings.colors;
    const look::Color now = color_named(changed, name);
    const bool clicked = ui.hit("color/" + name, rect, true, state.edited_color == name);
    ui.fill(rect.inset(ui.px(2.0F)), color(now), ui.px(kSize.badge_radius));
    if (state.edited_color == name) {
        ui.outline(rect, color(ui.base().accent), ui.px(kSize.badge_radius),
                   ui.px(kSize.focus_ring));
    } else if (changed.contains(name)) {
        ui.outline(rect, color(ui.base().text_3), ui.px(kSize.badge_radius));
    }
    const std::string_view short_name = std::string_view(name).substr(name.find('.') + 1);
    ui.tooltip(short_name.starts_with("task.")
                   ? ui.tr(Message("ui.color_task", {text_arg("number", short_name.substr(5))}))
                   : std::string(ui.tr("state" + ("." + std::string(short_name)))));
    return clicked;
}

// Red, green and blue as sliders: they work by mouse and by arrows.
void draw_picker(Ui& ui, Session& session, const std::string& name, Rows& rows) {
    auto& changed = session.settings.colors;
    const look::Color now = color_named(changed, name);
    std::array<std::int64_t, 3> parts{now.r, now.g, now.b};
    constexpr std::array<const char*, 3> kNames{"R", "G", "B"};
    Rect row = rows.next();
    row.cut_left(ui.px(kField));
    bool moved = false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        ui.text(ui.fonts.mono, row.cut_left(ui.px(kSize.space_l)), color(ui.base().text_3),
                kNames[i]);
        const Rect place = row.cut_left(ui.px(kField)).middle(ui.px(kSize.button_small_height));
        moved =
            slider(ui, std::string("color-part/") + kNames[i], place, parts[i], {0, 255}) || moved;
        row.cut_left(ui.px(kSize.space_s));
    }
    if (moved) {
        changed[name] = static_cast<std::uint32_t>(parts[0] << 16 | parts[1] << 8 | parts[2]);
    }
    if (contrast(now, ui.base().panel) < kLeastContrast) {
        const Rect hint = rows.next();
        ui.text(ui.fonts.small, {hint.x0 + ui.px(kField), hint.y0, hint.x1, hint.y1},
                color(ui.base().warning), ui.tr("ui.contrast_low"));
    }
}

void draw_colors(Ui& ui, Session& session, ViewState& state, Rows& rows) {
    rows.heading("ui.settings_colors");
    const std::string theme = session.settings.dark ? "dark." : "light.";
    if (!state.edited_color.starts_with(theme)) {
        state.edited_color.clear();
    }
    for (const bool tasks : {true, false}) {
        Rect row = rows.next();
        rows.label(row.cut_left(ui.px(kField)), ui.tr(tasks ? "ui.tasks" : "ui.settings_states"));
        for (const std::string& name : custom_color_names()) {
            const bool is_task = name.find(".task.") != std::string::npos;
            if (name.starts_with(theme) && is_task == tasks) {
                const Rect place = row.cut_left(ui.px(kSwatch)).middle(ui.px(kSwatch));
                row.cut_left(ui.px(kSize.space));
                if (draw_color(ui, session, state, name, place)) {
                    state.edited_color = state.edited_color == name ? "" : name;
                }
            }
        }
    }
    if (!state.edited_color.empty()) {
        draw_picker(ui, session, state.edited_color, rows);
    }
    Rect row = rows.next();
    const ButtonText standard{
        look::kIcon.undo, ui.tr("ui.standard_colors"), {}, !session.settings.colors.empty()};
    if (button(ui, "standard-colors",
               row.cut_left(button_width(ui, standard)).middle(ui.px(kSize.button_height)),
               standard)) {
        session.settings.colors.clear();
    }
}

}  // namespace

void draw_settings(Ui& ui, Session& session, ViewState& state, const Rect& window) {
    Sheet sheet(ui, session, "settings", window,
                {kWidth, std::min(kHeight, window.height() / ui.scale - kMargin)});
    const Rect room = sheet.header(session, ui.tr("ui.command.settings"));
    ScrollArea area(ui, "settings-rows", room);
    Rows rows(ui, {room.x0, room.y0, area.right() - ui.px(kSize.space), room.y1}, area.top());
    draw_look(ui, session, rows);
    draw_playing(ui, session, rows);
    draw_thresholds(ui, session, rows);
    draw_colors(ui, session, state, rows);
    area.finish(rows.y());
}

}  // namespace coroscope::gui
