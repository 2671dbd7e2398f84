// What just happened, in one or two sentences; with a finding at the cursor also how to mend it.
// Behind two more tabs the list of findings and the log.

#include <array>
#include <cmath>

#include "gui/model/command.h"
#include "gui/model/run_sides.h"
#include "gui/views/panel.h"
#include "gui/views/prediction.h"
#include "gui/views/sentence.h"
#include "gui/views/try_it.h"
#include "gui/views/views.h"
#include "gui/views/widgets.h"

namespace coroscope::gui {
namespace {

using look::kSize;

static constexpr float kNarrow = 480.0F;

Sentence joined(const std::vector<Message>& messages, Language language) {
    Sentence all;
    for (const Message& message : messages) {
        if (!all.empty() && language == Language::English) {
            all.push_back({Role::Plain, " ", 0});
        }
        for (Piece& piece : render(message, language)) {
            all.push_back(std::move(piece));
        }
    }
    return all;
}

look::Color ink_of(const Ui& ui, Severity severity) {
    return severity == Severity::Error     ? ui.base().error
           : severity == Severity::Warning ? ui.base().warning
                                           : ui.base().info;
}

const char* icon_of(Severity severity) {
    return severity == Severity::Info ? look::kIcon.info : look::kIcon.warning;
}

// Takes the heading off a sentence: "Deadlock." of "Deadlock. A holds ...". "" if it has none.
std::string take_heading(Sentence& sentence) {
    static constexpr std::size_t kLongest = 24;
    if (sentence.empty() || sentence.front().role != Role::Plain) {
        return "";
    }
    std::string& text = sentence.front().text;
    for (const std::string_view end : {". ", ": ", "。", "："}) {
        const std::size_t at = text.find(end);
        if (at != std::string::npos && at < kLongest) {
            std::string heading = text.substr(0, at) + (end.back() == ' ' ? "." : "。");
            text.erase(0, at + end.size());
            return heading;
        }
    }
    return "";
}

std::string lines_of(const Session& session, const Finding& finding) {
    std::string text;
    for (const SiteId id : finding.sites) {
        const Site& site = session.timeline().trace().site(id);
        if (site.line != 0) {
            text += (text.empty() ? "" : ", ") + std::to_string(site.line);
        }
    }
    return text;
}

// The card "Mend it". Returns its height.
float draw_mend_it(Ui& ui, Session& session, const Rect& room, const Finding& finding,
                   std::string_view label) {
    const float padding = ui.px(kSize.space_m);
    const float indent = ui.px(20.0F);
    SentenceStyle style = body_style(ui);
    style.lead = Lead{{}, std::string(ui.tr("ui.mend_it")), ui.base().text};
    const Sentence advice = render(finding.advice, ui.language);
    const bool twin = session.variant() == "broken" && !session.comparison().is_open();
    // In a narrow panel the button stands beside the sentence, and the lines are left out: the
    // sentence names them.
    const bool narrow = room.width() < ui.px(kNarrow);
    const std::string lines = narrow ? "" : lines_of(session, finding);
    const ButtonText content{
        look::kIcon.compare, ui.tr(narrow ? "ui.compare" : "ui.compare_twin"), {}};
    const float beside = narrow && twin ? button_width(ui, content) + ui.px(kSize.space_s) : 0.0F;
    const float text_height = sentence_height(
        ui, session, room.width() - 2.0F * padding - indent - beside, advice, style);
    const float buttons = !narrow && (twin || !lines.empty())
                              ? ui.px(kSize.button_small_height + kSize.space_s)
                              : 0.0F;
    const Rect box{room.x0, room.y0, room.x1, room.y0 + text_height + buttons + padding * 1.5F};
    ui.fill(box, color(ui.base().inset), ui.px(kSize.button_radius));
    Rect inner = box.inset(padding, padding * 0.75F);
    ui.text(ui.fonts.body, {inner.x0, inner.y0, inner.x0 + indent, inner.y0 + style.line_height},
            color(ui.base().text_2), look::kIcon.advice);
    inner.cut_left(indent);
    Rect place{};
    if (beside > 0.0F) {
        place = inner.cut_right(button_width(ui, content));
        place = place.cut_top(ui.px(kSize.button_small_height));
        inner.cut_right(ui.px(kSize.space_s));
    }
    draw_sentence(ui, session, {std::string(label) + "/advice", inner}, advice, style);
    inner.cut_top(text_height + ui.px(kSize.space_s));
    Rect row = inner.cut_top(ui.px(kSize.button_small_height));
    if (twin && !narrow) {
        place = row.cut_left(button_width(ui, content));
        row.cut_left(ui.px(kSize.space_m));
    }
    if (!place.empty()) {
        if (button(ui, std::string(label) + "/compare", place, content)) {
            run_command(session, "compare-twin");
        }
        ui.tooltip(ui.tr("ui.compare_twin"));
    }
    if (!lines.empty()) {
        ui.text(ui.fonts.body, row.cut_left(ui.px(22.0F)), color(ui.base().text_3),
                look::kIcon.source);
        const auto count = static_cast<std::int64_t>(finding.sites.size());
        Argument argument = text_arg("lines", lines);
        argument.number = count;
        ui.text(ui.fonts.body, row, color(ui.base().text_2),
                ui.tr(Message("ui.lines", {argument})));
    }
    return box.height();
}

// Where two runs part: what decides, and how to mend what one of them shows.
float draw_parting_sentence(Ui& ui, Session& session, const Rect& room) {
    std::vector<Message> messages = explain_parting(session);
    SentenceStyle style = sentence_style(ui);
    style.lead = Lead{look::kIcon.choice, ui.tr(messages.front()), ui.base().accent};
    messages.erase(messages.begin());
    float y = room.y0;
    y += draw_sentence(ui, session, {"explain/sentence", {room.x0, y, room.x1, room.y1}},
                       joined(messages, ui.language), style);
    if (!session.findings().empty()) {
        y += ui.px(kSize.space_m);
        y += draw_mend_it(ui, session, {room.x0, y, room.x1, room.y1}, session.findings().front(),
                          "explain");
    }
    return y - room.y0;
}

// What the cursor's event did, without what follows from it: that is for the learner to say.
Sentence what_happened(const Session& session, const Finding* finding, Language language) {
    if (finding != nullptr) {
        return render(finding->statement, language);
    }
    const std::vector<Message>& all = session.now().explanation();
    return all.empty() ? Sentence() : render(all.front(), language);
}

}  // namespace

void draw_explain_tab(Ui& ui, Session& session, const Rect& rect) {
    if (session.empty()) {
        Rect room = rect;
        empty_note(ui, room.cut_top(ui.px(46.0F)),
                   ui.tr(session.loading() ? "ui.loading" : "ui.empty_run"));
        return;
    }
    ScrollArea area(ui, "explain-text", rect);
    const Finding* finding = session.finding_at_cursor();
    const float x1 = area.right();
    float y = area.top() + ui.px(kSize.space);
    if (session.prediction.on()) {
        y += draw_sentence(ui, session, {"explain/sentence", {rect.x0, y, x1, rect.y1}},
                           what_happened(session, finding, ui.language), sentence_style(ui));
        y += ui.px(kSize.space_s);
        y += draw_prediction(ui, session, {rect.x0, y, x1, rect.y1}, "guess");
    } else if (at_parting(session)) {
        y += draw_parting_sentence(ui, session, {rect.x0, y, x1, rect.y1});
    } else if (finding != nullptr) {
        const bool run_ended =
            session.timeline().trace()[session.cursor()].kind == EventKind::RunEnded;
        Sentence sentence = run_ended ? joined(session.now().explanation(), ui.language)
                                      : render(finding->statement, ui.language);
        const char* icon =
            finding->kind == "deadlock" ? look::kIcon.ring : icon_of(finding->severity);
        SentenceStyle style = sentence_style(ui);
        style.lead = Lead{icon, take_heading(sentence), ink_of(ui, finding->severity)};
        y += draw_sentence(ui, session, {"explain/sentence", {rect.x0, y, x1, rect.y1}}, sentence,
                           style);
        y += ui.px(kSize.space_m);
        y += draw_mend_it(ui, session, {rect.x0, y, x1, rect.y1}, *finding, "explain");
    } else {
        y += draw_sentence(ui, session, {"explain/sentence", {rect.x0, y, x1, rect.y1}},
                           joined(session.now().explanation(), ui.language), sentence_style(ui));
    }
    y += draw_try_it(ui, session, {rect.x0, y, x1, rect.y1});
    ui.mark("explain/text", {rect.x0, area.top(), x1, std::min(y, rect.y1)});
    area.finish(y + ui.px(kSize.space));
}

void draw_findings_tab(Ui& ui, Session& session, const Rect& rect) {
    if (session.findings_shown() == 0) {
        Rect room = rect;
        room.cut_top(ui.px(kSize.space));
        empty_note(ui, room.cut_top(ui.px(46.0F)), ui.tr("ui.empty_findings"));
        return;
    }
    ScrollArea area(ui, "findings-text", rect);
    float y = area.top() + ui.px(kSize.space);
    const float x1 = area.right();
    const float indent = ui.px(22.0F);
    for (std::size_t i = 0; i < session.findings().size(); ++i) {
        const Finding& finding = session.findings()[i];
        if (!session.shows(finding)) {
            continue;
        }
        const std::string label = "finding/" + std::to_string(i);
        const float top = y;
        const Rect room{rect.x0 + indent, y, x1, rect.y1};
        SentenceStyle style = body_style(ui);
        const Sentence statement = render(finding.statement, ui.language);
        const Sentence explanation = render(finding.explanation, ui.language);
        const float height = sentence_height(ui, session, room.width(), statement, style) +
                             sentence_height(ui, session, room.width(), explanation, style);
        const Rect hit{rect.x0, y, x1, y + height};
        const bool here = session.finding_at_cursor() == &finding;
        if (here) {
            ui.fill({rect.x0 - ui.px(kSize.space_s), hit.y0, rect.x0 - ui.px(5.0F), hit.y1},
                    color(ui.base().accent));
        }
        ui.text(ui.fonts.body, {rect.x0, y, room.x0, y + style.line_height},
                color(ink_of(ui, finding.severity)), icon_of(finding.severity));
        y += draw_sentence(ui, session, {label + "/statement", room}, statement, style);
        style.ink = ui.base().text_2;
        y += draw_sentence(ui, session, {label + "/explanation", {room.x0, y, x1, rect.y1}},
                           explanation, style);
        if (ui.hit(label, hit)) {
            session.seek(finding.at);
        }
        ui.tooltip(ui.tr("ui.go_there"));
        y += ui.px(kSize.space);
        y += draw_mend_it(ui, session, {room.x0, y, x1, rect.y1}, finding, label) +
             ui.px(kSize.space_m);
        ui.mark(label + "/all", {rect.x0, top, x1, y});
    }
    area.finish(y);
}

void draw_log_tab(Ui& ui, Session& session, ViewState& state, const Rect& rect) {
    const EventList& log = session.timeline().log();
    if (log.empty()) {
        Rect room = rect;
        room.cut_top(ui.px(kSize.space));
        empty_note(ui, room.cut_top(ui.px(46.0F)), ui.tr("ui.empty_log"));
        return;
    }
    ScrollArea area(ui, "log-text", rect);
    const float h = ui.px(kSize.table_row);
    const Trace& trace = session.timeline().trace();
    const float times =
        Ui::width(ui.fonts.mono_small, format_duration(trace.end_time())) + ui.px(kSize.space_m);
    const float top = area.top() + ui.px(kSize.space);
    const auto past =
        static_cast<std::size_t>(std::ranges::upper_bound(log, session.cursor()) - log.begin());
    const auto first = static_cast<std::size_t>(std::max(0.0F, (rect.y0 - top) / h));
    const std::size_t shown = session.prediction.on() ? past : log.size();
    for (std::size_t i = first; i < shown; ++i) {
        const float y = top + h * static_cast<float>(i);
        if (y > rect.y1) {
            break;
        }
        Rect row{rect.x0, y, area.right(), y + h};
        const TraceEvent& event = trace[log[i]];
        if (ui.hit("log/" + std::to_string(i), row, true, i + 1 == past)) {
            session.seek(log[i]);
        }
        if (i + 1 == past || ImGui::IsItemHovered()) {
            ui.fill(row.inset(ui.px(-4.0F), 0.0F),
                    color(i + 1 == past ? ui.base().accent_soft : ui.base().hover), ui.px(4.0F));
        }
        const bool future = i >= past;
        ui.text(ui.fonts.mono_small, row.cut_left(times), color(ui.base().text_3),
                format_duration(event.time));
        if (event.task != 0) {
            badge(ui, session.badge(event.task), row.x0, row.center_y());
        }
        row.cut_left(ui.px(kSize.badge_w + kSize.space_s));
        ui.text(ui.fonts.body, row, color(future ? ui.base().text_3 : ui.base().text),
                trace.text(event.b));
    }
    if (state.log_shown != session.cursor() && past > 0) {
        const float y = top + h * static_cast<float>(past - 1);
        area.bring_into_view(y, y + h);
    }
    state.log_shown = session.cursor();
    area.finish(top + h * static_cast<float>(shown));
}

void draw_explain(Ui& ui, Session& session, ViewState& state, const Rect& rect) {
    Panel panel(ui, "explain", rect);
    if (!panel) {
        return;
    }
    Rect header = panel.header();
    const int findings = static_cast<int>(session.findings_shown());
    const bool alarm = findings > 0 && session.findings().front().severity == Severity::Error;
    const EventList& log = session.timeline().log();
    const auto lines = static_cast<int>(
        session.prediction.on() ? std::ranges::upper_bound(log, session.cursor()) - log.begin()
                                : static_cast<std::ptrdiff_t>(log.size()));
    const std::array<Tab, 3> names{Tab{ui.tr("ui.explain")},
                                   Tab{ui.tr("ui.findings"), findings, alarm},
                                   Tab{ui.tr("ui.log"), lines > 0 ? lines : -1}};
    const auto [clicked, right_end] =
        tabs(ui, "right-tab", header, names, static_cast<int>(session.settings.right_tab));
    header.x0 = right_end;
    if (clicked >= 0) {
        session.settings.right_tab = static_cast<RightTab>(clicked);
    }
    if (!session.empty()) {
        const std::string time = format_duration(session.time());
        const Rect right = header.cut_right(Ui::width(ui.fonts.mono_small, time) + 1.0F);
        ui.text(ui.fonts.mono_small, right, color(ui.base().text_3), time);
        header.cut_right(ui.px(kSize.space_s));
        const auto step = static_cast<std::int64_t>(session.step());
        ui.text(ui.fonts.small, header, color(ui.base().text_3),
                ui.tr(Message("ui.at_step", {number_arg("step", step)})), Align::Right);
    }
    const Rect content{panel.content.x0, panel.content.y0, panel.content.x1,
                       rect.y1 - ui.px(kSize.space)};
    switch (session.settings.right_tab) {
    case RightTab::Explain: draw_explain_tab(ui, session, content); break;
    case RightTab::Findings: draw_findings_tab(ui, session, content); break;
    case RightTab::Log: draw_log_tab(ui, session, state, content); break;
    }
}

}  // namespace coroscope::gui
