#include "runtime/formats/dot.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "look/tokens.h"
#include "runtime/analysis/await_tree.h"
#include "runtime/analysis/end_of_run.h"
#include "runtime/analysis/explain.h"
#include "runtime/analysis/wait_graph.h"
#include "runtime/formats/titles.h"
#include "runtime/formats/utf8_text.h"

namespace coroscope {

namespace {

std::string colour(const look::Color& color) {
    return fmt::format("\"#{:02x}{:02x}{:02x}\"", color.r, color.g, color.b);
}

/// A quoted string: entities are read in it, and a backslash begins an escape.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : printable(text)) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '&': out += "&amp;"; break;
        default: out += c;
        }
    }
    return out + '"';
}

/// Longer texts make a graph as wide as a wall.
std::string label_text(std::string_view text) {
    constexpr std::size_t kMostCharacters = 60;
    return shortened(printable(text), kMostCharacters);
}

const look::State& look_of(const look::States& states, TaskState state) {
    switch (state) {
    case TaskState::NotYet:
    case TaskState::Created: return states.created;
    case TaskState::Ready: return states.ready;
    case TaskState::Running: return states.running;
    case TaskState::Sleeping: return states.sleeping;
    case TaskState::Waiting: return states.waiting;
    case TaskState::Finished: return states.finished;
    case TaskState::Failed: return states.failed;
    case TaskState::Cancelled:
    case TaskState::Abandoned: return states.cancelled;
    }
    return states.created;
}

using NodeKey = std::pair<bool, std::uint32_t>;
NodeKey key(const WaitNode& node) { return {node.is_task, node.id}; }

/// What is part of a ring.
struct Rings {
    explicit Rings(const WaitGraph& graph) {
        for (const std::vector<WaitNode>& ring : graph.cycles) {
            for (std::size_t i = 0; i < ring.size(); ++i) {
                nodes.insert(key(ring[i]));
                edges.emplace(key(ring[i]), key(ring[(i + 1) % ring.size()]));
            }
        }
    }
    std::set<NodeKey> nodes;
    std::set<std::pair<NodeKey, NodeKey>> edges;
};

class DotWriter {
public:
    DotWriter(const Timeline& timeline, const ExportSettings& settings)
        : timeline_(timeline),
          cursor_(settings.cursor < timeline.trace().size() ? settings.cursor
                                                            : end_of_run(timeline)),
          language_(settings.language),
          theme_(settings.theme == ExportTheme::Dark ? look::kDark : look::kLight) {}

    Exported write() {
        out_ = fmt::format(
            "digraph run {{\n"
            "  graph [rankdir=LR, bgcolor={}, color={}, fontcolor={}, fontname=\"Inter\", "
            "fontsize=13, labeljust=l, style=rounded, nodesep=0.3, label={}, labelloc=t]\n"
            "  node [fontname=\"Inter\", fontsize=11, style=filled, penwidth=1.6]\n"
            "  edge [fontname=\"Inter\", fontsize=10, color={}, fontcolor={}]\n",
            colour(theme_.base.window), colour(theme_.base.border_strong), colour(theme_.base.text),
            quoted(title()), colour(theme_.base.text_3), colour(theme_.base.text_2));
        write_wait_graph();
        write_await_tree();
        out_ += "}\n";
        Exported exported{.bytes = std::move(out_), .problem = {}};
        if (left_out_ > 0) {
            exported.remark =
                fmt::format("{} of {} tasks are not in the graph: it holds at most {}", left_out_,
                            timeline_.tasks().size(), kMostDotTasks);
        }
        return exported;
    }

private:
    [[nodiscard]] std::string title() const {
        const TraceInfo& info = timeline_.trace().info();
        return info.title + (info.title.empty() ? "" : ", ") +
               format_duration(time_at(timeline_, cursor_));
    }

    void begin_cluster(std::string_view name, std::string_view label) {
        out_ += fmt::format("  subgraph cluster_{} {{\n    label={}\n    bgcolor={}\n", name,
                            quoted(label), colour(theme_.base.panel));
    }
    void note(std::string_view name, std::string_view words) {
        out_ += fmt::format("    {} [shape=plaintext, style=\"\", fontcolor={}, label={}]\n", name,
                            colour(theme_.base.text_2), quoted(words));
    }
    void note_left_out(std::string_view name, std::size_t count) {
        if (count > 0) {
            left_out_ = std::max(left_out_, count);
            note(name, to_string({"export.tasks_left_out",
                                  {number_arg("count", static_cast<std::int64_t>(count))}},
                                 language_));
        }
    }
    void task(std::string_view prefix, TaskId id, std::string_view doing, bool is_stuck) {
        const look::State& state = look_of(theme_.state, timeline_.state_at(id, cursor_).state);
        const std::string label = label_text(task_title(timeline_, id)) + "\n" + std::string(doing);
        out_ += fmt::format("    {}{} [label={}, fillcolor={}, color={}, fontcolor={}{}]\n", prefix,
                            id, quoted(label), colour(theme_.base.inset),
                            colour(is_stuck ? theme_.base.error : state.edge),
                            colour(theme_.base.text), is_stuck ? ", penwidth=2.5" : "");
    }

    void write_wait_graph() {
        const WaitGraph graph = wait_graph(timeline_, cursor_);
        begin_cluster("waits", tr("ui.wait_graph", language_));
        if (graph.edges.empty()) {
            note("nobody", tr("ui.empty_wait_graph", language_));
        }
        const Rings rings(graph);
        std::size_t tasks = 0;
        const std::set<NodeKey> drawn = chosen_nodes(graph, rings, tasks);
        for (const WaitNode& node : graph.nodes) {
            const bool is_stuck = rings.nodes.contains(key(node));
            if (drawn.contains(key(node)) && node.is_task) {
                task("w", node.id,
                     label_text(to_string(describe_state(timeline_, node.id, cursor_), language_)),
                     is_stuck);
            } else if (drawn.contains(key(node))) {
                resource(node.id, is_stuck);
            }
        }
        for (const WaitEdge& edge : graph.edges) {
            if (drawn.contains(key(edge.from)) && drawn.contains(key(edge.to))) {
                wait_edge(edge, rings.edges.contains({key(edge.from), key(edge.to)}));
            }
        }
        note_left_out("more_waits", tasks - std::min(tasks, kMostDotTasks));
        out_ += "  }\n";
    }
    /// Tasks as far as there is room, those in rings first; resources that one of them waits for or
    /// holds. `tasks` gets their number.
    static std::set<NodeKey> chosen_nodes(const WaitGraph& graph, const Rings& rings,
                                          std::size_t& tasks) {
        std::set<NodeKey> chosen;
        for (const bool in_ring : {true, false}) {
            for (const WaitNode& node : graph.nodes) {
                if (node.is_task && rings.nodes.contains(key(node)) == in_ring &&
                    ++tasks <= kMostDotTasks) {
                    chosen.insert(key(node));
                }
            }
        }
        const std::set<NodeKey> chosen_tasks = chosen;
        for (const WaitEdge& edge : graph.edges) {
            if (!edge.to.is_task && chosen_tasks.contains(key(edge.from))) {
                chosen.insert(key(edge.to));
            } else if (!edge.from.is_task && chosen_tasks.contains(key(edge.to))) {
                chosen.insert(key(edge.from));
            }
        }
        return chosen;
    }
    void resource(ObjectId id, bool is_stuck) {
        const ResourceInfo* info = timeline_.resource(id);
        const std::string type =
            info == nullptr
                ? std::string()
                : "\n" + std::string(tr("resource." + std::string(name_of(info->type)), language_));
        const std::string name =
            info == nullptr ? "#" + std::to_string(id) : resource_title(timeline_, *info);
        out_ += fmt::format(
            "    r{} [shape=box, style=\"filled,rounded\", label={}, fillcolor={}, color={}, "
            "fontcolor={}{}]\n",
            id, quoted(label_text(name) + type), colour(theme_.base.raised),
            colour(is_stuck ? theme_.base.error : theme_.base.border_strong),
            colour(theme_.base.text), is_stuck ? ", penwidth=2.5" : "");
    }
    void wait_edge(const WaitEdge& edge, bool is_in_ring) {
        const auto name = [](const WaitNode& node) {
            return (node.is_task ? "w" : "r") + std::to_string(node.id);
        };
        const std::string red =
            is_in_ring ? fmt::format(", color={}, penwidth=2.5", colour(theme_.base.error)) : "";
        out_ += fmt::format("    {} -> {} [label={}{}{}]\n", name(edge.from), name(edge.to),
                            quoted(tr(edge.holds ? "ui.held_by" : "export.waits_for", language_)),
                            edge.holds ? ", style=dashed" : "", red);
    }

    /// Who awaits whom: the tasks that are not over, each with its coroutines.
    void write_await_tree() {
        const AwaitTree tree = await_tree(timeline_, cursor_);
        begin_cluster("awaits", tr("export.who_awaits_whom", language_));
        std::set<TaskId> drawn;
        std::size_t count = 0;
        for (const AwaitNode& node : tree.nodes) {
            if (!node.repeated && ++count <= kMostDotTasks) {
                drawn.insert(node.task);
                task("t", node.task, stack_text(node), false);
            }
        }
        std::vector<TaskId> path;  // from the root to the node before
        for (const AwaitNode& node : tree.nodes) {
            path.resize(std::min(node.depth, path.size()));
            if (!path.empty() && drawn.contains(path.back()) && drawn.contains(node.task)) {
                out_ += fmt::format("    t{} -> t{}{}\n", path.back(), node.task,
                                    node.in_ring ? fmt::format(" [color={}, penwidth=2.5]",
                                                               colour(theme_.base.error))
                                                 : std::string());
            }
            path.push_back(node.task);
        }
        note_left_out("more_awaits", count - std::min(count, kMostDotTasks));
        out_ += "  }\n";
    }
    /// What the task does, then its coroutines from the innermost out, a line each.
    [[nodiscard]] std::string stack_text(const AwaitNode& node) const {
        constexpr std::size_t kMostFrames = 6;
        std::string text =
            label_text(tr("state." + std::string(name_of(node.state.state)), language_));
        const std::size_t shown = std::min(node.stack.size(), kMostFrames);
        for (std::size_t i = 0; i < shown; ++i) {
            const Timeline::Frame& frame = node.stack[node.stack.size() - 1 - i];
            const Site& site = timeline_.trace().site(frame.site);
            const std::string file = site.file.substr(site.file.rfind('/') + 1);
            text +=
                "\n" + label_text(timeline_.trace().text(frame.function)) +
                (site.line == 0 ? "" : "  " + label_text(file) + ":" + std::to_string(site.line));
        }
        if (shown < node.stack.size()) {
            text +=
                "\n" +
                to_string(
                    {"tree.frames",
                     {number_arg("count", static_cast<std::int64_t>(node.stack.size() - shown))}},
                    language_);
        }
        return text;
    }

    const Timeline& timeline_;
    EventIndex cursor_;
    Language language_;
    const look::Theme& theme_;
    std::string out_;
    std::size_t left_out_ = 0;
};

}  // namespace

Exported export_dot(const Timeline& timeline, const ExportSettings& settings) {
    return DotWriter(timeline, settings).write();
}

}  // namespace coroscope
