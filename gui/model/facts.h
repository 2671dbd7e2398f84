// Facts: what the inspector says about the selected task or resource at the cursor.
#pragma once

#include <string_view>
#include <vector>

#include "gui/model/session.h"
#include "runtime/picture/picture.h"
#include "runtime/text/message.h"

namespace coroscope::gui {

/// "held by" [B] transfer B→A
struct Fact {
    std::string_view label;  ///< message id
    Sentence value;
};

struct HistoryLine {
    EventIndex event = 0;
    TaskId task = 0;  ///< who did it, in the history of a resource
    SpanLook look = SpanLook::Running;
    Nanoseconds time = 0;
    Message words;
};

/// How long in a state so far.
struct TimeShare {
    SpanLook look = SpanLook::Running;
    Nanoseconds time = 0;
    bool endless = false;  ///< it can never leave this state again
};

struct Facts {
    TaskId task = 0;  ///< one of the two
    ObjectId resource = 0;
    SpanLook look = SpanLook::Waiting;  ///< of the state line
    Sentence state;                     ///< the state line, in words
    std::string_view icon;              ///< of the state line: name in the tokens, "" for none
    std::vector<Fact> facts;
    std::vector<Fact> stack;           ///< the await stack, innermost first
    std::vector<HistoryLine> history;  ///< oldest first, up to the cursor
    std::vector<TimeShare> times;
};

/// About the selection; with nothing selected about the task in focus. Empty ids if there is
/// nothing to show.
[[nodiscard]] Facts facts(const Session& session, Language language);

/// describe_state at the cursor; while a question of predict mode is open only "ready", without who
/// comes first.
[[nodiscard]] Message state_words(const Session& session, TaskId task);

/// How a state is drawn.
[[nodiscard]] SpanLook look_of(const Interval& interval, bool stuck);
[[nodiscard]] SpanLook look_of_event(const Timeline& timeline, EventIndex index);

}  // namespace coroscope::gui
