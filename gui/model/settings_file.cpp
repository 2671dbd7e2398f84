#include "gui/model/settings_file.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>

#include "gui/model/custom_colors.h"
#include "runtime/analysis/finding_thresholds.h"

namespace coroscope::gui {
namespace {

using Json = nlohmann::json;
using Words = std::initializer_list<const char*>;

static constexpr float kWidestPanel = 10'000.0F;
constexpr int kLargestWindow = 16'384;
constexpr std::size_t kLongestText = 4096;

class Reader {
public:
    explicit Reader(const Json& json) : json_(json) {}
    std::string problem;

    void flag(const char* key, bool& value) {
        if (const Json* found = find(key); found != nullptr && is(found->is_boolean(), key)) {
            value = found->get<bool>();
        }
    }
    template <class Number>
    void number(const char* key, Number& value, Number least, Number most) {
        const Json* const found = find(key);
        if (found == nullptr || !is(found->is_number(), key)) {
            return;
        }
        const auto read = found->get<double>();
        const bool in_range =
            read >= static_cast<double>(least) && read <= static_cast<double>(most);
        value = in_range ? found->get<Number>() : value;
    }
    template <class Choice>
    void choice(const char* key, Choice& value, Words words) {
        const Json* const found = find(key);
        if (found == nullptr || !is(found->is_string(), key)) {
            return;
        }
        const auto it = std::ranges::find(words, found->get<std::string>(),
                                          [](const char* word) { return std::string(word); });
        if (is(it != words.end(), key)) {
            value = static_cast<Choice>(it - words.begin());
        }
    }
    void text(const char* key, std::string& value) {
        const Json* const found = find(key);
        if (found != nullptr && is(found->is_string(), key)) {
            value = found->get<std::string>().substr(0, kLongestText);
        }
    }
    template <class List>
    void texts(const char* key, List& list) {
        const Json* const found = find(key);
        if (found == nullptr || !is(found->is_array(), key)) {
            return;
        }
        for (const Json& item : *found) {
            if (is(item.is_string(), key) && list.size() < Remembered::kMostRecent) {
                list.insert(list.end(), item.get<std::string>());
            }
        }
    }
    /// A member for each known name: whole numbers. `range(name)` is nullopt for unknown ones.
    template <class Map, class Range>
    void numbers(const char* key, Map& values, Range range) {
        const Json* const found = find(key);
        if (found == nullptr || !is(found->is_object(), key)) {
            return;
        }
        for (const auto& [name, item] : found->items()) {
            const auto [least, most] = range(name);
            if (is(item.is_number_integer(), key) && least <= most) {
                const auto value = item.template get<std::int64_t>();
                if (value >= least && value <= most) {
                    values[name] = static_cast<typename Map::mapped_type>(value);
                }
            }
        }
    }
    template <class Inner>
    void object(const char* key, Inner inner) {
        const Json* const found = find(key);
        if (found != nullptr && is(found->is_object(), key)) {
            Reader reader(*found);
            inner(reader);
            if (problem.empty() && !reader.problem.empty()) {
                problem = std::string(key) + "." + reader.problem;
            }
        }
    }
    void bookmarks(const char* key, std::map<std::string, Bookmarks, std::less<>>& all) {
        const Json* const found = find(key);
        if (found == nullptr || !is(found->is_object(), key)) {
            return;
        }
        for (const auto& [run, list] : found->items()) {
            if (!is(list.is_array(), key)) {
                continue;
            }
            for (const Json& item : list) {
                const bool whole = item.is_object() && item.contains("event") &&
                                   item["event"].is_number_unsigned() && item.contains("name") &&
                                   item["name"].is_string();
                if (is(whole, key) && all[run].at(item["event"].get<EventIndex>()) == nullptr) {
                    all[run].toggle(item["event"].get<EventIndex>(),
                                    item["name"].get<std::string>());
                }
            }
        }
    }

private:
    const Json* find(const char* key) const {
        const auto it = json_.find(key);
        return it == json_.end() ? nullptr : &*it;
    }
    bool is(bool right, const char* key) {
        if (!right && problem.empty()) {
            problem = key;
        }
        return right;
    }
    const Json& json_;
};

class Writer {
public:
    explicit Writer(Json& json) : json_(json) {}

    void flag(const char* key, bool value) { json_[key] = value; }
    template <class Number>
    void number(const char* key, Number value, Number, Number) {
        json_[key] = value;
    }
    template <class Choice>
    void choice(const char* key, Choice value, Words words) {
        json_[key] = words.begin()[static_cast<std::size_t>(value)];
    }
    void text(const char* key, const std::string& value) { json_[key] = value; }
    template <class List>
    void texts(const char* key, const List& list) {
        json_[key] = list;
    }
    template <class Map, class Range>
    void numbers(const char* key, const Map& values, Range range) {
        Json object = json_.contains(key) && json_[key].is_object() ? json_[key] : Json::object();
        for (auto it = object.begin(); it != object.end();) {
            const auto [least, most] = range(it.key());
            it = least <= most ? object.erase(it) : std::next(it);
        }
        for (const auto& [name, value] : values) {
            object[name] = value;
        }
        json_[key] = std::move(object);
    }
    template <class Inner>
    void object(const char* key, Inner inner) {
        if (!json_.contains(key) || !json_[key].is_object()) {
            json_[key] = Json::object();
        }
        Writer writer(json_[key]);
        inner(writer);
    }
    void bookmarks(const char* key, const std::map<std::string, Bookmarks, std::less<>>& all) {
        Json object = Json::object();
        for (const auto& [run, list] : all) {
            for (const Bookmark& bookmark : list.all()) {
                object[run].push_back({{"event", bookmark.event}, {"name", bookmark.name}});
            }
        }
        json_[key] = std::move(object);
    }

private:
    Json& json_;
};

struct Range {
    std::int64_t least = 1;
    std::int64_t most = 0;  ///< below `least`: there is no such name
};

Range range_of_threshold(std::string_view name) {
    const auto& all = finding_thresholds();
    const auto it = std::ranges::find(all, name, &FindingThreshold::name);
    return it == all.end() ? Range{} : Range{it->least, it->most};
}

Range range_of_color(std::string_view name) {
    return is_custom_color(name) ? Range{0, 0xFFFFFF} : Range{};
}

template <class Archive>
void settings_members(Archive& at, Settings& s) {
    at.choice("language", s.language, {"en", "zh"});
    at.choice("theme", s.dark, {"light", "dark"});
    at.choice("axis", s.axis, {"elastic", "time", "steps"});
    at.choice("granularity", s.granularity, {"event", "step", "iteration"});
    at.number("speed", s.speed, 0.1, 16.0);
    at.flag("legend", s.legend);
    at.flag("fold_lanes", s.fold_lanes);
    at.choice("left-tab", s.left_tab, {"library", "lesson", "parameters"});
    at.choice("right-tab", s.right_tab, {"explain", "findings", "log"});
    at.flag("motion", s.motion);
    at.number("scale", s.ui_scale, 0.0, 4.0);
    at.flag("play-by-steps", s.play_by_steps);
    at.number("steps-per-second", s.steps_per_second, 1, 60);
    at.flag("skip-idle", s.skip_idle);
    at.texts("hidden", s.hidden);
    at.object("sizes", [&](auto& inner) {
        for (const auto& [key, value] : {std::pair{"left", &s.sizes.left},
                                         {"right", &s.sizes.right},
                                         {"bottom", &s.sizes.bottom},
                                         {"library", &s.sizes.library},
                                         {"ready", &s.sizes.ready},
                                         {"explain", &s.sizes.explain}}) {
            inner.number(key, *value, 0.0F, kWidestPanel);
        }
    });
    at.object("window", [&](auto& inner) {
        inner.number("width", s.window.width, 640, kLargestWindow);
        inner.number("height", s.window.height, 400, kLargestWindow);
    });
    at.numbers("thresholds", s.thresholds, range_of_threshold);
    at.numbers("colors", s.colors, range_of_color);
}

template <class Archive>
void remembered_members(Archive& at, Remembered& r) {
    at.text("last-run", r.last_run);
    at.number("last-step", r.last_step, std::uint64_t{0}, kEndStep);
    at.texts("runs", r.runs);
    at.texts("files", r.files);
    at.texts("commands", r.commands);
    at.text("folder", r.folder);
    at.bookmarks("bookmarks", r.bookmarks);
}

template <class Value, class Members>
Kept<Value> read(std::string_view text, Members members) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) {
        return {{}, "JSON"};
    }
    Kept<Value> kept;
    Reader reader(json);
    members(reader, kept.value);
    if (!reader.problem.empty()) {
        return {{}, reader.problem};
    }
    return kept;
}

template <class Value, class Members>
std::string write(Value value, std::string_view before, Members members) {
    Json json = Json::parse(before, nullptr, false);
    if (!json.is_object()) {
        json = Json::object();
    }
    Writer writer(json);
    members(writer, value);
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::filesystem::path folder_of(const char* variable, const char* below_home) {
    const char* const set = std::getenv(variable);
    if (set != nullptr && std::filesystem::path(set).is_absolute()) {
        return set;
    }
    const char* const home = std::getenv("HOME");
    return home != nullptr && std::filesystem::path(home).is_absolute()
               ? std::filesystem::path(home) / below_home
               : std::filesystem::path{};
}

}  // namespace

Kept<Settings> read_settings(std::string_view text) {
    auto kept =
        read<Settings>(text, [](auto& at, Settings& value) { settings_members(at, value); });
    std::erase_if(kept.value.hidden, [](const std::string& name) {
        return std::ranges::find(kPanelNames, name) == kPanelNames.end();
    });
    return kept;
}

Kept<Remembered> read_remembered(std::string_view text) {
    return read<Remembered>(text,
                            [](auto& at, Remembered& value) { remembered_members(at, value); });
}

std::string settings_text(const Settings& settings, std::string_view before) {
    return write(settings, before, [](auto& at, Settings& value) { settings_members(at, value); });
}

std::string remembered_text(const Remembered& remembered, std::string_view before) {
    return write(remembered, before,
                 [](auto& at, Remembered& value) { remembered_members(at, value); });
}

KeptPaths kept_paths() {
    KeptPaths paths;
    if (const auto folder = folder_of("XDG_CONFIG_HOME", ".config"); !folder.empty()) {
        paths.settings = folder / "coroscope/settings.json";
    }
    if (const auto folder = folder_of("XDG_STATE_HOME", ".local/state"); !folder.empty()) {
        paths.state = folder / "coroscope/state.json";
    }
    return paths;
}

}  // namespace coroscope::gui
