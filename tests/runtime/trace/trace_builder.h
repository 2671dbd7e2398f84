// TraceBuilder: a trace written by hand, one short line per event.
//
//     TraceBuilder t;
//     const TaskId a = t.create("a");
//     t.resume(a);
//     t.at(1'000'000).suspend(a, WaitReason::Sleep, timer, 5'000'000);
//     Timeline timeline(t.trace());
#pragma once

#include <string_view>

#include "runtime/trace/recorder.h"

namespace coroscope {

class TraceBuilder {
public:
    explicit TraceBuilder(TraceInfo info = {}) : recorder_(std::move(info)) {}

    /// The time of the events that follow.
    TraceBuilder& at(Nanoseconds time) {
        now_ = time;
        return *this;
    }
    /// The source line of the next event.
    TraceBuilder& line(std::uint32_t line) {
        line_ = line;
        return *this;
    }

    /// Any event; `time` and, after line(), `site` are filled in. Returns its index, as all below
    /// but create().
    EventIndex event(TraceEvent event) {
        event.time = now_;
        if (line_ != 0) {
            event.site = recorder_.site("test.cpp", line_);
            line_ = 0;
        }
        recorder_.append(event);
        return recorder_.size() - 1;
    }

    TaskId create(std::string_view name, TaskId parent = 0) {
        const TaskId id = ++tasks_;
        event({.a = text("do_" + std::string(name)),
               .task = id,
               .subject = parent,
               .b = text(name),
               .kind = EventKind::TaskCreated});
        return id;
    }
    EventIndex ready(TaskId task, WakeReason reason = WakeReason::None, TaskId waker = 0,
                     ObjectId through = 0) {
        return event({.a = waker,
                      .task = task,
                      .subject = through,
                      .kind = EventKind::TaskReady,
                      .detail = static_cast<std::uint8_t>(reason)});
    }
    EventIndex resume(TaskId task) {
        return event({.a = ++steps_, .task = task, .kind = EventKind::TaskResumed});
    }
    EventIndex suspend(TaskId task, WaitReason reason, ObjectId subject = 0,
                       std::int64_t extra = 0) {
        return event({.a = extra,
                      .task = task,
                      .subject = subject,
                      .kind = EventKind::TaskSuspended,
                      .detail = static_cast<std::uint8_t>(reason)});
    }
    EventIndex finish(TaskId task, std::string_view result = "") {
        return event({.task = task, .b = text(result), .kind = EventKind::TaskFinished});
    }
    EventIndex fail(TaskId task, std::string_view error) {
        return event({.task = task, .b = text(error), .kind = EventKind::TaskFailed});
    }
    EventIndex cancelled(TaskId task) {
        return event({.task = task, .kind = EventKind::TaskCancelled});
    }
    EventIndex abandon(TaskId task) {
        return event({.task = task, .kind = EventKind::TaskAbandoned});
    }

    EventIndex iteration() { return event({.a = ++iterations_, .kind = EventKind::LoopIteration}); }
    EventIndex end(Outcome outcome) {
        return event({.kind = EventKind::RunEnded, .detail = static_cast<std::uint8_t>(outcome)});
    }
    EventIndex log(TaskId task, std::string_view words) {
        return event({.task = task, .b = text(words), .kind = EventKind::LogLine});
    }

    ObjectId timer(TaskId task, Nanoseconds deadline) {
        const ObjectId id = ++objects_;
        event({.a = deadline, .task = task, .subject = id, .kind = EventKind::TimerSet});
        return id;
    }
    EventIndex fire(ObjectId timer, TaskId task) {
        return event({.task = task, .subject = timer, .kind = EventKind::TimerFired});
    }
    EventIndex cancel_timer(ObjectId timer, TaskId task) {
        return event({.task = task, .subject = timer, .kind = EventKind::TimerCancelled});
    }

    ObjectId resource(ResourceType type, std::string_view name, std::int64_t capacity = 0,
                      TaskId creator = 0) {
        const ObjectId id = ++objects_;
        event({.a = capacity,
               .task = creator,
               .subject = id,
               .b = text(name),
               .kind = EventKind::ResourceCreated,
               .detail = static_cast<std::uint8_t>(type)});
        return id;
    }
    ObjectId lock(std::string_view name) { return resource(ResourceType::Lock, name, 1); }
    EventIndex acquire(TaskId task, ObjectId resource, std::int64_t left = 0) {
        return event(
            {.a = left, .task = task, .subject = resource, .kind = EventKind::ResourceAcquired});
    }
    EventIndex release(TaskId task, ObjectId resource, std::int64_t free = 1) {
        return event(
            {.a = free, .task = task, .subject = resource, .kind = EventKind::ResourceReleased});
    }
    EventIndex notify(TaskId task, ObjectId resource, Notice notice) {
        return event({.task = task,
                      .subject = resource,
                      .kind = EventKind::ResourceNotified,
                      .detail = static_cast<std::uint8_t>(notice)});
    }
    EventIndex link(TaskId task, ObjectId resource, TaskId child) {
        return event(
            {.a = child, .task = task, .subject = resource, .kind = EventKind::ResourceLinked});
    }
    EventIndex count(ObjectId counter, std::int64_t value) {
        return event({.a = value, .subject = counter, .kind = EventKind::CounterChanged});
    }
    EventIndex put(TaskId task, ObjectId queue, std::int64_t depth, std::string_view item) {
        return event({.a = depth,
                      .task = task,
                      .subject = queue,
                      .b = text(item),
                      .kind = EventKind::QueuePut});
    }
    EventIndex got(TaskId task, ObjectId queue, std::int64_t depth, std::string_view item) {
        return event({.a = depth,
                      .task = task,
                      .subject = queue,
                      .b = text(item),
                      .kind = EventKind::QueueGot});
    }
    EventIndex task_done(TaskId task, ObjectId queue, std::int64_t unfinished) {
        return event(
            {.a = unfinished, .task = task, .subject = queue, .kind = EventKind::QueueTaskDone});
    }
    EventIndex read(TaskId task, ObjectId variable, std::int64_t version, std::string_view value) {
        return event({.a = version,
                      .task = task,
                      .subject = variable,
                      .b = text(value),
                      .kind = EventKind::VariableRead});
    }
    EventIndex write(TaskId task, ObjectId variable, std::int64_t version, std::string_view value) {
        return event({.a = version,
                      .task = task,
                      .subject = variable,
                      .b = text(value),
                      .kind = EventKind::VariableWritten});
    }
    EventIndex enter(TaskId task, std::string_view function, std::uint32_t depth) {
        return event(
            {.a = text(function), .task = task, .b = depth, .kind = EventKind::CoroutineEntered});
    }
    EventIndex leave(TaskId task, std::string_view function, std::uint32_t depth) {
        return event(
            {.a = text(function), .task = task, .b = depth, .kind = EventKind::CoroutineLeft});
    }

    TextId text(std::string_view words) { return recorder_.text(words); }
    SiteId site(std::uint32_t line) { return recorder_.site("test.cpp", line); }
    [[nodiscard]] EventIndex size() const { return recorder_.size(); }
    [[nodiscard]] Trace trace() {
        recorder_.publish();
        return recorder_.snapshot();
    }

private:
    Recorder recorder_;
    Nanoseconds now_ = 0;
    std::uint32_t line_ = 0;
    TaskId tasks_ = 0;
    ObjectId objects_ = 0;
    std::int64_t steps_ = 0;
    std::int64_t iterations_ = 0;
};

}  // namespace coroscope
