#include "gui/app/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <map>

#include "coroscope_version.h"

namespace coroscope::gui {
namespace {

// "1600x900"
bool parse_size(const std::string& text, int& width, int& height) {
    const char* const end = text.data() + text.size();
    const auto [x, bad_width] = std::from_chars(text.data(), end, width);
    if (bad_width != std::errc{} || x == end || *x != 'x') {
        return false;
    }
    const auto [rest, bad_height] = std::from_chars(x + 1, end, height);
    return bad_height == std::errc{} && rest == end && width >= 320 && height >= 240 &&
           width <= 16384 && height <= 16384;
}

bool parse_step(const std::string& text, std::uint64_t& step) {
    if (text == "end") {
        step = kNoEvent;
        return true;
    }
    const char* const end = text.data() + text.size();
    const auto [rest, bad] = std::from_chars(text.data(), end, step);
    return bad == std::errc{} && rest == end;
}

Exit wrong(const char* what, const std::string& where, const char* what_to_do) {
    std::fprintf(stderr, "coroscope: %s: %s: %s\n", what, where.c_str(), what_to_do);
    return {2};
}

// How the window looks when it opens.
void add_settings(CLI::App& app, Settings& settings) {
    const std::map<std::string, Language> languages{{"en", Language::English},
                                                    {"zh", Language::Chinese}};
    app.add_option("--lang", settings.language, "language of the window")
        ->transform(CLI::CheckedTransformer(languages).description(""))
        ->type_name("en|zh");
    const std::map<std::string, bool> themes{{"dark", true}, {"light", false}};
    app.add_option("--theme", settings.dark, "its colours")
        ->transform(CLI::CheckedTransformer(themes).description(""))
        ->type_name("dark|light");
    const std::map<std::string, AxisKind> axes{
        {"elastic", AxisKind::Elastic}, {"time", AxisKind::Time}, {"steps", AxisKind::Steps}};
    app.add_option("--axis", settings.axis, "what the horizontal axis shows")
        ->transform(CLI::CheckedTransformer(axes).description(""))
        ->type_name("elastic|time|steps");
    const std::map<std::string, LeftTab> tabs{{"library", LeftTab::Library},
                                              {"lesson", LeftTab::Lesson},
                                              {"parameters", LeftTab::Parameters}};
    app.add_option("--tab", settings.left_tab, "what is open on the left")
        ->transform(CLI::CheckedTransformer(tabs).description(""))
        ->type_name("library|lesson|parameters");
    const std::map<std::string, RightTab> right_tabs{
        {"explain", RightTab::Explain}, {"findings", RightTab::Findings}, {"log", RightTab::Log}};
    app.add_option("--words", settings.right_tab, "what is open at the bottom right")
        ->transform(CLI::CheckedTransformer(right_tabs).description(""))
        ->type_name("explain|findings|log");
}

}  // namespace

std::variant<Options, Exit> parse_options(int argc, char** argv) {
    Options options;
    std::string size = "1600x900";
    std::string at = "0";
    bool at_given = false;
    CLI::App app(
        "Coroscope: see how asynchronous programs run.\n\n"
        "RUN is a scenario (races/lost-update), a RunSpec (races/lost-update?workers=3), or a "
        "trace file "
        "(.ctrace, or Chrome trace JSON).",
        "coroscope-gui");
    app.option_defaults()->take_last();  // so that a script can add to what it was given
    app.add_option("RUN", options.run, "what to open")->type_name("");
    app.add_option("--screenshot", options.screenshot,
                   "write one picture of the window and exit; needs no display")
        ->type_name("FILE.png");
    app.add_option("--at", at, "where to put the cursor: a step's number, or end")
        ->type_name("STEP");
    app.add_option("--size", size, "size of the window")->type_name("WxH");
    app.add_option("--scale", options.scale, "size of everything in it, 1 to 4")
        ->check(CLI::Range(0.5F, 4.0F).description(""))
        ->type_name("N");
    app.add_option("--select", options.select, "select the task or resource of this name")
        ->type_name("NAME");
    app.add_flag("--predict", options.predict, "begin in predict mode: say what comes next");
    app.add_option("--dump-state", options.dump_state,
                   "write the state as JSON whenever it changes")
        ->type_name("FILE");
    add_settings(app, options.settings);
    app.add_flag("--keys", options.list_keys, "print the keys and end");
    app.set_version_flag("--version", "coroscope-gui " + std::string(kVersion));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {
            return Exit{app.exit(error)};  // --help, --version
        }
        std::string what = error.what();
        std::ranges::replace(what, '\n', ' ');
        std::fprintf(stderr, "coroscope: %s: see coroscope-gui --help\n", what.c_str());
        return Exit{2};
    }
    at_given = app.count("--at") > 0;
    if (!parse_size(size, options.width, options.height)) {
        return wrong("wrong size", size, "write it as 1600x900, 320x240 at least");
    }
    if (!parse_step(at, options.step)) {
        return wrong("wrong step", at, "give a number, or end");
    }
    if (!at_given && !options.screenshot.empty()) {
        options.step = kNoEvent;
        options.at_finding = true;
    }
    return options;
}

}  // namespace coroscope::gui
