// Which rows there are, how high they are and where, and what their gutter says.
#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "look/tokens.h"
#include "runtime/picture/sketch.h"

namespace coroscope::detail {

namespace {

struct Heights {
    float loop, title, resource, plot, lane_min, lane_max, log;
};

Heights heights_of(const Sketch& sketch) {
    const auto& size = look::kSize;
    const bool small = sketch.options.small;
    return {sketch.px(small ? size.loop_lane_small : size.loop_lane),
            sketch.px(size.lane_group_title),
            sketch.px(small ? size.resource_lane_small : size.resource_lane),
            sketch.px(small ? size.plot_lane_small : size.plot_lane),
            sketch.px(size.lane_min),
            sketch.px(size.lane_max),
            sketch.px(small ? size.resource_lane_small : size.lane_default)};
}

/// Rows of one height. Those of tasks and resources are made when they are drawn: there may be many
/// more of them than the body shows.
struct Group {
    std::string_view title;
    float height = 0;           // of each row
    std::vector<Row> before{};  // the plots of the loop
    std::span<const RowOrder::Task> tasks{};
    std::span<const ObjectId> resources{};
    std::size_t threads = 0;       // from the second on
    std::size_t first_worker = 0;  // of RowOrder::workers
    std::size_t workers = 0;
    std::vector<Row> behind{};  // the log
    std::string left_out{};     // "and 5 more"

    [[nodiscard]] std::size_t size() const {
        // That of the log is not counted.
        return before.size() + tasks.size() + resources.size() + threads + workers;
    }
};

RowKind row_kind(ResourceType type) {
    if (type == ResourceType::Lock) {
        return RowKind::Lock;
    }
    if (type == ResourceType::Semaphore) {
        return RowKind::Semaphore;
    }
    if (type == ResourceType::Variable) {
        return RowKind::Variable;
    }
    return type == ResourceType::Queue ? RowKind::Queue : RowKind::Event;
}

std::string_view icon_of(RowKind kind) {
    if (kind == RowKind::Lock) {
        return "lock";
    }
    if (kind == RowKind::Semaphore) {
        return "semaphore";
    }
    if (kind == RowKind::Variable) {
        return "variable";
    }
    return kind == RowKind::Event ? "event" : "queue";
}

std::string value_of(const Sketch& sketch, const ResourceInfo& resource) {
    const EventIndex cursor = sketch.options.cursor;
    if (resource.created > cursor) {
        return "";
    }
    if (resource.type != ResourceType::Queue && resource.type != ResourceType::Semaphore &&
        resource.type != ResourceType::Counter) {
        return "";
    }
    std::string text = std::to_string(resource.level.at(cursor));
    return resource.capacity > 0 ? text + " / " + std::to_string(resource.capacity) : text;
}

Row resource_row(const Sketch& sketch, const ResourceInfo& resource) {
    const bool counter = resource.type == ResourceType::Counter;
    const RowKind kind = counter ? RowKind::Plot : row_kind(resource.type);
    Row row;
    row.kind = kind;
    row.plot = counter                  ? PlotKind::Counter
               : kind == RowKind::Queue ? PlotKind::Queue
                                        : PlotKind::None;
    row.id = resource.id;
    row.label = sketch.timeline.resource_name(resource.id);
    row.icon = counter ? "variable" : icon_of(kind);
    row.value = value_of(sketch, resource);
    row.selected = sketch.options.selected_resource == resource.id;
    row.mono = !counter;
    return row;
}

Row plot_row(const Sketch& sketch, PlotKind kind, const Heights& heights) {
    const bool ready = kind == PlotKind::Ready;
    const Counter& counter = ready ? sketch.timeline.ready_count() : sketch.timeline.timer_count();
    Row row;
    row.kind = RowKind::Plot;
    row.plot = kind;
    row.height = heights.plot;
    row.label = sketch.words(ready ? "ui.ready" : "picture.timers");
    row.icon = ready ? "ready_list" : "timer";
    row.value = std::to_string(counter.at(sketch.options.cursor));
    return row;
}

Row task_row(const Sketch& sketch, const RowOrder::Task& lane) {
    const TaskInfo& task = *sketch.timeline.task(lane.id);
    const Badge& badge = sketch.badge(lane.id);
    Row row;
    if (lane.folded > 0) {
        row.kind = RowKind::GroupTitle;
        row.folded = lane.folded;
        row.label = sketch.words(
            Message("picture.more_lanes", {number_arg("count", lane.folded),
                                           text_arg("name", sketch.timeline.task_name(lane.id))}));
        return row;
    }
    row.kind = RowKind::Task;
    row.id = lane.id;
    row.label = sketch.timeline.task_name(lane.id);
    row.monogram = badge.monogram;
    row.colour = badge.colour;
    row.selected = sketch.options.selected_task == lane.id;
    row.not_yet = task.created > sketch.options.cursor || task.ended <= sketch.options.cursor;
    row.depth = lane.depth;
    return row;
}

/// The loop of a thread other than the first.
Row thread_row(const Sketch& sketch, std::size_t index) {
    const std::uint8_t number = sketch.order.loops[index].thread;
    const auto threads = sketch.timeline.threads();
    const ThreadInfo* thread = number <= threads.size() ? &threads[number - 1U] : nullptr;
    const EventIndex cursor = sketch.options.cursor;
    Row row;
    row.kind = RowKind::Thread;
    row.lane = index;
    row.icon = "loop";
    if (thread != nullptr) {
        row.label = sketch.timeline.trace().text(thread->name);
        row.not_yet = thread->started > cursor || thread->ended <= cursor;
    }
    if (row.label.empty()) {
        row.label = sketch.words(Message("picture.thread", {number_arg("number", number)}));
    }
    return row;
}

/// What another program recorded has steps, of threads that may run side by side, but no loop.
bool has_loop(const Timeline& timeline) {
    return !timeline.iterations().empty() || timeline.steps().empty();
}

/// Tasks; locks; semaphores, events, conditions and barriers; queues; threads; workers; places
/// outside the loop; shared variables; counters.
/// The log goes behind the tasks if there is room for it.
std::vector<Group> groups_of(const Sketch& sketch, const Heights& heights) {
    const RowOrder& order = sketch.order;
    std::vector<Group> groups{
        {.title = "ui.tasks", .tasks = order.tasks},
        {.title = "ui.locks", .height = heights.resource, .resources = order.locks},
        {.title = "ui.sync", .height = heights.resource, .resources = order.sync},
        {.title = "ui.queues", .height = heights.plot, .resources = order.queues},
        {.title = "ui.threads",
         .height = heights.loop,
         .threads = order.loops.size() - std::min<std::size_t>(order.loops.size(), 1)},
        {.title = "ui.workers", .height = heights.resource, .workers = order.executor_workers},
        {.title = "ui.places",
         .height = heights.resource,
         .first_worker = order.executor_workers,
         .workers = order.workers.size() - order.executor_workers},
        {.title = "ui.variables", .height = heights.resource, .resources = order.variables},
        {.title = "ui.counters", .height = heights.plot, .resources = order.counters}};
    std::vector<Row>& plots = groups.back().before;
    if (has_loop(sketch.timeline)) {
        plots.push_back(plot_row(sketch, PlotKind::Ready, heights));
    }
    if (!sketch.timeline.timers().empty()) {
        plots.push_back(plot_row(sketch, PlotKind::Timers, heights));
    }
    std::erase_if(groups, [](const Group& group) { return group.size() == 0; });
    return groups;
}

void limit(const Sketch& sketch, std::vector<Group>& groups) {
    const std::size_t most = sketch.options.most_rows;
    for (Group& group : groups) {
        if (most != 0 && group.size() > most) {
            const auto count = static_cast<std::int64_t>(group.size() - most);
            group.left_out =
                sketch.words(Message("picture.more_rows", {number_arg("count", count)}));
            group.before.resize(std::min(group.before.size(), most));
            const std::size_t left = most - group.before.size();
            group.tasks = group.tasks.first(std::min(group.tasks.size(), left));
            group.resources = group.resources.first(std::min(group.resources.size(), left));
            group.threads = std::min(group.threads, left);
            group.workers = std::min(group.workers, left);
        }
    }
}

float lane_height(const std::vector<Group>& groups, const Heights& heights, float room) {
    std::size_t lanes = 0;
    for (const Group& group : groups) {
        room -= heights.title;
        lanes += group.tasks.size();
        room -= group.height * static_cast<float>(group.size() - group.tasks.size());
    }
    return lanes == 0 ? heights.lane_max
                      : std::clamp(std::floor(room / static_cast<float>(lanes)), heights.lane_min,
                                   heights.lane_max);
}

void add_log(const Sketch& sketch, std::vector<Group>& groups, const Heights& heights, float room) {
    if (sketch.timeline.log().empty() || groups.empty()) {
        return;
    }
    if (lane_height(groups, heights, room - heights.log) <= heights.lane_min) {
        return;
    }
    Row row;
    row.kind = RowKind::Log;
    row.height = heights.log;
    row.label = sketch.words("ui.log");
    row.icon = "log";
    groups.front().behind.push_back(std::move(row));
}

void draw(Sketch& sketch, Row row) {
    row.first_span = row.last_span = sketch.picture.spans.size();
    sketch.picture.rows.push_back(std::move(row));
    Row& placed = sketch.picture.rows.back();
    switch (placed.kind) {
    case RowKind::Loop:
    case RowKind::Thread: draw_loop_lane(sketch, placed); break;
    case RowKind::GroupTitle: break;
    case RowKind::Task: draw_task_lane(sketch, placed); break;
    case RowKind::Lock:
    case RowKind::Semaphore:
    case RowKind::Event: draw_resource_lane(sketch, placed); break;
    case RowKind::Worker: draw_worker_lane(sketch, placed); break;
    case RowKind::Variable: draw_variable_lane(sketch, placed); break;
    case RowKind::Log: draw_log_lane(sketch, placed); break;
    case RowKind::Queue:
    case RowKind::Plot: draw_plot(sketch, placed); break;
    }
    placed.last_span = sketch.picture.spans.size();
}

float log_height(const std::vector<Group>& groups) {
    return groups.empty() || groups.front().behind.empty() ? 0
                                                           : groups.front().behind.front().height;
}

/// The rows that scroll, from top to bottom; draws those that are inside the body.
class Stack {
public:
    explicit Stack(Sketch& sketch)
        : sketch_(sketch), y_(sketch.picture.body.y0 - sketch.picture.scroll_y) {}

    void add(Row row) {
        row.y = y_;
        y_ += row.height;
        if (row.y + row.height > body().y0 && row.y < body().y1) {
            draw(sketch_, std::move(row));
        }
    }
    void add(std::vector<Row> rows) {
        for (Row& row : rows) {
            add(std::move(row));
        }
    }
    /// `count` rows of the same height. Calls make(i) for those that may be visible.
    template <class Make>
    void add_each(std::size_t count, float height, Make make) {
        const float top = y_;
        const auto hidden = static_cast<std::size_t>(std::max(0.0F, (body().y0 - top) / height));
        // One more, for what rounding may hide.
        for (std::size_t i = hidden == 0 ? 0 : hidden - 1; i < count; ++i) {
            y_ = top + static_cast<float>(i) * height;
            if (y_ >= body().y1) {
                break;
            }
            if (y_ + height > body().y0) {
                Row row = make(i);
                row.height = height;
                add(std::move(row));
            }
        }
        y_ = top + static_cast<float>(count) * height;
    }

private:
    [[nodiscard]] const Box& body() const { return sketch_.picture.body; }

    Sketch& sketch_;
    float y_;
};

}  // namespace

float bar_height(const Sketch& sketch, float lane_height_px) {
    const auto& size = look::kSize;
    const float inset =
        lane_height_px < sketch.px(30) ? sketch.px(6) : sketch.px(2 * size.bar_inset);
    return std::min(sketch.px(size.bar_max), lane_height_px - inset);
}

Box bar_box(const Sketch& sketch, const Row& row, SpanLook look) {
    const auto& size = look::kSize;
    const float bar = bar_height(sketch, row.height);
    float height = bar * size.bar_tube_ratio;
    if (look == SpanLook::Running || look == SpanLook::Slow || look == SpanLook::Merged) {
        height = bar * size.bar_running_ratio;
    } else if (look == SpanLook::Ready) {
        height = std::max(bar * size.bar_ready_ratio, sketch.px(6));
    } else if (look == SpanLook::Created) {
        height = std::max(bar * size.bar_created_ratio, sketch.px(5));
    } else if (look == SpanLook::Finished || look == SpanLook::Cancelled ||
               look == SpanLook::Failed) {
        height = std::min(bar, sketch.px(size.end_cap));
    }
    height = std::round(height);
    const float y0 = std::floor(row.y + (row.height - height) / 2);
    return {0, y0, 0, y0 + height};
}

void draw_rows(Sketch& sketch) {
    Picture& picture = sketch.picture;
    const Heights heights = heights_of(sketch);
    const float top = sketch.px(look::kSize.minimap) + sketch.px(look::kSize.ruler);
    picture.body = {0, std::min(top + heights.loop, picture.height), picture.width, picture.height};
    Row loop;
    loop.kind = RowKind::Loop;
    loop.y = top;
    loop.height = heights.loop;
    loop.label = sketch.words(has_loop(sketch.timeline) ? "ui.event_loop" : "ui.steps_lane");
    loop.icon = "loop";
    draw(sketch, std::move(loop));

    const float room = picture.body.height();
    std::vector<Group> groups = groups_of(sketch, heights);
    limit(sketch, groups);
    add_log(sketch, groups, heights, room);
    const float lane = lane_height(groups, heights, room - log_height(groups));
    float content = 0;
    for (Group& group : groups) {
        group.height = group.tasks.empty() ? group.height : lane;
        content += heights.title + group.height * static_cast<float>(group.size());
    }
    content += log_height(groups);
    picture.content_height = content;
    picture.scroll_max = std::max(0.0F, content - room);
    picture.scroll_y = std::clamp(sketch.options.scroll_y, 0.0F, picture.scroll_max);
    Stack stack(sketch);
    for (Group& group : groups) {
        Row title;
        title.kind = RowKind::GroupTitle;
        title.height = heights.title;
        title.label = sketch.words(group.title);
        title.value = group.left_out;
        stack.add(std::move(title));
        stack.add(std::move(group.before));
        stack.add_each(group.tasks.size(), group.height,
                       [&](std::size_t i) { return task_row(sketch, group.tasks[i]); });
        stack.add_each(group.resources.size(), group.height, [&](std::size_t i) {
            return resource_row(sketch, *sketch.timeline.resource(group.resources[i]));
        });
        stack.add_each(group.threads, group.height,
                       [&](std::size_t i) { return thread_row(sketch, i + 1); });
        stack.add_each(group.workers, group.height,
                       [&](std::size_t i) { return worker_row(sketch, group.first_worker + i); });
        stack.add(std::move(group.behind));
    }
}

void draw_lanes(Sketch& sketch) {
    Picture& picture = sketch.picture;
    const RowOrder& order = sketch.order;
    const float height = sketch.px(sketch.options.lane_px);
    picture.body = {0, 0, picture.width, picture.height};
    picture.content_height = height * static_cast<float>(lanes_of(order));
    picture.scroll_max = std::max(0.0F, picture.content_height - picture.height);
    picture.scroll_y = std::clamp(sketch.options.scroll_y, 0.0F, picture.scroll_max);
    Stack stack(sketch);
    stack.add_each(order.tasks.size(), height,
                   [&](std::size_t i) { return task_row(sketch, order.tasks[i]); });
    for (const std::vector<ObjectId>* group :
         {&order.locks, &order.sync, &order.queues, &order.variables, &order.counters}) {
        stack.add_each(group->size(), height, [&](std::size_t i) {
            return resource_row(sketch, *sketch.timeline.resource((*group)[i]));
        });
    }
}

}  // namespace coroscope::detail

namespace coroscope {

std::size_t lanes_of(const RowOrder& order) {
    return order.tasks.size() + order.locks.size() + order.sync.size() + order.queues.size() +
           order.variables.size() + order.counters.size();
}

}  // namespace coroscope
