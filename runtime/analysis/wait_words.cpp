#include "runtime/analysis/wait_words.h"

#include "runtime/analysis/words.h"

namespace coroscope::detail {

Message wait_clause(const Timeline& timeline, TaskId task, const Interval& interval) {
    const Words words(timeline);
    std::vector<Argument> arguments{words.task("task", task),
                                    words.resource("resource", interval.subject),
                                    words.line("line", interval.site)};
    if (interval.state == TaskState::Sleeping) {
        return {"finding.hang.sleeps", std::move(arguments)};
    }
    if (interval.state == TaskState::Created) {
        return {"finding.hang.unstarted", std::move(arguments)};
    }
    if (interval.state != TaskState::Waiting) {
        return {"finding.hang.ready", std::move(arguments)};
    }
    switch (interval.reason) {
    case WaitReason::Lock:
    case WaitReason::Semaphore: return {"finding.hang.lock", std::move(arguments)};
    case WaitReason::Event: return {"finding.hang.event", std::move(arguments)};
    case WaitReason::QueueGet: return {"finding.hang.get", std::move(arguments)};
    case WaitReason::QueuePut: return {"finding.hang.put", std::move(arguments)};
    case WaitReason::QueueJoin: return {"finding.hang.join", std::move(arguments)};
    case WaitReason::Task:
        arguments.push_back(words.task("other", static_cast<TaskId>(interval.extra)));
        return {"finding.hang.task", std::move(arguments)};
    case WaitReason::Gather: return {"finding.hang.gather", std::move(arguments)};
    case WaitReason::Wait:
    case WaitReason::WaitFirst:
    case WaitReason::AsCompleted:
    case WaitReason::Shield:
    case WaitReason::TaskGroup: return {"finding.hang.linked", std::move(arguments)};
    case WaitReason::Future: return {"finding.hang.future", std::move(arguments)};
    case WaitReason::Condition: return {"finding.hang.condition", std::move(arguments)};
    case WaitReason::Executor: return {"finding.hang.future", std::move(arguments)};
    case WaitReason::Reply: return {"finding.hang.reply", std::move(arguments)};
    case WaitReason::Barrier: return {"finding.hang.barrier", std::move(arguments)};
    case WaitReason::None:
    case WaitReason::Yield:
    case WaitReason::Sleep: break;
    }
    return {"finding.hang.something", std::move(arguments)};
}

}  // namespace coroscope::detail
