#include "gui/model/comparison.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include "runtime/analysis/lost_updates.h"

namespace coroscope::gui {
namespace {

constexpr std::chrono::milliseconds kPatience{30};

/// Those that are wanted come first, in the order of `wanted`; 0 is nothing.
template <class Item, class IdOf>
void reorder(std::vector<Item>& items, const std::vector<std::uint32_t>& wanted, IdOf id_of) {
    std::map<std::uint32_t, std::size_t> place;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        place.emplace(wanted[i], i);
    }
    std::vector<std::pair<std::size_t, std::size_t>> order;  // where it goes, where it was
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto found = place.find(id_of(items[i]));
        order.emplace_back(found == place.end() ? wanted.size() : found->second, i);
    }
    std::ranges::sort(order);
    std::vector<Item> sorted;
    for (const auto& [target, index] : order) {
        sorted.push_back(items[index]);
    }
    items = std::move(sorted);
}

RowOrder order_of_other(const Compared& both) {
    RowOrder order = both.other->order;
    const RowOrder& own = both.own->order;
    std::vector<TaskId> tasks;
    for (const RowOrder::Task& task : own.tasks) {
        tasks.push_back(both.other_task(task.id));
    }
    reorder(order.tasks, tasks, [](const RowOrder::Task& task) { return task.id; });
    const auto sort = [&](std::vector<ObjectId> RowOrder::* group) {
        std::vector<ObjectId> wanted;
        for (const ObjectId id : own.*group) {
            wanted.push_back(both.other_resource(id));
        }
        reorder(order.*group, wanted, [](ObjectId id) { return id; });
    };
    sort(&RowOrder::locks);
    sort(&RowOrder::sync);
    sort(&RowOrder::queues);
    sort(&RowOrder::variables);
    sort(&RowOrder::counters);
    return order;
}

TaskId taken_in(const Timeline& timeline, const ChoiceLog& log, std::size_t n) {
    const auto candidates = log.candidates(n);
    if (log[n].taken < candidates.size()) {
        return candidates[log[n].taken];
    }
    const auto step = timeline.steps().events().count_until(log[n].event);
    return step < timeline.steps().size() ? timeline.steps()[step].task : TaskId{0};
}

// As the log has them, or where there is none, as the trace does: under fifo a trace has none.
std::vector<TaskId> choices_of(const Indexed& run) {
    std::vector<TaskId> taken;
    if (run.choices != nullptr) {
        for (std::size_t n = 0; n < run.choices->size(); ++n) {
            taken.push_back(taken_in(run.timeline, *run.choices, n));
        }
        return taken;
    }
    const Trace& trace = run.timeline.trace();
    for (EventIndex i = 0; i < trace.size(); ++i) {
        if (trace[i].kind == EventKind::ChoiceMade) {
            taken.push_back(trace[i].task);
        }
    }
    return taken;
}

std::vector<Badge> badges_of_other(const Compared& both) {
    std::vector<Badge> badges = both.other->badges;
    for (std::size_t i = 0; i < both.matched.tasks.size(); ++i) {
        const TaskId other = both.matched.tasks[i];
        if (other != 0 && other <= badges.size() && i < both.own->badges.size()) {
            badges[other - 1] = both.own->badges[i];
        }
    }
    return badges;
}

}  // namespace

ObjectId Compared::other_resource(ObjectId own_resource) const {
    const ResourceInfo* resource = own->timeline.resource(own_resource);
    if (resource == nullptr) {
        return 0;
    }
    const auto index = static_cast<std::size_t>(resource - own->timeline.resources().data());
    return index < matched.resources.size() ? matched.resources[index] : 0;
}

TaskId Compared::other_task(TaskId own_task) const {
    return own_task >= 1 && own_task <= matched.tasks.size() ? matched.tasks[own_task - 1] : 0;
}

std::shared_ptr<const Compared> compare_runs(std::shared_ptr<const Indexed> own,
                                             std::shared_ptr<const Indexed> other) {
    auto both = std::make_shared<Compared>();
    both->own = std::move(own);
    both->other = std::move(other);
    const Timeline& left = both->own->timeline;
    const Timeline& right = both->other->timeline;
    both->difference = difference(left, both->own->findings, right, both->other->findings);
    both->parting = parting(left, right, both->difference);
    both->own_verdict = verdict(left, both->own->findings);
    both->other_verdict = verdict(right, both->other->findings);
    both->matched = match_names(left, right);
    both->badges = badges_of_other(*both);
    both->order = order_of_other(*both);
    both->own_choices = choices_of(*both->own);
    both->other_choices = choices_of(*both->other);
    return both;
}

void Comparison::open(const RunRequest& other, const LoadOptions& options) {
    close();
    open_ = true;
    loading_ = true;
    request_ = other;
    loader_.start(other, options);
    loader_.wait(kPatience);
}

void Comparison::close() {
    loader_.drop();
    open_ = loading_ = false;
    problem_.clear();
    other_.reset();
    wanted_.reset();
    compared_.reset();
    drop_work();
    axes_.reset();
    ++revision_;
}

void Comparison::find_again(const LoadOptions& options) {
    if (loading_) {
        open(request_, options);
    } else if (open_) {
        loading_ = true;
        loader_.find_again(other_, options.findings);
        loader_.wait(kPatience);
    }
}

// Nobody waits for a comparison that is not wanted any more: it ends by itself.
void Comparison::drop_work() {
    std::erase_if(dropped_, [](const auto& work) {
        return work.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
    if (working_.valid()) {
        dropped_.push_back(std::move(working_));
    }
    working_ = {};
}

bool Comparison::working() {
    if (working_.valid() &&
        working_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
        return true;
    }
    return std::ranges::any_of(dropped_, [](const auto& work) {
        return work.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
    });
}

bool Comparison::take_other() {
    const Progress progress = loader_.progress();
    if (!progress.done) {
        return false;
    }
    loading_ = false;
    loader_.drop();
    problem_ = progress.problem;
    other_ = progress.indexed;
    wanted_.reset();
    if (other_ == nullptr || other_->timeline.trace().empty()) {
        open_ = false;
    }
    return true;
}

bool Comparison::poll(const std::shared_ptr<const Indexed>& own) {
    bool changed = false;
    if (!open_ || (loading_ && !take_other())) {
        return false;
    }
    changed = !open_;
    if (open_ && own != nullptr && own != wanted_) {
        wanted_ = own;
        compared_.reset();
        drop_work();
        working_ = std::async(std::launch::async, compare_runs, own, other_);
        working_.wait_for(kPatience);
    }
    if (working_.valid() &&
        working_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
        std::shared_ptr<const Compared> done = working_.get();
        if (done->own == own) {
            compared_ = std::move(done);
            axes_.reset();
            ++revision_;
            changed = true;
        }
    }
    return changed;
}

const CommonAxes& Comparison::axes(AxisKind kind) const {
    if (!axes_ || axes_->left.kind() != kind) {
        axes_ = common_axes(compared_->own->timeline, compared_->other->timeline, kind);
    }
    return *axes_;
}

EventIndex Comparison::follow(EventIndex cursor, AxisKind kind) const {
    const Timeline& own = compared_->own->timeline;
    const Timeline& other = compared_->other->timeline;
    const CommonAxes& both = axes(kind);
    const auto step = own.step_at(cursor);
    if (kind == AxisKind::Steps && step && cursor >= own.last_of_step(*step)) {
        return *step < other.steps().size() ? other.last_of_step(*step) : other.trace().size() - 1;
    }
    EventIndex found = both.right.event_at(both.left.at(cursor));
    // On the true scale much may happen at one moment: what is the same is at the same place.
    const EventPair& first = compared_->difference.first;
    if (cursor < first.left && first.right != kNoEvent && first.right > 0) {
        found = std::min(found, first.right - 1);
    }
    return found;
}

void Comparison::forget_own() {
    wanted_.reset();
    compared_.reset();
    axes_.reset();
    ++revision_;
}

std::shared_ptr<const Indexed> Comparison::swap(RunRequest& own) {
    std::swap(request_, own);
    std::shared_ptr<const Indexed> taken = other_;
    other_ = compared_->own;
    wanted_ = taken;
    compared_ = compare_runs(taken, other_);
    axes_.reset();
    ++revision_;
    return taken;
}

std::string Comparison::name() const {
    return request_.is_file() ? request_.file.filename().string() : to_text(request_.spec);
}

namespace {

/// What this event is about, if both runs have it.
ObjectId touched(const Compared& both, EventIndex from) {
    static constexpr EventIndex kFarthest = 10'000;
    const Trace& trace = both.own->timeline.trace();
    const EventIndex end = std::min<EventIndex>(trace.size(), from + kFarthest);
    for (EventIndex i = from; i < end; ++i) {
        const ResourceInfo* resource = trace[i].kind >= EventKind::ResourceCreated &&
                                               trace[i].kind <= EventKind::VariableWritten
                                           ? both.own->timeline.resource(trace[i].subject)
                                           : nullptr;
        if (resource != nullptr && !links_tasks(resource->type) &&
            both.other_resource(resource->id) != 0) {
            return resource->id;
        }
    }
    return 0;
}

}  // namespace

ObjectId resource_concerned(const Compared& both, ObjectId selected) {
    if (both.own->timeline.resource(selected) != nullptr && both.other_resource(selected) != 0) {
        return selected;
    }
    for (const VariableChange& change : both.difference.variables) {
        if (change.left != 0 && change.right != 0) {
            return change.left;
        }
    }
    for (const auto& [run, own] : {std::pair(both.own, true), std::pair(both.other, false)}) {
        for (const Finding& finding : run->findings) {
            for (const ObjectId id : finding.resources) {
                const auto found = std::ranges::find(both.matched.resources, id);
                const ObjectId mine = own ? (both.other_resource(id) != 0 ? id : ObjectId{0})
                                      : found == both.matched.resources.end()
                                          ? 0
                                          : both.own->timeline
                                                .resources()[static_cast<std::size_t>(
                                                    found - both.matched.resources.begin())]
                                                .id;
                if (mine != 0) {
                    return mine;
                }
            }
        }
    }
    return both.parting && both.parting->left.task != 0 ? touched(both, both.parting->left.first)
                                                        : 0;
}

std::vector<AccessLine> accesses_around(const Timeline& timeline, ObjectId variable,
                                        EventIndex around, std::size_t most) {
    std::vector<AccessLine> lines;
    const ResourceInfo* resource = timeline.resource(variable);
    if (resource == nullptr) {
        return lines;
    }
    const std::vector<Access>& accesses = resource->accesses;
    const auto here = static_cast<std::size_t>(
        std::ranges::lower_bound(accesses, around, {}, &Access::event) - accesses.begin());
    std::size_t first = here > most / 2 ? here - most / 2 : 0;
    if (first == 0 && !accesses.empty() && accesses[0].write && accesses[0].version == 0) {
        first = 1;  // the initial value
    }
    const Trace& trace = timeline.trace();
    for (std::size_t i = first; i < accesses.size() && lines.size() < most; ++i) {
        const Access& access = accesses[i];
        AccessLine line{.event = access.event, .task = access.task, .write = access.write};
        line.value = trace.text(trace[access.event].b);
        if (const auto lost =
                access.write ? detail::lost_update_at(timeline, access.event) : std::nullopt) {
            line.old_value = trace.text(trace[lost->read].b);
        }
        lines.push_back(line);
    }
    return lines;
}

namespace {

std::size_t first_shown(std::size_t parting, std::size_t most) {
    return parting > most / 2 ? parting - most / 2 : 0;
}

}  // namespace

ChoiceTable choice_table(const Compared& both, std::size_t most) {
    const Timeline& own = both.own->timeline;
    const Timeline& other = both.other->timeline;
    ChoiceTable table{.of_steps = both.own_choices.empty() || both.other_choices.empty(),
                      .own = both.own_choices.size(),
                      .other = both.other_choices.size(),
                      .rows = {}};
    const std::size_t count = table.of_steps ? std::max(own.steps().size(), other.steps().size())
                                             : std::max(table.own, table.other);
    const auto task_at = [&](const Timeline& run, const std::vector<TaskId>& taken, std::size_t i) {
        if (table.of_steps) {
            return i < run.steps().size() ? run.steps()[i].task : TaskId{0};
        }
        return i < taken.size() ? taken[i] : TaskId{0};
    };
    const auto row_of = [&](std::size_t i) {
        ChoiceRow row{.number = i + 1,
                      .own = task_at(own, both.own_choices, i),
                      .other = task_at(other, both.other_choices, i)};
        row.same =
            row.own != 0 && row.other != 0 && own.task_name(row.own) == other.task_name(row.other);
        return row;
    };
    std::size_t apart =
        both.parting ? std::max(both.parting->left.step, both.parting->right.step) : 0;
    if (!table.of_steps) {
        apart = 0;
        while (apart < count && row_of(apart).same) {
            ++apart;
        }
    }
    for (std::size_t i = first_shown(apart, most); i < count && table.rows.size() < most; ++i) {
        table.rows.push_back(row_of(i));
        table.rows.back().parting = both.parting.has_value() && i == apart;
    }
    return table;
}

}  // namespace coroscope::gui
