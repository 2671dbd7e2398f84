// The explain line: one or two plain sentences for a trace event, present tense: what just
// happened, and why the next thing is next.
#pragma once

#include <vector>

#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

/// Requires: event < timeline.trace().size(). Every kind of event has a sentence.
[[nodiscard]] std::vector<Message> explain(const Timeline& timeline, EventIndex event);

/// A few words for a history list ("takes account_a", "sleeps 100 ms"), the task being the subject.
[[nodiscard]] Message brief(const Timeline& timeline, EventIndex event);

/// What a task is doing at a cursor, in words: "waits for account_b, held by transfer B→A", "ready,
/// runs next".
[[nodiscard]] Message describe_state(const Timeline& timeline, TaskId task, EventIndex cursor);

}  // namespace coroscope
