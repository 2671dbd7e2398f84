#include "gui/model/palette.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "gui/model/command.h"
#include "gui/model/fuzzy.h"
#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

using Kind = PaletteEntry::Kind;

// By which texts an entry can be found, in both languages.
std::vector<std::string> texts_of(const PaletteEntry& entry) {
    switch (entry.kind) {
    case Kind::Command: {
        const std::string_view name = command(entry.id).name;
        return {std::string(tr(name, Language::English)), std::string(tr(name, Language::Chinese)),
                entry.id};
    }
    case Kind::Scenario: {
        const ScenarioInfo& about = info(*find_scenario(entry.id));
        return {"open " + entry.id, std::string(about.title_en),
                std::string(tr("ui.open", Language::Chinese)) + std::string(about.title_zh)};
    }
    case Kind::File: return {"open " + entry.id};
    }
    return {};
}

std::vector<PaletteEntry> all_entries(const Session& session) {
    std::vector<PaletteEntry> entries;
    for (const CommandGroup& group : command_groups()) {
        for (const Command& one : group.commands) {
            if (one.id != "palette") {
                entries.push_back({Kind::Command, std::string(one.id)});
            }
        }
    }
    for (const std::string& file : session.remembered.files) {
        entries.push_back({Kind::File, file});
    }
    for (const Scenario* scenario : catalogue()) {
        entries.push_back({Kind::Scenario, std::string(info(*scenario).id)});
    }
    return entries;
}

std::optional<int> score_of(const Session& session, const PaletteEntry& entry,
                            const std::string& query) {
    static constexpr int kLately = 12;
    constexpr int kImpossible = 6;
    std::optional<int> best;
    for (const std::string& text : texts_of(entry)) {
        if (const auto score = fuzzy_score(query, text)) {
            best = std::max(best.value_or(*score), *score);
        }
    }
    if (best) {
        const auto& lately = session.remembered.commands;
        const auto place = std::ranges::find(lately, entry.key()) - lately.begin();
        *best += std::max(0, kLately - static_cast<int>(place));
        *best -= entry.why_not(session).empty() || query.empty() ? 0 : kImpossible;
    }
    return best;
}

}  // namespace

std::string PaletteEntry::key() const {
    return (kind == Kind::Command ? "" : kind == Kind::Scenario ? "open " : "file ") + id;
}

std::string_view PaletteEntry::why_not(const Session& session) const {
    return kind == Kind::Command ? command(id).why_not(session) : std::string_view{};
}

void Palette::open(const Session& session) {
    query.clear();
    update(session);
}

void Palette::update(const Session& session) {
    std::vector<PaletteEntry> all = all_entries(session);
    std::vector<std::pair<int, std::size_t>> scored;  // the better the smaller
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (const auto score = score_of(session, all[i], query)) {
            scored.emplace_back(-*score, i);
        }
    }
    std::ranges::sort(scored);
    found_.clear();
    for (const auto& [score, index] : scored) {
        found_.push_back(std::move(all[index]));
    }
    chosen_ = 0;
}

void Palette::choose(std::size_t index) { chosen_ = std::min(index, found_.size()); }

void Palette::move(int rows) {
    if (found_.empty()) {
        return;
    }
    const auto size = static_cast<int>(found_.size());
    chosen_ = static_cast<std::size_t>(((static_cast<int>(chosen_) + rows) % size + size) % size);
}

bool Palette::accept(Session& session) {
    if (chosen_ >= found_.size() || !found_[chosen_].why_not(session).empty()) {
        return false;
    }
    const PaletteEntry entry = found_[chosen_];
    session.dialog = Dialog::None;
    Remembered::put_first(session.remembered.commands, entry.key());
    switch (entry.kind) {
    case Kind::Command: return run_command(session, entry.id);
    case Kind::Scenario: {
        RunSpec spec;
        spec.scenario = entry.id;
        session.run_again(spec);
        return true;
    }
    case Kind::File: session.open_file(entry.id); return true;
    }
    return false;
}

}  // namespace coroscope::gui
