#include "scenarios/scenario.h"

#include <algorithm>

namespace coroscope {

std::int64_t Stage::parameter(std::string_view name) const {
    const auto at = parameters_.find(name);
    if (at == parameters_.end()) {
        throw RuntimeError("the scenario declares no parameter '" + std::string(name) + "'");
    }
    return at->second;
}

int Stage::integer(std::string_view name) const { return static_cast<int>(parameter(name)); }

Duration Stage::duration(std::string_view name) const { return Duration(parameter(name)); }

void Stage::expect(bool holds, std::string_view what, std::source_location where) const {
    EventLoop& loop = EventLoop::running();
    loop.record(EventKind::CheckMade, loop.current_task_id(), 0, holds ? 1 : 0, 0, loop.text(what),
                loop.site(where));
}

Params&& Params::integer(std::string_view name, int standard, AtLeast<int> least,
                         AtMost<int> most) && {
    list_.push_back(ParameterInfo{name, ParameterType::Integer, standard, least.least, most.most});
    return std::move(*this);
}

Params&& Params::duration(std::string_view name, Duration standard, AtLeast<Duration> least,
                          AtMost<Duration> most) && {
    list_.push_back(ParameterInfo{name, ParameterType::Time, standard.count(), least.least.count(),
                                  most.most.count()});
    return std::move(*this);
}

Scenario::Scenario(ScenarioId id, Title title, Difficulty difficulty, Params params,
                   Variants variants)
    : variants_(std::move(variants)) {
    info_.id = id.text();
    info_.topic = id.text().substr(0, id.text().find('/'));
    info_.title_en = title.english;
    info_.title_zh = title.chinese;
    info_.difficulty = difficulty == Difficulty::Easy     ? "easy"
                       : difficulty == Difficulty::Medium ? "medium"
                                                          : "hard";
    info_.parameters = params.list();
    for (const Variants::Variant& variant : variants_.list()) {
        if (!variant.name.empty()) {
            info_.variants.push_back(variant.name);
        }
    }
    info_.source_file = "scenarios/" + std::string(id.text()) + ".cpp";
    std::replace(info_.source_file.begin(), info_.source_file.end(), '-', '_');
    info_.expected_findings = variants_.list().front().expected.findings;
}

const Variants::Variant* Scenario::variant(std::string_view name) const {
    for (const Variants::Variant& variant : variants_.list()) {
        if (name.empty() || variant.name == name) {
            return &variant;
        }
    }
    return nullptr;
}

const ParameterInfo* Scenario::parameter(std::string_view name) const {
    for (const ParameterInfo& parameter : info_.parameters) {
        if (parameter.name == name) {
            return &parameter;
        }
    }
    return nullptr;
}

}  // namespace coroscope
