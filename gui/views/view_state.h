// ViewState: what the views themselves remember between frames: what is typed and folded,
// scrolling. Nothing in it says anything about the run.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "gui/model/session.h"
#include "gui/views/motion.h"
#include "look/tokens.h"
#include "runtime/picture/picture.h"
#include "scenarios/runspec.h"

namespace coroscope::gui {

struct TimelineState {
    Glide cursor;
    Glide first;  ///< of the visible range
    Glide last;
    std::uint64_t shown_revision = 0;
    AxisKind shown_axis = AxisKind::Elastic;
    float scroll_y = 0.0F;
    std::optional<Picture> picture;
    std::string hovered;  ///< for the tooltip: which span
    double hovered_since = 0.0;
    EventIndex shown_cursor = kNoEvent;  ///< for which the lanes were scrolled last
    bool dragging_cursor = false;
    bool dragging_minimap = false;
};

struct LibraryState {
    std::string search;
    std::set<std::string> unfolded;  ///< topics
    std::string shown_scenario;      ///< to unfold its topic and scroll to it once
    bool folded = false;             ///< small windows: only the header is left
    bool touched = false;            ///< the user has folded or unfolded it
};

struct LessonState {
    std::string scenario;  ///< whose lesson is shown
    std::size_t page = 0;
    bool answer = false;  ///< the answer to its question is shown
};

struct ParametersState {
    std::string scenario;  ///< whose parameters are being edited
    RunSpec edited;
};

struct SourceState {
    std::uint32_t shown_line = 0;  ///< the line that was brought into view last
    std::string file;
};

struct BookmarksState {
    EventIndex renamed = kNoEvent;  ///< whose name is being typed
    std::string name;
};

struct ValuesState {
    ObjectId hidden = 0;  ///< the variable whose graph the user has sent away
};

struct ViewState {
    Dialog shown_dialog = Dialog::None;
    BookmarksState bookmarks;
    std::string edited_color;  ///< settings: whose picker is open
    look::Theme theme;         ///< with the colours that the user has changed
    TimelineState timeline;
    TimelineState compare;
    ValuesState values;
    LibraryState library;
    LessonState lesson;
    ParametersState parameters;
    SourceState source;
    std::uint64_t notice_number = 0;
    double notice_since = 0.0;
    std::optional<double> busy_since;  ///< something has been done in the background since then
    EventIndex log_shown = 0;          ///< the cursor for which the log was scrolled
};

}  // namespace coroscope::gui
