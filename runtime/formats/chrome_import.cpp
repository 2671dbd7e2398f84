#include "runtime/formats/chrome_import.h"

#include "runtime/formats/chrome_trace_maker.h"

namespace coroscope {

namespace {

std::string problem_of(const ChromeEvents& file) {
    if (file.broken_at == 0) {
        return "";
    }
    const std::string kept = file.events.size() == 1 ? "the event before that was kept"
                                                     : "the " + std::to_string(file.events.size()) +
                                                           " events before that were kept";
    return "the file " +
           (file.cut ? "ends in the middle of something"
                     : "is damaged at byte " + std::to_string(file.broken_at)) +
           "; " + (file.events.empty() ? "nothing could be kept" : kept);
}

TraceInfo info_of(const ChromeEvents& file, const ChromeTasks& tasks, std::string_view name) {
    TraceInfo info;
    info.title = name;
    info.producer = "Chrome trace";
    if (file.by_coroscope) {
        info.runspec = file.about("runspec");
        info.title = file.about("title");
        info.producer = file.about("producer");
    } else if (tasks.one_process && file.processes.size() == 1 && file.processes[0].name != 0) {
        const std::string_view process = file.texts[file.processes[0].name];
        info.title += (name.empty() ? "" : ": ") + std::string(cut_text(process, 200));
    }
    return info;
}

class Notes {
public:
    void add(std::string_view id, std::uint64_t count) {
        if (count > 0) {
            list.push_back({id, {number_arg("count", static_cast<std::int64_t>(count))}});
        }
    }
    std::vector<Message> list;
};

std::vector<Message> notes_of(const ChromeEvents& file, const ChromeLanes& laid_out,
                              const MadeTrace& made) {
    const ChromeFaults& faults = laid_out.faults;
    Notes notes;
    if (laid_out.begin != 0 && !file.by_coroscope) {
        notes.list.push_back({"import.offset", {duration_arg("time", laid_out.begin)}});
    }
    notes.add("import.overlapping", faults.overlapping);
    notes.add("import.shortened", faults.shortened);
    notes.add("import.unended", faults.unended);
    notes.add("import.unbegun", faults.unbegun);
    notes.add("import.too_deep", faults.too_deep);
    notes.add("import.timeless", faults.timeless);
    notes.add("import.negative", faults.negative);
    notes.add("import.arrows", file.by_coroscope ? 0 : made.arrows_not_shown);
    notes.add("import.repaired", file.repairs);
    for (const auto& [phase, count] : made.not_shown) {
        const bool printable = phase > ' ' && phase <= '~';
        notes.list.push_back({"import.phase",
                              {number_arg("count", static_cast<std::int64_t>(count)),
                               code_arg("phase", printable ? std::string(1, phase) : "?")}});
    }
    return std::move(notes.list);
}

}  // namespace

ImportResult import_chrome(std::string_view bytes, std::string_view name) {
    ImportResult result;
    const ChromeEvents file = read_chrome_events(bytes);
    if (!file.recognised) {
        result.problem =
            file.broken_at != 0
                ? "this is no JSON: it is damaged at byte " + std::to_string(file.broken_at)
                : "this JSON is no Chrome trace: it has no list of events, "
                  "\"traceEvents\"";
        return result;
    }
    result.problem = problem_of(file);
    if (file.events.empty()) {
        if (result.problem.empty()) {
            result.problem = "this Chrome trace has no events";
        }
        return result;
    }
    const ChromeLanes laid_out = lay_out(file);
    if (laid_out.order.empty()) {
        result.problem = "no event of this JSON has a time, \"ts\"; it is no Chrome trace";
        return result;
    }
    const ChromeTasks tasks = tasks_of(file, laid_out);
    MadeTrace made = make_trace(file, laid_out, tasks, info_of(file, tasks, name));
    result.notes = notes_of(file, laid_out, made);
    result.trace = std::move(made.trace);
    return result;
}

}  // namespace coroscope
