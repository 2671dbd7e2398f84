#include "runtime/analysis/value_graph.h"

#include <algorithm>
#include <deque>

#include "runtime/analysis/lost_updates.h"

namespace coroscope {
namespace {

// How far back a writer's last read is looked for.
constexpr std::size_t kFarthest = 10'000;

using Accesses = std::vector<Access>;

/// The write whose value the writer of `accesses[write]` knew; nullopt if it had read none.
std::optional<std::size_t> base_of(const Accesses& accesses, std::size_t write) {
    const TaskId task = accesses[write].task;
    const std::size_t end = write > kFarthest ? write - kFarthest : 0;
    std::size_t known = write;
    while (known > end && accesses[known - 1].task != task) {
        --known;
    }
    if (known == end) {
        return std::nullopt;
    }
    --known;
    while (known > end && !accesses[known].write) {
        --known;
    }
    return accesses[known].write ? std::optional(known) : std::nullopt;
}

/// The writes nearest to an event: as many behind it as before it, where there are so many.
std::vector<std::size_t> nearest_writes(const Accesses& accesses, EventIndex around,
                                        std::size_t most) {
    const auto here = static_cast<std::size_t>(
        std::ranges::upper_bound(accesses, around, {}, &Access::event) - accesses.begin());
    std::deque<std::size_t> found;
    std::size_t before = here;
    std::size_t behind = here;
    bool more = true;
    while (more && found.size() < most) {
        more = false;
        while (before > 0 && !accesses[before - 1].write) {
            --before;
        }
        if (before > 0) {
            found.push_front(--before);
            more = true;
        }
        while (behind < accesses.size() && !accesses[behind].write) {
            ++behind;
        }
        if (behind < accesses.size() && found.size() < most) {
            found.push_back(behind++);
            more = true;
        }
    }
    return {found.begin(), found.end()};
}

}  // namespace

ValueGraph value_graph(const Timeline& timeline, ObjectId variable,
                       const ValueGraphOptions& options) {
    ValueGraph graph;
    const ResourceInfo* resource = timeline.resource(variable);
    if (resource == nullptr || resource->accesses.empty()) {
        return graph;
    }
    const Accesses& accesses = resource->accesses;
    const std::vector<std::size_t> shown = nearest_writes(accesses, options.around, options.most);
    for (const std::size_t index : shown) {
        const Access& access = accesses[index];
        ValueWrite write{.event = access.event, .task = access.task};
        write.value = static_cast<TextId>(timeline.trace()[access.event].b);
        write.loses = detail::lost_update_at(timeline, access.event).has_value();
        if (const auto base = base_of(accesses, index)) {
            const auto found = std::ranges::lower_bound(shown, *base);
            if (found != shown.end() && *found == *base) {
                write.base = static_cast<std::size_t>(found - shown.begin());
            }
        }
        graph.writes.push_back(write);
    }
    if (!shown.empty()) {
        const auto writes = [&](std::size_t first, std::size_t last) {
            return static_cast<std::size_t>(
                std::count_if(accesses.begin() + static_cast<std::ptrdiff_t>(first),
                              accesses.begin() + static_cast<std::ptrdiff_t>(last),
                              [](const Access& access) { return access.write; }));
        };
        graph.before = writes(0, shown.front());
        graph.after = writes(shown.back() + 1, accesses.size());
    }
    return graph;
}

}  // namespace coroscope
