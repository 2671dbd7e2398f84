// The scenario's parameters: a slider each, the seed, and "run again".

#include <fmt/format.h>
#include <charconv>
#include <cmath>

#include "gui/views/panel.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr std::int64_t kMostSeed = 99;

std::int64_t number_of(std::string_view text) {
    std::int64_t number = 0;
    double parts = 0.0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, parts);
    if (error != std::errc{}) {
        return 0;
    }
    const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
    const double factor = unit == "ns"                   ? 1.0
                          : unit == "us" || unit == "µs" ? 1e3
                          : unit == "ms"                 ? 1e6
                          : unit == "s"                  ? 1e9
                          : unit == "m"                  ? 6e10
                                                         : 1.0;
    number = std::llround(parts * factor);
    return number;
}

std::int64_t value_of(const RunSpec& spec, const ParameterInfo& parameter) {
    for (const auto& [name, text] : spec.parameters) {
        if (name == parameter.name) {
            return number_of(text);
        }
    }
    return parameter.standard;
}

void set_value(RunSpec& spec, const ParameterInfo& parameter, std::int64_t value) {
    std::string text = parameter.type == ParameterType::Time ? fmt::format("{}ns", value)
                                                             : fmt::format("{}", value);
    for (auto& [name, old] : spec.parameters) {
        if (name == parameter.name) {
            old = std::move(text);
            return;
        }
    }
    spec.parameters.emplace_back(std::string(parameter.name), std::move(text));
}

// Durations have ranges from nothing to hours: the slider goes over steps of 1, 2, 5, 10, ... times
// the unit.
struct Ladder {
    std::vector<std::int64_t> values;
    explicit Ladder(const ParameterInfo& parameter) {
        values.push_back(parameter.least);
        for (std::int64_t decade = 1; decade <= parameter.most && decade > 0; decade *= 10) {
            for (const std::int64_t step : {1, 2, 3, 4, 5, 6, 7, 8, 9}) {
                const std::int64_t value = decade * step;
                if (value > parameter.least && value < parameter.most && value >= 100'000) {
                    values.push_back(value);
                }
            }
        }
        if (parameter.most > parameter.least) {
            values.push_back(parameter.most);
        }
    }
    [[nodiscard]] std::int64_t index_of(std::int64_t value) const {
        const auto it = std::ranges::lower_bound(values, value);
        return it == values.end() ? static_cast<std::int64_t>(values.size()) - 1
                                  : it - values.begin();
    }
};

bool draw_value(Ui& ui, Rect row, std::string_view shown_name, std::int64_t& value,
                const ParameterInfo& parameter) {
    const std::string label = "parameter/" + std::string(parameter.name);
    const bool is_time = parameter.type == ParameterType::Time;
    ui.text(ui.fonts.body, row.cut_left(ui.px(112.0F)), color(ui.base().text_2), shown_name);
    ui.text(ui.fonts.mono, row.cut_right(ui.px(72.0F)), color(ui.base().text),
            is_time ? format_duration(value) : fmt::format("{}", value), Align::Right);
    row.cut_right(ui.px(kSize.space_s));
    const Rect track = row.middle(ui.px(kSize.button_small_height));
    bool changed = false;
    if (is_time) {
        const Ladder ladder(parameter);
        std::int64_t index = ladder.index_of(value);
        changed = slider(ui, label, track, index,
                         {0, static_cast<std::int64_t>(ladder.values.size()) - 1});
        if (changed) {
            value = ladder.values[static_cast<std::size_t>(index)];
        }
    } else {
        changed = slider(ui, label, track, value, {parameter.least, parameter.most});
    }
    const auto bound = [&](std::int64_t v) {
        return is_time ? format_duration(v) : fmt::format("{}", v);
    };
    ui.tooltip(bound(parameter.least) + " – " + bound(parameter.most));
    return changed;
}

}  // namespace

void draw_parameters_tab(Ui& ui, Session& session, ParametersState& state, const Rect& rect) {
    Rect room = rect;
    room.cut_top(ui.px(kSize.space_s));
    if (session.scenario() == nullptr) {
        empty_note(ui, room.cut_top(ui.px(48.0F)), ui.tr("ui.empty_parameters"));
        return;
    }
    const std::string run = to_text(session.spec());
    if (state.scenario != run) {
        state.scenario = run;
        state.edited = session.spec();
    }
    ScrollArea area(ui, "parameter-list", room);
    float y = area.top();
    const float h = ui.px(27.0F);
    const auto next = [&] {
        const Rect row{room.x0, y, area.right(), y + h};
        y += h;
        return row;
    };
    bool rerun = false;
    for (const ParameterInfo& parameter : info(*session.scenario()).parameters) {
        std::int64_t value = value_of(state.edited, parameter);
        if (draw_value(ui, next(), parameter.name, value, parameter)) {
            set_value(state.edited, parameter, value);
        }
    }
    auto seed = static_cast<std::int64_t>(state.edited.seed);
    const ParameterInfo about_seed{"seed", ParameterType::Integer, 1, 0, std::max(kMostSeed, seed)};
    if (draw_value(ui, next(), ui.tr("ui.seed"), seed, about_seed)) {
        state.edited.seed = static_cast<std::uint64_t>(seed);
    }
    y += ui.px(kSize.space);
    const std::string_view again = ui.tr("ui.run_again");
    const Rect place{room.x0, y, room.x0 + button_width(ui, {look::kIcon.replay, again, {}}),
                     y + ui.px(kSize.button_height)};
    rerun = button(ui, "run-again", place, {look::kIcon.replay, again, {}}) || rerun;
    y = place.y1;
    area.finish(y);
    if (rerun) {
        RunSpec spec = state.edited;
        spec.choices.clear();
        session.run_again(spec);
    }
}

}  // namespace coroscope::gui
