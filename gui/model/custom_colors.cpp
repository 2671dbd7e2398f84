#include "gui/model/custom_colors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "runtime/picture/colors.h"

namespace coroscope::gui {
namespace {

using StateMember = look::State look::States::*;

struct NamedState {
    std::string_view name;
    StateMember state;
    bool solid;  // the whole span has the colour, else its edge has it and its fill is a tint
};
static constexpr std::array<NamedState, 10> kStates{{
    {"created", &look::States::created, false},
    {"ready", &look::States::ready, true},
    {"running", &look::States::running, true},
    {"sleeping", &look::States::sleeping, false},
    {"waiting", &look::States::waiting, false},
    {"io", &look::States::io, false},
    {"slow", &look::States::slow, true},
    {"finished", &look::States::finished, true},
    {"cancelled", &look::States::cancelled, false},
    {"failed", &look::States::failed, false},
}};

struct Place {
    bool dark = true;
    std::size_t task = 0;  // from 1, 0 for a state
    const NamedState* state = nullptr;
};

std::optional<Place> place_of(std::string_view name) {
    Place place;
    if (name.starts_with("light.")) {
        place.dark = false;
    } else if (!name.starts_with("dark.")) {
        return std::nullopt;
    }
    const std::string_view rest = name.substr(name.find('.') + 1);
    for (std::size_t i = 1; i <= std::size(look::kDark.task); ++i) {
        if (rest == "task." + std::to_string(i)) {
            place.task = i;
            return place;
        }
    }
    const auto it = std::ranges::find(kStates, rest, &NamedState::name);
    place.state = it == kStates.end() ? nullptr : &*it;
    return place.state == nullptr ? std::nullopt : std::optional(place);
}

look::Color color_of(std::uint32_t rgb) {
    return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8),
            static_cast<std::uint8_t>(rgb), 0xFF};
}

double luminance(look::Color color) {
    const auto linear = [](std::uint8_t part) {
        const double c = part / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}

look::Color more_legible(look::Color ground, look::Color a, look::Color b) {
    return contrast(ground, a) >= contrast(ground, b) ? a : b;
}

void apply(look::Theme& theme, bool dark, const NamedState& named, look::Color color) {
    look::State& state = theme.state.*named.state;
    state.signal = color;
    state.edge = color;
    state.fill = named.solid ? color : mix(color, theme.base.panel, dark ? 0.78F : 0.86F);
    state.label = more_legible(state.fill, theme.base.text, theme.base.window);
}

}  // namespace

const std::vector<std::string>& custom_color_names() {
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names;
        for (const char* theme : {"dark.", "light."}) {
            for (std::size_t i = 1; i <= std::size(look::kDark.task); ++i) {
                names.push_back(theme + ("task." + std::to_string(i)));
            }
            for (const NamedState& state : kStates) {
                names.push_back(theme + std::string(state.name));
            }
        }
        return names;
    }();
    return kNames;
}

bool is_custom_color(std::string_view name) { return place_of(name).has_value(); }

look::Color standard_color(std::string_view name) {
    const Place place = place_of(name).value_or(Place{true, 1, nullptr});
    const look::Theme& theme = place.dark ? look::kDark : look::kLight;
    return place.task != 0 ? theme.task[place.task - 1] : (theme.state.*place.state->state).signal;
}

look::Theme theme_with(bool dark, const CustomColors& colors) {
    look::Theme theme = dark ? look::kDark : look::kLight;
    for (const auto& [name, rgb] : colors) {
        const std::optional<Place> place = place_of(name);
        if (!place || place->dark != dark) {
            continue;
        }
        if (place->task != 0) {
            theme.task[place->task - 1] = color_of(rgb);
        } else {
            apply(theme, dark, *place->state, color_of(rgb));
        }
    }
    return theme;
}

double contrast(look::Color a, look::Color b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

}  // namespace coroscope::gui
