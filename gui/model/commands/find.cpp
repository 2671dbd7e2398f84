// Commands that find things: search, bookmarks, the palette.

#include "gui/model/commands/commands.h"
#include "runtime/analysis/explain.h"

namespace coroscope::gui {
namespace {

void toggle_palette(Session& s) {
    toggle_dialog(s, Dialog::Palette);
    s.palette.open(s);
}

Reason has_hits(const Session& s) { return s.search.hits().empty() ? "ui.why.no_hits" : ""; }

Reason has_next_bookmark(const Session& s) {
    return s.bookmarks().next(s.cursor()) == nullptr ? "ui.why.no_bookmark" : "";
}

Reason has_previous_bookmark(const Session& s) {
    return s.bookmarks().previous(s.cursor()) == nullptr ? "ui.why.no_bookmark" : "";
}

void toggle_bookmark(Session& s) {
    const auto words = explain(s.timeline(), s.cursor());
    s.edit_bookmarks().toggle(s.cursor(),
                              words.empty() ? "" : to_string(words.front(), s.settings.language));
}

void go_to_bookmark(Session& s, const Bookmark* bookmark) {
    if (bookmark != nullptr) {
        s.seek(bookmark->event);
    }
}

static constexpr Command kCommands[] = {
    {"palette", "ui.command.palette", control_shift(Key::P), kNone, always, toggle_palette},
    {"search", "ui.command.search", control(Key::F), key(Key::Slash), has_run,
     [](Session& s) { toggle_dialog(s, Dialog::Search); }},
    {"next-hit", "ui.command.next_hit", key(Key::F3), kNone, has_hits,
     [](Session& s) { s.search.next(s); }},
    {"previous-hit", "ui.command.previous_hit", shift(Key::F3), kNone, has_hits,
     [](Session& s) { s.search.previous(s); }},
    {"bookmark", "ui.command.bookmark", key(Key::M), kNone, has_run, toggle_bookmark},
    {"next-bookmark", "ui.command.next_bookmark", shift(Key::M), kNone, has_next_bookmark,
     [](Session& s) { go_to_bookmark(s, s.bookmarks().next(s.cursor())); }},
    {"previous-bookmark", "ui.command.previous_bookmark", control_shift(Key::M), kNone,
     has_previous_bookmark,
     [](Session& s) { go_to_bookmark(s, s.bookmarks().previous(s.cursor())); }},
    {"bookmarks", "ui.command.bookmarks", control(Key::B), kNone, has_run,
     [](Session& s) { toggle_dialog(s, Dialog::Bookmarks); }},
};

}  // namespace

CommandGroup find_commands() { return {"ui.commands.find", kCommands}; }

}  // namespace coroscope::gui
