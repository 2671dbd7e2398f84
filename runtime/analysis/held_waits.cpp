#include "runtime/analysis/held_waits.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "runtime/analysis/prefix.h"

namespace coroscope {
namespace {

using detail::plus;
using detail::Prefix;
using detail::span;

constexpr std::uint32_t kNobody = 0xFFFF'FFFF;

/// Small numbers for tasks, in the order in which they are met.
class Numbers {
public:
    std::uint32_t of(TaskId task) {
        const auto [place, is_new] =
            places_.try_emplace(task, static_cast<std::uint32_t>(tasks_.size()));
        if (is_new) {
            tasks_.push_back(task);
        }
        return place->second;
    }
    [[nodiscard]] std::size_t size() const { return tasks_.size(); }
    [[nodiscard]] TaskId task(std::size_t number) const { return tasks_[number]; }

private:
    std::unordered_map<TaskId, std::uint32_t> places_;  // never iterated: its order must not show
    std::vector<TaskId> tasks_;
};

/// Goes once through the waits and holds of one lock or semaphore, in the order of their events.
class Sweep {
public:
    Sweep(const ResourceInfo& resource, const Prefix& run, std::size_t most_cells)
        : resource_(resource), run_(run) {
        number(most_cells);
    }

    void run(std::vector<HeldWait>& result) {
        for (const Turn& turn : turns()) {
            now_ = std::max(now_, run_.time(turn.event));
            switch (turn.what) {
            case What::Takes: take(turn.index); break;
            case What::GivesBack: give_back(turn.index); break;
            case What::WaitBegins: begin_wait(turn.index); break;
            case What::WaitEnds: end_wait(turn.index); break;
            }
        }
        collect(result);
    }

private:
    enum class What : std::uint8_t { WaitEnds, GivesBack, Takes, WaitBegins };
    struct Turn {
        EventIndex event = 0;
        What what = What::Takes;
        std::uint32_t index = 0;
    };
    struct Holder {
        std::uint32_t permits = 0;
        std::uint32_t column = kNobody;  ///< of its cells; kNobody: not told apart
        std::uint32_t place = kNobody;   ///< in holding_ while it holds and is told apart
        Nanoseconds since = 0;
    };
    struct Waiter {
        HeldWait wait{};
        Nanoseconds since = 0;
        Nanoseconds held_before = 0;    ///< held_until() when the wait began
        std::uint32_t place = kNobody;  ///< in waiting_ while it waits
    };

    /// Everybody gets a number; if there are too many, only the longest holders a column.
    void number(std::size_t most_cells) {
        std::vector<Nanoseconds> held;
        for (const Hold& hold : resource_.holds) {
            if (!run_.begun(hold.first)) {
                break;
            }
            const std::uint32_t holder = holder_numbers_.of(hold.task);
            held.resize(holder_numbers_.size());
            held[holder] = plus(held[holder], run_.length(hold.first, hold.last));
        }
        for (const Wait& wait : resource_.waits) {
            if (!run_.begun(wait.first)) {
                break;
            }
            waiter_numbers_.of(wait.task);
        }
        waiters_.resize(waiter_numbers_.size());
        holders_.resize(holder_numbers_.size());
        std::vector<std::uint32_t> order(holders_.size());
        for (std::uint32_t i = 0; i < order.size(); ++i) {
            order[i] = i;
        }
        const std::size_t room =
            waiters_.empty() ? 0 : std::max<std::size_t>(most_cells / waiters_.size(), 1);
        if (order.size() > room) {
            std::ranges::stable_sort(order, std::greater<>(),
                                     [&](std::uint32_t i) { return held[i]; });
            order.resize(room);
            complete_ = false;
        }
        told_apart_ = std::move(order);
        for (std::uint32_t column = 0; column < told_apart_.size(); ++column) {
            holders_[told_apart_[column]].column = column;
        }
        cells_.resize(waiters_.size() * told_apart_.size());
    }

    [[nodiscard]] std::vector<Turn> turns() const {
        std::vector<Turn> all;
        const auto add = [&](const auto& spans, What begin, What end) {
            for (std::uint32_t i = 0; i < spans.size() && run_.begun(spans[i].first); ++i) {
                all.push_back({spans[i].first, begin, i});
                if (run_.begun(spans[i].last)) {
                    all.push_back({spans[i].last, end, i});
                }
            }
        };
        add(resource_.holds, What::Takes, What::GivesBack);
        add(resource_.waits, What::WaitBegins, What::WaitEnds);
        std::ranges::sort(all, {}, [](const Turn& turn) {
            return std::tuple(turn.event, turn.what, turn.index);
        });
        return all;
    }

    /// Lists of who is there now: their order does not matter, only sums are made from them.
    template <class One>
    static void enter(std::vector<std::uint32_t>& list, std::uint32_t number, One& one) {
        one.place = static_cast<std::uint32_t>(list.size());
        list.push_back(number);
    }
    template <class One>
    static void leave(std::vector<std::uint32_t>& list, std::uint32_t number,
                      std::vector<One>& all) {
        all[list.back()].place = all[number].place;
        list[all[number].place] = list.back();
        list.pop_back();
        all[number].place = kNobody;
    }

    Nanoseconds& cell(std::size_t waiter, const Holder& holder) {
        return cells_[waiter * told_apart_.size() + holder.column];
    }
    /// Time up to now in which anybody held it.
    [[nodiscard]] Nanoseconds held_until() const {
        return permits_ == 0 ? held_ : plus(held_, span(held_since_, now_));
    }
    void attribute(std::size_t waiter, const Holder& holder) {
        Nanoseconds& time = cell(waiter, holder);
        time = plus(time, span(std::max(waiters_[waiter].since, holder.since), now_));
    }

    void take(std::uint32_t index) {
        const std::uint32_t number = holder_numbers_.of(resource_.holds[index].task);
        Holder& holder = holders_[number];
        if (permits_++ == 0) {
            held_since_ = now_;
        }
        if (holder.permits++ == 0 && holder.column != kNobody) {
            holder.since = now_;
            enter(holding_, number, holder);
        }
    }
    void give_back(std::uint32_t index) {
        const std::uint32_t number = holder_numbers_.of(resource_.holds[index].task);
        if (--permits_ == 0) {
            held_ = plus(held_, span(held_since_, now_));
        }
        if (--holders_[number].permits == 0 && holders_[number].column != kNobody) {
            for (const std::uint32_t waiter : waiting_) {
                attribute(waiter, holders_[number]);
            }
            leave(holding_, number, holders_);
        }
    }
    void begin_wait(std::uint32_t index) {
        const std::uint32_t number = waiter_numbers_.of(resource_.waits[index].task);
        Waiter& waiter = waiters_[number];
        if (waiter.place != kNobody) {
            return;  // a task waits once at a time, whatever the trace says
        }
        ++waiter.wait.count;
        waiter.since = now_;
        waiter.held_before = held_until();
        enter(waiting_, number, waiter);
    }
    void end_wait(std::uint32_t index) {
        const std::uint32_t number = waiter_numbers_.of(resource_.waits[index].task);
        if (waiters_[number].place != kNobody) {
            finish(number);
        }
    }
    void finish(std::uint32_t number) {
        Waiter& waiter = waiters_[number];
        for (const std::uint32_t holder : holding_) {
            attribute(number, holders_[holder]);
        }
        const Nanoseconds length = span(waiter.since, now_);
        const Nanoseconds held = span(waiter.held_before, held_until());
        waiter.wait.total = plus(waiter.wait.total, length);
        waiter.wait.unheld = plus(waiter.wait.unheld, span(held, length));
        leave(waiting_, number, waiters_);
    }

    void collect(std::vector<HeldWait>& result) {
        now_ = std::max(now_, run_.now());
        while (!waiting_.empty()) {
            finish(waiting_.back());
        }
        for (std::size_t i = 0; i < waiters_.size(); ++i) {
            HeldWait& wait = waiters_[i].wait;
            wait.task = waiter_numbers_.task(i);
            wait.reason =
                resource_.type == ResourceType::Lock ? WaitReason::Lock : WaitReason::Semaphore;
            wait.resource = resource_.id;
            wait.complete = complete_;
            for (const std::uint32_t holder : told_apart_) {
                if (const Nanoseconds time = cell(i, holders_[holder]); time > 0) {
                    wait.holders.push_back({holder_numbers_.task(holder), time});
                }
            }
            result.push_back(std::move(wait));
        }
    }

    const ResourceInfo& resource_;
    const Prefix& run_;
    Numbers holder_numbers_;
    Numbers waiter_numbers_;
    std::vector<Holder> holders_;
    std::vector<Waiter> waiters_;
    std::vector<std::uint32_t> told_apart_;  ///< holders by column
    std::vector<Nanoseconds> cells_;         ///< a row for each waiter, a column for each of those
    bool complete_ = true;
    std::vector<std::uint32_t> holding_;
    std::vector<std::uint32_t> waiting_;
    std::uint64_t permits_ = 0;
    Nanoseconds now_ = 0;
    Nanoseconds held_ = 0;  ///< time in which anybody held it, up to held_since_
    Nanoseconds held_since_ = 0;
};

/// The waits of one task for one thing that ends when others end.
struct JoinWaits {
    WaitReason reason = WaitReason::None;
    std::vector<std::pair<Nanoseconds, Nanoseconds>> stretches;
    std::vector<Nanoseconds> before;  ///< sum of the lengths of the stretches before each
    Nanoseconds total = 0;

    void add(Nanoseconds begin, Nanoseconds end) {
        stretches.emplace_back(begin, end);
        before.push_back(total);
        total = plus(total, span(begin, end));
    }
    /// How much of it lies before `time`.
    [[nodiscard]] Nanoseconds until(Nanoseconds time) const {
        const auto next = std::ranges::upper_bound(stretches, time, {},
                                                   [](const auto& one) { return one.first; });
        if (next == stretches.begin()) {
            return 0;
        }
        const auto last = static_cast<std::size_t>(next - stretches.begin()) - 1;
        return plus(before[last],
                    span(stretches[last].first, std::min(time, stretches[last].second)));
    }
};

class Joins {
public:
    Joins(const Timeline& timeline, const Prefix& run, std::size_t most_shares)
        : timeline_(timeline), run_(run), shares_left_(most_shares) {}

    void add(const TaskInfo& task, std::vector<HeldWait>& result) {
        waits_.clear();
        for (const Interval& interval : task.intervals) {
            if (!run_.begun(interval.first)) {
                break;
            }
            const bool single = interval.reason == WaitReason::Task;
            if (interval.state != TaskState::Waiting ||
                (!single && !waits_for_linked(interval.reason))) {
                continue;
            }
            const std::int64_t other = single ? interval.extra : 0;
            JoinWaits& waits = waits_[{single ? 0 : interval.subject, other}];
            waits.reason = interval.reason;
            const Nanoseconds length = run_.length(interval);
            waits.add(interval.begin, plus(std::max<Nanoseconds>(interval.begin, 0), length));
        }
        for (const auto& [what, waits] : waits_) {
            HeldWait wait{.task = task.id,
                          .reason = waits.reason,
                          .resource = what.first,
                          .count = waits.stretches.size(),
                          .total = waits.total};
            const ResourceInfo* group = timeline_.resource(what.first);
            if (waits.reason == WaitReason::Task) {
                share(static_cast<TaskId>(what.second), waits, wait);
            } else if (group != nullptr) {
                for (const TaskId linked : group->linked) {
                    share(linked, waits, wait);
                }
            }
            result.push_back(std::move(wait));
        }
    }

private:
    void share(TaskId id, const JoinWaits& waits, HeldWait& wait) {
        if (shares_left_ == 0) {
            wait.complete = false;
            return;
        }
        --shares_left_;
        const TaskInfo* other = timeline_.task(id);
        if (other == nullptr || !run_.begun(other->created)) {
            return;
        }
        const Nanoseconds time =
            span(waits.until(run_.time(other->created)), waits.until(run_.time(other->ended)));
        if (time > 0) {
            wait.holders.push_back({id, time});
        }
    }

    const Timeline& timeline_;
    const Prefix& run_;
    std::size_t shares_left_;
    std::map<std::pair<ObjectId, std::int64_t>, JoinWaits> waits_;
};

/// Longest first, then by task. The same task may be linked several times.
void put_in_order(std::vector<HolderShare>& holders) {
    std::ranges::sort(holders, [](const HolderShare& x, const HolderShare& y) {
        return x.time != y.time ? x.time > y.time : x.task < y.task;
    });
    holders.erase(std::ranges::unique(holders).begin(), holders.end());
}

}  // namespace

std::vector<HeldWait> held_waits(const Timeline& timeline, EventIndex cursor,
                                 std::size_t most_cells) {
    std::vector<HeldWait> result;
    if (timeline.trace().empty()) {
        return result;
    }
    const Prefix run(timeline, cursor);
    for (const ResourceInfo& resource : timeline.resources()) {
        const bool held =
            resource.type == ResourceType::Lock || resource.type == ResourceType::Semaphore;
        if (held && !resource.waits.empty()) {
            Sweep(resource, run, most_cells).run(result);
        }
    }
    Joins joins(timeline, run, most_cells);
    for (const TaskInfo& task : timeline.tasks()) {
        joins.add(task, result);
    }
    std::erase_if(result, [](const HeldWait& wait) { return wait.total == 0; });
    for (HeldWait& wait : result) {
        put_in_order(wait.holders);
    }
    std::ranges::sort(result, [](const HeldWait& x, const HeldWait& y) {
        return std::tuple(y.total, x.task, x.resource, x.reason) <
               std::tuple(x.total, y.task, y.resource, y.reason);
    });
    return result;
}

}  // namespace coroscope
