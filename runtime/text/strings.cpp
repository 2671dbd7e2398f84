#include "runtime/text/strings.h"

#include <nlohmann/json.hpp>

#include "assets/assets.h"

namespace coroscope {
namespace detail {
namespace {

StringTable read(std::string_view path) {
    StringTable table;
    const auto text = asset(path);
    if (!text) {
        return table;
    }
    const auto json = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
    for (const auto& [id, value] : json.items()) {
        if (value.is_string()) {
            table.emplace(id, value.get<std::string>());
        }
    }
    return table;
}

}  // namespace

const StringTable& strings(Language language) {
    static const StringTable kEnglish = read("assets/strings/en.json");
    static const StringTable kChinese = read("assets/strings/zh.json");
    return language == Language::Chinese ? kChinese : kEnglish;
}

const std::string* find_string(std::string_view id, Language language) {
    const StringTable& table = strings(language);
    if (const auto found = table.find(id); found != table.end()) {
        return &found->second;
    }
    return language == Language::English ? nullptr : find_string(id, Language::English);
}

}  // namespace detail

std::string_view tr(std::string_view id, Language language) {
    const std::string* found = detail::find_string(id, language);
    return found != nullptr ? std::string_view(*found) : id;
}

std::vector<std::string_view> message_ids(Language language) {
    std::vector<std::string_view> ids;
    for (const auto& [id, text] : detail::strings(language)) {
        ids.emplace_back(id);
    }
    return ids;
}

}  // namespace coroscope
