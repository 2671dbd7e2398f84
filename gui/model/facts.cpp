#include "gui/model/facts.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "gui/model/history.h"
#include "runtime/analysis/explain.h"
#include "runtime/analysis/wait_graph.h"

namespace coroscope::gui {
namespace {

static constexpr std::size_t kLongestHistory = 200;
constexpr std::size_t kMostFacts = 12;
// More names are not read; their number is said.
constexpr std::size_t kMostNames = 24;
constexpr std::size_t kMostFrames = 50;

/// Each where it stood first.
std::vector<TaskId> once_each(std::vector<TaskId> tasks) {
    std::unordered_set<TaskId> seen;
    std::erase_if(tasks, [&](TaskId id) { return !seen.insert(id).second; });
    return tasks;
}

class Collector {
public:
    Collector(const Session& session, Language language)
        : session_(session),
          timeline_(session.timeline()),
          cursor_(session.cursor()),
          language_(language) {}

    Facts about_task(TaskId id);
    Facts about_resource(ObjectId id);

private:
    Piece task_piece(TaskId id) const {
        return id == 0 ? Piece{Role::Plain, std::string(tr("ui.event_loop", language_)), 0}
                       : Piece{Role::Task, std::string(timeline_.task_name(id)), id};
    }
    Piece resource_piece(ObjectId id) const {
        return {Role::Resource, std::string(timeline_.resource_name(id)), id};
    }
    Piece plain(std::string_view text) const { return {Role::Plain, std::string(text), 0}; }
    /// The first of many, made pieces by `piece`, two spaces apart.
    template <class Id, class MakePiece>
    Sentence names(const std::vector<Id>& ids, MakePiece piece) const {
        Sentence sentence;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (!sentence.empty()) {
                sentence.push_back(plain("  "));
            }
            if (i == kMostNames) {
                sentence.push_back(plain("+" + std::to_string(ids.size() - i)));
                break;
            }
            sentence.push_back(piece(ids[i]));
        }
        return sentence;
    }
    Sentence tasks(const std::vector<TaskId>& ids) const;
    Sentence resources(const std::vector<ObjectId>& ids) const;
    Sentence at_line(SiteId id, std::string_view function) const;
    void add(std::string_view label, Sentence value);
    void add_waiting(TaskId task, const Interval& interval);
    void add_place(TaskId task, const Interval& interval);
    void add_holdings(TaskId task);
    void add_locals(const TaskInfo& task);
    bool add_slow_step(TaskId task);
    void add_history(const EventList& events);
    void add_times(const TaskInfo& task, bool stuck);
    void add_level(const ResourceInfo& resource);
    void add_accesses(const ResourceInfo& variable, EventIndex written);

    const Session& session_;
    const Timeline& timeline_;
    EventIndex cursor_;
    Language language_;
    Facts facts_;
};

void Collector::add(std::string_view label, Sentence value) {
    if (!value.empty()) {
        facts_.facts.push_back({label, std::move(value)});
    }
}

Sentence Collector::tasks(const std::vector<TaskId>& ids) const {
    return names(ids, [&](TaskId id) { return task_piece(id); });
}

Sentence Collector::resources(const std::vector<ObjectId>& ids) const {
    return names(ids, [&](ObjectId id) { return resource_piece(id); });
}

Sentence Collector::at_line(SiteId id, std::string_view function) const {
    const Site& site = timeline_.trace().site(id);
    if (site.line == 0) {
        return {};
    }
    if (function.empty()) {
        return {
            plain(site.file.substr(site.file.rfind('/') + 1) + ":" + std::to_string(site.line))};
    }
    return render(
        Message("ui.line_in", {line_arg("line", site.line), code_arg("function", function)}),
        language_);
}

void Collector::add_waiting(TaskId task, const Interval& interval) {
    if (interval.state == TaskState::Sleeping) {
        add("ui.until", {{Role::Quantity, format_duration(interval.extra), 0}});
        return;
    }
    if (interval.state != TaskState::Waiting) {
        return;
    }
    if (interval.reason == WaitReason::Task && interval.extra != 0) {
        add("ui.waits_for", {task_piece(static_cast<TaskId>(interval.extra))});
        return;
    }
    const ResourceInfo* resource = timeline_.resource(interval.subject);
    if (resource == nullptr) {
        return;
    }
    if (links_tasks(resource->type)) {
        std::vector<TaskId> open = resource->linked;
        std::erase_if(open, [&](TaskId id) {
            const TaskInfo* other = timeline_.task(id);
            return other == nullptr || other->ended <= cursor_;
        });
        add("ui.waits_for", tasks(open));
        return;
    }
    add("ui.waits_for", {resource_piece(resource->id)});
    std::vector<TaskId> holders = timeline_.holders_at(resource->id, cursor_);
    std::erase(holders, task);
    add("ui.held_by", tasks(holders));
}

void Collector::add_holdings(TaskId task) {
    const std::vector<ObjectId> held = timeline_.held_by(task, cursor_);
    add("ui.holds", resources(held));
    std::vector<TaskId> wanting;
    for (const ObjectId id : held) {
        for (const TaskId waiter : timeline_.waiters_at(id, cursor_)) {
            if (waiter != task) {
                wanting.push_back(waiter);
            }
        }
    }
    wanting = once_each(std::move(wanting));
    add("ui.wanted_by", tasks(wanting));
}

void Collector::add_place(TaskId task, const Interval& interval) {
    const auto frames = timeline_.await_stack(task, cursor_);
    const auto text = [&](TextId id) { return timeline_.trace().text(id); };
    if (frames.empty()) {
        const TaskInfo* info = timeline_.task(task);
        add("ui.at", at_line(interval.site, info == nullptr ? "" : text(info->function)));
        return;
    }
    add("ui.at", at_line(interval.site != 0 ? interval.site : frames.back().site,
                         text(frames.back().function)));
    const std::size_t shown = std::min(frames.size(), kMostFrames);
    for (std::size_t i = 1; i < shown; ++i) {
        const auto* it = &frames[frames.size() - 1 - i];
        add("ui.called_by", at_line(it->site, text(it->function)));
    }
}

void Collector::add_history(const EventList& events) {
    const auto behind = std::ranges::upper_bound(events, cursor_);
    for (auto it = behind; it != events.begin() && facts_.history.size() < kLongestHistory;) {
        --it;
        const TraceEvent& event = timeline_.trace()[*it];
        if (belongs_to_history(event)) {
            facts_.history.push_back({*it, facts_.resource != 0 ? event.task : TaskId{0},
                                      look_of_event(timeline_, *it), event.time,
                                      brief(timeline_, *it)});
        }
    }
    std::ranges::reverse(facts_.history);
}

void Collector::add_times(const TaskInfo& task, bool stuck) {
    const TaskState now = timeline_.state_at(task.id, cursor_).state;
    const std::array<Nanoseconds, kShares> sums = task.intervals.shares(0, cursor_).time;
    const bool endless = stuck && now == TaskState::Waiting;
    facts_.times = {{SpanLook::Running, sums[0], false},
                    {SpanLook::Ready, sums[1], false},
                    {SpanLook::Sleeping, sums[2], false},
                    {endless ? SpanLook::Stuck : SpanLook::Waiting, sums[3], endless}};
}

// The step that the cursor ends was too long: how long, where, and who is late because of it. False
// if it was not.
bool Collector::add_slow_step(TaskId task) {
    const Finding* finding = session_.finding_at_cursor();
    const auto index = timeline_.step_at(cursor_);
    const bool slow = finding != nullptr && index && timeline_.steps()[*index].task == task &&
                      (finding->kind == "blocking-call" || finding->kind == "slow-step");
    if (!slow) {
        return false;
    }
    const Step step = timeline_.steps()[*index];
    const auto time = [](Nanoseconds t) { return Piece{Role::Quantity, format_duration(t), 0}; };
    facts_.look = SpanLook::Slow;
    facts_.icon = "warning";
    facts_.state =
        render(Message("ui.slow.state", {duration_arg("time", step.duration())}), language_);
    add("ui.slow.from", {time(step.begin)});
    add("ui.slow.until", {time(step.end)});
    if (!finding->sites.empty()) {
        const TaskInfo* info = timeline_.task(task);
        add("ui.at", at_line(finding->sites.front(), timeline_.trace().text(info->function)));
    }
    for (const ObjectId id : timeline_.timers_at(cursor_)) {
        const auto timer = timeline_.timer(id);
        const Nanoseconds late = timeline_.time_of(cursor_) - timer->deadline;
        if (late <= 0 || facts_.facts.size() >= kMostFacts) {
            break;  // by deadline: the later ones are not late either
        }
        Sentence words{task_piece(timer->task), plain("  ")};
        for (Piece& piece :
             render(Message("ui.overdue_by", {duration_arg("time", late)}), language_)) {
            words.push_back(std::move(piece));
        }
        add("ui.slow.delays", std::move(words));
    }
    return true;
}

std::string_view icon_of_type(ResourceType type) {
    switch (type) {
    case ResourceType::Lock: return "lock";
    case ResourceType::Semaphore: return "semaphore";
    case ResourceType::Condition:
    case ResourceType::Barrier:
    case ResourceType::Event: return "event";
    case ResourceType::Queue: return "queue";
    case ResourceType::Gather:
    case ResourceType::Wait:
    case ResourceType::AsCompleted:
    case ResourceType::Shield:
    case ResourceType::Executor:
    case ResourceType::Place:
    case ResourceType::TaskGroup: return "task";
    case ResourceType::Counter:
    case ResourceType::Local:
    case ResourceType::Variable: return "variable";
    case ResourceType::Future:
    case ResourceType::None: return "";
    }
    return "";
}

std::string_view icon_of_state(const Timeline& timeline, const Interval& interval) {
    if (interval.state == TaskState::Sleeping) {
        return "timer";
    }
    if (interval.state == TaskState::Running) {
        return "running";
    }
    if (interval.state != TaskState::Waiting) {
        return "";
    }
    if (const ResourceInfo* resource = timeline.resource(interval.subject)) {
        return icon_of_type(resource->type);
    }
    return interval.reason == WaitReason::Task ? "task" : "";
}

// What it keeps in its traced local variables; the step at the cursor marks what it has changed.
void Collector::add_locals(const TaskInfo& task) {
    const auto step = timeline_.step_at(cursor_);
    const EventIndex first = step ? timeline_.steps()[*step].first : cursor_;
    std::size_t shown = 0;
    for (const ObjectId id : timeline_.locals_at(task.id, cursor_)) {
        const auto value = timeline_.value_at(id, cursor_);
        if (!value || ++shown > kMostFacts) {
            continue;
        }
        Sentence sentence{resource_piece(id),
                          plain(" = "),
                          {Role::Code, std::string(timeline_.trace().text(value->text)), 0}};
        if (value->written >= first && timeline_.trace()[value->written].task == task.id) {
            sentence.push_back(plain("  "));
            sentence.push_back(plain(tr("ui.local_changed", language_)));
        }
        add("ui.locals", std::move(sentence));
    }
}

Facts Collector::about_task(TaskId id) {
    const TaskInfo* task = timeline_.task(id);
    facts_.task = id;
    const Interval interval = timeline_.state_at(id, cursor_);
    const bool stuck = is_stuck(timeline_, id, cursor_);
    facts_.look = look_of(interval, stuck);
    facts_.icon = icon_of_state(timeline_, interval);
    facts_.state = render(state_words(session_, id), language_);
    if (interval.state == TaskState::NotYet) {
        return facts_;
    }
    const bool slow = add_slow_step(id);
    add_waiting(id, interval);
    add_holdings(id);
    add_locals(*task);
    if (!is_over(interval.state) && !slow) {
        add_place(id, interval);
    }
    if (task->parent != 0) {
        add("ui.created_by", {task_piece(task->parent)});
    }
    add_history(task->events);
    add_times(*task, stuck);
    return facts_;
}

void Collector::add_level(const ResourceInfo& resource) {
    const std::int64_t level = resource.level.at(cursor_);
    const auto number = [](std::int64_t n) { return Piece{Role::Quantity, std::to_string(n), 0}; };
    switch (resource.type) {
    case ResourceType::Queue: {
        Sentence depth{number(level)};
        if (resource.capacity > 0) {
            depth.push_back(plain(" / "));
            depth.push_back(number(resource.capacity));
        }
        add("ui.depth", std::move(depth));
        add("ui.items", names(timeline_.items_at(resource.id, cursor_), [&](TextId item) {
                return Piece{Role::Code, std::string(timeline_.trace().text(item)), 0};
            }));
        add("ui.unfinished", {number(resource.unfinished.at(cursor_))});
        break;
    }
    case ResourceType::Semaphore:
        add("ui.permits", {number(level), plain(" / "), number(resource.capacity)});
        break;
    case ResourceType::Counter: add("ui.value", {number(level)}); break;
    case ResourceType::Event:
        add("ui.is_set", {plain(tr(level != 0 ? "ui.yes" : "ui.no", language_))});
        break;
    case ResourceType::Local:
    case ResourceType::Variable:
        if (const auto value = timeline_.value_at(resource.id, cursor_)) {
            add("ui.value", {{Role::Code, std::string(timeline_.trace().text(value->text)), 0}});
            const TaskId writer = timeline_.trace()[value->written].task;
            add("ui.written_by", {task_piece(writer)});
            add_accesses(resource, value->written);
        }
        break;
    case ResourceType::None:
    case ResourceType::Lock:
    case ResourceType::Condition:
    case ResourceType::Barrier:
    case ResourceType::Future:
    case ResourceType::Gather:
    case ResourceType::Wait:
    case ResourceType::AsCompleted:
    case ResourceType::Shield:
    case ResourceType::TaskGroup:
    case ResourceType::Executor:
    case ResourceType::Place: break;
    }
}

// Who has read the value since it was written, and what the step at the cursor has done with it.
void Collector::add_accesses(const ResourceInfo& variable, EventIndex written) {
    static constexpr std::size_t kMostReaders = 8;
    const std::vector<Access>& accesses = variable.accesses;
    const auto behind = std::ranges::upper_bound(accesses, cursor_, {}, &Access::event);
    std::vector<TaskId> readers;
    for (auto it = behind; it != accesses.begin() && readers.size() < kMostReaders;) {
        --it;
        if (it->event <= written) {
            break;
        }
        if (!it->write && std::ranges::find(readers, it->task) == readers.end()) {
            readers.push_back(it->task);
        }
    }
    std::ranges::reverse(readers);
    add("ui.read_by", tasks(readers));
    std::optional<Access> told;
    const auto step = timeline_.step_at(cursor_);
    const EventIndex first = step ? timeline_.steps()[*step].first : cursor_;
    for (auto it = std::ranges::lower_bound(accesses, first, {}, &Access::event);
         it != accesses.end() && it->event <= cursor_; ++it) {
        const TraceEvent& event = timeline_.trace()[it->event];
        const bool again = told && told->write == it->write && told->task == it->task &&
                           told->version == it->version;
        told = *it;
        if (again) {
            continue;  // who reads it twice says nothing new
        }
        add("ui.changed",
            render(
                Message(it->write ? "ui.changed.written" : "ui.changed.read",
                        {task_arg("task", it->task, timeline_.task_name(it->task)),
                         code_arg("value", timeline_.trace().text(static_cast<TextId>(event.b)))}),
                language_));
    }
}

Facts Collector::about_resource(ObjectId id) {
    const ResourceInfo* resource = timeline_.resource(id);
    facts_.resource = id;
    facts_.icon = icon_of_type(resource->type);
    const std::vector<TaskId> holders = timeline_.holders_at(id, cursor_);
    const std::vector<TaskId> waiters = timeline_.waiters_at(id, cursor_);
    facts_.look = !holders.empty() && !waiters.empty() ? SpanLook::HeldWanted
                  : !holders.empty()                   ? SpanLook::Held
                                                       : SpanLook::Finished;
    facts_.state = {plain(tr("resource." + std::string(name_of(resource->type)), language_))};
    add_level(*resource);
    add("ui.held_by", tasks(holders));
    if (resource->type == ResourceType::Lock && holders.empty()) {
        add("ui.held_by", {plain(tr("ui.nobody", language_))});
    }
    add(resource->type == ResourceType::Lock ? "ui.wanted_by" : "ui.waiting_for_it",
        tasks(waiters));
    add("ui.created_at", at_line(resource->site, ""));
    add_history(resource->events);
    return facts_;
}

}  // namespace

SpanLook look_of(const Interval& interval, bool stuck) {
    switch (interval.state) {
    case TaskState::NotYet:
    case TaskState::Created: return SpanLook::Created;
    case TaskState::Ready: return SpanLook::Ready;
    case TaskState::Running: return SpanLook::Running;
    case TaskState::Sleeping: return SpanLook::Sleeping;
    case TaskState::Waiting: return stuck ? SpanLook::Stuck : SpanLook::Waiting;
    case TaskState::Finished: return SpanLook::Finished;
    case TaskState::Failed: return SpanLook::Failed;
    case TaskState::Cancelled:
    case TaskState::Abandoned: return SpanLook::Cancelled;
    }
    return SpanLook::Waiting;
}

SpanLook look_of_event(const Timeline& timeline, EventIndex index) {
    const TraceEvent& event = timeline.trace()[index];
    if (event.task == 0) {
        return SpanLook::Running;
    }
    const Interval interval = timeline.state_at(event.task, index);
    return look_of(interval,
                   event.kind == EventKind::TaskSuspended && is_stuck(timeline, event.task, index));
}

Message state_words(const Session& session, TaskId task) {
    const TaskState state = session.timeline().state_at(task, session.cursor()).state;
    const bool secret = (state == TaskState::Ready || state == TaskState::Created) &&
                        session.prediction.question(session) != nullptr;
    return secret ? Message("state." + std::string(name_of(state)))
                  : describe_state(session.timeline(), task, session.cursor());
}

Facts facts(const Session& session, Language language) {
    if (session.empty()) {
        return {};
    }
    Collector collector(session, language);
    if (session.selection().resource != 0) {
        return collector.about_resource(session.selection().resource);
    }
    const TaskId task = session.task_in_focus();
    return task != 0 ? collector.about_task(task) : Facts{};
}

}  // namespace coroscope::gui
