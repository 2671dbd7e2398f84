#include "scenarios/catalogue.h"

#include <algorithm>

#include "assets/assets.h"
#include "scenarios/basics/topic.h"
#include "scenarios/blocking/topic.h"
#include "scenarios/combinators/topic.h"
#include "scenarios/deadlocks/topic.h"
#include "scenarios/distributed/topic.h"
#include "scenarios/errors/topic.h"
#include "scenarios/found_in_tutorials/topic.h"
#include "scenarios/lifecycle/topic.h"
#include "scenarios/patterns/topic.h"
#include "scenarios/races/topic.h"
#include "scenarios/scenario.h"
#include "scenarios/sync/topic.h"

namespace coroscope {

std::span<const Scenario* const> catalogue() {
    static const auto kTable = [] {
        std::vector<const Scenario*> all;
        const auto add = [&](std::span<const Scenario* const> topic) {
            all.insert(all.end(), topic.begin(), topic.end());
        };
        add(kBasics);
        add(kCombinators);
        add(kSync);
        add(kRaces);
        add(kDeadlocks);
        add(kBlocking);
        add(kErrors);
        add(kLifecycle);
        add(kPatterns);
        add(kDistributed);
        add(kFoundInTutorials);
        return all;
    }();
    return kTable;
}

const Scenario* find_scenario(std::string_view id) {
    for (const Scenario* const scenario : catalogue()) {
        if (scenario->info().id == id) {
            return scenario;
        }
    }
    return nullptr;
}

namespace {

/// Levenshtein's distance: how many characters must be changed, added or left out.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
            diagonal = std::exchange(row[j], std::min({changed, row[j] + 1, row[j - 1] + 1}));
        }
    }
    return row[b.size()];
}

}  // namespace

std::vector<std::string_view> similar_scenarios(std::string_view id) {
    std::vector<std::pair<std::size_t, std::string_view>> near;
    for (const Scenario* const scenario : catalogue()) {
        const std::string_view known = scenario->info().id;
        const std::string_view name = known.substr(known.find('/') + 1);
        const bool part = !id.empty() && known.find(id) != std::string_view::npos;
        const std::size_t far = part ? 0 : std::min(distance(id, known), distance(id, name));
        const bool shares = far < name.size();  // "" is not like "gil"
        if (shares && far <= std::max<std::size_t>(3, id.size() / 3)) {
            near.emplace_back(far, known);
        }
    }
    std::stable_sort(near.begin(), near.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string_view> ids;
    for (std::size_t i = 0; i < near.size() && i < 3; ++i) {
        ids.push_back(near[i].second);
    }
    return ids;
}

const ScenarioInfo& info(const Scenario& scenario) { return scenario.info(); }

std::vector<std::string> expected_findings(const Scenario& scenario, std::string_view variant) {
    const Variants::Variant* const found = scenario.variant(variant);
    return found == nullptr ? std::vector<std::string>() : found->expected.findings;
}

std::optional<std::string_view> lesson(const Scenario& scenario, Language language) {
    const std::string stem = "assets/lessons/" + std::string(scenario.info().id);
    if (language == Language::Chinese) {
        if (const auto text = asset(stem + ".zh.md")) {
            return text;
        }
    }
    return asset(stem + ".en.md");
}

std::string_view source_text(const Scenario& scenario) {
    return asset(scenario.info().source_file).value_or("");
}

}  // namespace coroscope
