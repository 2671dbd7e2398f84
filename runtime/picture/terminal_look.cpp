#include "runtime/picture/terminal_look.h"

#include <array>

#include "runtime/picture/colors.h"
#include "runtime/picture/span_words.h"
#include "runtime/picture/utf8.h"

namespace coroscope::detail {

namespace {

struct Glyph {
    SpanLook look;
    std::string_view unicode;
    std::string_view ascii;
};
constexpr std::array<Glyph, 16> kGlyphs{{{SpanLook::Created, "╌", "."},
                                         {SpanLook::Ready, "•", ":"},
                                         {SpanLook::Running, "█", "#"},
                                         {SpanLook::Sleeping, "╱", "~"},
                                         {SpanLook::Overdue, "╳", "%"},
                                         {SpanLook::Waiting, "░", "-"},
                                         {SpanLook::Stuck, "▓", "x"},
                                         {SpanLook::Io, "┊", "|"},
                                         {SpanLook::Slow, "!", "!"},
                                         {SpanLook::Finished, "✓", "+"},
                                         {SpanLook::Cancelled, "⊘", "c"},
                                         {SpanLook::Failed, "✗", "X"},
                                         {SpanLook::Held, "─", "="},
                                         {SpanLook::HeldWanted, "═", "*"},
                                         {SpanLook::EventSet, "─", "="},
                                         {SpanLook::ValueLost, "━", "!"}}};

/// nullptr for looks that show no state.
const look::State* state_of(const look::Theme& theme, SpanLook look) {
    if (look == SpanLook::Overdue) {
        return &theme.state.failed;  // a letter has one colour: that of being late
    }
    const bool shows_state = look != SpanLook::Step && look != SpanLook::Stopped &&
                             (!state_name_id(look).empty() || look == SpanLook::ValueLost);
    return shows_state ? &state_colors(theme, look) : nullptr;
}

}  // namespace

std::string_view TerminalLook::glyph(SpanLook look) const {
    for (const Glyph& each : kGlyphs) {
        if (each.look == look) {
            return options_.ascii ? each.ascii : each.unicode;
        }
    }
    return look == SpanLook::Merged ? sign("▒", "&") : "?";
}

std::string TerminalLook::shortened(std::string_view name, int columns) const {
    if (terminal_columns(name) <= columns) {
        return std::string(name);
    }
    std::string kept;
    int used = 1;  // the sign at the end
    for (const std::string_view character : characters(name)) {
        used += terminal_columns(character);
        if (used > columns) {
            break;
        }
        kept += character;
    }
    return kept + std::string(sign("…", "."));
}

CellLook TerminalLook::body(SpanLook look, int task_colour) const {
    if (look == SpanLook::Held || look == SpanLook::HeldWanted) {
        if (task_colour < 0) {
            return {.ink = theme_.base.text_2};
        }
        const look::Color task = theme_.task[static_cast<std::size_t>(task_colour)];
        const look::Color ink = look == SpanLook::Held ? task : theme_.base.holder_edge;
        return {.ink = ink, .ground = mix(task, theme_.base.panel, options_.light ? 0.8F : 0.72F)};
    }
    if (const look::State* state = state_of(theme_, look)) {
        const bool bare =
            look == SpanLook::Created || look == SpanLook::Ready || look == SpanLook::Running;
        CellLook cell{.ink = look == SpanLook::Ready ? state->edge : state->signal};
        if (look == SpanLook::Ready && !options_.light) {
            cell.ink = state->signal;
        }
        if (look == SpanLook::Stuck) {
            cell.ink = theme_.base.error;
        }
        if (!bare) {
            cell.ground = state->fill;
        }
        const bool is_filled = look == SpanLook::Slow || look == SpanLook::Finished ||
                               look == SpanLook::Cancelled || look == SpanLook::Failed;
        if (is_filled) {
            cell.ink = state->label;
        }
        return cell;
    }
    return {.ink = theme_.base.text_3};
}

CellLook TerminalLook::words(SpanLook look, int task_colour) const {
    CellLook cell = body(look, task_colour);
    if (look == SpanLook::Held) {
        cell.ink = theme_.base.text;
    } else if (const look::State* state = state_of(theme_, look)) {
        cell.ink = state->label;
        if (look == SpanLook::Slow) {
            cell.strong = true;
        }
    }
    return cell;
}

CellLook TerminalLook::badge(int task_colour) const {
    if (task_colour < 0) {
        return {};
    }
    return {.ink = options_.light ? theme_.base.panel : theme_.base.window,
            .ground = theme_.task[static_cast<std::size_t>(task_colour)],
            .strong = true};
}

CellLook TerminalLook::faint() const { return {.ink = theme_.base.text_3}; }

CellLook TerminalLook::trouble() const { return {.ink = theme_.base.error, .strong = true}; }

}  // namespace coroscope::detail
