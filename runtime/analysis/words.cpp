#include "runtime/analysis/words.h"

#include <iterator>
#include <limits>
#include <string>

namespace coroscope::detail {

Argument Words::task(std::string_view name, TaskId id) const {
    if (id == 0) {
        return message_arg(name, Message("text.the_loop"));
    }
    const std::string_view known = timeline_.task_name(id);
    return task_arg(name, id, known.empty() ? "#" + std::to_string(id) : std::string(known));
}

Argument Words::subject(std::string_view name, TaskId id) const {
    return id == 0 ? message_arg(name, Message("text.the_loop_first")) : task(name, id);
}

Argument Words::tasks(std::string_view name, std::span<const TaskId> ids) const {
    std::vector<Message> items;
    items.reserve(ids.size());
    for (const TaskId id : ids) {
        items.push_back(just(task("task", id)));
    }
    return short_list(name, std::move(items));
}

Argument Words::resource(std::string_view name, ObjectId id) const {
    const std::string_view known = timeline_.resource_name(id);
    return resource_arg(name, id, known.empty() ? "#" + std::to_string(id) : std::string(known));
}

Argument Words::line(std::string_view name, SiteId site) const {
    return line_arg(name, timeline_.trace().site(site).line);
}

std::string_view Words::text(std::int64_t id) const {
    const bool fits = id >= 0 && id <= std::numeric_limits<TextId>::max();
    return fits ? timeline_.trace().text(static_cast<TextId>(id)) : std::string_view();
}

Argument Words::code(std::string_view name, std::int64_t id) const {
    const std::string_view known = text(id);
    return code_arg(name, known.empty() ? "?" : known);
}

Argument short_list(std::string_view name, std::vector<Message> items, Joining joining) {
    const auto count = std::ssize(items);
    const auto most = static_cast<std::ptrdiff_t>(kMostNamed);
    if (count > most + 1) {  // "and 1 more" would be longer than the name
        items.resize(kMostNamed);
        items.emplace_back("list.more", std::vector{number_arg("count", count - most)});
    }
    Argument list = list_arg(name, std::move(items), joining);
    list.number = count;
    return list;
}

}  // namespace coroscope::detail
