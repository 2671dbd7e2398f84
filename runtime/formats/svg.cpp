#include "runtime/formats/svg.h"

#include <algorithm>
#include <cmath>

#include "runtime/formats/run_title.h"
#include "runtime/formats/svg_timeline.h"

namespace coroscope {

namespace {

using look::kSize;

constexpr float kPadding = kSize.panel_padding_x;
constexpr float kTitleLine = 24;
constexpr float kSpecLine = 20;
constexpr float kHeader = kPadding + kTitleLine + kSpecLine + 4;
constexpr float kLegendGap = 8;
constexpr float kManyLanes = 40;
constexpr float kSmallLane = 26;  ///< above lane_min, so that the log has its row
constexpr float kUnboundedHeight = 20'000;

class SvgPage {
public:
    SvgPage(const Timeline& timeline, const ExportSettings& settings)
        : timeline_(timeline),
          settings_(settings),
          theme_(settings.theme == ExportTheme::Dark ? look::kDark : look::kLight),
          axis_(timeline, settings.axis),
          badges_(task_badges(timeline)),
          findings_(find_all(timeline)) {
        const EventIndex size = timeline.trace().size();
        shows_cursor_ = settings.cursor < size;
        options_.axis = &axis_;
        options_.width_px = static_cast<float>(std::clamp(settings.width_px, 320, 20'000));
        options_.small = options_.width_px < 900;
        // Behind the last event: no label makes room for a cursor that is not drawn.
        options_.cursor = shows_cursor_ ? settings.cursor : size;
        options_.language = settings.language;
        options_.findings = &findings_;
        options_.badges = &badges_;
        options_.most_rows = kMostSvgLanes;
        options_.text_width = widest_text_width;
    }

    std::string draw() {
        const float width = options_.width_px;
        set_height();
        const Picture picture = make_picture(timeline_, options_);
        SvgWriter body;
        SvgTimeline painter(body, timeline_, picture,
                            {.dark = settings_.theme == ExportTheme::Dark,
                             .shows_cursor = shows_cursor_,
                             .language = settings_.language});
        const float top = kHeader;
        if (timeline_.trace().empty()) {
            body.text(kPadding, top + kPadding, tr("ui.empty_run", settings_.language),
                      {.style = TextStyle::Body, .ink = theme_.base.text_3});
        } else {
            body.begin_shift(top);
            painter.draw();
            body.end_group();
        }
        float bottom = top + (timeline_.trace().empty() ? 2 * kPadding : options_.height_px);
        if (!picture.legend.empty()) {
            bottom += kLegendGap;
            body.rect({kPadding, bottom, width - kPadding, bottom + 1},
                      {.fill = theme_.base.border});
            bottom = painter.draw_legend(kPadding, bottom + kLegendGap, width - kPadding);
        }
        bottom += kPadding;
        const float height = settings_.height_px > 0
                                 ? std::max(static_cast<float>(settings_.height_px), kHeader)
                                 : std::ceil(bottom);
        draw_header(body, picture.arrows_note);
        return body.finish({.width = width,
                            .height = height,
                            .ground = theme_.base.panel,
                            .title = title(),
                            .description = timeline_.trace().info().runspec,
                            .language = settings_.language == Language::Chinese ? "zh-CN" : "en"});
    }

private:
    [[nodiscard]] std::string title() const {
        return run_title(timeline_.trace().info(), settings_.language);
    }

    void draw_header(SvgWriter& svg, const std::string& note) const {
        const look::Base& base = theme_.base;
        const float width = options_.width_px;
        const float line = kPadding + kTitleLine / 2;
        const std::string when = moment();
        const float words = widest_text_width(when, TextStyle::Small);
        svg.text(width - kPadding, line, when,
                 {.style = TextStyle::Small, .ink = base.text_2, .to_the_left = true});
        // A title is a little larger than body_strong.
        constexpr float kTitleScale = 1.16F;
        svg.text(kPadding, line,
                 text_that_fits(title(), TextStyle::BodyStrong,
                                (width - 3 * kPadding - words) / kTitleScale),
                 {.ink = base.text, .strong = true});
        const std::string& spec = timeline_.trace().info().runspec;
        const float second = kPadding + kTitleLine + kSpecLine / 2;
        svg.text(width - kPadding, second, note,
                 {.style = TextStyle::Small, .ink = base.text_3, .to_the_left = true});
        const float room = width - 3 * kPadding - widest_text_width(note, TextStyle::Small);
        svg.text(kPadding, second,
                 text_that_fits(spec == title() ? "" : spec, TextStyle::Mono, room),
                 {.style = TextStyle::Mono, .ink = base.text_2});
    }

    /// "after step 5, 100 ms", or the length of the run; and which axis it is.
    [[nodiscard]] std::string moment() const {
        if (timeline_.trace().empty()) {
            return "";
        }
        const Language language = settings_.language;
        const std::string comma(tr("picture.comma", language));
        const std::string axis(tr(settings_.axis == AxisKind::Time    ? "ui.time"
                                  : settings_.axis == AxisKind::Steps ? "ui.steps"
                                                                      : "ui.elastic",
                                  language));
        const auto steps = static_cast<std::int64_t>(timeline_.steps().size());
        const EventIndex last = shows_cursor_ ? settings_.cursor : timeline_.trace().size() - 1;
        const auto at = timeline_.step_at(last);
        const std::string text =
            shows_cursor_
                ? to_string(
                      Message("ui.after_step",
                              {number_arg("step", at ? static_cast<std::int64_t>(*at) + 1 : 0)}),
                      language)
                : to_string(Message("picture.step_count", {number_arg("count", steps)}), language);
        return text + comma + format_duration(timeline_.trace()[last].time) + "  ·  " + axis;
    }

    /// As high as the rows need; where a height was asked for, as many rows as fit into it.
    void set_height() {
        float room = kUnboundedHeight;
        if (settings_.height_px > 0) {
            options_.height_px = 200;
            const Picture sample = make_picture(timeline_, options_);
            SvgWriter scratch;
            const float legend =
                SvgTimeline(scratch, timeline_, sample, {})
                    .draw_legend(kPadding, 2 * kLegendGap, options_.width_px - kPadding);
            room = std::max(200.0F, static_cast<float>(std::min(settings_.height_px, 20'000)) -
                                        kHeader - legend - kPadding);
        }
        if (settings_.height_px > 0 && least_height() > room) {
            // The largest limit whose rows fit.
            std::size_t fits = 1;
            std::size_t too_many = kMostSvgLanes;
            while (fits + 1 < too_many) {
                const std::size_t tried = (fits + too_many) / 2;
                options_.most_rows = tried;
                (least_height() <= room ? fits : too_many) = tried;
            }
            options_.most_rows = fits;
        }
        options_.height_px = settings_.height_px > 0 ? room : std::min(room, good_height());
    }

    /// With lanes as low as they can be. Draws nothing but what stands above the rows.
    [[nodiscard]] float least_height() {
        options_.height_px = 1;
        const Picture picture = make_picture(timeline_, options_);
        const float above = kSize.minimap + kSize.ruler +
                            (options_.small ? kSize.loop_lane_small : kSize.loop_lane);
        return above + picture.content_height;
    }
    [[nodiscard]] float good_height() {
        const auto lanes =
            static_cast<float>(std::min(timeline_.tasks().size(), options_.most_rows));
        const float lane = lanes > kManyLanes ? kSmallLane : kSize.lane_default;
        const float log = timeline_.log().empty() ? 0 : kSize.lane_default;
        return least_height() + lanes * (lane - kSize.lane_min) + log;
    }

    const Timeline& timeline_;
    const ExportSettings& settings_;
    const look::Theme& theme_;
    Axis axis_;
    std::vector<Badge> badges_;
    std::vector<Finding> findings_;
    PictureOptions options_;
    bool shows_cursor_ = false;
};

}  // namespace

std::string encode_svg(const Timeline& timeline, const ExportSettings& settings) {
    return SvgPage(timeline, settings).draw();
}

Exported export_svg(const Timeline& timeline, const ExportSettings& settings) {
    return {encode_svg(timeline, settings), ""};
}

}  // namespace coroscope
