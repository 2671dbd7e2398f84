#include "runtime/analysis/verdict.h"

#include <algorithm>

namespace coroscope {
namespace {

/// How it ended, if that was not as it should; an empty message otherwise.
Message bad_end(const Timeline& timeline, const std::vector<Finding>& findings) {
    switch (timeline.outcome()) {
    case Outcome::Finished:
    case Outcome::None: return {};
    case Outcome::Hang:
        return std::ranges::any_of(findings, [](const Finding& f) { return f.kind == "deadlock"; })
                   ? Message("verdict.deadlock")
                   : Message("verdict.hang");
    case Outcome::Budget: return Message("verdict.budget");
    case Outcome::Stopped: return Message("verdict.stopped");
    case Outcome::Failed: break;
    }
    const Trace& trace = timeline.trace();
    for (EventIndex i = trace.size(); i-- > 0;) {
        if (trace[i].kind == EventKind::RunEnded) {
            return Message("verdict.failed", {code_arg("error", trace.text(trace[i].b))});
        }
    }
    return Message("outcome.failed");
}

}  // namespace

Verdict verdict(const Timeline& timeline, const std::vector<Finding>& findings) {
    if (Message end = bad_end(timeline, findings); !end.empty()) {
        return {false, std::move(end)};
    }
    const Trace& trace = timeline.trace();
    bool checked = false;
    for (EventIndex i = 0; i < trace.size(); ++i) {
        if (trace[i].kind != EventKind::CheckMade) {
            continue;
        }
        checked = true;
        if (trace[i].detail == 0) {
            return {false,
                    Message("verdict.check_fails", {text_arg("check", trace.text(trace[i].b))})};
        }
    }
    const auto trouble = std::ranges::find_if(
        findings, [](const Finding& finding) { return finding.severity != Severity::Info; });
    if (trouble != findings.end()) {
        return {false, Message("verdict.finding", {code_arg("kind", trouble->kind)})};
    }
    return {true, Message(checked ? "verdict.checks_hold" : "verdict.nothing_wrong")};
}

}  // namespace coroscope
