// The settings as JSON: written and read back, damaged, of another version.

#include "gui/model/settings_file.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace coroscope;
using namespace coroscope::gui;
using Json = nlohmann::json;

namespace {

Settings unusual_settings() {
    Settings s;
    s.language = Language::Chinese;
    s.dark = false;
    s.axis = AxisKind::Time;
    s.granularity = Granularity::Iteration;
    s.speed = 0.25;
    s.legend = false;
    s.left_tab = LeftTab::Parameters;
    s.right_tab = RightTab::Log;
    s.motion = false;
    s.ui_scale = 2.0;
    s.play_by_steps = true;
    s.steps_per_second = 7;
    s.skip_idle = false;
    s.sizes.left = 300.0F;
    s.window = {1280, 720};
    s.hidden = {"source"};
    s.thresholds["slow-step"] = 5'000'000;
    s.colors["dark.task.3"] = 0x123456;
    return s;
}

}  // namespace

TEST_CASE("settings are read as they were written") {
    const Settings settings = unusual_settings();
    const auto kept = read_settings(settings_text(settings, ""));
    CHECK(kept.problem.empty());
    CHECK(kept.value == settings);
    CHECK(read_settings(settings_text({}, "")).value == Settings{});
}

TEST_CASE("what is remembered is read as it was written") {
    Remembered remembered;
    remembered.last_run = "races/lost-update?workers=3";
    remembered.last_step = 4;
    remembered.runs = {"races/lost-update?workers=3", "basics/hello-gather"};
    remembered.files = {"/tmp/a.ctrace"};
    remembered.commands = {"step-on"};
    remembered.folder = "/tmp";
    remembered.bookmarks["races/lost-update"].toggle(7, "worker-1 写入 1");
    const auto kept = read_remembered(remembered_text(remembered, ""));
    CHECK(kept.problem.empty());
    CHECK(kept.value == remembered);
}

TEST_CASE("keys of a newer version are kept as they are") {
    const std::string before = R"({"from-tomorrow": [1, {"a": 2}], "thresholds": {"new-kind": 3}})";
    CHECK(read_settings(before).problem.empty());
    const Json after = Json::parse(settings_text(unusual_settings(), before));
    CHECK(after["from-tomorrow"] == Json::parse(R"([1, {"a": 2}])"));
    CHECK(after["thresholds"]["new-kind"] == 3);
    CHECK(after["thresholds"]["slow-step"] == 5'000'000);
}

TEST_CASE("a number out of its range means its default, the rest stays") {
    const auto kept = read_settings(
        R"({"speed": 900, "steps-per-second": -1, "theme": "light", "window": {"width": 1e300},
            "thresholds": {"slow-step": -5, "starvation": 30}, "colors": {"dark.task.1": -1}})");
    CHECK(kept.problem.empty());
    CHECK(kept.value.speed == 1.0);
    CHECK(kept.value.steps_per_second == 2);
    CHECK_FALSE(kept.value.dark);
    CHECK(kept.value.window == WindowSize{});
    CHECK(kept.value.thresholds.size() == 1);
    CHECK(kept.value.colors.empty());
}

TEST_CASE("a damaged file says where, and everything is a default") {
    for (const char* text :
         {"", "{", "null", "[1]", R"({"language": 7})", R"({"theme": "pink"})", R"({"speed": "x"})",
          R"({"hidden": [1]})", R"({"sizes": {"left": "wide"}})", R"({"thresholds": 4})",
          R"({"theme": "light", "legend": "yes"})", "\xff\xfe"}) {
        CAPTURE(text);
        const auto kept = read_settings(text);
        CHECK_FALSE(kept.problem.empty());
        CHECK(kept.value == Settings{});
    }
    CHECK(read_settings(R"({"sizes": {"left": "wide"}})").problem == "sizes.left");
    for (const char* text : {"[", R"({"runs": 1})", R"({"bookmarks": {"a": 1}})",
                             R"({"bookmarks": {"a": [{"event": -1, "name": "x"}]}})"}) {
        CAPTURE(text);
        CHECK_FALSE(read_remembered(text).problem.empty());
    }
}

TEST_CASE("a file that is cut anywhere is damaged or says less, and never crashes") {
    const std::string whole = settings_text(unusual_settings(), "");
    for (std::size_t size = 0; size + 2 < whole.size(); ++size) {
        CHECK_FALSE(read_settings(std::string_view(whole).substr(0, size)).problem.empty());
    }
}
