#include "runtime/formats/html.h"

#include <array>
#include <utility>

#include "assets/assets.h"
#include "runtime/formats/html_data.h"
#include "runtime/formats/run_title.h"
#include "runtime/formats/svg_writer.h"

namespace coroscope {

namespace {

std::string css_colors(const look::Theme& theme) {
    const look::Base& base = theme.base;
    const std::array<std::pair<std::string_view, look::Color>, 15> names{
        {{"window", base.window},
         {"panel", base.panel},
         {"inset", base.inset},
         {"raised", base.raised},
         {"hover", base.hover},
         {"border", base.border},
         {"border-strong", base.border_strong},
         {"text", base.text},
         {"text-2", base.text_2},
         {"text-3", base.text_3},
         {"accent", base.accent},
         {"accent-soft", base.accent_soft},
         {"warning", base.warning},
         {"error", base.error},
         {"info", base.info}}};
    std::string rules;
    for (const auto& [name, color] : names) {
        rules += "--" + std::string(name) + ":" + hex(color) + ";";
    }
    return rules;
}

/// The page is one template; each "{{name}}" of it is replaced once.
std::string replaced(std::string_view page, std::string_view name, std::string_view text) {
    const std::string mark = "{{" + std::string(name) + "}}";
    const std::size_t at = page.find(mark);
    if (at == std::string_view::npos) {
        return std::string(page);
    }
    return std::string(page.substr(0, at)) + std::string(text) +
           std::string(page.substr(at + mark.size()));
}

}  // namespace

std::string encode_html(const Timeline& timeline, const ExportSettings& settings) {
    const Language language = settings.language;
    const auto word = [&](std::string_view id) {
        std::string text;
        append_xml_text(text, tr(id, language));
        return text;
    };
    const auto file = [](std::string_view path) { return asset(path).value_or(""); };
    std::string title;
    append_xml_text(title, run_title(timeline.trace().info(), language));
    std::string page(file("assets/html/page.html"));
    page = replaced(page, "language", language == Language::Chinese ? "zh-CN" : "en");
    page = replaced(page, "theme", settings.theme == ExportTheme::Dark ? "dark" : "auto");
    page = replaced(page, "needs-script", word("html.needs_script"));
    page = replaced(page, "light", css_colors(look::kLight));
    page = replaced(page, "dark", css_colors(look::kDark));
    page = replaced(page, "dark-chosen", css_colors(look::kDark));
    page = replaced(page, "style", file("assets/html/page.css"));
    page = replaced(page, "timeline-script", file("assets/html/timeline.js"));
    page = replaced(page, "page-script", file("assets/html/page.js"));
    // Last, from the bottom up, so that no text of the run is taken for a mark.
    page = replaced(page, "data", html_data(timeline, settings));
    return replaced(page, "title", title);
}

Exported export_html(const Timeline& timeline, const ExportSettings& settings) {
    return {encode_html(timeline, settings), ""};
}

}  // namespace coroscope
