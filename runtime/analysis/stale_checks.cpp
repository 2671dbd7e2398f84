#include "runtime/analysis/stale_checks.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string_view>

namespace coroscope::detail {
namespace {

constexpr int kMostWords = 16;  // values in one line of words

/// True if the task says the value it reads there rather than thinking about it: the same line
/// writes a log line or makes a check in the same step.
bool is_for_words(const Timeline& timeline, EventIndex read) {
    const Trace& trace = timeline.trace();
    const TraceEvent& event = trace[read];
    const TaskInfo* task = timeline.task(event.task);
    if (task == nullptr) {
        return false;
    }
    auto at = std::ranges::upper_bound(task->events, read);
    for (int i = 0; i < kMostWords && at != task->events.end(); ++i, ++at) {
        const TraceEvent& next = trace[*at];
        if (next.kind == EventKind::LogLine || next.kind == EventKind::CheckMade) {
            return next.site == event.site;
        }
        if (next.kind != EventKind::VariableRead || next.site != event.site) {
            return false;
        }
    }
    return false;
}

bool is_nothing(std::string_view value) {
    static constexpr std::array<std::string_view, 9> kNothing = {
        "0", "0.0", "false", "\"\"", "[]", "{}", "none", "None", "nullopt"};
    return std::ranges::find(kNothing, value) != kNothing.end();
}

bool is_flag(std::string_view value) { return value == "false" || value == "true"; }

/// What tasks do that others can notice: writes, puts, tasks that they create. Of each task, in
/// order.
class Acts {
public:
    explicit Acts(const Timeline& timeline) {
        of_.resize(timeline.tasks().size() + 1);
        for (const ResourceInfo& info : timeline.resources()) {
            for (const Access& access : info.accesses) {
                if (access.write) {
                    add(access.task, access.event);
                }
            }
            for (const EventIndex event : info.events) {
                if (timeline.trace()[event].kind == EventKind::QueuePut) {
                    add(timeline.trace()[event].task, event);
                }
            }
        }
        for (const TaskInfo& task : timeline.tasks()) {
            add(task.parent, task.created);
        }
        for (auto& acts : of_) {
            std::ranges::sort(acts);
        }
    }
    [[nodiscard]] std::optional<EventIndex> first_after(TaskId task, EventIndex event) const {
        if (task >= of_.size()) {
            return std::nullopt;
        }
        const auto at = std::ranges::upper_bound(of_[task], event);
        return at == of_[task].end() ? std::nullopt : std::optional(*at);
    }

private:
    void add(TaskId task, EventIndex event) {
        if (task != 0 && task < of_.size()) {
            of_[task].push_back(event);
        }
    }
    std::vector<std::vector<EventIndex>> of_;
};

/// Looks at one variable.
class Looker {
public:
    Looker(const Timeline& timeline, const ResourceInfo& variable)
        : timeline_(timeline), trace_(timeline.trace()), variable_(variable) {}

    void writes(std::vector<StaleCheck>& found) {
        for (const Access& access : variable_.accesses) {
            Knowledge& known = of_[access.task];
            if (!access.write) {
                read(access, known);
                continue;
            }
            if (access.task != 0 && last_write_) {
                write(access, known, found);
            }
            known = {};
            last_write_ = access.event;
        }
    }

    void other_acts(const Acts& acts, std::vector<StaleCheck>& found) {
        const std::span<const Access> accesses = variable_.accesses;
        struct Reader {
            std::size_t reads = 0;
            std::size_t last = 0;
            bool writes = false;
        };
        std::map<TaskId, Reader> readers;
        std::map<SiteId, std::set<TaskId>> at_line;
        for (std::size_t i = 0; i < accesses.size(); ++i) {
            Reader& reader = readers[accesses[i].task];
            reader.writes = reader.writes || (accesses[i].write && accesses[i].version > 0);
            if (!accesses[i].write) {
                ++reader.reads;
                reader.last = i;
                at_line[trace_[accesses[i].event].site].insert(accesses[i].task);
            }
        }
        for (const auto& [task, reader] : readers) {
            if (task == 0 || reader.reads != 1 || reader.writes) {
                continue;
            }
            const EventIndex read = accesses[reader.last].event;
            // A number read once may be kept to be compared with a later one.
            const bool is_check =
                is_flag(trace_.text(trace_[read].b)) || at_line[trace_[read].site].size() > 1;
            const auto act = acts.first_after(task, read);
            if (is_check && act) {
                other_act(reader.last, *act, found);
            }
        }
    }

private:
    /// A task's reads since its last write of the variable.
    struct Knowledge {
        EventIndex last = kNoEvent;    // of any kind
        EventIndex check = kNoEvent;   // that may be a check
        EventIndex before = kNoEvent;  // the last such read on another line than `check`
    };

    void read(const Access& access, Knowledge& known) {
        const EventIndex event = access.event;
        known.last = event;
        if (is_for_words(timeline_, event) || reads_back(access)) {
            return;
        }
        if (known.check != kNoEvent && trace_[known.check].site != trace_[event].site) {
            known.before = known.check;
        }
        known.check = event;
    }
    /// True if it reads what it wrote itself in the same step.
    [[nodiscard]] bool reads_back(const Access& access) const {
        return last_write_ && trace_[*last_write_].task == access.task &&
               timeline_.step_at(*last_write_) == timeline_.step_at(access.event);
    }
    void write(const Access& access, const Knowledge& known, std::vector<StaleCheck>& found) {
        if (known.check == kNoEvent || known.last < *last_write_) {
            return;  // no check, or a lost update
        }
        const bool on_this_line = trace_[known.check].site == trace_[access.event].site;
        const EventIndex check = on_this_line ? known.before : known.check;
        if (check == kNoEvent || check > *last_write_ ||
            trace_[check].b == trace_[*last_write_].b) {
            return;
        }
        found.push_back({.variable = variable_.id,
                         .check = check,
                         .change = *last_write_,
                         .act = access.event,
                         .task = access.task});
    }

    void other_act(std::size_t check, EventIndex act, std::vector<StaleCheck>& found) const {
        const std::span<const Access> accesses = variable_.accesses;
        const EventIndex read = accesses[check].event;
        const auto end = std::ranges::lower_bound(accesses, act, {}, &Access::event);
        auto change = end;
        while (change != accesses.begin() && !(change - 1)->write) {
            --change;
        }
        if (change == accesses.begin() || (change - 1)->event < read ||
            is_for_words(timeline_, read)) {
            return;
        }
        --change;
        const std::string_view before = trace_.text(trace_[read].b);
        const std::string_view now = trace_.text(trace_[change->event].b);
        const bool turned =
            !before.empty() && !now.empty() && is_nothing(before) != is_nothing(now);
        if (turned && trace_[act].b != trace_[read].b) {
            found.push_back({.variable = variable_.id,
                             .check = read,
                             .change = change->event,
                             .act = act,
                             .task = accesses[check].task});
        }
    }

    const Timeline& timeline_;
    const Trace& trace_;
    const ResourceInfo& variable_;
    std::map<TaskId, Knowledge> of_;
    std::optional<EventIndex> last_write_;
};

}  // namespace

std::vector<StaleCheck> stale_checks(const Timeline& timeline) {
    std::vector<StaleCheck> found;
    const bool any = std::ranges::any_of(timeline.resources(), [](const ResourceInfo& info) {
        return info.type == ResourceType::Variable;
    });
    if (!any) {
        return found;
    }
    const Acts acts(timeline);
    for (const ResourceInfo& info : timeline.resources()) {
        if (info.type == ResourceType::Variable) {
            Looker looker(timeline, info);
            looker.writes(found);
            looker.other_acts(acts, found);
        }
    }
    std::ranges::stable_sort(found, {}, &StaleCheck::act);
    return found;
}

}  // namespace coroscope::detail
