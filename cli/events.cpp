#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "cli/commands.h"
#include "cli/report.h"
#include "cli/values.h"
#include "runtime/analysis/explain.h"

namespace coroscope::cli {

namespace {

using Json = nlohmann::ordered_json;

/// The events to print: [first, last), and what they must be.
struct Filter {
    EventIndex first = 0;
    EventIndex last = 0;
    std::optional<TaskId> task;
    std::optional<EventKind> kind;
};

std::optional<EventKind> kind_named(const std::string& name) {
    if (name.empty()) {
        return std::nullopt;
    }
    std::vector<std::string> known;
    for (int number = 1; number < 256; ++number) {
        const auto kind = static_cast<EventKind>(number);
        const std::string_view kind_name = name_of(kind);
        if (kind_name == name) {
            return kind;
        }
        if (kind_name != "unknown") {
            known.emplace_back(kind_name);
        }
    }
    std::string advice = did_you_mean(nearest(name, known));
    if (advice.empty()) {
        advice = "give one of";
        for (const std::string& each : known) {
            advice += " " + each;
        }
    }
    throw usage("unknown kind of event", "--kind " + name, advice);
}

std::optional<TaskId> task_named(const Timeline& timeline, const std::string& name) {
    if (name.empty()) {
        return std::nullopt;
    }
    if (name == "loop") {
        return 0;
    }
    std::vector<std::string> known;
    for (const TaskInfo& task : timeline.tasks()) {
        const std::string_view task_name = timeline.task_name(task.id);
        if (task_name == name) {
            return task.id;
        }
        known.emplace_back(task_name);
    }
    const std::string question = did_you_mean(nearest(name, known));
    throw usage("no such task", "--task " + name,
                question.empty() ? "`coroscope run` lists the tasks" : question);
}

Filter filter_of(const Timeline& timeline, const EventsOptions& options) {
    Filter filter{0, timeline.trace().size(), task_named(timeline, options.task),
                  kind_named(options.kind)};
    if (options.from) {
        // A step's events begin behind the step before it, so that what led to it is there.
        const std::uint64_t step = number_option("--from", *options.from);
        (void)cursor_at_step(timeline, "--from", *options.from);
        filter.first = step <= 1 ? 0 : timeline.steps()[step - 2].last + 1;
    }
    if (options.to) {
        const EventIndex last = cursor_at_step(timeline, "--to", *options.to);
        const bool whole = number_option("--to", *options.to) == timeline.steps().size();
        filter.last = whole ? timeline.trace().size() : last + 1;
    }
    if (filter.first > filter.last) {
        throw usage("nothing to show", "--from " + *options.from + " --to " + *options.to,
                    "let --from be the smaller one");
    }
    return filter;
}

std::string words(const Timeline& timeline, EventIndex index, Language language) {
    const Message message = brief(timeline, index);
    if (!message.empty()) {
        return to_string(message, language);
    }
    std::string text;
    for (const Message& sentence : explain(timeline, index)) {
        text += (text.empty() ? "" : " ") + to_string(sentence, language);
    }
    return text;
}

std::string subject_of(const Timeline& timeline, const TraceEvent& event) {
    if (event.kind == EventKind::TaskCreated || event.kind == EventKind::TaskCancelRequested) {
        return task_label(timeline, event.subject);
    }
    if (event.kind == EventKind::CallbackScheduled || event.kind == EventKind::CallbackRun) {
        return std::string(timeline.trace().text(event.b));
    }
    if (subject_is_text(event.kind)) {
        return std::string(timeline.trace().text(event.subject));
    }
    return std::string(timeline.resource_name(event.subject));
}

Json event_json(const Timeline& timeline, EventIndex index, Language language) {
    const Trace& trace = timeline.trace();
    const TraceEvent& event = trace[index];
    const auto value = [&](bool is_text, std::int64_t number) {
        return is_text ? Json(std::string(trace.text(static_cast<TextId>(number)))) : Json(number);
    };
    const std::string subject = subject_of(timeline, event);
    const std::string line = line_of(timeline, event.site);
    return Json{{"index", index},
                {"time_ns", event.time},
                {"step", step_number(timeline, index)},
                {"iteration", timeline.iteration_at(index)},
                {"task", task_label(timeline, event.task)},
                {"task_id", event.task},
                {"kind", std::string(name_of(event.kind))},
                {"subject", subject.empty() ? Json() : Json(subject)},
                {"subject_id", subject_is_text(event.kind) ? 0 : event.subject},
                {"detail", event.detail},
                {"a", value(a_is_text(event.kind), event.a)},
                {"b", value(b_is_text(event.kind), event.b)},
                {"line", line.empty() ? Json() : Json(line)},
                {"text", words(timeline, index, language)}};
}

template <class Visit>
void for_each_event(const Timeline& timeline, const Filter& filter, const Console& console,
                    Visit visit) {
    for (EventIndex i = filter.first; i < filter.last && console.out; ++i) {
        const TraceEvent& event = timeline.trace()[i];
        if ((!filter.task || event.task == *filter.task) &&
            (!filter.kind || event.kind == *filter.kind)) {
            visit(i, event);
        }
    }
}

void print_lines(const Timeline& timeline, const Filter& filter, Language language,
                 Console& console) {
    int task_width = 4;
    for (const TaskInfo& task : timeline.tasks()) {
        task_width = std::min(24, std::max(task_width, columns(timeline.task_name(task.id))));
    }
    const int index_width = static_cast<int>(std::to_string(timeline.trace().size()).size());
    const int time_width = std::max(6, columns(format_duration(timeline.trace().end_time())));
    for_each_event(timeline, filter, console, [&](EventIndex index, const TraceEvent& event) {
        const std::string number = std::to_string(index);
        const std::string time = format_duration(event.time);
        const auto indent = [](int width, const std::string& text) {
            return std::string(static_cast<std::size_t>(std::max(0, width - columns(text))), ' ') +
                   text;
        };
        console.out << painted(console, Paint::Faint, indent(index_width, number)) << "  "
                    << indent(time_width, time) << "  "
                    << padded(task_label(timeline, event.task), task_width) << "  "
                    << painted(console, Paint::Faint, padded(name_of(event.kind), 20)) << "  "
                    << words(timeline, index, language) << '\n';
    });
}

}  // namespace

int events(const EventsOptions& options, Console& console) {
    const Language language = language_option("--lang", options.lang);
    const Timeline timeline = load(options.request, console);
    const Filter filter = filter_of(timeline, options);
    if (!options.json) {
        print_lines(timeline, filter, language, console);
        return kDone;
    }
    Json list = Json::array();
    for_each_event(timeline, filter, console, [&](EventIndex index, const TraceEvent&) {
        list.push_back(event_json(timeline, index, language));
    });
    print_json({{"runspec", timeline.trace().info().runspec}, {"events", std::move(list)}},
               console);
    return kDone;
}

}  // namespace coroscope::cli
