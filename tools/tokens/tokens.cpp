// tokens INPUT.json OUTPUT.h: turns assets/look/tokens.json into constants, so that no colour, size
// or icon is written anywhere else. The header includes nothing graphical: the window, the SVG
// writer and the terminal all use it.

#include <cstdio>
#include <exception>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>

namespace {

using Json = nlohmann::ordered_json;

// A key as a C++ name: "export" is a keyword.
std::string name_of(const std::string& key) {
    static const std::set<std::string> kKeywords{"export", "default", "switch", "delete", "new"};
    return kKeywords.contains(key) ? key + "_" : key;
}

std::string color(const Json& hex) {
    const auto text = hex.get<std::string>();
    if (text.size() != 7 || text[0] != '#') {
        throw std::runtime_error("not a colour: " + text);
    }
    std::string out = "Color{";
    for (const std::size_t at : {1U, 3U, 5U}) {
        out += "0x" + text.substr(at, 2) + ", ";
    }
    return out + "0xFF}";
}

std::string number(const Json& value) {
    std::string text = value.dump();
    if (text.find('.') == std::string::npos) {
        text += ".0";
    }
    return text + "f";
}

std::string quoted(const Json& text) { return Json(text).dump(); }

// A code point below U+10000, given in hex, as a string literal in UTF-8.
std::string icon(const Json& hex) { return "\"\\u" + hex.get<std::string>() + "\""; }

void declare(std::string& out, const std::string& type, const Json& fields,
             const std::string& field_type) {
    out += "struct " + type + " {\n";
    for (const auto& [key, value] : fields.items()) {
        out += "    " + field_type + " " + name_of(key) + ";\n";
    }
    out += "};\n\n";
}

// Every field by name, so a token missing in one theme does not compile.
template <typename Format>
std::string fields_of(const Json& object, const std::string& indent, Format format) {
    std::string out = "{\n";
    for (const auto& [key, value] : object.items()) {
        out += indent + "    ." + name_of(key) + " = " + format(value) + ",\n";
    }
    return out + indent + "}";
}

std::string state(const Json& value) { return fields_of(value, "            ", color); }

void define_theme(std::string& out, const Json& tokens, const std::string& theme,
                  const std::string& constant) {
    const Json& json = tokens.at(theme);
    out += "inline constexpr Theme " + constant + "{\n";
    out += "    .base = " + fields_of(json.at("base"), "    ", color) + ",\n";
    out += "    .state = " + fields_of(json.at("state"), "    ", state) + ",\n";
    out += "    .task = {{\n";
    for (const Json& value : json.at("task")) {
        out += "        " + color(value) + ",\n";
    }
    out += "    }},\n";
    out += "    .syntax = " + fields_of(tokens.at("syntax").at(theme), "    ", color) + ",\n";
    out += "};\n\n";
}

void define_themes(std::string& out, const Json& tokens) {
    const Json& dark = tokens.at("dark");
    declare(out, "Base", dark.at("base"), "Color");
    out +=
        "struct State {\n    Color signal;  // glyph, end cap, merged preview\n"
        "    Color fill;\n    Color edge;\n    Color label;  // text on the fill\n};\n\n";
    declare(out, "States", dark.at("state"), "State");
    declare(out, "Syntax", tokens.at("syntax").at("dark"), "Color");
    out += "struct Theme {\n    Base base;\n    States state;\n    std::array<Color, " +
           std::to_string(dark.at("task").size()) +
           "> task;  // by order of creation; main takes the last one\n"
           "    Syntax syntax;\n};\n\n";
    define_theme(out, tokens, "dark", "kDark");
    define_theme(out, tokens, "light", "kLight");
}

void define_sizes(std::string& out, const Json& sizes) {
    out += "// Pixels at scale 1; *_ratio are fractions of the bar height.\n";
    declare(out, "Sizes", sizes, "float");
    out += "inline constexpr Sizes kSize" + fields_of(sizes, "", number) + ";\n\n";
}

void define_fonts(std::string& out, const Json& fonts) {
    out +=
        "struct Font {\n    std::string_view face;\n    float em;        // pixels per em\n"
        "    float imgui_px;  // the same as ImGui counts: ascender minus descender\n};\n\n";
    declare(out, "Fonts", fonts, "Font");
    out += "inline constexpr Fonts kFont" +
           fields_of(fonts, "",
                     [](const Json& font) {
                         return "{" + quoted(font.at("face")) + ", " + number(font.at("em")) +
                                ", " + number(font.at("imgui_px")) + "}";
                     }) +
           ";\n\n";
}

void define_icons(std::string& out, const Json& icons) {
    std::set<std::string> code_points;
    for (const Json& value : icons) {
        code_points.insert(value.get<std::string>());
    }
    out += "// Code points of Fork Awesome as UTF-8.\n";
    declare(out, "Icons", icons, "const char*");
    out += "inline constexpr Icons kIcon" + fields_of(icons, "", icon) + ";\n\n";
    out += "// The same as numbers, ascending and without repetition, for a font atlas.\n";
    out += "inline constexpr std::array<char32_t, " + std::to_string(code_points.size()) +
           "> kIconCodePoints{\n";
    for (const std::string& code_point : code_points) {
        out += "    0x" + code_point + ",\n";
    }
    out += "};\n\n";
}

void define_motion(std::string& out, const Json& motion) {
    Json durations = Json::object();
    for (const auto& [key, value] : motion.items()) {
        if (value.is_number()) {
            durations[key] = value;
        }
    }
    out += "// Milliseconds.\n";
    declare(out, "Motion", durations, "float");
    out += "inline constexpr Motion kMotion" + fields_of(durations, "", number) + ";\n\n";
}

std::string generate(const Json& tokens) {
    std::string out =
        "// Generated by tools/tokens from assets/look/tokens.json.\n#pragma once\n\n"
        "#include <array>\n#include <cstdint>\n#include <string_view>\n\n"
        "namespace coroscope::look {\n\n"
        "struct Color {\n    std::uint8_t r, g, b, a;\n"
        "    constexpr bool operator==(const Color&) const = default;\n};\n\n";
    define_themes(out, tokens);
    define_sizes(out, tokens.at("size"));
    define_fonts(out, tokens.at("font"));
    define_icons(out, tokens.at("icon"));
    define_motion(out, tokens.at("motion"));
    return out + "}  // namespace coroscope::look\n";
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: tokens INPUT.json OUTPUT.h\n");
        return 2;
    }
    try {
        std::ifstream in(argv[1]);
        const std::string text = generate(Json::parse(in));
        std::ofstream out(argv[2], std::ios::binary);
        out << text;
        out.close();
        if (!out) {
            throw std::runtime_error("cannot write the output");
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "tokens: %s: %s\n", argv[1], error.what());
        return 1;
    }
    return 0;
}
