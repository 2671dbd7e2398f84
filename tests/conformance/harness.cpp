#include "tests/conformance/harness.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "tests/support/paths.h"

namespace coroscope::conformance {

std::string show(double number) { return fmt::format("{:g}", number); }
namespace {
/// Python has no message in these errors; ours say what to do.
std::string without_advice(std::string text) {
    for (const Error& error : {Error(QueueEmpty()), Error(QueueFull()), Error(QueueShutDown())}) {
        const std::string advice = ": " + error.message();
        if (const std::size_t at = text.find(error.type() + advice); at != std::string::npos) {
            text.erase(at + error.type().size(), advice.size());
        }
    }
    return text;
}
}  // namespace

std::string show(const std::exception_ptr& error) {
    return error ? without_advice(describe(error)) : "none";
}
std::string show(const Error& error) {
    return error.message().empty() ? error.type()
                                   : without_advice(error.type() + ": " + error.message());
}
std::string show(const CancelledError& error) {
    return error.message().empty() ? "CancelledError" : "CancelledError: " + error.message();
}

namespace {

using Lines = std::vector<std::string>;

std::string stamped(Nanoseconds time, std::string_view text) {
    const Nanoseconds milliseconds = time / 1'000'000;
    return fmt::format("[{}.{:03}] {}", milliseconds / 1000, milliseconds % 1000, text);
}

/// CPython's log writes "message / Type: text" where our reports have "message: Type: text".
std::string report_line(Report kind, std::string_view text) {
    if (kind == Report::NeverAwaited) {
        return fmt::format("WARNING RuntimeWarning: {}", text);
    }
    if (kind == Report::SlowCallback) {  // "task NAME took 0.500 seconds"
        std::string words(text);
        words.replace(words.find(" took "), 6, ": ");
        return fmt::format("LOOP WARNING slow {}", words);
    }
    std::string line = fmt::format("LOOP ERROR {}", text);
    if (const std::size_t colon = line.find(": "); colon != std::string::npos) {
        line.replace(colon, 2, " / ");
    }
    return without_advice(std::move(line));
}

std::string deadlock_line(const Trace& trace) {
    std::map<TaskId, std::string> unfinished;  // by id: in order of creation
    for (EventIndex i = 0; i < trace.size(); ++i) {
        const TraceEvent& event = trace[i];
        if (event.kind == EventKind::TaskCreated) {
            unfinished[event.task] = trace.text(event.b);
        } else if (event.kind == EventKind::TaskFinished || event.kind == EventKind::TaskFailed ||
                   event.kind == EventKind::TaskCancelled) {
            unfinished.erase(event.task);
        }
    }
    std::string names;
    for (const auto& [task, name] : unfinished) {
        names += (names.empty() ? "" : ", ") + name;
    }
    return fmt::format("DEADLOCK: {} tasks pending: {}", unfinished.size(), names);
}

Lines log_of(const Trace& trace) {
    Lines lines;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        const TraceEvent& event = trace[i];
        if (event.kind == EventKind::LogLine) {
            lines.push_back(stamped(event.time, trace.text(event.b)));
        } else if (event.kind == EventKind::LoopReport) {
            lines.push_back(stamped(
                event.time, report_line(static_cast<Report>(event.detail), trace.text(event.b))));
        }
    }
    return lines;
}

Lines expected_log(std::string_view name) {
    const auto cases = test::source_dir() / "tests" / "conformance" / "cases";
    for (const char* const ending : {".expected-3.13", ".expected-3.12", ".expected"}) {
        if (std::ifstream file(cases / (std::string(name) + ending)); file) {
            Lines lines;
            for (std::string line; std::getline(file, line);) {
                lines.push_back(line);
            }
            return lines;
        }
    }
    return {"no such case: " + std::string(name)};
}

/// Lines of both, marked "-" if only CPython prints them and "+" if only we do (longest common
/// subsequence).
std::string difference(const Lines& expected, const Lines& ours) {
    std::vector<std::vector<std::size_t>> common(expected.size() + 1,
                                                 std::vector<std::size_t>(ours.size() + 1));
    for (std::size_t i = expected.size(); i-- > 0;) {
        for (std::size_t j = ours.size(); j-- > 0;) {
            common[i][j] = expected[i] == ours[j] ? common[i + 1][j + 1] + 1
                                                  : std::max(common[i + 1][j], common[i][j + 1]);
        }
    }
    std::string text;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < expected.size() || j < ours.size()) {
        if (i < expected.size() && j < ours.size() && expected[i] == ours[j]) {
            text += "\n  " + expected[i++];
            ++j;
        } else if (i < expected.size() &&
                   (j == ours.size() || common[i + 1][j] >= common[i][j + 1])) {
            text += "\n- " + expected[i++];
        } else {
            text += "\n+ " + ours[j++];
        }
    }
    return text;
}

}  // namespace

void AfterRun::line(const std::string& text) { lines_.push_back(stamped(loop_.now(), text)); }

void conforms(std::string_view name, const std::function<Coroutine<>()>& main,
              const std::function<void(AfterRun&)>& after, bool debug) {
    Recorder recorder;
    LoopOptions options;
    options.debug = debug;
    options.recorder = &recorder;
    options.max_steps = 1'000'000;
    EventLoop loop(options);
    const Outcome outcome = loop.run(main());
    const Trace trace = recorder.snapshot();
    Lines ours = log_of(trace);
    AfterRun after_run(loop, ours);
    if (outcome == Outcome::Hang) {
        after_run.say(deadlock_line(trace));
    } else if (outcome == Outcome::Budget) {
        after_run.say("the run does not end");
    } else if (after) {
        after(after_run);
    } else if (outcome == Outcome::Failed) {
        after_run.say("main raised", loop.error());
    }
    const Lines expected = expected_log(name);
    CHECK_MESSAGE(ours == expected, difference(expected, ours));
}

void conforms_by_hand(std::string_view name, const std::function<void(EventLoop&)>& program,
                      const std::function<void(AfterRun&)>& after) {
    Recorder recorder;
    LoopOptions options;
    options.recorder = &recorder;
    options.max_steps = 1'000'000;
    EventLoop loop(options);
    program(loop);
    loop.close();
    Lines ours = log_of(recorder.snapshot());
    AfterRun after_run(loop, ours);
    after(after_run);
    const Lines expected = expected_log(name);
    CHECK_MESSAGE(ours == expected, difference(expected, ours));
}

}  // namespace coroscope::conformance
