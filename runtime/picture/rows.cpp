// Which rows there are, how high they are and where, and what their gutter says.
#include <algorithm>
#include <array>
#include <cmath>

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

struct Group {
    std::string_view title;
    std::vector<Row> rows;
    std::string left_out{};  // "and 5 more"
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

Row resource_row(const Sketch& sketch, const ResourceInfo& resource, const Heights& heights) {
    const RowKind kind = row_kind(resource.type);
    const bool queue = kind == RowKind::Queue;
    Row row;
    row.kind = kind;
    row.plot = queue ? PlotKind::Queue : PlotKind::None;
    row.height = queue ? heights.plot : heights.resource;
    row.id = resource.id;
    row.label = sketch.timeline.resource_name(resource.id);
    row.icon = icon_of(kind);
    row.value = value_of(sketch, resource);
    row.selected = sketch.options.selected_resource == resource.id;
    row.mono = true;
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

Row counter_row(const Sketch& sketch, const ResourceInfo& resource, const Heights& heights) {
    Row row = resource_row(sketch, resource, heights);
    row.kind = RowKind::Plot;
    row.plot = PlotKind::Counter;
    row.height = heights.plot;
    row.icon = "variable";
    row.mono = false;
    return row;
}

Row task_row(const Sketch& sketch, TaskId id, const std::vector<int>& depths) {
    const TaskInfo& task = *sketch.timeline.task(id);
    const Badge& badge = sketch.badge(id);
    Row row;
    row.kind = RowKind::Task;
    row.id = id;
    row.label = sketch.timeline.task_name(id);
    row.monogram = badge.monogram;
    row.colour = badge.colour;
    row.selected = sketch.options.selected_task == id;
    row.not_yet = task.created > sketch.options.cursor || task.ended <= sketch.options.cursor;
    row.depth = depths[id];
    return row;
}

Group tasks_group(const Sketch& sketch) {
    Group group{"ui.tasks", {}};
    std::vector<int> depths(sketch.timeline.tasks().size() + 1, 0);
    for (const TaskInfo& task : sketch.timeline.tasks()) {
        depths[task.id] = task.parent == 0 || task.parent >= task.id ? 0 : depths[task.parent] + 1;
    }
    for (const TaskId id : tasks_in_tree_order(sketch.timeline)) {
        group.rows.push_back(task_row(sketch, id, depths));
    }
    return group;
}

/// Tasks; locks; semaphores, events, conditions and barriers; queues; shared variables; counters.
/// The log goes behind the tasks if there is room for it.
/// What another program recorded has steps, of threads that may run side by side, but no loop.
bool has_loop(const Timeline& timeline) {
    return !timeline.iterations().empty() || timeline.steps().empty();
}

std::vector<Group> groups_of(const Sketch& sketch, const Heights& heights) {
    std::vector<Group> groups{tasks_group(sketch), {"ui.locks", {}},     {"ui.sync", {}},
                              {"ui.queues", {}},   {"ui.variables", {}}, {"ui.counters", {}}};
    for (const ResourceInfo& resource : sketch.timeline.resources()) {
        if (resource.type == ResourceType::Lock) {
            groups[1].rows.push_back(resource_row(sketch, resource, heights));
        } else if (resource.type == ResourceType::Semaphore ||
                   resource.type == ResourceType::Event ||
                   resource.type == ResourceType::Condition ||
                   resource.type == ResourceType::Barrier) {
            groups[2].rows.push_back(resource_row(sketch, resource, heights));
        } else if (resource.type == ResourceType::Queue) {
            groups[3].rows.push_back(resource_row(sketch, resource, heights));
        } else if (resource.type == ResourceType::Variable) {
            groups[4].rows.push_back(resource_row(sketch, resource, heights));
        }
    }
    if (has_loop(sketch.timeline)) {
        groups[5].rows.push_back(plot_row(sketch, PlotKind::Ready, heights));
    }
    if (!sketch.timeline.timers().empty()) {
        groups[5].rows.push_back(plot_row(sketch, PlotKind::Timers, heights));
    }
    for (const ResourceInfo& resource : sketch.timeline.resources()) {
        if (resource.type == ResourceType::Counter) {
            groups[5].rows.push_back(counter_row(sketch, resource, heights));
        }
    }
    std::erase_if(groups, [](const Group& group) { return group.rows.empty(); });
    return groups;
}

void limit(const Sketch& sketch, std::vector<Group>& groups) {
    const std::size_t most = sketch.options.most_rows;
    for (Group& group : groups) {
        if (most != 0 && group.rows.size() > most) {
            const auto count = static_cast<std::int64_t>(group.rows.size() - most);
            group.left_out =
                sketch.words(Message("picture.more_rows", {number_arg("count", count)}));
            group.rows.resize(most);
        }
    }
}

float lane_height(const std::vector<Group>& groups, const Heights& heights, float room) {
    std::size_t lanes = 0;
    for (const Group& group : groups) {
        room -= heights.title;
        for (const Row& row : group.rows) {
            if (row.kind == RowKind::Task) {
                ++lanes;
            } else {
                room -= row.height;
            }
        }
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
    groups.front().rows.push_back(std::move(row));
}

void draw(Sketch& sketch, Row row) {
    row.first_span = row.last_span = sketch.picture.spans.size();
    sketch.picture.rows.push_back(std::move(row));
    Row& placed = sketch.picture.rows.back();
    switch (placed.kind) {
    case RowKind::Loop: draw_loop_lane(sketch, placed); break;
    case RowKind::GroupTitle: break;
    case RowKind::Task: draw_task_lane(sketch, placed); break;
    case RowKind::Lock:
    case RowKind::Semaphore:
    case RowKind::Event: draw_resource_lane(sketch, placed); break;
    case RowKind::Variable: draw_variable_lane(sketch, placed); break;
    case RowKind::Log: draw_log_lane(sketch, placed); break;
    case RowKind::Queue:
    case RowKind::Plot: draw_plot(sketch, placed); break;
    }
    placed.last_span = sketch.picture.spans.size();
}

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
    const float lane = lane_height(groups, heights, room);
    float content = 0;
    for (Group& group : groups) {
        content += heights.title;
        for (Row& row : group.rows) {
            row.height = row.kind == RowKind::Task ? lane : row.height;
            content += row.height;
        }
    }
    picture.content_height = content;
    picture.scroll_max = std::max(0.0F, content - room);
    picture.scroll_y = std::clamp(sketch.options.scroll_y, 0.0F, picture.scroll_max);
    float y = picture.body.y0 - picture.scroll_y;
    const auto place = [&](Row row, float height) {
        row.y = y;
        row.height = height;
        y += height;
        if (row.y + row.height > picture.body.y0 && row.y < picture.body.y1) {
            draw(sketch, std::move(row));
        }
    };
    for (Group& group : groups) {
        Row title;
        title.kind = RowKind::GroupTitle;
        title.label = sketch.words(group.title);
        title.value = group.left_out;
        place(std::move(title), heights.title);
        for (Row& row : group.rows) {
            const float height = row.height;
            place(std::move(row), height);
        }
    }
}

}  // namespace coroscope::detail
