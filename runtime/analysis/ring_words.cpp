#include "runtime/analysis/ring_words.h"

#include <algorithm>
#include <optional>

namespace coroscope::detail {
namespace {

/// The last holding of `resource` by `task` that lasts at `cursor`.
std::optional<Hold> hold_of(const Timeline& timeline, ObjectId resource, TaskId task,
                            EventIndex cursor) {
    std::optional<Hold> found;
    for (const Hold& hold : timeline.holds_at(resource, cursor)) {
        if (hold.task == task) {
            found = hold;
        }
    }
    return found;
}

Message clause(const Timeline& timeline, const RingLink& link, bool with_lines) {
    const Words words(timeline);
    const bool from_task = link.wants == 0;
    if (link.holds == link.wants && link.holds != 0) {
        return {with_lines ? "text.ring.itself_lines" : "text.ring.itself",
                {words.task("task", link.task), words.resource("held", link.holds),
                 words.line("since", link.acquired_site), words.line("line", link.wait.site)}};
    }
    std::vector<Argument> arguments{words.task("task", link.task),
                                    words.line("line", link.wait.site)};
    arguments.push_back(from_task ? words.task("wanted", link.next)
                                  : words.resource("wanted", link.wants));
    if (link.holds == 0) {
        return {with_lines ? "text.ring.waits_lines" : "text.ring.waits", std::move(arguments)};
    }
    arguments.push_back(words.resource("held", link.holds));
    arguments.push_back(words.line("since", link.acquired_site));
    return {with_lines ? "text.ring.holds_lines" : "text.ring.holds", std::move(arguments)};
}

}  // namespace

std::vector<RingLink> ring_links(const Timeline& timeline, const std::vector<WaitNode>& ring,
                                 EventIndex cursor) {
    std::vector<RingLink> links;
    for (const WaitNode& node : ring) {
        if (node.is_task) {
            links.push_back({.task = node.id, .wait = timeline.state_at(node.id, cursor)});
        } else if (!links.empty()) {
            links.back().wants = node.id;
        }
    }
    for (std::size_t i = 0; i < links.size(); ++i) {
        RingLink& next = links[(i + 1) % links.size()];
        links[i].next = next.task;
        next.holds = links[i].wants;
        if (const auto hold = hold_of(timeline, next.holds, next.task, cursor)) {
            next.acquired = hold->first;
            next.acquired_site = hold->site;
        }
    }
    return links;
}

bool only_locks(const Timeline& timeline, const std::vector<RingLink>& links) {
    return std::ranges::all_of(links, [&timeline](const RingLink& link) {
        const ResourceInfo* lock = timeline.resource(link.wants);
        return lock != nullptr && lock->type == ResourceType::Lock;
    });
}

Argument ring_arg(const Timeline& timeline, const std::vector<RingLink>& links, bool with_lines) {
    std::vector<Message> clauses;
    for (const RingLink& link : links) {
        clauses.push_back(clause(timeline, link, with_lines));
    }
    return short_list("ring", std::move(clauses), Joining::Clauses);
}

Argument lines_arg(const Timeline& timeline, const std::vector<SiteId>& sites) {
    std::vector<Message> lines;
    std::vector<std::uint32_t> seen;
    for (const SiteId site : sites) {
        const std::uint32_t line = timeline.trace().site(site).line;
        if (std::ranges::find(seen, line) == seen.end()) {
            seen.push_back(line);
            lines.push_back(just(Words(timeline).line("line", site)));
        }
    }
    return short_list("lines", std::move(lines), Joining::And);
}

Message order_advice(const Timeline& timeline, const std::vector<ObjectId>& locks,
                     const std::vector<SiteId>& sites) {
    return {locks.size() == 2 ? "finding.deadlock.advice.two" : "finding.deadlock.advice.many",
            {Words(timeline).resource("first", std::ranges::min(locks)), lines_arg(timeline, sites),
             number_arg("count", std::ssize(locks))}};
}

std::vector<TaskId> ring_tasks(const std::vector<RingLink>& links) {
    std::vector<TaskId> tasks;
    std::ranges::transform(links, std::back_inserter(tasks), &RingLink::task);
    return tasks;
}

}  // namespace coroscope::detail
