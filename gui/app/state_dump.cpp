#include "gui/app/state_dump.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "gui/model/command.h"
#include "runtime/trace/ctrace.h"

namespace coroscope::gui {
namespace {

using Json = nlohmann::ordered_json;

// Of more a test wants to know nothing, and a frame with a dump should not take seconds.
constexpr std::size_t kMostTasks = 2'000;

const char* name_of_dialog(Dialog dialog) {
    switch (dialog) {
    case Dialog::None: return "";
    case Dialog::Open: return "open";
    case Dialog::Compare: return "compare";
    case Dialog::Save: return "save";
    case Dialog::Export: return "export";
    case Dialog::Keys: return "keys";
    case Dialog::Legend: return "legend";
    case Dialog::Palette: return "palette";
    case Dialog::Search: return "search";
    case Dialog::Bookmarks: return "bookmarks";
    case Dialog::Settings: return "settings";
    }
    return "";
}

const char* name_of_granularity(Granularity granularity) {
    switch (granularity) {
    case Granularity::Event: return "event";
    case Granularity::Step: return "step";
    case Granularity::Iteration: return "iteration";
    }
    return "";
}

Json tasks_as_json(const Session& session) {
    Json tasks = Json::object();
    const auto all = session.timeline().tasks();
    for (const TaskInfo& task : all.first(std::min(all.size(), kMostTasks))) {
        tasks[std::string(session.timeline().task_name(task.id))] =
            name_of(session.timeline().state_at(task.id, session.cursor()).state);
    }
    return tasks;
}

}  // namespace

std::string state_as_json(const Session& session, const Ui& ui) {
    const Settings& settings = session.settings;
    const Timeline& timeline = session.timeline();
    Json json;
    json["run"] = session.run_name();
    json["scenario"] =
        session.scenario() == nullptr ? "" : std::string(info(*session.scenario()).id);
    json["variant"] = session.variant();
    json["loading"] = session.loading();
    json["busy"] = session.busy();
    json["outcome"] = name_of(timeline.outcome());
    json["events"] = timeline.trace().size();
    json["steps"] = timeline.steps().size();
    json["cursor"] = session.cursor();
    json["step"] = session.step();
    json["iteration"] = timeline.iteration_at(session.cursor());
    json["time_ns"] = session.time();
    json["at_end"] = session.at_end();
    json["playing"] = session.playback.playing();
    json["granularity"] = name_of_granularity(settings.granularity);
    json["speed"] = settings.speed;
    json["axis"] = name_of(settings.axis);
    json["language"] = settings.language == Language::English ? "en" : "zh";
    json["theme"] = settings.dark ? "dark" : "light";
    json["selection"] = session.selection().task != 0
                            ? timeline.task_name(session.selection().task)
                            : timeline.resource_name(session.selection().resource);
    json["dialog"] = name_of_dialog(session.dialog);
    const Notice notice = session.notice().value_or(Notice{});
    json["notice"] = notice.message.empty() ? "" : to_string(notice.message, Language::English);
    json["findings"] = session.findings().size();
    json["comparing"] = session.comparison().shown() ? session.comparison().name() : "";
    json["view"] = {session.visible().first, session.visible().last};
    json["tasks"] = tasks_as_json(session);
    Json items = Json::object();
    for (const auto& [label, item] : ui.items) {
        items[label] = {{"rect", {item.rect.x0, item.rect.y0, item.rect.x1, item.rect.y1}},
                        {"enabled", item.enabled},
                        {"chosen", item.chosen}};
    }
    json["items"] = std::move(items);
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

void StateDump::write(const Session& session, const Ui& ui) {
    if (path_.empty()) {
        return;
    }
    std::string now = state_as_json(session, ui);
    if (now == written_) {
        return;
    }
    const std::string problem = write_file(path_, now);
    if (!problem.empty() && !complained_) {
        std::fprintf(stderr, "coroscope: %s\n", problem.c_str());
        complained_ = true;
    }
    written_ = std::move(now);
}

}  // namespace coroscope::gui
