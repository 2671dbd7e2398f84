#include "runtime/analysis/lock_order.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "runtime/analysis/ordering.h"
#include "runtime/analysis/rings.h"

namespace coroscope::detail {
namespace {

constexpr std::size_t kMostHeld = 16;      // of one task, at one time
constexpr std::size_t kFirstExamples = 8;  // of one lock order: the first, and the last
constexpr std::size_t kMostExamples = 16;
constexpr int kMostTries = 4096;  // for one ring of locks

/// Something that happens to a task: it gets a lock, or asks for one.
struct Point {
    TaskId task = 0;
    EventIndex event = 0;
    ObjectId lock = 0;
    SiteId site = 0;
    std::optional<Hold> hold{};  // none: it only asks
    bool asks = false;
};

bool is_exclusive(const Trace& trace, const ResourceInfo& info) {
    const bool one = info.type == ResourceType::Lock ||
                     (info.type == ResourceType::Semaphore && info.capacity == 1);
    return one && info.level.maximum() <= 1 &&
           std::ranges::all_of(info.holds, [&trace](const Hold& hold) {
               return hold.last >= trace.size() ||
                      (trace[hold.last].task == hold.task && hold.task != 0);
           });
}

void add_points(const ResourceInfo& lock, std::vector<Point>& points) {
    std::vector<EventIndex> got_by_waiting;
    for (const Wait& wait : lock.waits) {
        points.push_back({.task = wait.task,
                          .event = wait.first,
                          .lock = lock.id,
                          .site = wait.site,
                          .asks = true});
        got_by_waiting.push_back(wait.last);
    }
    std::ranges::sort(got_by_waiting);
    for (const Hold& hold : lock.holds) {
        points.push_back({.task = hold.task,
                          .event = hold.first,
                          .lock = lock.id,
                          .site = hold.site,
                          .hold = hold,
                          .asks = !std::ranges::binary_search(got_by_waiting, hold.first)});
    }
}

using Order = std::pair<ObjectId, ObjectId>;

/// Collects the examples of each lock order.
class Orders {
public:
    explicit Orders(const Timeline& timeline) {
        std::vector<Point> points;
        for (const ResourceInfo& info : timeline.resources()) {
            if (is_exclusive(timeline.trace(), info)) {
                add_points(info, points);
            }
        }
        std::ranges::sort(points, [](const Point& left, const Point& right) {
            return std::pair(left.task, left.event) < std::pair(right.task, right.event);
        });
        std::vector<Point> held;
        for (std::size_t i = 0; i < points.size(); ++i) {
            if (i > 0 && points[i].task != points[i - 1].task) {
                held.clear();
            }
            step(points[i], held);
        }
    }
    [[nodiscard]] const std::map<Order, std::vector<LockOrder>>& all() const { return all_; }
    [[nodiscard]] const std::vector<LockOrder>* of(Order order) const {
        const auto at = all_.find(order);
        return at == all_.end() ? nullptr : &at->second;
    }

private:
    void step(const Point& point, std::vector<Point>& held) {
        std::erase_if(held, [&](const Point& p) { return p.hold->last <= point.event; });
        if (point.asks) {
            ask(point, held);
        }
        if (point.hold && held.size() < kMostHeld) {
            held.push_back(point);
        }
    }
    void ask(const Point& point, const std::vector<Point>& held) {
        std::vector<ObjectId> ids;
        for (const Point& p : held) {
            ids.push_back(p.lock);
        }
        if (std::ranges::find(ids, point.lock) != ids.end()) {
            return;  // it waits for itself: no matter of order
        }
        for (const Point& p : held) {
            add({.from = p.lock,
                 .to = point.lock,
                 .task = point.task,
                 .taken = p.event,
                 .given_back = p.hold->last,
                 .asked = point.event,
                 .taken_site = p.site,
                 .asked_site = point.site,
                 .held = ids});
        }
    }
    void add(LockOrder order) {
        auto& examples = all_[{order.from, order.to}];
        const auto same = [&order](const LockOrder& other) {
            return other.task == order.task && other.held == order.held;
        };
        if (std::ranges::any_of(examples, same)) {
            return;
        }
        if (examples.size() == kMostExamples) {  // the oldest of the last ones makes room
            examples.erase(examples.begin() + kFirstExamples);
        }
        examples.push_back(std::move(order));
    }

    std::map<Order, std::vector<LockOrder>> all_;
};

bool share_a_lock(const LockOrder& left, const LockOrder& right) {
    return std::ranges::find_first_of(left.held, right.held) != left.held.end();
}

/// Finds tasks for a ring of locks.
class Casting {
public:
    Casting(const Timeline& timeline, const Orders& orders)
        : orders_(orders), ordering_(timeline) {}

    /// One task for each lock of the ring that asks for the next one, or nothing.
    std::vector<LockOrder> cast(const std::vector<ObjectId>& locks) {
        roles_.clear();
        for (std::size_t i = 0; i < locks.size(); ++i) {
            roles_.push_back(orders_.of({locks[i], locks[(i + 1) % locks.size()]}));
        }
        chosen_.clear();
        tries_ = 0;
        if (!fill()) {
            return {};
        }
        std::vector<LockOrder> ring;
        for (const LockOrder* one : chosen_) {
            ring.push_back(*one);
        }
        return ring;
    }

private:
    // A ring may have as many locks as there are; the ways are tried with a stack of our own.
    bool fill() {
        std::vector<std::size_t> next{0};
        while (!next.empty() && ++tries_ < kMostTries) {
            if (chosen_.size() == roles_.size()) {
                return true;
            }
            const auto& candidates = *roles_[chosen_.size()];
            std::size_t& at = next.back();
            while (at < candidates.size() && !fits(candidates[at])) {
                ++at;
                ++tries_;
            }
            if (at < candidates.size()) {
                chosen_.push_back(&candidates[at++]);
                next.push_back(0);
                continue;
            }
            next.pop_back();
            if (!chosen_.empty()) {
                chosen_.pop_back();
            }
        }
        return !roles_.empty() && chosen_.size() == roles_.size();
    }
    bool fits(const LockOrder& one) {
        return std::ranges::all_of(chosen_, [&](const LockOrder* other) {
            return other->task != one.task && !share_a_lock(*other, one) && can_meet(*other, one);
        });
    }
    bool can_meet(const LockOrder& left, const LockOrder& right) {
        const LockOrder& first = left.taken < right.taken ? left : right;
        const LockOrder& second = left.taken < right.taken ? right : left;
        return second.taken < first.given_back ||
               !ordering_.ordered(first.task, first.given_back, second.task, second.taken);
    }

    const Orders& orders_;
    Ordering ordering_;
    std::vector<const std::vector<LockOrder>*> roles_;
    std::vector<const LockOrder*> chosen_;
    int tries_ = 0;
};

/// The lock orders as a graph, without those in a ring of two that was found.
std::vector<WaitEdge> edges_left(const Orders& orders,
                                 const std::vector<std::vector<LockOrder>>& found) {
    std::vector<Order> used;
    for (const auto& ring : found) {
        for (const LockOrder& one : ring) {
            used.emplace_back(one.from, one.to);
        }
    }
    std::ranges::sort(used);
    std::vector<WaitEdge> edges;
    for (const auto& [order, examples] : orders.all()) {
        if (!std::ranges::binary_search(used, order)) {
            edges.push_back({.from = {.is_task = false, .id = order.first},
                             .to = {.is_task = false, .id = order.second}});
        }
    }
    return edges;
}

/// The task's first suspension in between, kNoEvent if there is none.
EventIndex suspension_between(const Timeline& timeline, TaskId id, EventIndex first,
                              EventIndex last) {
    const TaskInfo* task = timeline.task(id);
    if (task == nullptr) {
        return kNoEvent;
    }
    auto at = std::ranges::upper_bound(task->events, first);
    while (at != task->events.end() && *at < last &&
           timeline.trace()[*at].kind != EventKind::TaskSuspended) {
        ++at;
    }
    return at != task->events.end() && *at < last ? *at : kNoEvent;
}

/// True if a task keeps `lock` over an await at which it does not hold `other`.
bool is_kept_without(const Timeline& timeline, ObjectId lock, ObjectId other) {
    const ResourceInfo* info = timeline.resource(lock);
    return info != nullptr && std::ranges::any_of(info->holds, [&](const Hold& hold) {
               const EventIndex at = suspension_between(timeline, hold.task, hold.first, hold.last);
               if (at == kNoEvent) {
                   return false;
               }
               const std::vector<ObjectId> held = timeline.held_by(hold.task, at);
               return std::ranges::find(held, other) == held.end();
           });
}

}  // namespace

std::vector<std::vector<LockOrder>> lock_rings(const Timeline& timeline) {
    const Orders orders(timeline);
    Casting casting(timeline, orders);
    std::vector<std::vector<LockOrder>> found;
    const auto add = [&](const std::vector<ObjectId>& locks) {
        if (auto ring = casting.cast(locks); !ring.empty()) {
            found.push_back(std::move(ring));
        }
    };
    for (const auto& [order, examples] : orders.all()) {
        if (order.first < order.second && found.size() < kMostLockRings &&
            orders.of({order.second, order.first}) != nullptr) {
            add({order.first, order.second});
        }
    }
    for (const auto& ring : rings(edges_left(orders, found))) {
        std::vector<ObjectId> locks;
        for (const WaitNode& node : ring) {
            locks.push_back(node.id);
        }
        if (locks.size() > 2) {
            add(locks);
        }
    }
    return found;
}

bool can_stop_between(const Timeline& timeline, const std::vector<LockOrder>& ring) {
    return std::ranges::any_of(ring, [&timeline](const LockOrder& order) {
        return suspension_between(timeline, order.task, order.taken, order.asked) != kNoEvent ||
               is_kept_without(timeline, order.to, order.from);
    });
}

}  // namespace coroscope::detail
