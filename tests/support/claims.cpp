#include "tests/support/claims.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <variant>

#include "runtime/analysis/finding.h"
#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

namespace coroscope::test {
namespace {

std::vector<std::string> failing_checks(const Trace& trace) {
    std::vector<std::string> failing;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        if (trace[i].kind == EventKind::CheckMade && trace[i].detail == 0) {
            failing.emplace_back(trace.text(trace[i].b));
        }
    }
    return failing;
}

std::vector<std::string> kinds_found(const Timeline& timeline) {
    std::set<std::string> kinds;
    for (const Finding& finding : find_all(timeline)) {
        kinds.emplace(finding.kind);
    }
    return {kinds.begin(), kinds.end()};
}

std::vector<std::string> sorted(std::vector<std::string> texts) {
    std::ranges::sort(texts);
    return texts;
}

/// "a, b": what a failing check can show.
std::string listed(const std::vector<std::string>& texts) {
    return fmt::format("{}", fmt::join(texts, ", "));
}

}  // namespace

Trace run_of(std::string_view runspec) {
    CAPTURE(runspec);
    const auto parsed = parse_runspec(runspec);
    if (const auto* const error = std::get_if<SpecError>(&parsed)) {
        FAIL(error->text);
    }
    const auto checked = check(std::get<RunSpec>(parsed));
    if (const auto* const error = std::get_if<SpecError>(&checked)) {
        FAIL(error->text);
    }
    CHECK(to_text(std::get<RunSpec>(checked)) == runspec);
    return simulate(std::get<RunSpec>(checked));
}

void check_run(const Trace& trace, const Expected& expected) {
    const Timeline timeline(trace);
    CHECK(timeline.outcome() == expected.outcome);
    CHECK(listed(failing_checks(trace)) == listed(expected.failing_checks));
    CHECK(listed(kinds_found(timeline)) == listed(sorted(expected.findings)));
    if (expected.end) {
        CHECK(format_duration(trace.end_time()) == format_duration(expected.end->count()));
        CHECK(trace.end_time() == expected.end->count());
    }
    if (expected.result_text) {
        CHECK(result_of_main(trace) == *expected.result_text);
    }
}

void check_claims(std::span<const Claim> claims) {
    for (const Claim& claim : claims) {
        CAPTURE(claim.runspec);
        check_run(run_of(claim.runspec), claim.expected);
    }
}

std::string_view result_of_main(const Trace& trace) {
    for (EventIndex i = 0; i < trace.size(); ++i) {
        if (trace[i].kind == EventKind::TaskFinished && trace[i].task == 1) {
            return trace.text(trace[i].b);
        }
    }
    return "";
}

std::vector<std::string> log_of(const Trace& trace) {
    const Timeline timeline(trace);
    std::vector<std::string> lines;
    for (const EventIndex at : timeline.log()) {
        const TraceEvent& event = trace[at];
        const std::string who =
            event.task == 0 ? "loop" : std::string(timeline.task_name(event.task));
        lines.push_back(format_duration(event.time) + " " + who + ": " +
                        std::string(trace.text(event.b)));
    }
    return lines;
}

}  // namespace coroscope::test
