#include "gui/model/history.h"

#include <doctest/doctest.h>

using namespace coroscope;
using namespace coroscope::gui;

namespace {

TraceEvent event(EventKind kind, WakeReason reason = WakeReason::Created) {
    TraceEvent made{};
    made.kind = kind;
    made.detail = static_cast<std::uint8_t>(reason);
    return made;
}

}  // namespace

TEST_CASE("a history tells what a task did, and leaves out how the loop keeps its books") {
    CHECK(belongs_to_history(event(EventKind::ResourceAcquired)));
    CHECK(belongs_to_history(event(EventKind::LogLine)));
    CHECK_FALSE(belongs_to_history(event(EventKind::LoopIteration)));
    CHECK_FALSE(belongs_to_history(event(EventKind::ChoiceMade)));
}

TEST_CASE("that a task is ready is told, but for its creation, which is told anyway") {
    CHECK_FALSE(belongs_to_history(event(EventKind::TaskReady, WakeReason::Created)));
    CHECK(belongs_to_history(event(EventKind::TaskReady, WakeReason::TimerFired)));
}
