#include "runtime/formats/chrome_trace_maker.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "runtime/formats/chrome_counters.h"
#include "runtime/formats/chrome_states.h"
#include "runtime/trace/recorder.h"

namespace coroscope {

namespace {

constexpr std::size_t kLongestWords = 200;

class Maker {
public:
    Maker(const ChromeEvents& file, const ChromeLanes& laid_out, const ChromeTasks& tasks,
          TraceInfo info)
        : file_(file), laid_out_(laid_out), tasks_(tasks), recorder_(std::move(info)) {}

    MadeTrace run() {
        drafts_.reserve(laid_out_.slices.size() * 3 + laid_out_.order.size() + 16);
        states_ = states_by_thread(file_, laid_out_);
        find_failures();
        find_runs();
        flows_ = flows_of(file_, laid_out_, runs_);
        made_.arrows_not_shown = flows_.not_shown;
        make_iterations();
        for (TaskId id = 1; id <= tasks_.list.size(); ++id) {
            create_task(id);
        }
        for (TaskId id = 1; id <= tasks_.list.size(); ++id) {
            make_task(id);
        }
        make_counters();
        for (const std::uint32_t index : laid_out_.order) {
            make_instant(index);
        }
        std::ranges::stable_sort(drafts_, {}, &TraceEvent::time);
        write();
        return std::move(made_);
    }

private:
    void draft(TraceEvent event) { drafts_.push_back(event); }

    // -- the loop of our own export

    void make_iterations() {
        std::uint32_t last = 0;
        for (const std::uint32_t index : laid_out_.order) {
            const ChromeEvent& event = file_.events[index];
            const bool step = file_.by_coroscope && event.own != 0 && event.phase == 'X' &&
                              file_.texts[event.category] == "step";
            if (step && file_.own[event.own - 1].iteration > last) {
                last = file_.own[event.own - 1].iteration;
                draft({.time = event.time, .a = last, .kind = EventKind::LoopIteration});
            }
        }
    }

    void find_failures() {
        constexpr std::string_view kFailed = "failed: ";
        for (const ChromeEvent& event : file_.events) {
            const std::string& text = file_.texts[event.name];
            if (file_.by_coroscope && file_.texts[event.category] == "error" &&
                text.starts_with(kFailed)) {
                failures_[event.thread] = recorder_.text(text.substr(kFailed.size()));
            }
        }
    }

    // -- tasks

    void find_runs() {
        runs_.resize(file_.threads.size());
        for (std::uint32_t thread = 0; thread < runs_.size(); ++thread) {
            for (const ChromeState& state : states_[thread]) {
                if (state.kind == ChromeStateKind::Running) {
                    runs_[thread].push_back({state.begin, state.end});
                }
            }
        }
        for (const ChromeLane& lane : laid_out_.lanes) {
            if (laid_out_.tracks[lane.track].async || lane.number > 0 ||
                !states_[lane.track].empty()) {
                continue;
            }
            for (std::size_t i = lane.first; i < lane.last; ++i) {
                const ChromeSlice& slice = laid_out_.slices[i];
                if (slice.depth == 1) {
                    runs_[lane.track].push_back({slice.begin, slice.end});
                }
            }
        }
    }

    const ChromeTask& turn_to(TaskId id) {
        const ChromeTask& task = tasks_.list[id - 1];
        const bool own_lane = !laid_out_.tracks[task.track].async && task.number == 0;
        now_ = id;
        thread_ = own_lane ? task.track : kNoThread;
        return task;
    }
    [[nodiscard]] bool has_states() const {
        return thread_ != kNoThread && !states_[thread_].empty();
    }

    /// What is there from the beginning on is there before anything happens: it waits.
    void create_task(TaskId id) {
        const ChromeTask& task = turn_to(id);
        const bool own = has_states() && file_.by_coroscope;
        const TextId name = recorder_.text(task.name);
        draft({.time = task.created,
               .a = name,
               .task = id,
               .subject = own ? creator(task) : task.parent,
               .b = name,
               .kind = EventKind::TaskCreated});
        if (!own && (has_states() || task.first == task.last ||
                     laid_out_.slices[task.first].begin > task.created)) {
            suspend(task.created, WaitReason::None);
        }
    }

    void make_task(TaskId id) {
        const ChromeTask& task = turn_to(id);
        if (has_states()) {
            make_states(task);
        }
        make_slices(task, !has_states());
    }

    /// Our own export draws an arrow from whoever created a task to its first step.
    [[nodiscard]] TaskId creator(const ChromeTask& task) const {
        const auto& runs = runs_[task.track];
        const auto wake =
            runs.empty() ? flows_.wakes.end() : flows_.wakes.find({task.track, runs.front().begin});
        return wake != flows_.wakes.end() && wake->second.caused_at == task.created
                   ? tasks_.of_track[wake->second.thread]
                   : 0;
    }

    void suspend(Nanoseconds time, WaitReason reason, std::int64_t a = 0, SiteId site = 0) {
        draft({.time = time,
               .a = a,
               .task = now_,
               .kind = EventKind::TaskSuspended,
               .detail = static_cast<std::uint8_t>(reason),
               .site = site});
    }

    /// Who woke the task for the run that begins then, if that is known.
    void wake(Nanoseconds begin) {
        const auto found =
            thread_ == kNoThread ? flows_.wakes.end() : flows_.wakes.find({thread_, begin});
        if (found != flows_.wakes.end()) {
            ready(found->second.time, tasks_.of_track[found->second.thread]);
        }
    }
    void ready(Nanoseconds time, TaskId waker) {
        draft({.time = time, .a = waker, .task = now_, .kind = EventKind::TaskReady});
    }

    /// Each slice is a coroutine that is entered and left. With `steps`, those that lie in no other
    /// one are the task's steps, too.
    void make_slices(const ChromeTask& task, bool steps) {
        std::vector<std::size_t> open;
        const auto close = [&](std::size_t depth) {
            for (; open.size() > depth; open.pop_back()) {
                leave(laid_out_.slices[open.back()]);
                if (steps && open.size() == 1) {
                    end_step(laid_out_.slices[open.back()], open.back() >= last_top_);
                }
            }
        };
        last_top_ = last_top(task);
        for (std::size_t i = task.first; i < task.last; ++i) {
            const ChromeSlice& slice = laid_out_.slices[i];
            close(slice.depth - 1);
            if (steps && slice.depth == 1) {
                wake(slice.begin);
                draft({.time = slice.begin,
                       .task = now_,
                       .kind = EventKind::TaskResumed,
                       .site = site_of(slice.event)});
            }
            enter(slice);
            open.push_back(i);
        }
        close(0);
    }
    [[nodiscard]] std::size_t last_top(const ChromeTask& task) const {
        std::size_t i = task.last;
        while (i > task.first && laid_out_.slices[i - 1].depth > 1) {
            --i;
        }
        return i - (i > task.first ? 1 : 0);
    }

    void end_step(const ChromeSlice& slice, bool last) {
        if (slice.open) {
            return;  // it still ran when the recording ended
        }
        if (last) {
            draft({.time = slice.end, .task = now_, .kind = EventKind::TaskFinished});
        } else {
            suspend(slice.end, WaitReason::None);
        }
    }

    void enter(const ChromeSlice& slice) {
        draft({.time = slice.begin,
               .a = function_of(slice.event),
               .task = now_,
               .b = slice.depth + 1,
               .kind = EventKind::CoroutineEntered,
               .site = site_of(slice.event)});
    }
    void leave(const ChromeSlice& slice) {
        if (!slice.open) {
            draft({.time = slice.end,
                   .a = function_of(slice.event),
                   .task = now_,
                   .b = slice.depth + 1,
                   .kind = EventKind::CoroutineLeft});
        }
    }

    [[nodiscard]] TextId function_of(std::uint32_t index) {
        const ChromeEvent& event = file_.events[index];
        const std::string_view name = function_name(file_.texts[event.name]).name;
        if (event.words == 0) {
            return recorder_.text(name);
        }
        return recorder_.text(std::string(name) + " [" + file_.texts[event.words] + "]");
    }
    [[nodiscard]] SiteId site_of(std::uint32_t index) {
        const ChromeEvent& event = file_.events[index];
        if (event.file != 0) {
            return recorder_.site(file_.texts[event.file], event.line);
        }
        const FunctionName named = function_name(file_.texts[event.name]);
        return named.place.file.empty() ? SiteId{0}
                                        : recorder_.site(named.place.file, named.place.line);
    }

    void make_states(const ChromeTask& task) {
        ChromeStateKind before = ChromeStateKind::Created;
        Nanoseconds end = task.created;
        for (const ChromeState& state : states_[task.track]) {
            if (before == ChromeStateKind::Running && state.begin > end) {
                suspend(end, WaitReason::None);
                before = ChromeStateKind::Waiting;
            }
            enter_state(state, before);
            before = state.kind;
            end = state.end;
        }
        if (before == ChromeStateKind::Over || end < laid_out_.end) {
            end_task(end);
        }
    }

    void enter_state(const ChromeState& state, ChromeStateKind before) {
        const ChromeEvent& event = file_.events[state.event];
        switch (state.kind) {
        case ChromeStateKind::Created:
        case ChromeStateKind::Over: break;
        case ChromeStateKind::Ready:
            if (before == ChromeStateKind::Running) {
                suspend(state.begin, WaitReason::Yield, 0, site_of(state.event));
            } else {
                const auto wake = flows_.wakes.find({thread_, state.end});
                ready(state.begin,
                      wake == flows_.wakes.end() ? 0 : tasks_.of_track[wake->second.thread]);
            }
            break;
        case ChromeStateKind::Running:
            draft({.time = state.begin,
                   .task = now_,
                   .kind = EventKind::TaskResumed,
                   .site = site_of(state.event)});
            break;
        case ChromeStateKind::Sleeping:
            suspend(state.begin, WaitReason::Sleep,
                    event.own == 0 ? 0 : file_.own[event.own - 1].deadline, site_of(state.event));
            break;
        case ChromeStateKind::Waiting:
            suspend(state.begin, state.reason, 0, site_of(state.event));
            break;
        }
    }

    void end_task(Nanoseconds time) {
        const auto failure = failures_.find(thread_);
        const bool failed = failure != failures_.end();
        draft({.time = time,
               .task = now_,
               .b = failed ? failure->second : 0,
               .kind = failed ? EventKind::TaskFailed : EventKind::TaskFinished});
    }

    // -- counters and words

    void make_counters() {
        ChromeCounters counters(file_, laid_out_, tasks_.one_process);
        std::vector<bool> created(counters.list().size(), false);
        for (const ChromeCounters::Point& point : counters.points()) {
            const ObjectId id = point.counter + 1;
            if (!created[point.counter]) {
                created[point.counter] = true;
                draft({.time = point.time,
                       .subject = id,
                       .b = recorder_.text(counters.list()[point.counter].name),
                       .kind = EventKind::ResourceCreated,
                       .detail = static_cast<std::uint8_t>(ResourceType::Counter)});
            }
            draft({.time = point.time,
                   .a = point.value,
                   .subject = id,
                   .kind = EventKind::CounterChanged});
        }
    }

    void make_instant(std::uint32_t index) {
        const ChromeEvent& event = file_.events[index];
        switch (event.phase) {
        case 'i':
        case 'I':
        case 'R':
        case 'n':
        case 'p': break;
        case 'T':
            if (!event.has_duration) {
                break;
            }
            return;
        case 'X':
        case 'B':
        case 'E':
        case 'b':
        case 'e':
        case 'S':
        case 'F':
        case 's':
        case 't':
        case 'f':
        case 'C': return;
        default: ++made_.not_shown[event.phase]; return;
        }
        if (file_.by_coroscope) {
            make_own_instant(event);
        } else {
            say(index);
        }
    }

    void say(std::uint32_t index) {
        const ChromeEvent& event = file_.events[index];
        const TaskId task = tasks_.of_track[laid_out_.track_of[index]];
        const bool of_task =
            event.scope == 't' || laid_out_.tracks[laid_out_.track_of[index]].async;
        std::string text;
        if (event.scope == 'p' && !tasks_.one_process) {
            text = process_label(file_, file_.threads[event.thread].process) + ": ";
        }
        text += cut_text(file_.texts[event.name], kLongestWords);
        if (event.words != 0) {
            text += (text.empty() ? "" : ": ") + file_.texts[event.words];
        }
        draft({.time = event.time,
               .task = of_task ? task : 0,
               .b = recorder_.text(text),
               .kind = EventKind::LogLine,
               .site = site_of(index)});
    }

    void make_own_instant(const ChromeEvent& event) {
        constexpr std::string_view kCheck = "check failed: ";
        const std::string& category = file_.texts[event.category];
        const std::string& text = file_.texts[event.name];
        TraceEvent draft_event{.time = event.time,
                               .task = tasks_.of_track[event.thread],
                               .b = recorder_.text(text),
                               .kind = EventKind::LogLine};
        if (category == "warning" && text.starts_with(kCheck)) {
            draft_event.kind = EventKind::CheckMade;
            draft_event.b = recorder_.text(text.substr(kCheck.size()));
        } else if (category == "warning" && !text.starts_with("run ended: ")) {
            draft_event.kind = EventKind::LoopReport;
        } else if (category != "log") {
            return;  // the run's end, failures and findings come from elsewhere
        }
        draft(draft_event);
    }

    // -- the trace

    void write() {
        const OwnTimes own_times(file_, laid_out_);
        TraceEvent last{.time = laid_out_.end,
                        .b = recorder_.text("the recording ends here"),
                        .kind = EventKind::RunEnded,
                        .detail = static_cast<std::uint8_t>(Outcome::Stopped)};
        if (file_.by_coroscope) {
            last.detail = static_cast<std::uint8_t>(outcome_named(file_.about("outcome")));
            last.b = 0;
        }
        drafts_.push_back(last);
        Nanoseconds now = 0;
        std::int64_t steps = 0;
        for (TraceEvent& event : drafts_) {
            event.time =
                file_.by_coroscope ? own_times.at(event.time) : event.time - laid_out_.begin;
            now = event.time = std::max(now, event.time);
            if (event.kind == EventKind::TaskResumed) {
                event.a = ++steps;
            }
            recorder_.append(event);
        }
        recorder_.publish();
        made_.trace = recorder_.snapshot();
    }

    static constexpr std::uint32_t kNoThread = std::numeric_limits<std::uint32_t>::max();

    const ChromeEvents& file_;
    const ChromeLanes& laid_out_;
    const ChromeTasks& tasks_;
    Recorder recorder_;
    std::vector<TraceEvent> drafts_;
    std::vector<std::vector<ChromeState>> states_;
    std::vector<std::vector<ChromeRun>> runs_;
    ChromeFlows flows_;
    std::map<std::uint32_t, TextId> failures_;  ///< by thread
    MadeTrace made_;
    TaskId now_ = 0;
    std::uint32_t thread_ = kNoThread;  ///< of now_, if it is a thread's own lane
    std::size_t last_top_ = 0;
};

}  // namespace

MadeTrace make_trace(const ChromeEvents& file, const ChromeLanes& laid_out,
                     const ChromeTasks& tasks, TraceInfo info) {
    return Maker(file, laid_out, tasks, std::move(info)).run();
}

}  // namespace coroscope
