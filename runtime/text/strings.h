// The strings of a language, from assets/strings/{en,zh}.json, read once.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "runtime/text/message.h"

namespace coroscope::detail {

using StringTable = std::map<std::string, std::string, std::less<>>;

/// Empty if the file is missing or damaged: ids are shown then.
[[nodiscard]] const StringTable& strings(Language language);

/// The string of this id; falls back to English, then to nullptr.
[[nodiscard]] const std::string* find_string(std::string_view id, Language language);

}  // namespace coroscope::detail
