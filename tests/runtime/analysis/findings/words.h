// What a finding says, for tests.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/analysis/finding.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/ran.h"

namespace coroscope::test {

inline std::string en(const Message& message) { return to_string(message, Language::English); }
inline std::string zh(const Message& message) { return to_string(message, Language::Chinese); }

using Find = std::vector<Finding> (*)(const Timeline&, const FindingOptions&);
inline std::vector<Finding> findings(Find find, TraceBuilder& t) {
    return find(Timeline(t.trace()), {});
}

/// The kinds of all findings of a run, in their order: one for each finding.
inline std::vector<std::string> kinds(const Trace& trace) {
    std::vector<std::string> names;
    for (const Finding& finding : find_all(Timeline(trace))) {
        names.emplace_back(finding.kind);
    }
    return names;
}

/// The findings in a program that runs here. Only what they say may be used afterwards.
template <class T>
std::vector<Finding> findings(Find find, Coroutine<T> program, LoopOptions options = {}) {
    const Ran run(std::move(program), std::move(options));
    return find(Timeline(run.trace), {});
}
/// The same under another policy.
template <class T>
std::vector<Finding> findings_under(std::string_view policy, Find find, Coroutine<T> program) {
    const auto chooses = make_policy(policy, 1);
    return findings(find, std::move(program), LoopOptions{.policy = chooses.get()});
}

inline std::vector<std::uint32_t> lines(TraceBuilder& t, const Finding& finding) {
    std::vector<std::uint32_t> result;
    const Trace trace = t.trace();
    for (const SiteId site : finding.sites) {
        result.push_back(trace.site(site).line);
    }
    return result;
}

}  // namespace coroscope::test
