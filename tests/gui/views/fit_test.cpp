// Everything fits: for every scenario of the catalogue, in both languages and at three sizes by
// turns, no word of ours is cut off, no text leaves its panel, and no two texts lie on each other.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>

#include "gui/model/command.h"
#include "scenarios/catalogue.h"
#include "tests/gui/support/headless_window.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::HeadlessWindow;

namespace {

struct Screen {
    float width;
    float height;
    float scale;
};
constexpr std::array<Screen, 3> kScreens{
    Screen{1600.0F, 900.0F, 1.0F}, Screen{1280.0F, 720.0F, 1.0F}, Screen{3200.0F, 1800.0F, 2.0F}};

constexpr std::array<const char*, 8> kPanels{"panel/top-bar",    "panel/library",   "panel/source",
                                             "panel/timeline",   "panel/inspector", "panel/ready",
                                             "panel/wait-graph", "panel/explain"};

Rect common(const Rect& a, const Rect& b) {
    return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

Rect seen(const DrawnText& text) { return common(text.rect, text.clip); }

const std::set<std::string_view>& our_words(Language language) {
    static const auto collect = [](Language of) {
        std::set<std::string_view> words;
        for (const std::string_view id : message_ids(of)) {
            words.insert(tr(id, of));
        }
        return words;
    };
    static const std::set<std::string_view> english = collect(Language::English);
    static const std::set<std::string_view> chinese = collect(Language::Chinese);
    return language == Language::English ? english : chinese;
}

// Names, source and sentences come from the run and may be any length; our own words may not be
// cut.
void check_words(const HeadlessWindow& window, Language language) {
    for (const DrawnText& text : window.context.ui.texts) {
        if (text.shortened) {
            CAPTURE(text.text);
            const bool ours = std::ranges::any_of(our_words(language), [&](std::string_view word) {
                word = word.substr(0, word.find('{'));  // what follows comes from the run
                return word.size() > 3 && text.text.starts_with(word.substr(0, word.size() / 2)) &&
                       text.text.size() <= word.size();
            });
            CHECK_MESSAGE(!ours, text.text, " is cut");
        }
    }
}

void check_panels(const HeadlessWindow& window) {
    for (const DrawnText& text : window.context.ui.texts) {
        const Rect rect = seen(text);
        if (rect.empty()) {
            continue;
        }
        CAPTURE(text.text);
        const bool inside = std::ranges::any_of(kPanels, [&](const char* name) {
            const Rect panel = window.item(name).rect.inset(-1.5F);
            return rect.x0 >= panel.x0 && rect.x1 <= panel.x1 && rect.y0 >= panel.y0 &&
                   rect.y1 <= panel.y1;
        });
        CHECK(inside);
    }
}

// Fonts have room above and below their letters: lines may come that close.
constexpr float kTouch = 0.35F;

void check_overlaps(const HeadlessWindow& window) {
    const std::vector<DrawnText>& texts = window.context.ui.texts;
    std::vector<std::pair<Rect, const DrawnText*>> rects;
    for (const DrawnText& text : texts) {
        if (const Rect rect = seen(text); !rect.empty()) {
            rects.emplace_back(rect, &text);
        }
    }
    std::ranges::sort(rects, {}, [](const auto& entry) { return entry.first.x0; });
    for (std::size_t i = 0; i < rects.size(); ++i) {
        const auto& [a, one] = rects[i];
        for (std::size_t k = i + 1; k < rects.size() && rects[k].first.x0 < a.x1; ++k) {
            const auto& [b, other] = rects[k];
            const Rect both = common(a, b);
            const float least = std::min(a.height(), b.height());
            if (both.width() > 2.0F && both.height() > least * kTouch) {
                CAPTURE(one->text);
                CAPTURE(other->text);
                CHECK_FALSE(both.width() > 2.0F);
            }
        }
    }
}

void check_all(const HeadlessWindow& window, Language language) {
    check_words(window, language);
    check_panels(window);
    check_overlaps(window);
}

}  // namespace

// Each scenario has one of the sizes in each language, the next one the next: over the catalogue
// each size meets each language, axis and tab many times.
TEST_CASE("every scenario fits, at every size by turns, in both languages and behind every tab") {
    int turn = 0;
    std::size_t size = 0;
    for (const Scenario* scenario : catalogue()) {
        for (const Language language : {Language::English, Language::Chinese}) {
            const Screen& screen = kScreens[size++ % kScreens.size()];
            Settings settings;
            settings.language = language;
            settings.axis = static_cast<AxisKind>(turn % 3);
            HeadlessWindow window(info(*scenario).id, screen.width, screen.height, settings,
                                  screen.scale);
            CAPTURE(info(*scenario).id);
            CAPTURE(screen.width);
            for (const Key key : {Key::Home, Key::PageDown, Key::PageDown, Key::End}) {
                window.session.settings.left_tab = static_cast<LeftTab>(turn % 3);
                window.session.settings.right_tab = static_cast<RightTab>(turn / 3 % 3);
                ++turn;
                window.key(key);
                window.step(3);
                CAPTURE(window.session.step());
                check_all(window, language);
            }
        }
    }
}
