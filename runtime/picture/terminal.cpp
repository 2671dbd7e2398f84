#include "runtime/picture/terminal.h"

#include <algorithm>
#include <cmath>

#include "runtime/picture/badge.h"
#include "runtime/picture/terminal_lanes.h"
#include "runtime/picture/terminal_look.h"
#include "runtime/picture/terminal_states.h"
#include "runtime/picture/utf8.h"

namespace coroscope {

namespace {

using detail::System;
using detail::TerminalGrid;

class Terminal {
public:
    Terminal(const Timeline& timeline, const TerminalOptions& options)
        : timeline_(timeline),
          options_(options),
          look_(options),
          axis_(timeline, options.axis),
          badges_(task_badges(timeline)),
          width_(std::max(options.width, 40)) {}

    std::string draw() {
        std::string out = title();
        if (timeline_.trace().empty()) {
            return out;
        }
        set_gutter();
        for (const System& system : systems()) {
            out += '\n' + draw_system(timeline_, axis_, badges_, look_, system, gutter_);
        }
        out += '\n' + legend();
        out += note_.empty() ? "" : detail::wrapped(note_, width_, 0);
        if (options_.cursor) {
            out += '\n' + terminal_states(timeline_, badges_, look_, *options_.cursor, width_);
        }
        return out;
    }

private:
    static constexpr double kLeastStep = 4;  // columns: "[AB]" fits
    static constexpr double kMostStep = 14;
    static constexpr int kMostSystems = 8;
    static constexpr std::size_t kManyTasks = 24;  ///< several lines of these fill no screen

    [[nodiscard]] std::string title() const {
        const TraceInfo& info = timeline_.trace().info();
        if (info.title.empty() && info.runspec.empty()) {
            return "";
        }
        const std::string& words = options_.title.empty() ? info.title : options_.title;
        const int title = terminal_columns(words);
        const int spec = terminal_columns(info.runspec);
        const bool two_lines = title > 0 && title + 2 + spec > width_;
        TerminalGrid grid(width_, two_lines ? 2 : 1);
        grid.write(0, 0, look_.shortened(words, width_), {.strong = true}, width_);
        grid.write(two_lines ? 1 : 0, two_lines || title == 0 ? 0 : title + 2,
                   look_.shortened(info.runspec, width_), look_.faint(), width_);
        return grid.print(options_.color);
    }

    void set_gutter() {
        int longest = terminal_columns(tr("ui.event_loop", options_.language));
        for (const TaskInfo& task : timeline_.tasks()) {
            longest = std::max(longest, terminal_columns(timeline_.task_name(task.id)));
        }
        for (const ResourceInfo& resource : timeline_.resources()) {
            const bool queue = resource.type == ResourceType::Queue ||
                               resource.type == ResourceType::Semaphore ||
                               resource.type == ResourceType::Counter;
            if (queue || resource.type == ResourceType::Lock ||
                resource.type == ResourceType::Event || resource.type == ResourceType::Condition ||
                resource.type == ResourceType::Barrier) {
                longest = std::max(longest, terminal_columns(timeline_.resource_name(resource.id)) +
                                                (queue && options_.cursor ? 6 : 0));
            }
        }
        for (const WorkerJobs& worker : worker_jobs(timeline_)) {
            longest = std::max(longest,
                               terminal_columns(worker_name(timeline_, worker, options_.language)));
        }
        const bool valued = options_.cursor.has_value();
        longest = std::max(longest,
                           terminal_columns(tr("ui.ready", options_.language)) + (valued ? 2 : 0));
        gutter_ = std::clamp(longest + 4, 12, std::min(width_ / 3, 30));
    }

    /// How the axis is cut into lines. A run too long for a few of them is drawn in one, around the
    /// cursor if there is one.
    std::vector<System> systems() {
        const int columns = width_ - gutter_;
        const double length = axis_.length();
        const double fitting = columns / length;
        if (options_.axis == AxisKind::Time || fitting >= kLeastStep) {
            const double unit =
                options_.axis == AxisKind::Time ? fitting : std::min(fitting, kMostStep);
            return {
                {0, length, std::clamp(static_cast<int>(std::lround(unit * length)), 1, columns)}};
        }
        const bool many_rows = timeline_.tasks().size() > kManyTasks;
        if (length * kLeastStep > columns * (many_rows ? 2 : kMostSystems)) {
            return {one_of_many(columns)};
        }
        // Lines of about the same length, rather than a short last one.
        const double longest = columns / kLeastStep;
        double lines = std::ceil(length / (longest - 0.5));
        std::vector<System> result;
        double first = 0;
        while (first < length) {
            const double even = (length - first) / std::max(lines, 1.0) + 0.5;
            const bool is_last = length - first <= longest && lines <= 1;
            const double last =
                is_last ? length : break_before(first, first + std::min(longest, even));
            --lines;
            const double width = (last - first) * kLeastStep;
            result.push_back(
                {first, last, std::clamp(static_cast<int>(std::lround(width)), 1, columns)});
            first = last;
        }
        return result;
    }
    System one_of_many(int columns) {
        const auto steps = std::to_string(timeline_.steps().size());
        if (!options_.cursor) {
            note_ = to_string(Message("picture.all_steps", {text_arg("count", steps)}),
                              options_.language);
            return {0, axis_.length(), columns};
        }
        const double span = columns / kLeastStep;
        const double first = std::clamp(axis_.at(*options_.cursor) - span * 0.7, 0.0,
                                        std::max(0.0, axis_.length() - span));
        const auto number = [&](double position) {
            const auto step = timeline_.step_at(axis_.event_at(position));
            return std::to_string(step ? *step + 1 : 1);
        };
        note_ = to_string(Message("picture.some_steps", {text_arg("first", number(first)),
                                                         text_arg("last", number(first + span)),
                                                         text_arg("count", steps)}),
                          options_.language);
        return {first, first + span, columns};
    }
    /// A line ends where a step begins, if it can.
    [[nodiscard]] double break_before(double first, double last) const {
        if (last >= axis_.length()) {
            return axis_.length();
        }
        const auto steps = timeline_.steps();
        const auto next = std::ranges::partition_point(
            steps, [&](const Step& step) { return axis_.at(step.first) <= last; });
        if (next == steps.begin()) {
            return last;
        }
        const double start = axis_.at((next - 1)->first);
        return start > first + (last - first) / 2 ? start : last;
    }

    /// Columns of a state in the legend: an end cap is one character on its lane, too.
    static int swatch(SpanLook look) {
        return look == SpanLook::Finished || look == SpanLook::Cancelled || look == SpanLook::Failed
                   ? 1
                   : 3;
    }

    /// The states that occur in this run, over as many lines as they need.
    [[nodiscard]] std::string legend() const {
        PictureOptions options;
        options.axis = &axis_;
        options.language = options_.language;
        options.slow_step = options_.slow_step;
        options.badges = &badges_;
        const std::vector<LegendEntry> entries = make_picture(timeline_, options).legend;
        std::vector<int> rows;
        std::vector<int> starts;
        int row = 0;
        int column = 0;
        for (const LegendEntry& entry : entries) {
            const int needed = swatch(entry.look) + 1 + terminal_columns(entry.label);
            if (column > 0 && column + needed > width_) {
                ++row;
                column = 0;
            }
            rows.push_back(row);
            starts.push_back(column);
            column += needed + 2;
        }
        TerminalGrid grid(width_, row + 1);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const SpanLook look = entries[i].look;
            const int behind = starts[i] + swatch(look);
            grid.fill(rows[i], starts[i], behind, look_.glyph(look), look_.body(look, -1));
            grid.write(rows[i], behind + 1, entries[i].label, {}, width_);
        }
        return grid.print(options_.color);
    }

    const Timeline& timeline_;
    const TerminalOptions& options_;
    detail::TerminalLook look_;
    Axis axis_;
    std::vector<Badge> badges_;
    int width_;
    int gutter_ = 0;
    std::string note_;
};

}  // namespace

std::string draw_terminal(const Timeline& timeline, const TerminalOptions& options) {
    return Terminal(timeline, options).draw();
}

int terminal_columns(std::string_view text) {
    int columns = 0;
    for (const std::string_view character : detail::characters(text)) {
        columns += detail::columns(detail::code_point(character));
    }
    return columns;
}

}  // namespace coroscope
