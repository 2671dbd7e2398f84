#include "runtime/picture/terminal_lanes.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "runtime/picture/sketch.h"
#include "runtime/picture/utf8.h"

namespace coroscope::detail {

namespace {

constexpr float kCell =
    12;  // pixels to a column: more than a merged span, so that little is merged

class SystemPainter {
public:
    SystemPainter(const Timeline& timeline, const Axis& axis, const TerminalLook& look,
                  Picture picture, int columns, int gutter)
        : timeline_(timeline),
          axis_(axis),
          look_(look),
          picture_(std::move(picture)),
          gutter_(gutter),
          width_(gutter + columns),
          grid_(width_, count_rows()) {}

    std::string paint() {
        paint_cursor();
        paint_ruler();
        for (const Row& row : picture_.rows) {
            if (is_shown(row)) {
                paint(row);
            }
        }
        return grid_.print(look_.options().color);
    }

private:
    [[nodiscard]] bool is_shown(const Row& row) const {
        if (row.kind == RowKind::Log) {
            const auto& dots = picture_.dots;
            return std::ranges::find(dots, DotKind::Log, &Dot::kind) != dots.end();
        }
        if (row.kind == RowKind::Worker && row.first_span == row.last_span) {
            return false;  // the arrows that lead to it are not drawn here
        }
        // A title is shown only if it has something to say: how many rows were left out.
        return (row.kind != RowKind::GroupTitle || !row.value.empty()) &&
               row.plot != PlotKind::Timers;
    }
    [[nodiscard]] int count_rows() const {
        const auto rows =
            std::ranges::count_if(picture_.rows, [this](const Row& row) { return is_shown(row); });
        return static_cast<int>(rows) + 1 + (shows_cursor() ? 1 : 0);
    }
    [[nodiscard]] int column(float x) const {
        return gutter_ + static_cast<int>(std::lround((x - picture_.track_x0) / kCell));
    }

    [[nodiscard]] bool shows_cursor() const {
        return look_.options().cursor && picture_.cursor_visible;
    }
    void paint_cursor() {
        if (shows_cursor()) {
            const int at = std::min(column(picture_.cursor_x), width_ - 1);
            grid_.write(0, at, look_.sign("▼", "V"), {.strong = true}, width_);
            line_ = 1;
        }
    }

    void paint_ruler() {
        grid_.write(line_, 0, picture_.ruler_label, look_.faint(), gutter_ - 1);
        for (const Block& block : picture_.blocks) {
            paint(block);
        }
        int free = gutter_;
        for (const Tick& tick : picture_.ticks) {
            const int at = std::min(column(tick.x), width_ - 1);
            const int needed = 1 + terminal_columns(tick.label);
            if (at >= free && at + needed <= width_) {
                grid_.write(line_, at, look_.sign("╷", "|"), look_.faint(), width_);
                free = grid_.write(line_, at + 1, tick.label, look_.faint(), width_) + 1;
            }
        }
        ++line_;
    }
    void paint(const Block& block) {
        const int first = column(block.box.x0);
        const int last = std::min(column(block.box.x1), width_);
        const bool idle = block.kind == BlockKind::Idle;
        CellLook look{.ink = look_.theme().base.text_2, .ground = look_.theme().base.raised};
        if (idle) {
            look = look_.faint();
        } else if (block.kind == BlockKind::Busy) {
            look = look_.words(SpanLook::Slow, -1);
        } else if (block.kind == BlockKind::Stopped) {
            look = look_.trouble();
        }
        // Without colour an instant has a fence at its left.
        const bool fence = !idle && !look_.options().color && last - first >= 3;
        grid_.fill(line_, first, last, idle ? look_.sign("·", ".") : " ", look);
        if (fence) {
            grid_.fill(line_, first, first + 1, look_.sign("│", "|"), look);
        }
        const Stretch stretch{.time = block.time, .duration = block.duration};
        for (const std::string& label : labels(block, stretch)) {
            const int width = terminal_columns(label);
            const int room = last - first - (fence ? 1 : 0);
            if (width + (idle ? 2 : 0) <= room) {
                const int start = first + (fence ? 1 : 0) + (room - width) / 2;
                if (idle) {
                    grid_.fill(line_, start - 1, start + width + 1, " ", look);
                }
                grid_.write(line_, start, label, look, last);
                break;
            }
        }
    }
    [[nodiscard]] static std::vector<std::string> labels(const Block& block,
                                                         const Stretch& stretch) {
        if (block.kind == BlockKind::Stopped) {
            return {block.label, block.label.substr(0, block.label.find(':'))};
        }
        const bool instant = block.kind == BlockKind::Instant;
        const std::string time = format_duration(instant ? stretch.time : stretch.duration);
        const std::string number = time.substr(0, time.find(' '));
        return instant ? std::vector{"t = " + time, time, number}
                       : std::vector{"+" + time, "+" + number};
    }

    // -- lanes

    void paint(const Row& row) {
        paint_gutter(row);
        if (row.kind == RowKind::GroupTitle) {
            grid_.write(line_, gutter_, row.value, look_.faint(), width_);
        } else if (row.kind == RowKind::Loop || row.kind == RowKind::Thread) {
            paint_steps(row);
        } else if (row.kind == RowKind::Semaphore) {
            paint_taken(row);
        } else if (row.kind == RowKind::Log) {
            paint_log(row);
        } else if (row.plot != PlotKind::None) {
            paint_plot(row);
        } else {
            paint_spans(row);
        }
        ++line_;
    }

    void paint_gutter(const Row& row) {
        const bool valued =
            look_.options().cursor && !row.value.empty() && row.kind != RowKind::GroupTitle;
        const int value = valued ? terminal_columns(row.value) + 1 : 0;
        const int limit = gutter_ - 1 - value;
        int at = 3;
        if (row.kind == RowKind::Task) {
            grid_.fill(line_, 0, 2, " ", look_.badge(row.colour));
            at = 1 +
                 std::max(2, grid_.write(line_, 0, row.monogram, look_.badge(row.colour), limit));
        } else {
            grid_.write(line_, 0, icon(row), look_.faint(), 2);
        }
        CellLook name{.strong = row.kind == RowKind::Task};
        if (row.kind != RowKind::Task) {
            name = {};
        }
        grid_.write(line_, at, look_.shortened(row.label, limit - at), name, limit);
        if (value > 0) {
            grid_.write(line_, gutter_ - value, row.value, look_.faint(), gutter_ - 1);
        }
    }
    [[nodiscard]] std::string_view icon(const Row& row) const {
        if (row.kind == RowKind::Loop || row.kind == RowKind::Thread) {
            return look_.sign("↻", "@");
        }
        if (row.kind == RowKind::Worker) {
            return look_.sign("┊", "|");
        }
        if (row.kind == RowKind::Lock) {
            return look_.sign("▪", "#");
        }
        if (row.kind == RowKind::Semaphore) {
            return look_.sign("▫", "%");
        }
        if (row.kind == RowKind::Event) {
            return look_.sign("⚑", "!");
        }
        return row.kind == RowKind::Queue ? look_.sign("≡", "=") : look_.sign("·", " ");
    }

    void paint_steps(const Row& row) {
        for (const Dot& dot : picture_.dots) {
            const bool is_here = dot.y >= row.y && dot.y < row.y + row.height;
            if (dot.kind != DotKind::Log && is_here) {
                // Under the steps, and rounded down, so that it stays left of the step that it
                // leads to.
                const int at = std::clamp(column(dot.x - kCell * 0.45F), gutter_, width_ - 1);
                grid_.write(line_, at, look_.sign("○", "o"), look_.faint(), width_);
            }
        }
        int behind = gutter_;
        for (std::size_t i = row.first_span; i < row.last_span; ++i) {
            const Span& span = picture_.spans[i];
            const int first = std::max(column(span.box.x0), behind);
            const int last = std::min(std::max(column(span.box.x1), first + 1), width_);
            if (last <= first) {
                continue;
            }
            behind = last;
            const bool slow = span.look == SpanLook::SlowStep;
            const CellLook look = slow ? look_.words(SpanLook::Slow, -1) : look_.badge(span.colour);
            grid_.fill(line_, first, last, slow ? "!" : " ", look);
            const Badge& task = badge(span.task);
            std::string label = task.monogram;
            for (const std::string& each : slow ? span.labels : std::vector<std::string>()) {
                if (terminal_columns(each) + 2 <= last - first) {
                    label = " " + each.substr(each.starts_with("! ") ? 2 : 0) + " ";
                    break;
                }
            }
            const int width = terminal_columns(label);
            const int room = last - first;
            if (!look_.options().color && room >= 3 && !slow) {
                grid_.fill(line_, first, first + 1, "[", look);
                grid_.fill(line_, last - 1, last, "]", look);
            }
            if (room >= width) {
                grid_.write(line_, first + (room - width) / 2, label, look, last);
            } else if (!label.empty()) {
                grid_.write(line_, first, first_character(label), look, last);
            }
        }
    }
    [[nodiscard]] Badge badge(TaskId task) const {
        for (const Row& row : picture_.rows) {
            if (row.kind == RowKind::Task && row.id == task) {
                return {row.colour, row.monogram};
            }
        }
        return {};
    }

    void paint_spans(const Row& row) {
        int behind = gutter_;
        for (std::size_t i = row.first_span; i < row.last_span; ++i) {
            const Span& span = picture_.spans[i];
            const bool keep =
                span.look == SpanLook::Running || span.look == SpanLook::Slow || is_cap(span.look);
            const int first = std::max(column(span.box.x0), behind);
            int last = column(span.box.x1);
            if (is_cap(span.look)) {
                last = first + 1;
            } else if (keep) {
                last = std::max(last, first + 1);
            }
            last = std::min(last, width_);
            if (last <= first) {
                continue;
            }
            behind = last;
            grid_.fill(line_, first, last, look_.glyph(span.look),
                       look_.body(span.look, span.colour));
            paint_label(span, first, last);
        }
    }
    [[nodiscard]] static bool is_cap(SpanLook look) {
        return look == SpanLook::Finished || look == SpanLook::Cancelled ||
               look == SpanLook::Failed;
    }

    /// The longest form that leaves a character of the state at both sides of it.
    void paint_label(const Span& span, int first, int last) {
        if (is_cap(span.look)) {
            return;
        }
        for (const std::string& label : span.labels) {
            const std::string text = span.look == SpanLook::Slow
                                         ? label.substr(std::min<std::size_t>(2, label.size()))
                                         : label;
            const int width = terminal_columns(text);
            if (width > 0 && width + 4 <= last - first) {
                const CellLook look = look_.words(span.look, span.colour);
                grid_.write(line_, first + 1, " " + text + " ", look, last);
                return;
            }
        }
    }

    /// How many permits are taken, as digits.
    void paint_taken(const Row& row) {
        const ResourceInfo* semaphore = timeline_.resource(row.id);
        for (int at = gutter_; semaphore != nullptr && at < width_; ++at) {
            const float x = picture_.track_x0 + (static_cast<float>(at - gutter_) + 0.5F) * kCell;
            const EventIndex event = axis_.event_at(picture_.position_from_x(x));
            if (event < semaphore->created || event >= semaphore->destroyed) {
                continue;
            }
            const std::int64_t taken =
                detail::difference(semaphore->capacity, semaphore->level.at(event));
            grid_.fill(line_, at, at + 1, digit_of(taken), {.ink = look_.theme().base.text_2});
        }
    }

    void paint_log(const Row&) {
        int free = gutter_;
        for (const Dot& dot : picture_.dots) {
            if (dot.kind != DotKind::Log) {
                continue;
            }
            const int at = column(dot.x);
            if (at < free || at >= width_) {
                continue;
            }
            free = grid_.write(line_, at, look_.sign("●", "*"), look_.badge(-1), width_);
            const TraceEvent& event = timeline_.trace()[dot.event];
            const std::string text(timeline_.trace().text(event.b));
            const int limit = std::min(next_dot(dot), width_);
            if (dot.merged == 1 && at + 2 + terminal_columns(text) < limit) {
                free = grid_.write(line_, at + 1, " " + text, look_.faint(), limit);
            }
        }
    }
    [[nodiscard]] int next_dot(const Dot& dot) const {
        for (const Dot& each : picture_.dots) {
            if (each.kind == DotKind::Log && each.x > dot.x) {
                return column(each.x);
            }
        }
        return width_;
    }

    static std::string digit_of(std::int64_t value) {
        return value > 9 ? "+" : value <= 0 ? " " : std::to_string(value);
    }
    void paint_plot(const Row& row) {
        static constexpr std::array<std::string_view, 9> kBars{" ", "▁", "▂", "▃", "▄",
                                                               "▅", "▆", "▇", "█"};
        const auto plot = std::ranges::find_if(picture_.plots, [&](const Plot& each) {
            return each.kind == row.plot && each.queue == row.id;
        });
        if (plot == picture_.plots.end()) {
            return;
        }
        for (const Plot::Level& level : plot->levels) {
            const int first = column(level.x0);
            const int last = column(level.x1);
            const double share =
                static_cast<double>(level.value) / static_cast<double>(plot->maximum);
            const std::int64_t eighths =
                level.value <= 0 ? 0
                                 : std::max<std::int64_t>(
                                       1, static_cast<std::int64_t>(std::min(share, 1.0) * 8));
            const std::string digit = digit_of(level.value);
            const std::string_view bar =
                kBars[static_cast<std::size_t>(std::min<std::int64_t>(eighths, 8))];
            const bool full = plot->capacity_y && level.value >= plot->maximum;
            const look::States& states = look_.theme().state;
            const look::State& state = row.plot == PlotKind::Ready ? states.ready : states.sleeping;
            const CellLook look{.ink = full                    ? look_.theme().base.warning
                                       : look_.options().light ? state.edge
                                                               : state.signal};
            grid_.fill(line_, first, last, look_.options().ascii ? std::string_view(digit) : bar,
                       look);
        }
    }

    const Timeline& timeline_;
    const Axis& axis_;
    const TerminalLook& look_;
    Picture picture_;
    int gutter_;
    int width_;
    TerminalGrid grid_;
    int line_ = 0;
};

}  // namespace

std::string draw_system(const Timeline& timeline, const Axis& axis,
                        const std::vector<Badge>& badges, const TerminalLook& look,
                        const System& system, int gutter) {
    PictureOptions options;
    options.axis = &axis;
    options.first = system.first;
    options.last = system.last;
    options.width_px = 168 + 12 + static_cast<float>(system.columns) * kCell;
    options.height_px = 1e7F;  // every row
    options.cursor = look.options().cursor.value_or(timeline.trace().size());
    options.language = look.options().language;
    options.slow_step = look.options().slow_step;
    options.badges = &badges;
    options.most_rows = kMostTerminalRows;
    // Labels are placed again in columns; here they only must not be left out.
    options.text_width = [](std::string_view, TextStyle) { return 0.0F; };
    Picture picture = make_picture(timeline, options);
    return SystemPainter(timeline, axis, look, std::move(picture), system.columns, gutter).paint();
}

}  // namespace coroscope::detail
