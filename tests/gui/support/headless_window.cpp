#include "tests/gui/support/headless_window.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "gui/views/compat.h"
#include "gui/views/views.h"
#include "tests/gui/support/patience.h"

namespace coroscope::gui::test {

void open_run(Session& session, std::string_view run, std::uint64_t step) {
    const auto request = parse_run(run);
    REQUIRE(std::holds_alternative<RunRequest>(request));
    session.open(std::get<RunRequest>(request), step);
    finish_loading(session);
}

void finish_loading(Session& session) {
    const auto busy = [&] { return session.loading() || session.choices.searching(); };
    wait_until(session, [&] { return !busy(); });
}

ChoicePoint previewed(Session& session) {
    const auto point = session.next_choice();
    REQUIRE(point);
    session.preview(*point);
    finish_previews(session);
    return *point;
}

bool never_begins(const Timeline& timeline, TaskId task) {
    const TaskInfo& info = *timeline.task(task);
    return info.ended != kNoEvent &&
           timeline.trace()[info.ended].kind == EventKind::TaskCancelled &&
           std::ranges::none_of(timeline.steps(),
                                [&](const Step& step) { return step.task == task; });
}

HeadlessWindow::HeadlessWindow(std::string_view run, float width, float height,
                               const Settings& settings, float scale)
    : context(width, height, scale) {
    session.settings = settings;
    session.settings.motion = false;  // every frame shows where things are
    context.ui.recording = true;
    if (!run.empty()) {
        open_run(session, run);
    }
    step(4);
}

void HeadlessWindow::step(int frames) {
    for (int i = 0; i < frames; ++i) {
        context.frame([&] { draw_window(context.ui, session, state); });
    }
}

// Two frames: a child window becomes hovered one frame later.
void HeadlessWindow::move(float x, float y) {
    compat::set_mouse_position(x, y);
    step(2);
}

void HeadlessWindow::press() {
    compat::set_mouse_button(0, true);
    step();
}

void HeadlessWindow::release() {
    compat::set_mouse_button(0, false);
    step(2);
}

void HeadlessWindow::click(float x, float y) {
    move(x, y);
    press();
    release();
}

void HeadlessWindow::click(std::string_view label) {
    const Rect rect = item(label).rect;
    click(rect.center_x(), rect.center_y());
}

void HeadlessWindow::drag(float x0, float y0, float x1, float y1) {
    constexpr int kParts = 5;
    move(x0, y0);
    press();
    for (int i = 1; i <= kParts; ++i) {
        const float part = static_cast<float>(i) / kParts;
        compat::set_mouse_position(x0 + (x1 - x0) * part, y0 + (y1 - y0) * part);
        step();
    }
    release();
}

void HeadlessWindow::wheel(float delta) {
    compat::add_mouse_wheel(delta);
    step(2);
}

void HeadlessWindow::key(Key key, bool control, bool shift) {
    compat::set_modifiers(control, shift);
    compat::set_key(key, true);
    step();
    compat::set_key(key, false);
    compat::set_modifiers(false, false);
    step();
}

void HeadlessWindow::type(std::string_view text) {
    for (const char c : text) {
        ImGui::GetIO().AddInputCharacter(static_cast<unsigned char>(c));
        step();
    }
}

bool HeadlessWindow::has(std::string_view label) const { return context.ui.items.contains(label); }

Item HeadlessWindow::item(std::string_view label) const {
    const auto it = context.ui.items.find(label);
    REQUIRE_MESSAGE(it != context.ui.items.end(), "there is no item " << std::string(label));
    return it->second;
}

bool HeadlessWindow::shows(std::string_view text) const {
    return std::ranges::any_of(context.ui.texts, [&](const DrawnText& drawn) {
        return drawn.text.find(text) != std::string::npos;
    });
}

}  // namespace coroscope::gui::test
