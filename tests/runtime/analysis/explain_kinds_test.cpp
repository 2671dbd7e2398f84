// Every kind of event, with every detail, has words in both languages: in a trace that makes sense
// and in one whose ids point nowhere.

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

#include "runtime/analysis/explain.h"
#include "runtime/analysis/finding.h"
#include "runtime/analysis/statistics.h"
#include "runtime/analysis/wait_graph.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"

using namespace coroscope;

namespace {

// The highest detail that each kind knows; one more is tried too.
struct Kind {
    EventKind kind;
    std::uint8_t details = 0;
};
constexpr Kind kKinds[] = {
    {EventKind::None},
    {EventKind::LoopIteration},
    {EventKind::ClockAdvanced},
    {EventKind::RunEnded, 5},
    {EventKind::CallbackScheduled},
    {EventKind::CallbackRun},
    {EventKind::TaskCreated},
    {EventKind::TaskReady, 16},
    {EventKind::TaskResumed},
    {EventKind::TaskSuspended, 19},
    {EventKind::TaskFinished},
    {EventKind::TaskFailed},
    {EventKind::TaskCancelled},
    {EventKind::TaskCancelRequested, 2},
    {EventKind::TaskAbandoned},
    {EventKind::TaskRenamed},
    {EventKind::ResultTaken, 2},
    {EventKind::CoroutineEntered},
    {EventKind::CoroutineLeft, 1},
    {EventKind::TimePassed, 3},
    {EventKind::TimerSet},
    {EventKind::TimerFired},
    {EventKind::TimerCancelled},
    {EventKind::ResourceCreated, 15},
    {EventKind::ResourceAcquired, 1},
    {EventKind::ResourceReleased},
    {EventKind::ResourceNotified, 11},
    {EventKind::ResourceLinked},
    {EventKind::ResourceDestroyed},
    {EventKind::QueuePut},
    {EventKind::QueueGot},
    {EventKind::QueueTaskDone},
    {EventKind::QueueDropped},
    {EventKind::CounterChanged},
    {EventKind::VariableRead},
    {EventKind::VariableWritten},
    {EventKind::LogLine},
    {EventKind::LoopReport, 6},
    {EventKind::CheckMade, 1},
    {EventKind::ChoiceMade, 2},
    {EventKind::ThreadStarted},
    {EventKind::ThreadEnded},
    {EventKind::FrameAllocated},
    {EventKind::FrameFreed},
    {EventKind::JobSubmitted},
    {EventKind::JobStarted},
    {EventKind::JobComputes, 1},
    {EventKind::JobFinished},
    {EventKind::MessageSent},
    {EventKind::MessageArrived},
};

void check_words(const Timeline& timeline, EventIndex event) {
    for (const Language language : {Language::English, Language::Chinese}) {
        std::vector<Message> messages = explain(timeline, event);
        CHECK_FALSE(messages.empty());
        messages.push_back(brief(timeline, event));
        messages.push_back(describe_state(timeline, timeline.trace()[event].task, event));
        for (const Message& message : messages) {
            const std::string text = to_string(message, language);
            CAPTURE(message.id);
            CAPTURE(text);
            CHECK_FALSE(text.empty());
            CHECK(text != message.id);
            CHECK(text.find_first_of("{}") == std::string::npos);
        }
    }
}

void check_all(const Trace& trace) {
    const Timeline timeline(trace);
    for (EventIndex i = 0; i < timeline.trace().size(); ++i) {
        CAPTURE(name_of(timeline.trace()[i].kind));
        CAPTURE(int{timeline.trace()[i].detail});
        check_words(timeline, i);
        (void)wait_graph(timeline, i);
        (void)stuck_tasks(timeline, i);
        (void)statistics(timeline, i);
    }
    for (const Finding& finding : find_all(timeline, {.slow_step = 0})) {
        for (const Message* message : {&finding.statement, &finding.explanation, &finding.advice}) {
            CHECK(to_string(*message, Language::English).find_first_of("{}") == std::string::npos);
        }
    }
}

/// One of each kind and detail with these ids.
void add_each(TraceBuilder& t, const TraceEvent& ids) {
    for (const Kind& kind : kKinds) {
        for (int detail = 0; detail <= kind.details + 1; ++detail) {
            TraceEvent event = ids;
            event.kind = kind.kind;
            event.detail = static_cast<std::uint8_t>(detail);
            t.event(event);
        }
    }
}

}  // namespace

TEST_CASE("the table knows every kind") {
    for (int number = 0; number < 256; ++number) {
        const auto kind = static_cast<EventKind>(number);
        const bool listed =
            std::ranges::any_of(kKinds, [kind](const Kind& k) { return k.kind == kind; });
        CAPTURE(number);
        CHECK(listed == (name_of(kind) != "unknown" || kind == EventKind::None));
    }
}

TEST_CASE("every kind of event has words when all its ids are known") {
    for (const ResourceType type :
         {ResourceType::Lock, ResourceType::Semaphore, ResourceType::Event, ResourceType::Queue,
          ResourceType::Future, ResourceType::Gather, ResourceType::Variable, ResourceType::Wait,
          ResourceType::AsCompleted, ResourceType::Shield, ResourceType::TaskGroup,
          ResourceType::Condition, ResourceType::Barrier, ResourceType::Executor,
          ResourceType::Counter, ResourceType::Local, ResourceType::Place}) {
        TraceBuilder t;
        const TaskId a = t.create("a");
        const TaskId b = t.create("b", a);
        const ObjectId resource = t.resource(type, "thing", 2, a);
        const TextId words = t.text("1: words");
        t.resume(a);
        t.resume(b);
        add_each(t, {.a = a, .task = b, .subject = resource, .b = words});
        t.at(7);
        add_each(t, {.a = 1, .task = a, .subject = resource, .b = words});
        check_all(t.trace());
    }
}

TEST_CASE("every kind of event has words when no id is known") {
    TraceBuilder t;
    add_each(t, {.a = 77, .task = 99, .subject = 88, .b = 66});
    t.at(5);
    add_each(t, {.a = std::numeric_limits<std::int64_t>::max(),
                 .task = std::numeric_limits<TaskId>::max(),
                 .subject = std::numeric_limits<ObjectId>::max(),
                 .b = std::numeric_limits<std::uint32_t>::max()});
    add_each(t, {.a = std::numeric_limits<std::int64_t>::min()});
    check_all(t.trace());
}

TEST_CASE("every kind of event has words when all ids are zero") {
    TraceBuilder t;
    add_each(t, {});
    t.create("a");
    add_each(t, {.task = 1});
    check_all(t.trace());
}

TEST_CASE("a kind from a later version has words") {
    TraceBuilder t;
    t.event({.kind = static_cast<EventKind>(250)});
    check_all(t.trace());
    CHECK(to_string(explain(Timeline(t.trace()), 0).front(), Language::English) ==
          "This version does not know events of kind 250.");
}

TEST_CASE("random traces, sound ones and nonsense, always have words") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        for (const bool nonsense : {false, true}) {
            CAPTURE(seed);
            check_all(random_trace({.seed = seed, .events = 300, .nonsense = nonsense}));
        }
    }
}
