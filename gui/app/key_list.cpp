#include "gui/app/key_list.h"

#include <algorithm>

#include "gui/model/command.h"
#include "runtime/picture/terminal.h"

namespace coroscope::gui {
namespace {

constexpr int kKeyColumns = 24;

std::string keys_of(const Command& command) {
    std::string keys = text_of(command.shortcut);
    if (const std::string other = text_of(command.other_shortcut); !other.empty()) {
        keys += ", " + other;
    }
    return keys;
}

}  // namespace

std::string key_list(Language language) {
    std::string text;
    for (const CommandGroup& group : command_groups()) {
        std::string lines;
        for (const Command& command : group.commands) {
            const std::string keys = keys_of(command);
            if (keys.empty()) {
                continue;
            }
            const int space = std::max(2, kKeyColumns - terminal_columns(keys));
            lines += "  " + keys;
            lines.append(static_cast<std::size_t>(space), ' ');
            lines += std::string(tr(command.name, language)) + "\n";
        }
        if (!lines.empty()) {
            text += std::string(text.empty() ? "" : "\n") + std::string(tr(group.name, language)) +
                    "\n" + lines;
        }
    }
    return text;
}

}  // namespace coroscope::gui
