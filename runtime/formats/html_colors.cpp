#include "runtime/formats/html_colors.h"

#include <nlohmann/json.hpp>

#include "runtime/formats/svg_writer.h"
#include "runtime/picture/colors.h"

namespace coroscope {

namespace {

using nlohmann::json;

json colors_of(const look::Theme& theme) {
    json colors;
    const look::Base& base = theme.base;
    colors["base"] = {{"window", hex(base.window)},
                      {"panel", hex(base.panel)},
                      {"inset", hex(base.inset)},
                      {"raised", hex(base.raised)},
                      {"hover", hex(base.hover)},
                      {"border", hex(base.border)},
                      {"borderStrong", hex(base.border_strong)},
                      {"text", hex(base.text)},
                      {"text2", hex(base.text_2)},
                      {"text3", hex(base.text_3)},
                      {"accent", hex(base.accent)},
                      {"accentSoft", hex(base.accent_soft)},
                      {"onAccent", hex(base.on_accent)},
                      {"cursor", hex(base.cursor)},
                      {"ok", hex(base.ok)},
                      {"warning", hex(base.warning)},
                      {"error", hex(base.error)},
                      {"info", hex(base.info)},
                      {"holderEdge", hex(base.holder_edge)},
                      {"band", hex(base.band)},
                      {"grid", hex(base.grid)}};
    for (int look = 0; look <= static_cast<int>(SpanLook::Stopped); ++look) {
        const auto each = static_cast<SpanLook>(look);
        const look::State& state = state_colors(theme, each);
        colors["look"][std::string(name_of(each))] = {{"signal", hex(state.signal)},
                                                      {"fill", hex(state.fill)},
                                                      {"edge", hex(state.edge)},
                                                      {"label", hex(state.label)}};
    }
    for (const look::Color& task : theme.task) {
        colors["task"].push_back(hex(task));
    }
    return colors;
}

}  // namespace

json html_colors() {
    return {{"light", colors_of(look::kLight)}, {"dark", colors_of(look::kDark)}};
}

json html_icons() {
    json icons = json::object();
    for (const IconPath& icon : icon_paths()) {
        icons[std::string(icon.name)] = {icon.filled, icon.drawn, icon.line};
    }
    return icons;
}

}  // namespace coroscope
