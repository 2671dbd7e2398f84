#include "runtime/formats/html_data.h"
#include "runtime/analysis/end_of_run.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "assets/assets.h"
#include "runtime/analysis/explain.h"
#include "runtime/formats/html.h"
#include "runtime/formats/html_colors.h"
#include "runtime/formats/run_title.h"
#include "runtime/formats/svg_writer.h"
#include "runtime/picture/span_words.h"

namespace coroscope {

namespace {

using nlohmann::json;

constexpr float kPixelsOfUnit = 60;  // elastic and steps: a step is 1 wide and shows its words
constexpr float kTimeWidth = 40'000;
constexpr std::size_t kMostSpans = 60'000;
constexpr std::size_t kMostWakeUps = 20'000;
constexpr std::size_t kMostSourceFiles = 8;

double rounded(double value) { return std::round(value * 1000) / 1000; }

class HtmlData {
public:
    HtmlData(const Timeline& timeline, const ExportSettings& settings)
        : timeline_(timeline),
          trace_(timeline.trace()),
          settings_(settings),
          axis_(timeline, settings.axis),
          findings_(find_all(timeline)) {
        const auto steps = timeline.steps();
        steps_ = std::min(steps.size(), kMostHtmlSteps);
        last_ = steps_ < steps.size() ? axis_.at(steps[steps_].first) : axis_.length();
        last_event_ = steps_ < steps.size() ? steps[steps_].first : trace_.size();
    }

    json collect() {
        add_run();
        data_["colors"] = html_colors();
        data_["icons"] = html_icons();
        if (!trace_.empty()) {
            add_picture();
            add_steps();
            add_wakeups();
        }
        add_findings();
        add_log();
        data_["sites"] = sites_;
        add_files();
        return std::move(data_);
    }

private:
    [[nodiscard]] std::string say(std::string_view id) const {
        return std::string(tr(id, settings_.language));
    }
    [[nodiscard]] std::string say(const Message& message) const {
        return to_string(message, settings_.language);
    }
    [[nodiscard]] double at(EventIndex event) const { return rounded(axis_.at(event)); }
    [[nodiscard]] std::size_t step_of(EventIndex event) const {
        return timeline_.step_at(event).value_or(0);
    }

    /// The index in "sites" of a source line, null if there is none.
    json site_of(SiteId id) {
        const Site& site = trace_.site(id);
        if (site.line == 0) {
            return nullptr;
        }
        const auto [place, is_new] = site_index_.emplace(id, site_index_.size());
        if (is_new) {
            sites_.push_back(json{site.file, site.line});
        }
        return place->second;
    }

    void add_run() {
        const TraceInfo& info = trace_.info();
        data_["title"] = run_title(info, settings_.language);
        data_["runspec"] = info.runspec;
        data_["command"] = shell_command(info.runspec);
        data_["producer"] = info.producer;
        data_["language"] = settings_.language == Language::Chinese ? "zh-CN" : "en";
        data_["theme"] = settings_.theme == ExportTheme::Dark ? "dark" : "light";
        data_["axis"] = name_of(settings_.axis);
        data_["slow"] = 100'000'000;
        data_["stepCount"] = timeline_.steps().size();
        data_["end"] = format_duration(trace_.end_time());
        data_["length"] = rounded(last_);
        json notes = json::array();
        if (steps_ < timeline_.steps().size()) {
            notes.push_back(say(
                Message("html.first_steps",
                        {number_arg("count", static_cast<std::int64_t>(steps_)),
                         number_arg("all", static_cast<std::int64_t>(timeline_.steps().size()))})));
        }
        data_["notes"] = std::move(notes);
        const std::string& spec = info.runspec;
        json parameters = json::array();
        if (const auto question = spec.find('?'); question != std::string::npos) {
            const std::string list = spec.substr(question + 1, spec.find('#') - question - 1);
            for (std::size_t first = 0; first < list.size();) {
                const std::size_t last = std::min(list.find('&', first), list.size());
                parameters.push_back(list.substr(first, last - first));
                first = last + 1;
            }
        }
        data_["parameters"] = std::move(parameters);
        json words;
        for (const std::string_view id : {"ui.timeline",
                                          "ui.findings",
                                          "ui.source",
                                          "ui.log",
                                          "ui.parameters",
                                          "ui.theme",
                                          "ui.copy",
                                          "ui.mend_it",
                                          "ui.command.step_back",
                                          "ui.command.step_on",
                                          "ui.command.zoom_in",
                                          "ui.command.zoom_out",
                                          "ui.fit",
                                          "ui.overview",
                                          "ui.empty_run",
                                          "ui.empty_findings",
                                          "html.reproduce",
                                          "html.keys",
                                          "html.pin",
                                          "html.woken_by",
                                          "html.at_line",
                                          "html.no_source",
                                          "html.first_step",
                                          "html.last_step",
                                          "html.explain",
                                          "html.bar",
                                          "ui.time",
                                          "ui.steps"}) {
            words[std::string(id)] = tr(id, settings_.language);
        }
        data_["words"] = std::move(words);
    }

    void add_picture() {
        PictureOptions options;
        options.axis = &axis_;
        options.last = last_;
        options.language = settings_.language;
        options.cursor = trace_.size();
        options.findings = &findings_;
        options.most_rows = kMostHtmlRows;
        options.text_width = widest_text_width;
        options.height_px = 1;
        const Picture sample = make_picture(timeline_, options);
        const look::Sizes& size = look::kSize;
        const auto lanes = static_cast<float>(std::min(timeline_.tasks().size(), kMostHtmlRows));
        const float above = size.minimap + size.ruler + size.loop_lane;
        options.height_px = above + sample.content_height + size.lane_default +
                            lanes * (size.lane_default - size.lane_min);
        const float track = settings_.axis == AxisKind::Time
                                ? kTimeWidth
                                : kPixelsOfUnit * static_cast<float>(last_);
        options.width_px = size.timeline_gutter + size.panel_padding_x + std::max(track, 100.0F);
        const Picture picture = make_picture(timeline_, options);
        add_rows(picture);
        add_spans(picture);
        add_ruler(picture);
        add_plots(picture);
        for (const Dot& dot : picture.dots) {
            data_["dots"].push_back(
                {dot.kind == DotKind::Log     ? "log"
                 : dot.kind == DotKind::Timer ? "timer"
                                              : "loop",
                 position(picture, dot.x), y(dot.y), dot.colour,
                 dot.kind == DotKind::Log ? trace_.text(trace_[dot.event].b) : std::string_view()});
        }
        for (const LegendEntry& entry : picture.legend) {
            data_["legend"].push_back({name_of(entry.look), entry.label, entry.icon});
        }
    }
    static double position(const Picture& picture, float x) {
        return rounded(picture.position_from_x(x));
    }
    /// The page draws its own minimap and ruler in the same place.
    static double y(float value) { return rounded(static_cast<double>(value)); }

    void add_rows(const Picture& picture) {
        for (const Row& row : picture.rows) {
            data_["rows"].push_back(
                {{"title", row.kind == RowKind::GroupTitle},
                 {"string", row.kind != RowKind::GroupTitle && row.kind != RowKind::Plot &&
                                row.kind != RowKind::Queue},
                 {"y", y(row.y)},
                 {"h", y(row.height)},
                 {"label", row.label},
                 {"value", row.kind == RowKind::GroupTitle ? row.value : ""},
                 {"badge", row.monogram},
                 {"colour", row.colour},
                 {"icon", row.icon},
                 {"mono", row.mono},
                 {"task", row.kind == RowKind::Task ? row.id : 0}});
            bottom_ = std::max(bottom_, row.y + row.height);
        }
        data_["height"] = y(bottom_);
        data_["ruler"] = {y(picture.ruler.y0), y(picture.ruler.y1)};
        data_["minimap"] = {y(picture.minimap.box.y0), y(picture.minimap.box.y1)};
    }

    void add_spans(const Picture& picture) {
        for (const Span& span : picture.spans) {
            if (data_["spans"].size() >= kMostSpans) {
                data_["notes"].push_back(say("html.more_spans"));
                break;
            }
            const SpanWords words = span_words(timeline_, span, settings_.language);
            json item = {{"l", name_of(span.look)},
                         {"x", {position(picture, span.box.x0), position(picture, span.box.x1)}},
                         {"y", {y(span.box.y0), y(span.box.y1)}},
                         {"w", {words.what, words.when}}};
            if (span.colour >= 0) {
                item["c"] = span.colour;
            }
            if (!span.icon.empty()) {
                item["i"] = span.icon;
            }
            if (!span.labels.empty()) {
                item["t"] = span.labels;
            }
            if (span.look == SpanLook::Merged) {
                item["m"] = shares(span);
            } else if (is_of_a_task(span.look)) {
                add_facts(span, item);
            }
            data_["spans"].push_back(std::move(item));
        }
    }
    [[nodiscard]] static bool is_of_a_task(SpanLook look) { return !state_name_id(look).empty(); }
    /// From the bottom up: how much of its time it runs, is ready, sleeps, does I/O, waits.
    [[nodiscard]] static json shares(const Span& span) {
        double sums[5] = {0, 0, 0, 0, 0};
        for (const Column& column : span.columns) {
            sums[0] += static_cast<double>(column.running);
            sums[1] += static_cast<double>(column.ready);
            sums[2] += static_cast<double>(column.sleeping);
            sums[3] += static_cast<double>(column.io);
            sums[4] += static_cast<double>(column.waiting);
        }
        const auto count = static_cast<double>(std::max<std::size_t>(span.columns.size(), 1));
        return {rounded(sums[0] / count), rounded(sums[1] / count), rounded(sums[2] / count),
                rounded(sums[3] / count), rounded(sums[4] / count)};
    }
    /// What the page tells of a span that is kept: the state in words, its line, who woke the task.
    void add_facts(const Span& span, json& item) {
        if (span.task == 0 || span.first >= trace_.size()) {
            return;
        }
        const Interval interval = timeline_.state_at(span.task, span.first);
        item["d"] = say(describe_state(timeline_, span.task, span.first));
        item["s"] = site_of(interval.site);
        if (interval.woken_by != kNoEvent && interval.woken_by < trace_.size()) {
            item["k"] = say(brief(timeline_, interval.woken_by));
            if (const auto wake = timeline_.wakeup_at(interval.woken_by)) {
                item["b"] = wake->waker == 0 ? say("ui.event_loop")
                                             : std::string(timeline_.task_name(wake->waker));
            }
        }
    }

    void add_ruler(const Picture& picture) {
        for (const Band& band : picture.bands) {
            data_["bands"].push_back(
                {position(picture, band.x0), position(picture, band.x1), band.idle});
        }
        for (const Block& block : picture.blocks) {
            const bool idle = block.kind == BlockKind::Idle;
            const bool stopped = block.kind == BlockKind::Stopped;
            std::string label = format_duration(idle ? block.duration : block.time);
            label = stopped ? block.label : (idle ? "+" : "") + label;
            data_["blocks"].push_back({stopped                         ? "stopped"
                                       : idle                          ? "idle"
                                       : block.kind == BlockKind::Busy ? "busy"
                                                                       : "instant",
                                       position(picture, block.box.x0),
                                       position(picture, block.box.x1), label});
        }
    }

    void add_plots(const Picture& picture) {
        for (const Plot& plot : picture.plots) {
            json levels = json::array();
            for (const Plot::Level& level : plot.levels) {
                levels.push_back({position(picture, level.x0), y(level.y), level.value});
            }
            json item = {{"ready", plot.kind == PlotKind::Ready},
                         {"y", {y(plot.box.y0), y(plot.box.y1)}},
                         {"most", plot.maximum},
                         {"levels", std::move(levels)}};
            if (plot.capacity_y) {
                item["full"] = {y(*plot.capacity_y), plot.capacity_label, plot.capacity_reached};
            }
            data_["plots"].push_back(std::move(item));
        }
    }

    void add_steps() {
        const auto steps = timeline_.steps();
        for (std::size_t i = 0; i < steps_; ++i) {
            const Step& step = steps[i];
            // What stands between two steps (timers, idle time) is told with the step before.
            const EventIndex next = i + 1 < steps.size() ? steps[i + 1].first : trace_.size();
            const EventIndex end = std::min(std::max(step.last, step.first), trace_.size() - 1);
            json say_all = json::array();
            for (const EventIndex event : telling_events(end, next)) {
                for (const Message& message : explain(timeline_, event)) {
                    say_all.push_back(say(message));
                }
            }
            const Interval interval = timeline_.state_at(step.task, end);
            json site = site_of(interval.site);
            if (site.is_null()) {
                site = site_of(trace_[end].site);
            }
            data_["steps"].push_back(
                {{"a", at(step.first)},
                 {"z", rounded(std::min(axis_.at(end + 1 < trace_.size() ? end + 1 : end), last_))},
                 {"task", step.task},
                 {"name", timeline_.task_name(step.task)},
                 {"time", format_duration(trace_[end].time)},
                 {"s", std::move(site)},
                 {"say", std::move(say_all)}});
        }
    }
    /// The end of the step, and after the last one how the run ended. A step that ends in a hang
    /// says so itself.
    [[nodiscard]] std::vector<EventIndex> telling_events(EventIndex end, EventIndex next) const {
        std::vector<EventIndex> events{end};
        if (next == trace_.size() && timeline_.outcome() != Outcome::Hang) {
            if (const EventIndex over = end_of_run(timeline_);
                over > end && trace_[over].kind == EventKind::RunEnded) {
                events.push_back(over);
            }
        }
        return events;
    }

    void add_wakeups() {
        const WakeUpList wakeups = timeline_.wakeups();
        for (std::size_t i = 0; i < std::min(kMostWakeUps, wakeups.size()); ++i) {
            const WakeUp wake = wakeups[i];
            const bool by_loop = wake.waker == 0 && wake.reason != WakeReason::TimerFired;
            if (wake.event < last_event_ && !by_loop && wake.waker != wake.woken) {
                data_["wakes"].push_back({at(wake.event), wake.waker, wake.woken});
            }
        }
    }

    void add_findings() {
        data_["findings"] = json::array();
        for (const Finding& finding : findings_) {
            json lines = json::array();
            for (const SiteId site : finding.sites) {
                if (json index = site_of(site); !index.is_null()) {
                    lines.push_back(std::move(index));
                }
            }
            data_["findings"].push_back({{"severity", name_of(finding.severity)},
                                         {"statement", say(finding.statement)},
                                         {"explanation", say(finding.explanation)},
                                         {"advice", say(finding.advice)},
                                         {"step", step_of(finding.at)},
                                         {"x", rounded(std::min(axis_.at(finding.at), last_))},
                                         {"s", std::move(lines)}});
        }
    }

    void add_log() {
        data_["log"] = json::array();
        const EventList& log = timeline_.log();
        for (std::size_t i = 0; i < std::min(log.size(), kMostHtmlLogLines); ++i) {
            const EventIndex event = log[i];
            data_["log"].push_back({format_duration(trace_[event].time),
                                    timeline_.task_name(trace_[event].task),
                                    trace_.text(trace_[event].b), step_of(event)});
        }
        if (log.size() > kMostHtmlLogLines) {
            data_["notes"].push_back(
                say(Message("html.first_lines",
                            {number_arg("count", static_cast<std::int64_t>(kMostHtmlLogLines)),
                             number_arg("all", static_cast<std::int64_t>(log.size()))})));
        }
    }

    /// The source of the lines that the page can point at, as far as the program knows it.
    void add_files() {
        std::set<std::string> names;
        for (const json& site : sites_) {
            names.insert(site.at(0).get<std::string>());
        }
        data_["files"] = json::array();
        for (const std::string& name : names) {
            if (const auto text = asset(name); text && data_["files"].size() < kMostSourceFiles) {
                data_["files"].push_back({name, *text});
            }
        }
    }

    const Timeline& timeline_;
    const Trace& trace_;
    const ExportSettings& settings_;
    Axis axis_;
    std::vector<Finding> findings_;
    std::size_t steps_ = 0;
    double last_ = 1;
    EventIndex last_event_ = 0;
    float bottom_ = 0;
    json data_;
    json sites_ = json::array();
    std::map<SiteId, std::size_t> site_index_;
};

}  // namespace

std::string shell_command(std::string_view runspec) {
    if (runspec.empty()) {
        return "";
    }
    std::string quoted = "coroscope run '";
    for (const char c : runspec) {
        if (c == '\'') {
            quoted += "'\\''";
        } else {
            quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return quoted + "'";
}

std::string html_data(const Timeline& timeline, const ExportSettings& settings) {
    const std::string plain =
        HtmlData(timeline, settings).collect().dump(-1, ' ', false, json::error_handler_t::replace);
    // Nothing in a text may end the <script> element or be a line end to JavaScript.
    std::string safe;
    safe.reserve(plain.size());
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const std::string_view rest = std::string_view(plain).substr(i, 3);
        if (rest[0] == '<') {
            safe += "\\u003c";
        } else if (rest == "\xE2\x80\xA8" || rest == "\xE2\x80\xA9") {
            safe += rest[2] == '\xA8' ? "\\u2028" : "\\u2029";
            i += 2;
        } else {
            safe += rest[0];
        }
    }
    return safe;
}

}  // namespace coroscope
