// The left upper panel: library, lesson and parameters behind three tabs; and the library's tree.

#include <array>

#include "gui/views/panel.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr float kLibraryHeight = 208.0F;
constexpr float kLessonHeight = 300.0F;
constexpr float kSmallHeight = 232.0F;
constexpr float kParameterRow = 27.0F;

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return result;
}

bool matches(const ScenarioInfo& about, const std::string& wanted) {
    return wanted.empty() || lower(about.id).find(wanted) != std::string::npos ||
           lower(about.title_en).find(wanted) != std::string::npos ||
           about.title_zh.find(wanted) != std::string_view::npos;
}

struct Topic {
    std::string_view name;
    std::vector<const Scenario*> scenarios;
};

std::vector<Topic> topics(const std::string& wanted) {
    std::vector<Topic> result;
    for (const Scenario* scenario : catalogue()) {
        const ScenarioInfo& about = info(*scenario);
        if (!matches(about, wanted)) {
            continue;
        }
        if (result.empty() || result.back().name != about.topic) {
            result.push_back({about.topic, {}});
        }
        result.back().scenarios.push_back(scenario);
    }
    return result;
}

// A row of the tree; returns true when clicked.
bool draw_row(Ui& ui, const std::string& label, const Rect& row, bool selected) {
    const bool clicked = ui.hit(label, row, true, selected);
    if (selected) {
        ui.fill(row, color(ui.base().accent_soft));
        ui.fill({row.x0, row.y0, row.x0 + ui.px(3.0F), row.y1}, color(ui.base().accent));
    } else if (ImGui::IsItemHovered()) {
        ui.fill(row, color(ui.base().hover, 0.6F));
    }
    return clicked;
}

bool draw_topic(Ui& ui, const Topic& topic, Rect row, bool unfolded) {
    const bool clicked = draw_row(ui, "topic/" + std::string(topic.name), row, false);
    row = row.inset(ui.px(kSize.panel_padding_x), 0.0F);
    const char* arrow = unfolded ? look::kIcon.open_menu : look::kIcon.collapsed;
    ui.text(ui.fonts.small, row.cut_left(ui.px(14.0F)), color(ui.base().text_3), arrow);
    const std::string count = std::to_string(topic.scenarios.size());
    const Rect right = row.cut_right(Ui::width(ui.fonts.small, count));
    ui.text(ui.fonts.small, right, color(ui.base().text_3), count);
    ui.text(ui.fonts.body, row, color(ui.base().text_2),
            ui.tr("topic" + ("." + std::string(topic.name))));
    return clicked;
}

bool draw_scenario(Ui& ui, const ScenarioInfo& about, Rect row, bool selected) {
    const bool clicked = draw_row(ui, "scenario/" + std::string(about.id), row, selected);
    row = row.inset(ui.px(kSize.panel_padding_x), 0.0F);
    row.cut_left(ui.px(18.0F));
    const std::string note =
        about.variants.empty()
            ? std::string(ui.tr("ui.difficulty" + ("." + std::string(about.difficulty))))
            : std::string(ui.tr("ui.note.twins"));
    const Rect right = row.cut_right(Ui::width(ui.fonts.small, note));
    ui.text(ui.fonts.small, right, color(ui.base().text_3), note);
    row.cut_right(ui.px(kSize.space_s));
    ui.text(ui.fonts.body, row, color(selected ? ui.base().text : ui.base().text_2),
            ui.language == Language::English ? about.title_en : about.title_zh);
    return clicked;
}

}  // namespace

float wanted_library_height(const Session& session, bool small) {
    switch (session.settings.left_tab) {
    case LeftTab::Library: return small ? kSmallHeight : kLibraryHeight;
    case LeftTab::Lesson: return small ? kSmallHeight : kLessonHeight;
    case LeftTab::Parameters: {
        const std::size_t rows =
            session.scenario() == nullptr ? 1 : info(*session.scenario()).parameters.size() + 1;
        return kSize.panel_header + kSize.space_s + kParameterRow * static_cast<float>(rows) +
               kSize.button_height + kSize.space_m + kSize.space_s;
    }
    }
    return kLibraryHeight;
}

void draw_library(Ui& ui, Session& session, ViewState& state, const Rect& rect) {
    Panel panel(ui, "library", rect);
    if (!panel) {
        return;
    }
    LibraryState& library = state.library;
    Rect header = panel.header();
    const std::array<Tab, 3> names{Tab{ui.tr("ui.library")}, Tab{ui.tr("ui.lesson")},
                                   Tab{ui.tr("ui.parameters")}};
    const int now = library.folded ? -1 : static_cast<int>(session.settings.left_tab);
    const auto [clicked, right] = tabs(ui, "left-tab", header, names, now);
    header.x0 = right;
    if (clicked >= 0) {
        session.settings.left_tab = static_cast<LeftTab>(clicked);
        library.folded = false;
        library.touched = true;
    }
    const Rect fold =
        header.cut_right(ui.px(kSize.button_small_height)).middle(ui.px(kSize.button_small_height));
    if (button(ui, "fold-library", fold,
               {library.folded ? look::kIcon.next_in_row : look::kIcon.open_menu, {}, {}},
               ButtonLook::Ghost)) {
        library.folded = !library.folded;
        library.touched = true;
    }
    ui.tooltip(ui.tr(library.folded ? "ui.unfold" : "ui.fold"));
    if (library.folded) {
        return;
    }
    if (session.settings.left_tab == LeftTab::Lesson) {
        draw_lesson_pages(ui, session, state.lesson, header);
    }
    switch (session.settings.left_tab) {
    case LeftTab::Library:
        draw_library_tab(ui, session, library,
                         {rect.x0, panel.content.y0, rect.x1, rect.y1 - ui.px(kSize.space)});
        break;
    case LeftTab::Lesson: draw_lesson_tab(ui, session, state.lesson, panel.content); break;
    case LeftTab::Parameters:
        draw_parameters_tab(ui, session, state.parameters, panel.content);
        break;
    }
}

void draw_library_tab(Ui& ui, Session& session, LibraryState& state, const Rect& rect) {
    Rect room = rect;
    room.cut_top(ui.px(kSize.space_s));
    const Rect field =
        room.cut_top(ui.px(kSize.button_small_height)).inset(ui.px(kSize.panel_padding_x), 0.0F);
    text_field(ui, "library-search", field, state.search, ui.tr("ui.search_library"));
    room.cut_top(ui.px(kSize.space_s));

    const std::string wanted = lower(state.search);
    const std::vector<Topic> all = topics(wanted);
    const std::string current =
        session.scenario() == nullptr ? "" : std::string(info(*session.scenario()).id);
    const bool moved = current != state.shown_scenario;
    state.shown_scenario = current;
    if (moved && session.scenario() != nullptr) {
        state.unfolded.insert(std::string(info(*session.scenario()).topic));
    }
    if (all.empty()) {
        empty_note(ui, room.cut_top(ui.px(48.0F)).inset(ui.px(kSize.panel_padding_x), 0.0F),
                   ui.tr("ui.empty_library"));
        return;
    }
    ScrollArea area(ui, "library-tree", room);
    float y = area.top();
    const float h = ui.px(kSize.tree_row);
    const auto next = [&] {
        const Rect row{room.x0, y, area.right(), y + h};
        y += h;
        return row;
    };
    for (const Topic& topic : all) {
        const std::string name(topic.name);
        const bool unfolded = !wanted.empty() || state.unfolded.contains(name);
        if (draw_topic(ui, topic, next(), unfolded)) {
            if (unfolded) {
                state.unfolded.erase(name);
            } else {
                state.unfolded.insert(name);
            }
        }
        for (std::size_t i = 0; unfolded && i < topic.scenarios.size(); ++i) {
            const ScenarioInfo& about = info(*topic.scenarios[i]);
            const Rect row = next();
            const bool selected = about.id == current;
            if (selected && moved) {
                area.bring_into_view(row.y0, row.y1);
            }
            if (area.shows(row.y0, row.y1) && draw_scenario(ui, about, row, selected)) {
                RunSpec spec;
                spec.scenario = std::string(about.id);
                session.run_again(spec);
            }
        }
    }
    area.finish(y);
}

}  // namespace coroscope::gui
