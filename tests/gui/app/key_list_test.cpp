#include "gui/app/key_list.h"

#include <doctest/doctest.h>

#include <sstream>

#include "gui/model/command.h"

using namespace coroscope;
using namespace coroscope::gui;

namespace {

std::string line_with(const std::string& text, const std::string& part) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.find(part) != std::string::npos) {
            return line;
        }
    }
    return "";
}

}  // namespace

TEST_CASE("the list of keys has every command that has a key, with its name in both languages") {
    for (const Language language : {Language::English, Language::Chinese}) {
        const std::string text = key_list(language);
        for (const CommandGroup& group : command_groups()) {
            for (const Command& command : group.commands) {
                CAPTURE(command.id);
                const std::string keys = text_of(command.shortcut);
                const std::string name(tr(command.name, language));
                if (!keys.empty()) {
                    const std::string expected = "  " + keys;
                    CHECK(text.find("\n" + expected) != std::string::npos);
                    CHECK(text.find("  " + name + "\n") != std::string::npos);
                }
            }
        }
    }
}

TEST_CASE("a command with two keys stands in one line, and one without keys in none") {
    const std::string text = key_list(Language::English);
    for (const CommandGroup& group : command_groups()) {
        for (const Command& command : group.commands) {
            CAPTURE(command.id);
            const std::string name(tr(command.name, Language::English));
            if (command.other_shortcut.key != Key::None) {
                const std::string both =
                    text_of(command.shortcut) + ", " + text_of(command.other_shortcut);
                CHECK(line_with(text, both).ends_with("  " + name));
            }
            if (command.shortcut.key == Key::None) {
                CHECK(text.find("  " + name + "\n") == std::string::npos);
            }
        }
    }
}
