// Runs a program and keeps what a test wants to know of it.
//
//     const Ran run(program());
//     CHECK(run.outcome == Outcome::Finished);
//     CHECK(run.logs() == std::vector<std::string>{"hello"});
#pragma once

#include <string>
#include <vector>

#include "runtime/core/event_loop.h"
#include "runtime/trace/recorder.h"

namespace coroscope::test {

class Ran {
public:
    template <class T>
    explicit Ran(Coroutine<T> main, LoopOptions options = {}) {
        Recorder recorder;
        options.recorder = &recorder;
        EventLoop loop(std::move(options));
        outcome = loop.run(std::move(main));
        error = loop.error();
        ended_at = loop.now();
        trace = recorder.snapshot();
    }

    [[nodiscard]] std::vector<TraceEvent> events(EventKind kind) const {
        std::vector<TraceEvent> found;
        for (EventIndex i = 0; i < trace.size(); ++i) {
            if (trace[i].kind == kind) {
                found.push_back(trace[i]);
            }
        }
        return found;
    }
    [[nodiscard]] std::size_t count(EventKind kind) const { return events(kind).size(); }
    /// The texts of this kind's events (LogLine, LoopReport, TaskFailed, ...).
    [[nodiscard]] std::vector<std::string> texts(EventKind kind) const {
        std::vector<std::string> found;
        for (const TraceEvent& event : events(kind)) {
            found.emplace_back(trace.text(event.b));
        }
        return found;
    }
    [[nodiscard]] std::vector<std::string> logs() const { return texts(EventKind::LogLine); }
    [[nodiscard]] std::vector<std::string> reports() const { return texts(EventKind::LoopReport); }
    [[nodiscard]] const Site& site_of(const TraceEvent& event) const {
        return trace.site(event.site);
    }

    Outcome outcome = Outcome::None;
    std::exception_ptr error;
    Nanoseconds ended_at = 0;
    Trace trace;
};

}  // namespace coroscope::test
