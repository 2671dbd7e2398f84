// Who waits for whom at the cursor: tasks are circles, resources boxes, every ring is red.

#include <algorithm>
#include <cmath>

#include "gui/model/facts.h"
#include "gui/model/graph_cut.h"
#include "gui/model/graph_layout.h"
#include "gui/views/panel.h"
#include "gui/views/sentence.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"
#include "runtime/analysis/explain.h"

namespace coroscope::gui {
namespace {

using look::kSize;

struct Point {
    float x = 0.0F, y = 0.0F;
};

class GraphPainter {
public:
    GraphPainter(Ui& ui, Session& session, const WaitGraph& graph, const Rect& room, bool small);

    /// `hidden`: nodes of a ring that are not drawn.
    void draw(std::size_t hidden);
    [[nodiscard]] std::size_t left_out() const { return layout_.left_out; }

private:
    [[nodiscard]] Point at(std::size_t node) const {
        return {room_.x0 + layout_.nodes[node].x, room_.y0 + layout_.nodes[node].y};
    }
    [[nodiscard]] float radius(const PlacedNode& node) const;
    [[nodiscard]] float half_width(const PlacedNode& node) const;
    [[nodiscard]] float wanted_half_width(const WaitNode& node) const;
    [[nodiscard]] Point border(const PlacedNode& node, Point center, Point towards,
                               float gap) const;
    void draw_edge(const PlacedEdge& edge);
    void draw_ring_edge(const PlacedEdge& edge);
    void draw_head(Point tip, Point from, ImU32 ink, float length) const;
    void draw_task(std::size_t index);
    void draw_resource(std::size_t index);
    void draw_words(std::size_t index);
    /// Where words to the right of the node have to end: at the next node of its row.
    [[nodiscard]] float end_of_words(std::size_t index) const;

    Ui& ui_;
    Session& session_;
    Rect room_;
    bool small_;
    GraphLayout layout_;
};

// Of what stands beside the tasks that wait for nobody.
float widest_words(const Ui& ui, const Session& session, const WaitGraph& graph) {
    float widest = 0.0F;
    for (const WaitNode& node : graph.nodes) {
        const bool waits = std::ranges::any_of(
            graph.edges, [&](const WaitEdge& edge) { return edge.from == node; });
        if (node.is_task && !waits) {
            widest =
                std::max(widest, Ui::width(ui.fonts.body, ui.tr(state_words(session, node.id))));
        }
    }
    return widest;
}

GraphPainter::GraphPainter(Ui& ui, Session& session, const WaitGraph& graph, const Rect& room,
                           bool small)
    : ui_(ui), session_(session), room_(room), small_(small) {
    const float task_radius =
        ui.px(small ? kSize.graph_task_radius_small : kSize.graph_task_radius);
    const auto half_width_of = [&](const WaitNode& node) {
        return node.is_task ? task_radius : wanted_half_width(node);
    };
    layout_ = layout_graph(
        graph,
        {room.width(), room.height(), task_radius, ui.px(small ? 46.0F : 54.0F), ui.px(38.0F),
         std::min(widest_words(ui, session, graph) + ui.px(12.0F), room.width() * 0.5F),
         half_width_of});
}

float GraphPainter::radius(const PlacedNode& node) const {
    if (node.ring >= 0) {
        return ui_.px(small_ ? kSize.graph_task_radius_small : kSize.graph_task_radius);
    }
    return ui_.px(kSize.graph_task_radius_outside);
}

float GraphPainter::half_width(const PlacedNode& node) const {
    return node.ring >= 0 ? wanted_half_width(node.node) : std::round(node.half_width);
}

float GraphPainter::wanted_half_width(const WaitNode& node) const {
    const std::string_view name = session_.timeline().resource_name(node.id);
    const float w = Ui::width(ui_.fonts.mono, name) + ui_.px(14.0F + 6.0F + 20.0F);
    return std::round(std::clamp(w, ui_.px(72.0F), ui_.px(150.0F)) / 2.0F);
}

// The point at which a line from the centre of `node` to `towards` leaves it.
Point GraphPainter::border(const PlacedNode& node, Point center, Point towards, float gap) const {
    const float dx = towards.x - center.x;
    const float dy = towards.y - center.y;
    const float length = std::max(1.0F, std::hypot(dx, dy));
    float distance = 0.0F;
    if (node.node.is_task) {
        distance = radius(node) + (node.ring >= 0 ? ui_.px(3.0F) : 0.0F);
    } else {
        const float hx = half_width(node);
        const float hy = ui_.px(kSize.graph_box_h) / 2.0F;
        distance = std::min(std::abs(dx) > 0.01F ? hx * length / std::abs(dx) : 1e9F,
                            std::abs(dy) > 0.01F ? hy * length / std::abs(dy) : 1e9F);
    }
    distance += gap;
    return {center.x + dx / length * distance, center.y + dy / length * distance};
}

void GraphPainter::draw_head(Point tip, Point from, ImU32 ink, float length) const {
    const float dx = tip.x - from.x;
    const float dy = tip.y - from.y;
    const float norm = std::max(0.01F, std::hypot(dx, dy));
    const float ux = dx / norm;
    const float uy = dy / norm;
    const float half = length * 0.5F;
    Ui::list().AddTriangleFilled(
        {tip.x, tip.y}, {tip.x - ux * length - uy * half, tip.y - uy * length + ux * half},
        {tip.x - ux * length + uy * half, tip.y - uy * length - ux * half}, ink);
}

void GraphPainter::draw_edge(const PlacedEdge& edge) {
    const PlacedNode& from = layout_.nodes[edge.from];
    const PlacedNode& to = layout_.nodes[edge.to];
    const float head = ui_.px(kSize.graph_arrow);
    const Point a = border(from, at(edge.from), at(edge.to), ui_.px(2.0F));
    const Point b = border(to, at(edge.to), at(edge.from), ui_.px(2.0F));
    const ImU32 ink = color(edge.chord ? ui_.base().error : ui_.base().text_3);
    const float dx = b.x - a.x;
    const float dy = b.y - a.y;
    const float length = std::hypot(dx, dy);
    const float width = ui_.line(1.5F);
    if (length < head) {
        return;
    }
    const Point end{b.x - dx / length * head * 0.8F, b.y - dy / length * head * 0.8F};
    if (to.ring >= 0 && from.ring < 0) {  // it waits for a ring, and is not in it
        const float step = ui_.px(kSize.dash_on + kSize.dash_off);
        for (float t = 0.0F; t < length - head; t += step) {
            const float t1 = std::min(t + ui_.px(kSize.dash_on), length - head);
            Ui::list().AddLine({a.x + dx * t / length, a.y + dy * t / length},
                               {a.x + dx * t1 / length, a.y + dy * t1 / length}, ink, width);
        }
    } else {
        Ui::list().AddLine({a.x, a.y}, {end.x, end.y}, ink, width);
    }
    draw_head(b, a, ink, head);
}

// Along the ellipse: the arc between the two nodes, shortened by their outlines.
void GraphPainter::draw_ring_edge(const PlacedEdge& edge) {
    const Ellipse& ring = layout_.rings[static_cast<std::size_t>(edge.ring)];
    const PlacedNode& from = layout_.nodes[edge.from];
    const PlacedNode& to = layout_.nodes[edge.to];
    const auto angle_of = [&](const PlacedNode& node) {
        return std::atan2((node.y - ring.y) / ring.ry, (node.x - ring.x) / ring.rx);
    };
    const float begin = angle_of(from);
    float end = angle_of(to);
    while (end <= begin + 0.01F) {
        end += 6.2831853F;
    }
    const auto point = [&](float angle) {
        return Point{room_.x0 + ring.x + ring.rx * std::cos(angle),
                     room_.y0 + ring.y + ring.ry * std::sin(angle)};
    };
    const auto outside = [&](const PlacedNode& node, Point center, Point p, float gap) {
        if (node.node.is_task) {
            return std::hypot(p.x - center.x, p.y - center.y) > radius(node) + ui_.px(3.0F) + gap;
        }
        return std::abs(p.x - center.x) > half_width(node) + gap ||
               std::abs(p.y - center.y) > ui_.px(kSize.graph_box_h) / 2.0F + gap;
    };
    std::vector<Point> path;
    static constexpr int kParts = 96;
    const float head = ui_.px(kSize.graph_arrow);
    Point tip{};
    for (int i = 0; i <= kParts; ++i) {
        const Point p = point(begin + (end - begin) * static_cast<float>(i) / kParts);
        if (!outside(from, at(edge.from), p, 0.0F)) {
            continue;
        }
        if (!outside(to, at(edge.to), p, 0.0F)) {
            break;
        }
        path.push_back(p);
        tip = p;
    }
    if (path.size() < 3) {
        return;
    }
    const ImU32 ink = color(ui_.base().error);
    Point base = tip;
    while (path.size() > 2 &&
           std::hypot(path.back().x - tip.x, path.back().y - tip.y) < head * 0.8F) {
        path.pop_back();
        base = path.back();
    }
    for (const Point& p : path) {
        Ui::list().PathLineTo({p.x, p.y});
    }
    Ui::list().PathStroke(ink, ImDrawFlags_None, ui_.line(kSize.line_ring));
    draw_head(tip, base, ink, head);

    const Point middle = point((begin + end) / 2.0F);
    const std::string_view words = ui_.tr(edge.holds ? "ui.held_by" : "ui.waits_for");
    const float w = Ui::width(ui_.fonts.small, words);
    const float dx = (middle.x - room_.x0 - ring.x) / ring.rx;
    const float dy = (middle.y - room_.y0 - ring.y) / ring.ry;
    const float x = dx < 0.0F ? middle.x - w - ui_.px(8.0F) : middle.x + ui_.px(8.0F);
    const float y = middle.y + (dy < 0.0F ? -ui_.px(14.0F) : ui_.px(14.0F));
    if (ring.nodes <= kFewNodes && x >= room_.x0 && x + w <= room_.x1) {
        ui_.text(ui_.fonts.small, {x, y - ui_.px(8.0F), x + w + 1.0F, y + ui_.px(8.0F)},
                 color(ui_.base().text_2), words);
    }
}

void GraphPainter::draw_task(std::size_t index) {
    const PlacedNode& node = layout_.nodes[index];
    const Point center = at(index);
    const float r = radius(node);
    const Rect area{center.x - r, center.y - r, center.x + r, center.y + r};
    if (ui_.hit("graph/task/" + std::to_string(node.node.id), area)) {
        session_.select_task(node.node.id);
    }
    ui_.tooltip(session_.timeline().task_name(node.node.id),
                ui_.tr(state_words(session_, node.node.id)));
    ImDrawList& list = Ui::list();
    const Badge badge = session_.badge(node.node.id);
    float inner = r;
    if (node.ring >= 0) {
        list.AddCircleFilled({center.x, center.y}, r + ui_.px(1.0F), color(ui_.base().error), 48);
        list.AddCircleFilled({center.x, center.y}, r + ui_.px(1.0F) - ui_.line(kSize.line_ring),
                             color(ui_.base().panel), 48);
        inner = r + ui_.px(1.0F) - ui_.line(kSize.line_ring) - ui_.px(2.0F);
    }
    list.AddCircleFilled({center.x, center.y}, inner, color(task_color(ui_, badge)), 48);
    if (session_.selection().task == node.node.id) {
        list.AddCircle({center.x, center.y}, r + ui_.px(4.0F), color(ui_.base().accent), 48,
                       ui_.line(2.0F));
    }
    ImFont* font = ui_.fonts.mono_badge;
    const float w = Ui::width(font, badge.monogram);
    list.AddText(font, font->FontSize,
                 {std::round(center.x - w / 2.0F), std::round(center.y - font->FontSize / 2.0F)},
                 color(badge_ink(ui_)), badge.monogram.c_str());
}

void GraphPainter::draw_resource(std::size_t index) {
    const PlacedNode& node = layout_.nodes[index];
    const Point center = at(index);
    const float hx = half_width(node);
    const float hy = ui_.px(kSize.graph_box_h) / 2.0F;
    const Rect box{std::round(center.x - hx), std::round(center.y - hy), std::round(center.x + hx),
                   std::round(center.y + hy)};
    if (ui_.hit("graph/resource/" + std::to_string(node.node.id), box)) {
        session_.select_resource(node.node.id);
    }
    const bool selected = session_.selection().resource == node.node.id;
    const look::Color edge = selected         ? ui_.base().accent
                             : node.ring >= 0 ? ui_.base().error
                                              : ui_.base().border_strong;
    const float corner = ui_.px(kSize.graph_box_radius);
    ui_.fill(box, color(ui_.base().raised), corner);
    ui_.outline(box, color(edge), corner, ui_.line(1.5F));
    const ResourceInfo* resource = session_.timeline().resource(node.node.id);
    const std::string_view name = session_.timeline().resource_name(node.node.id);
    ui_.tooltip(name.empty() ? ui_.tr("resource." + std::string(name_of(resource->type))) : name);
    Rect words = box.inset(ui_.px(8.0F), 0.0F);
    const std::string_view icon = resource_icon(resource->type);
    if (!icon.empty()) {
        ui_.text(ui_.fonts.small, words.cut_left(ui_.px(18.0F)), color(ui_.base().text_2), icon);
    }
    ui_.text(ui_.fonts.mono, words, color(ui_.base().text),
             name.empty() ? ui_.tr("resource." + std::string(name_of(resource->type))) : name);
}

float GraphPainter::end_of_words(std::size_t index) const {
    const Point center = at(index);
    float end = room_.x1;
    for (std::size_t other = 0; other < layout_.nodes.size(); ++other) {
        const PlacedNode& node = layout_.nodes[other];
        const Point there = at(other);
        const float half_height =
            node.node.is_task ? radius(node) : ui_.px(kSize.graph_box_h) / 2.0F;
        if (there.x > center.x && std::abs(there.y - center.y) < half_height + ui_.px(9.0F)) {
            const float half = node.node.is_task ? radius(node) : half_width(node);
            end = std::min(end, there.x - half - ui_.px(4.0F));
        }
    }
    return end;
}

// Words beside a task outside the rings: its name below; if it waits for nobody what it is doing,
// where there is room for that.
void GraphPainter::draw_words(std::size_t index) {
    const PlacedNode& node = layout_.nodes[index];
    if (!node.node.is_task || node.ring >= 0) {
        return;
    }
    const Point center = at(index);
    const float r = radius(node);
    const bool waits =
        std::ranges::any_of(layout_.edges, [&](const PlacedEdge& e) { return e.from == index; });
    const std::string_view name = session_.timeline().task_name(node.node.id);
    const std::string doing = ui_.tr(state_words(session_, node.node.id));
    const float x = center.x + r + ui_.px(8.0F);
    const float end = end_of_words(index);
    if (waits || x + Ui::width(ui_.fonts.body, doing) > end) {
        const float w = std::min(Ui::width(ui_.fonts.small, name), ui_.px(96.0F));
        ui_.text(ui_.fonts.small,
                 {center.x - w / 2.0F, center.y + r + ui_.px(2.0F), center.x + w / 2.0F + 1.0F,
                  center.y + r + ui_.px(18.0F)},
                 color(ui_.base().text_2), name);
        return;
    }
    const Interval interval = session_.timeline().state_at(node.node.id, session_.cursor());
    const bool late = interval.state == TaskState::Sleeping && interval.extra < session_.time();
    ui_.text(ui_.fonts.body, {x, center.y - ui_.px(9.0F), end, center.y + ui_.px(9.0F)},
             color(late ? ui_.base().error : ui_.base().text_2), doing);
}

void GraphPainter::draw(std::size_t hidden) {
    for (const PlacedEdge& edge : layout_.edges) {
        if (edge.ring >= 0) {
            draw_ring_edge(edge);
        } else {
            draw_edge(edge);
        }
    }
    for (std::size_t i = 0; i < layout_.nodes.size(); ++i) {
        if (layout_.nodes[i].node.is_task) {
            draw_task(i);
        } else {
            draw_resource(i);
        }
        draw_words(i);
    }
    for (std::size_t i = 0; i < layout_.rings.size(); ++i) {
        const bool crossed = std::ranges::any_of(layout_.edges, [&](const PlacedEdge& edge) {
            return edge.chord && layout_.nodes[edge.from].ring == static_cast<int>(i);
        });
        if (crossed && hidden == 0) {
            continue;  // arrows go where the words would stand
        }
        const Ellipse& ring = layout_.rings[i];
        const float inside = ring.rx * (ring.nodes <= kFewNodes ? 1.3F : 0.9F);
        std::string words =
            hidden == 0 ? std::string(ui_.tr("ui.each_waits_for_ever"))
                        : ui_.tr(Message("ui.ring_more",
                                         {number_arg("count", static_cast<std::int64_t>(hidden))}));
        if (hidden > 0 && Ui::width(ui_.fonts.body, words) >= inside) {
            words = "+" + std::to_string(hidden);  // what is left out is always said
        }
        const float w = Ui::width(ui_.fonts.body, words);
        if (hidden > 0 || w < inside) {
            const float x = room_.x0 + ring.x - w / 2.0F;
            const float y = room_.y0 + ring.y;
            ui_.text(ui_.fonts.body, {x, y - ui_.px(9.0F), x + w + 1.0F, y + ui_.px(9.0F)},
                     color(ui_.base().text_3), words);
        }
    }
}

// The run hangs, and whatever comes after the cursor no task does.
bool nobody_can_move(Session& session) {
    const Timeline& timeline = session.timeline();
    if (timeline.outcome() != Outcome::Hang) {
        return false;
    }
    const std::vector<TaskId> stuck = stuck_tasks(timeline, session.cursor());
    const bool all_stuck = stuck.size() == session.now().waiting().size() &&
                           timeline.ready_count().at(session.cursor()) == 0 &&
                           timeline.timer_count().at(session.cursor()) == 0;
    return !stuck.empty() && (all_stuck || session.at_end());
}

void draw_footer(Ui& ui, const Rect& row, bool stuck) {
    ui.horizontal(row.x0, row.x1, row.y0, color(ui.base().border));
    Rect words = row;
    words.cut_top(ui.px(kSize.space));
    const char* icon = stuck ? look::kIcon.warning : look::kIcon.ok;
    const look::Color ink = stuck ? ui.base().warning : ui.base().ok;
    const Rect drawn = ui.text(ui.fonts.body, words, color(ink), icon);
    words.x0 = drawn.x1 + ui.px(kSize.space_s);
    ui.text(ui.fonts.body, words, color(ui.base().text_2),
            ui.tr(stuck ? "ui.no_ring_stuck" : "ui.no_ring"));
}

}  // namespace

void draw_wait_graph(Ui& ui, Session& session, const Rect& rect, bool small) {
    Panel panel(ui, "wait-graph", rect);
    if (!panel) {
        return;
    }
    const Rect header = panel.header(ui.tr("ui.wait_graph"));
    if (session.empty()) {
        Rect room = panel.content;
        empty_note(ui, room.cut_top(ui.px(46.0F)), ui.tr("ui.empty_run"));
        return;
    }
    const ReadableGraph cut = readable(session.now().graph());
    const WaitGraph& graph = cut.graph;
    const std::int64_t waiting = std::ssize(session.now().waiting());
    if (!graph.cycles.empty()) {
        const std::string words =
            std::string(look::kIcon.ring) + " " +
            ui.tr(Message("ui.rings",
                          {number_arg("count", static_cast<std::int64_t>(graph.cycles.size()))}));
        ui.text(ui.fonts.body, header, color(ui.base().error), words, Align::Right);
    } else if (waiting > 0 && !graph.nodes.empty()) {
        ui.text(ui.fonts.small, header, color(ui.base().text_3),
                ui.tr(Message("ui.tasks_wait", {number_arg("count", waiting)})), Align::Right);
    }
    Rect room = panel.content;
    if (graph.nodes.empty()) {
        empty_note(ui, room.cut_top(ui.px(46.0F)), ui.tr("ui.empty_wait_graph"));
        return;
    }
    if (graph.cycles.empty()) {
        const bool stuck = nobody_can_move(session);
        draw_footer(ui, room.cut_bottom(ui.px(28.0F)), stuck);
    }
    // Each task that waits and was not looked at has at least a node of its own.
    const std::size_t unseen = session.now().waiting().size() -
                               std::min(session.now().waiting().size(), AtCursor::kMostInGraph);
    const auto painter_in = [&](const Rect& place) {
        return GraphPainter(ui, session, graph, place.inset(0.0F, ui.px(kSize.space)), small);
    };
    Rect note{};
    if (painter_in(room).left_out() + cut.left_out + unseen > 0) {
        note = room.cut_bottom(ui.px(18.0F));
    }
    GraphPainter painter = painter_in(room);
    painter.draw(cut.left_out_of_ring);
    if (!note.empty()) {
        const std::size_t left_out = painter.left_out() + cut.left_out + unseen;
        ui.text(ui.fonts.small, note, color(ui.base().text_3),
                ui.tr(Message("ui.graph_more",
                              {number_arg("count", static_cast<std::int64_t>(left_out))})),
                Align::Right);
    }
}

}  // namespace coroscope::gui
