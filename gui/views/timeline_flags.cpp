#include "gui/views/timeline_flags.h"

#include <algorithm>
#include <cmath>

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr float kFlag = 8.0F;
constexpr float kTick = 5.0F;

class Places {
public:
    Places(const Session& session, const Picture& picture, ImVec2 origin)
        : session_(session), picture_(picture), origin_(origin) {}

    [[nodiscard]] float in_minimap(EventIndex event) const {
        const Box& box = picture_.minimap.box;
        const double part = session_.axis().at(event) / session_.axis().length();
        return origin_.x + box.x0 + static_cast<float>(part) * box.width();
    }
    /// Negative if it is outside the visible range.
    [[nodiscard]] float on_ruler(EventIndex event) const {
        const double at = session_.axis().at(event);
        return at < picture_.first || at > picture_.last ? -1.0F
                                                         : origin_.x + picture_.x_from_position(at);
    }

private:
    const Session& session_;
    const Picture& picture_;
    ImVec2 origin_;
};

void draw_flag(const Ui& ui, float x, float y0, float y1) {
    const float side = ui.px(kFlag);
    ImDrawList& list = Ui::list();
    const ImU32 ink = color(ui.base().accent);
    list.AddRectFilled({x, y0}, {x + ui.line(1.5F), y1}, ink);
    list.AddTriangleFilled({x, y0}, {x + side, y0 + side / 2.0F}, {x, y0 + side}, ink);
}

void draw_hits(const Ui& ui, const Session& session, const Picture& picture, const Places& places,
               ImVec2 origin) {
    const ImU32 ink = color(ui.base().info);
    const float tick = ui.px(kTick);
    const float minimap = origin.y + picture.minimap.box.y1;
    const float ruler = origin.y + picture.ruler.y1;
    for (const SearchHit& hit : session.search.hits()) {
        if (hit.event == kNoEvent || hit.event >= session.axis().size()) {
            continue;
        }
        const float x = std::round(places.in_minimap(hit.event));
        Ui::list().AddRectFilled({x, minimap - tick}, {x + ui.px(1.0F), minimap}, ink);
        if (const float at = std::round(places.on_ruler(hit.event)); at >= 0.0F) {
            Ui::list().AddRectFilled({at, ruler - tick}, {at + ui.line(1.5F), ruler}, ink);
        }
    }
}

}  // namespace

void draw_flags(Ui& ui, Session& session, const Picture& picture, ImVec2 origin) {
    const Places places(session, picture, origin);
    if (session.dialog == Dialog::Search) {
        draw_hits(ui, session, picture, places, origin);
    }
    const Box& map = picture.minimap.box;
    for (const Bookmark& bookmark : session.bookmarks().all()) {
        if (bookmark.event >= session.axis().size()) {
            continue;
        }
        draw_flag(ui, std::round(places.in_minimap(bookmark.event)), origin.y + map.y0,
                  origin.y + map.y1);
        const float x = std::round(places.on_ruler(bookmark.event));
        if (x < 0.0F) {
            continue;
        }
        const float y0 = origin.y + picture.ruler.y0;
        const float y1 = origin.y + picture.ruler.y1;
        draw_flag(ui, x, y0, y1);
        const Rect flag{x - ui.px(2.0F), y0, x + ui.px(kFlag + 2.0F), y1};
        ui.mark("flag/" + std::to_string(bookmark.event), flag);
        if (flag.contains(ImGui::GetIO().MousePos) && ImGui::IsItemHovered()) {
            ui.show_tooltip(bookmark.name,
                            format_duration(session.timeline().time_of(bookmark.event)));
        }
    }
}

}  // namespace coroscope::gui
