// How the event loop writes into the trace: ids of lines, functions and resources; reports.
#include <fmt/format.h>

#include "runtime/core/event_loop.h"
#include "runtime/core/function_name.h"

namespace coroscope {

SiteId EventLoop::find_site(std::source_location where, std::uintptr_t key) {
    // What emplace_back() or make_shared() makes is made in a line of the standard library, whose
    // path each compiler spells in its own way: no line at all.
    const std::string_view file = where.file_name();
    const bool in_library = file.find("/include/c++/") != std::string_view::npos;
    const SiteId id = in_library ? SiteId{0} : recorder_->site(file, where.line());
    sites_[(key / 8) % kSiteSlots] = {key, id};
    return id;
}

TextId EventLoop::find_function(const char* pretty, std::uintptr_t key) {
    const TextId id = text(bare_function_name(pretty));
    functions_[(key / 8) % kFunctionSlots] = {key, id};
    return id;
}

ObjectId EventLoop::create_resource(ResourceType type, std::string_view resource_name,
                                    std::int64_t capacity, std::source_location where) {
    check_budget();
    const ObjectId id = new_object();
    if (recorder_ != nullptr) {
        const auto kind = static_cast<std::uint8_t>(type);
        const std::string numbered =
            resource_name.empty() ? fmt::format("{}-{}", name_of(type), ++unnamed_resources_[kind])
                                  : std::string(resource_name);
        record(EventKind::ResourceCreated, current_task_id(), id, kind, capacity, text(numbered),
               site(where));
    }
    return id;
}

TextId EventLoop::candidates_text(std::span<const TaskId> candidates) {
    static constexpr std::size_t kListed = 32;
    if (!recording()) {
        return 0;
    }
    std::string list;
    for (std::size_t i = 0; i < candidates.size() && i < kListed; ++i) {
        list += (i == 0 ? "" : ",") + std::to_string(candidates[i]);
    }
    return text(candidates.size() > kListed ? list + ",…" : list);
}

void EventLoop::report(Report kind, std::string_view words, TaskId task) {
    record(EventKind::LoopReport, task, 0, static_cast<std::uint8_t>(kind), 0, text(words));
}

void EventLoop::default_exception_handler(const ExceptionContext& context) {
    report(
        context.kind,
        context.exception ? context.message + ": " + describe(context.exception) : context.message,
        context.task);
}

void EventLoop::call_exception_handler(const ExceptionContext& context) noexcept {
    if (!exception_handler_) {
        default_exception_handler(context);
        return;
    }
    try {
        const ExceptionHandler handler = exception_handler_;  // it may set another one
        handler(*this, context);
    } catch (const RunStopped&) {
        // The budget is used up: the run ends at the next handle.
    } catch (...) {
        default_exception_handler({"Unhandled error in exception handler", std::current_exception(),
                                   context.task, Report::Callback});
    }
}

}  // namespace coroscope
