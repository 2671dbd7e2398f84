#include "gui/views/choice_marks.h"

#include <algorithm>
#include <cmath>

namespace coroscope::gui {
namespace {

constexpr float kHalfWidth = 4.0F;
constexpr float kHeight = 6.0F;
constexpr float kReach = 6.0F;  // so near the mouse must be for the tooltip
constexpr std::size_t kMostMarks = 500;

std::string words_of(const Ui& ui, const Session& session, std::size_t number) {
    const Argument ordinal = number_arg("number", static_cast<std::int64_t>(number) + 1);
    for (const Branch& branch : session.branches.made()) {
        if (branch.number == number) {
            return ui.tr(Message("ui.chosen_here", {ordinal, text_arg("chosen", branch.chosen),
                                                    text_arg("other", branch.instead_of)}));
        }
    }
    return ui.tr(Message("ui.chosen_in_run", {ordinal}));
}

}  // namespace

void draw_choice_marks(Ui& ui, const Session& session, const Picture& picture, ImVec2 origin) {
    const auto log = session.choices.log();
    if (!log) {
        return;
    }
    const ImU32 ink = color(ui.base().accent);
    const Box& map = picture.minimap.box;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const std::vector<std::size_t> numbers = session.branches.by_hand(session);
    for (std::size_t i = 0; i < std::min(numbers.size(), kMostMarks); ++i) {
        const double at = session.axis().at((*log)[numbers[i]].event);
        const float part = static_cast<float>(at / session.axis().length());
        const float tick = std::round(origin.x + map.x0 + part * map.width());
        ui.fill({tick, origin.y + map.y0, tick + ui.px(2.0F), origin.y + map.y1}, ink);
        const float x = origin.x + picture.x_from_position(at);
        if (at < picture.first || at > picture.last) {
            continue;
        }
        const float y = origin.y + picture.ruler.y1;
        Ui::list().AddTriangleFilled({x - ui.px(kHalfWidth), y}, {x, y - ui.px(kHeight)},
                                     {x + ui.px(kHalfWidth), y}, ink);
        const Rect around{x - ui.px(kReach), origin.y + picture.ruler.y0, x + ui.px(kReach),
                          y + ui.px(2.0F)};
        ui.mark("choice-mark/" + std::to_string(numbers[i] + 1), around);
        if (ImGui::IsItemHovered() && around.contains(mouse)) {
            ui.show_tooltip(words_of(ui, session, numbers[i]));
        }
    }
}

}  // namespace coroscope::gui
