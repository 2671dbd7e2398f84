// Await tree: who awaits whom at a cursor: each task with its coroutines and, below the innermost,
// the tasks that it awaits, gathers or has in its group, down to the last wait. Like `python -m
// asyncio pstree`.
//
// Order: depth first; roots by id, children in the order in which they are awaited. Every task that
// is not over stands in the tree. One that several await is written out under the first and
// `repeated` under the others; one that awaits itself in the end is `repeated` and `in_ring` where
// the ring closes, and never followed again.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

namespace coroscope {

struct AwaitNode {
    TaskId task = 0;
    std::size_t depth = 0;                 ///< tasks above it, 0 for a root
    Interval state{};                      ///< what it is doing: state, reason, subject, line
    std::vector<Timeline::Frame> stack{};  ///< its coroutines from the root in; none if repeated
    std::vector<TaskId> holders{};         ///< who holds the lock or permits it waits for
    bool repeated = false;                 ///< written out elsewhere
    bool in_ring = false;                  ///< `repeated`, and it is above itself
};

struct AwaitTree {
    std::vector<AwaitNode> nodes;
    EventIndex cursor = 0;
};

/// Cost: a few look-ups for each task at the cursor, and its await stack.
[[nodiscard]] AwaitTree await_tree(const Timeline& timeline, EventIndex cursor = kNoEvent);

struct AwaitTreeText {
    Language language = Language::English;
    bool ascii = false;
};
/// Lines ended by "\n", "" if there is no task. Very deep trees and stacks are shortened and say
/// so.
[[nodiscard]] std::string to_text(const Timeline& timeline, const AwaitTree& tree,
                                  const AwaitTreeText& look = {});

}  // namespace coroscope
