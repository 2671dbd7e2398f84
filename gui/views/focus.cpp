#include "gui/views/focus.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "gui/views/ui.h"

namespace coroscope::gui {
namespace {

static constexpr float kRowHeight = 12.0F;  // of one row: controls whose middles are so near
constexpr int kFramesToScroll = 3;

std::string_view family(std::string_view label) { return label.substr(0, label.rfind('/') + 1); }

// Controls of one choice side by side: segments and tabs.
bool is_beside(const Focus::Control& a, const Focus::Control& b) {
    return &a != &b && a.area == b.area && !family(a.label).empty() &&
           family(a.label) == family(b.label) && a.rect.center_y() > b.rect.y0 &&
           a.rect.center_y() < b.rect.y1;
}

// The arrows change it: they do not move on to its neighbours.
bool is_slider(std::string_view label) {
    return label.starts_with("parameter/") || label.starts_with("color-part/");
}

}  // namespace

void Focus::begin_frame(const Ui& ui) {
    int innermost = 0;
    for (const Control& control : controls_) {
        innermost = std::max(innermost, control.scope);
    }
    std::vector<ImGuiID> areas;
    std::vector<std::tuple<std::ptrdiff_t, float, float, std::size_t>> order;
    for (std::size_t i = 0; i < controls_.size(); ++i) {
        const Control& control = controls_[i];
        if (control.scope == innermost) {
            const auto area = std::ranges::find(areas, control.area) - areas.begin();
            if (area == std::ssize(areas)) {
                areas.push_back(control.area);
            }
            order.emplace_back(area, std::floor(control.rect.center_y() / kRowHeight),
                               control.rect.x0, i);
        }
    }
    std::ranges::sort(order);
    last_.clear();
    for (const auto& place : order) {
        last_.push_back(std::move(controls_[std::get<std::size_t>(place)]));
    }
    controls_.clear();
    scope_ = 0;
    press_.clear();
    if (visible_ && innermost > last_scope_ && !last_.empty()) {
        outer_ = label_;
        const auto chosen = std::ranges::find(last_, true, &Control::chosen);
        go_to(chosen == last_.end() ? &last_.front() : &*chosen);
    } else if (innermost < last_scope_ && current() == nullptr) {
        label_ = outer_;  // what opened it
    }
    last_scope_ = innermost;

    const ImGuiIO& io = ImGui::GetIO();
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) || ui.presses({.key = Key::Escape}) > 0) {
        hide();
    }
    step(ui.presses({.key = Key::Tab, .repeats = true}) -
         ui.presses({.key = Key::Tab, .shift = true, .repeats = true}));
    if (!visible_ || io.WantTextInput) {
        return;
    }
    for (const Key key : {Key::Enter, Key::Space}) {
        if (ui.presses({.key = key}) > 0) {
            press_ = label_;
        }
    }
    const auto pressed = [&](Key key) {
        const Shortcut shortcut{.key = key, .repeats = true};
        return takes(shortcut) ? static_cast<float>(ui.presses(shortcut)) : 0.0F;
    };
    const float dx = pressed(Key::Right) - pressed(Key::Left);
    const float dy = pressed(Key::Down) - pressed(Key::Up);
    if (dx != 0.0F || dy != 0.0F) {
        move_in_area(dx, dy);
    }
}

const Focus::Control* Focus::current() const {
    const auto it = std::ranges::find(last_, label_, &Control::label);
    return it == last_.end() ? nullptr : &*it;
}

void Focus::go_to(const Control* control) {
    if (control == nullptr) {
        return;
    }
    if (ImGui::GetIO().WantTextInput) {
        ImGui::SetWindowFocus(nullptr);  // the field lets go of the keyboard
    }
    label_ = control->label;
    visible_ = true;
    moved_ = kFramesToScroll;
    if (control->field) {
        asked_for_ = control->label;
    }
}

void Focus::step(int direction) {
    std::vector<const Control*> reachable;
    for (const Control& control : last_) {
        if (control.enabled) {
            reachable.push_back(&control);
        }
    }
    if (direction == 0 || reachable.empty()) {
        return;
    }
    const auto size = static_cast<int>(reachable.size());
    const auto it = std::ranges::find(reachable, label_, &Control::label);
    const int now = it != reachable.end() ? static_cast<int>(it - reachable.begin())
                    : direction > 0       ? -1
                                          : 0;
    go_to(reachable[static_cast<std::size_t>(((now + direction) % size + size) % size)]);
}

// The nearest control in this direction in the same area; sideways only inside segments and tabs.
void Focus::move_in_area(float dx, float dy) {
    const Control* const from = current();
    if (from == nullptr) {
        return;
    }
    const Control* best = nullptr;
    float nearest = std::numeric_limits<float>::max();
    for (const Control& control : last_) {
        if (!control.enabled || control.area != from->area || &control == from) {
            continue;
        }
        const float x = control.rect.center_x() - from->rect.center_x();
        const float y = control.rect.center_y() - from->rect.center_y();
        const bool beside =
            dx != 0.0F && !is_slider(from->label) && is_beside(*from, control) && x * dx > 0.0F;
        const bool below = dy != 0.0F && y * dy > 0.0F && std::abs(y) > kRowHeight / 2.0F;
        const float distance = std::abs(x) * (below ? 0.2F : 1.0F) + std::abs(y) * 2.0F;
        if ((beside || below) && distance < nearest) {
            nearest = distance;
            best = &control;
        }
    }
    go_to(best);
}

bool Focus::has_neighbour(const Control& from) const {
    return std::ranges::any_of(last_,
                               [&](const Control& control) { return is_beside(from, control); });
}

bool Focus::takes(const Shortcut& shortcut) const {
    const Control* const on = visible_ ? current() : nullptr;
    if (on == nullptr || on->field || shortcut.control || shortcut.shift) {
        return false;
    }
    const Key key = shortcut.key;
    const bool sideways = key == Key::Left || key == Key::Right;
    return key == Key::Enter || key == Key::Space || key == Key::Up || key == Key::Down ||
           (sideways && (has_neighbour(*on) || is_slider(on->label)));
}

bool Focus::add(Control control, float margin) {
    control.area = ImGui::GetID("");
    control.scope = scope_;
    const bool on = is_on(control.label);
    const bool pressed = on && control.enabled && press_ == control.label;
    if (on && moved_ > 0) {
        --moved_;
        const float top = ImGui::GetWindowPos().y;
        const float bottom = top + ImGui::GetWindowSize().y;
        if (ImGui::GetScrollMaxY() > 0.0F && control.rect.y0 < top + margin) {
            ImGui::SetScrollY(std::max(0.0F, ImGui::GetScrollY() + control.rect.y0 - top - margin));
        } else if (ImGui::GetScrollMaxY() > 0.0F && control.rect.y1 > bottom - margin) {
            ImGui::SetScrollY(ImGui::GetScrollY() + control.rect.y1 - bottom + margin);
        }
    }
    controls_.push_back(std::move(control));
    return pressed;
}

bool Focus::asks_for(std::string_view field) {
    const bool asked = field == asked_for_;
    if (asked) {
        asked_for_.clear();
    }
    return asked;
}

Rect Focus::ring() const {
    const auto it = std::ranges::find(controls_, label_, &Control::label);
    return visible_ && it != controls_.end() ? it->rect : Rect{};
}

}  // namespace coroscope::gui
